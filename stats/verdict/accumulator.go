package verdict

import (
	"math"

	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// SumDrift compares the tail index of a series with that of its block sums. A stable law is stable: sums of Block
// consecutive samples have the same tail index. With a finite variance they drift to 2.
type SumDrift struct {
	Block    int           // samples in a sum
	One, Sum tail.Estimate // tail indices of the samples and of the sums
	P        float64       // one-sided p-value of "no drift upwards"; NaN if there are too few sums
}

// leastSums is the smallest number of block sums from which a drift is computed.
const leastSums = 128

// An Accumulator takes a series in one pass and constant memory: a histogram by quarter octaves of the samples, and
// of the sums over blocks of 2, 4, 8, ... consecutive ones, about 2 kB each; and half a megabyte of first samples until
// they are screened. Values are taken about Centre.
type Accumulator struct {
	filter  screen.Filter
	levels  [maxLevels]Dyadic
	sums    [maxLevels]float64 // of the block under way
	n       uint64
	largest float64 // x - centre of the sample farthest out
	pairer  pairer
	pairs   *Dyadic // differences of pairs, of a series that may be asymmetric; else nil
	waiting bool    // head holds the first samples, until there are enough to screen them
	head    []float64
}

// maxLevels is the number of histograms of an Accumulator: the samples, and blocks up to 2^23 of them.
const maxLevels = 24

// screenedSamples is how many of the first samples a series is screened by.
const screenedSamples = 1 << 16

// NewAccumulator returns an empty accumulator of samples about centre (0 for gradient noise; NaN: estimated). It keeps
// the first 65,536 samples, screens the series by them (see package screen), or by those that there are when it is
// asked for a figure, and counts from then on.
func NewAccumulator(centre float64) *Accumulator {
	a := NewScreenedAccumulator(&screen.Screen{Centre: centre})
	a.waiting = true
	return a
}

// NewScreenedAccumulator returns an empty accumulator of samples that s was made from the first of.
func NewScreenedAccumulator(s *screen.Screen) *Accumulator {
	a := &Accumulator{}
	for l := range a.levels {
		a.levels[l] = *NewDyadic(Quarters)
	}
	a.use(s)
	return a
}

// Of judges the samples x, in their order, about centre (NaN: estimated).
func Of(x []float64, centre float64) Verdict {
	a := NewAccumulator(centre)
	a.Add(x)
	return a.Verdict()
}

// use fixes the screen of the samples that follow.
func (a *Accumulator) use(s *screen.Screen) {
	a.filter = screen.NewFilter(s)
	if s.Doubtful() {
		a.pairs = NewDyadic(Quarters)
	}
}

// settle screens the samples that wait for it, and counts them.
func (a *Accumulator) settle() {
	if !a.waiting {
		return
	}
	head := a.head
	a.waiting, a.head = false, nil
	s := screen.New(head, a.filter.Screen().Centre)
	s.Ordered(head)
	a.use(s)
	a.Add(head)
}

// Add takes the next samples. NaN and infinities are counted and otherwise passed over.
func (a *Accumulator) Add(x []float64) {
	if a.waiting {
		room := min(len(x), screenedSamples-len(a.head))
		a.head = append(a.head, x[:room]...)
		if x = x[room:]; len(a.head) < screenedSamples {
			return
		}
		a.settle()
	}
	for _, v := range x {
		v, ok := a.filter.Pass(v)
		if !ok {
			continue
		}
		a.levels[0].Add(v)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if math.Abs(v) > math.Abs(a.largest) {
			a.largest = v
		}
		if a.pairs != nil {
			if difference, ok := a.pairer.add(v); ok {
				a.pairs.Add(difference)
			}
		}
		// As in a binary counter, where a carry passes bits that are 1: a block of 2^l samples is complete when the
		// lowest l bits of the count before this sample are ones.
		n := a.n
		a.n++
		for l := 1; l < maxLevels; l++ {
			if n&1 == 0 {
				a.sums[l] = v
				break
			}
			v += a.sums[l]
			a.levels[l].Add(v)
			n >>= 1
		}
	}
}

// Centre is what the samples are taken about.
func (a *Accumulator) Centre() float64 {
	a.settle()
	return a.filter.Screen().Centre
}

// Screen is what the samples are screened by.
func (a *Accumulator) Screen() *screen.Screen {
	a.settle()
	return a.filter.Screen()
}

// Atoms are the samples in each atom of the Screen.
func (a *Accumulator) Atoms() []int {
	a.settle()
	return a.filter.Counts()
}

// Samples is the histogram of the samples, less the centre.
func (a *Accumulator) Samples() *Dyadic {
	a.settle()
	return &a.levels[0]
}

// Drift compares the samples with the largest blocks of which there are 128 or more: the score test, on the sums, of
// the samples' tail index (at the sums' own estimate its error would be far too small near alpha = 2). Samples and
// sums are taken as independent; they are correlated a little, which makes the test conservative.
func (a *Accumulator) Drift() SumDrift {
	a.settle()
	d := SumDrift{P: math.NaN()}
	level := 0
	for l := 1; l < maxLevels && a.n>>l >= leastSums; l++ {
		level = l
	}
	var one, b binned
	if level < 2 || !a.snapped(level, &b) || !a.snapped(0, &one) {
		return d
	}
	d.Block = 1 << level
	d.One, d.Sum = stableFit(&one).Estimate(), stableFit(&b).Estimate()
	if math.IsNaN(d.One.Alpha) || math.IsNaN(d.Sum.Alpha) {
		return d
	}
	logScale := b.mid
	z := stableFamily.scoreStatistic(&b, d.One.Alpha, &logScale, math.Inf(-1), 0)
	z /= math.Sqrt(1 + 1/float64(d.Block)) // the samples' estimate has an error too
	d.P = math.Erfc(z/math.Sqrt2) / 2
	return d
}

// snapped reads the histogram of a level, by the edges of the grid where there is one. Block sums of values on a grid
// lie on one of the same step.
func (a *Accumulator) snapped(level int, b *binned) (ok bool) {
	d, s := &a.levels[level], a.Screen()
	if !d.binned(b) {
		return false
	}
	if g := s.Grid; g.Step > 0 {
		b.n[0] += float64(d.Zeros())
		b.total += float64(d.Zeros())
		g.Origin = math.Ldexp(g.Origin-s.Centre, level)
		b.snap(g, 0)
	}
	return true
}

// Verdict judges the samples, their block sums included.
func (a *Accumulator) Verdict() Verdict {
	f := facts{drift: a.Drift(), screen: a.Screen(), atoms: a.Atoms(), largest: a.largest}
	if a.pairs != nil {
		f.pairs = func(b *binned) (int, bool) { return a.pairs.Zeros(), a.pairs.binned(b) }
	}
	return a.levels[0].verdict(f)
}
