package screen

import (
	"math"
	"slices"

	"levyscope/stats/tail"
)

// A Screen is what the first samples of a series tell about all of it.
type Screen struct {
	N        int     // samples looked at, those that are not finite left out
	Centre   float64 // what the law of the rest is symmetric about, if it is; NaN if nothing was looked at
	CentreSE float64 // 0: the centre was given
	Grid     Grid
	Atoms    []Atom // in ascending order of their values
	Coarse   bool   // the values are a few levels: no law is told from them
	// Dependence is the test of the samples in their order, if it was made (see Ordered).
	Dependence *tail.DependenceTest
	Skew       tail.SkewnessTest // of the samples that are in no atom; Beta only if asymmetric
	Low        float64
	High       float64 // the least and the greatest sample
	Clip       *Clip   // nil: the values were not clipped
	Above      int     // samples above the centre that are in no atom, those of a grid spread over their cells
}

// New looks at the first samples of a series. centre is what they are symmetric about, NaN to estimate it by
// tail.Centre from the samples that are in no atom. NaN and infinities are passed over.
//
// On a grid the samples of one value are spread evenly over its cell for that estimate, so that the step does not show
// in it.
func New(head []float64, centre float64) *Screen {
	x := make([]float64, 0, len(head))
	for _, v := range head {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			x = append(x, v)
		}
	}
	s := &Screen{N: len(x), Centre: centre, Low: math.NaN(), High: math.NaN()}
	if len(x) == 0 {
		return s
	}
	slices.Sort(x)
	s.Low, s.High = x[0], x[len(x)-1]
	runs := runsOf(x)
	s.findAtoms(runs)
	s.findClip()
	rest := s.rest(runs)
	s.findSkew(rest)
	if math.IsNaN(centre) {
		if s.Centre, s.CentreSE = centreOf(rest); math.IsNaN(s.Centre) {
			s.Centre, s.CentreSE = tail.SortedQuantile(x, .5), 0
		}
	}
	for _, v := range rest {
		if v > s.Centre {
			s.Above++
		}
	}
	return s
}

// findSkew tests the symmetry of the samples of the law, in ascending order. On a grid of a step h, cells to each
// side of the centre are unlike even of a symmetric law: nu is then off by up to about 0.8 (h/(x_.95 - x_.05))^2, as
// found with Gaussian, Laplace and stable laws and steps up to 1.3 scales. Half of that is added to its standard
// error.
func (s *Screen) findSkew(rest []float64) {
	adjust := func() {
		if s.Grid.Step > 0 && !math.IsNaN(s.Skew.Nu) {
			outer := tail.SortedQuantile(rest, .95) - tail.SortedQuantile(rest, .05)
			ratio := s.Grid.Step / outer
			s.Skew.SE = math.Hypot(s.Skew.SE, .4*ratio*ratio)
			s.Skew.P = math.Erfc(math.Abs(s.Skew.Nu/s.Skew.SE) / math.Sqrt2)
		}
	}
	s.Skew = tail.SymmetrySorted(rest)
	if adjust(); s.Asymmetric() {
		s.Skew = tail.SkewnessSorted(rest)
		adjust()
	}
}

// centreOf is tail.Centre of samples in ascending order, or their median where the tails are so heavy (tail indices
// below about 0.8) that it has less than half the error: there a density is a sharp peak.
func centreOf(sorted []float64) (centre, se float64) {
	centre, se = tail.Centre(sorted)
	if len(sorted) < 20 {
		return centre, se
	}
	q := func(p float64) float64 { return tail.SortedQuantile(sorted, p) }
	if q(.95)-q(.05) > 12*(q(.75)-q(.25)) {
		if median, error := tail.MedianError(sorted); error < se/2 {
			return median, error
		}
	}
	return centre, se
}

// unevenP is the p-value of symmetry below which a series is asymmetric.
const unevenP = .001

// Asymmetric reports whether the samples that are in no atom are skewed: tail.Skewness at the level 0.001.
func (s *Screen) Asymmetric() bool { return s.Skew.N > 0 && s.Skew.P < unevenP }

// Ordered tests the samples that s was made from, in the order in which they came, for serial dependence. Where it is
// found, the errors of centre and skewness, and the p-value of symmetry, become those of the independent samples that
// they are worth for means.
func (s *Screen) Ordered(head []float64) {
	d := tail.Dependence(head)
	s.Dependence = &d
	if inflation := d.Values.Inflation; d.Found() && inflation > 1 {
		s.CentreSE *= math.Sqrt(inflation)
		s.Skew.SE *= math.Sqrt(inflation)
		s.Skew.P = math.Erfc(math.Abs(s.Skew.Nu/s.Skew.SE) / math.Sqrt2)
	}
}

// Inflation is how much more the counts of the sizes of samples vary than those of as many independent ones: 1 where no
// dependence was found.
func (s *Screen) Inflation() float64 {
	if s.Dependence == nil || !s.Dependence.Found() || !(s.Dependence.Sizes.Inflation > 1) {
		return 1
	}
	return s.Dependence.Sizes.Inflation
}

// Serial reports whether neighbouring samples are alike: a rank correlation beyond 0.1, found. Their differences are
// then no differences of independent samples.
func (s *Screen) Serial() bool {
	return s.Dependence != nil && s.Dependence.Found() && math.Abs(s.Dependence.Values.Lag1) > .1
}

// Doubtful reports whether the samples that are in no atom may be skewed: tail.Skewness, or the signs about the centre,
// at the level 0.05.
func (s *Screen) Doubtful() bool {
	n := float64(s.Skew.N)
	if s.Serial() {
		return s.Asymmetric()
	}
	return n > 0 && (s.Skew.P < .05 || math.Abs(2*float64(s.Above)-n) > tail.Normal975*math.Sqrt(n))
}

// OneSided is 1 where no sample is below zero, -1 where none is above it, and else 0.
func (s *Screen) OneSided() int {
	switch {
	case s.Low >= 0 && s.High > 0:
		return 1
	case s.High <= 0 && s.Low < 0:
		return -1
	}
	return 0
}

// findAtoms sets grid and atoms. The grid is sought without the values that may be atoms, which need not lie on it.
func (s *Screen) findAtoms(runs []run) {
	often := frequent(runs, s.N)
	values := make([]float64, 0, len(runs))
	for i, r := range runs {
		if len(often) > mostAtoms || !slices.Contains(often, i) {
			values = append(values, r.value)
		}
	}
	few := len(values) < leastValues
	if few {
		values = values[:0]
		for _, r := range runs {
			values = append(values, r.value)
		}
	}
	s.Grid = FindGrid(values)
	if s.Grid.Step > 0 {
		// Next to a step as wide as the middle half of the samples no value stands out by itself.
		if width := max(spread(runs, often), spread(runs, nil)); few || width < .9*s.Grid.Step {
			s.Coarse = true
		} else {
			s.Atoms = atomsOnGrid(runs, s.Grid, s.N, width)
		}
	} else if len(often) <= mostAtoms {
		for _, i := range often {
			s.Atoms = append(s.Atoms, Atom{Value: runs[i].value + 0, Count: runs[i].count})
		}
	}
	if len(s.Atoms) > mostAtoms || s.Grid.Step == 0 && len(often) > mostAtoms {
		s.Atoms, s.Coarse = nil, true
	}
	s.Coarse = s.Coarse || few && s.N >= 20
}

// A Clip tells of values that were clipped to a range: both of its ends are atoms.
type Clip struct {
	Low, High float64
	Count     int // samples at either end, among those that were looked at
}

// findClip takes atoms at both ends of the samples for a clip. They are samples of the law, of which no more is known
// than that they lay beyond, and no atoms.
func (s *Screen) findClip() {
	n := len(s.Atoms)
	if n < 2 || s.Atoms[0].Value != s.Low || s.Atoms[n-1].Value != s.High {
		return
	}
	s.Clip = &Clip{s.Low, s.High, s.Atoms[0].Count + s.Atoms[n-1].Count}
	s.Atoms = s.Atoms[1 : n-1]
}

// spread is the width of the middle half of the samples, without those in the runs that may be atoms.
func spread(runs []run, often []int) float64 {
	if len(often) > mostAtoms {
		often = nil
	}
	total := 0
	for i, r := range runs {
		if !slices.Contains(often, i) {
			total += r.count
		}
	}
	below, low := 0, math.NaN()
	for i, r := range runs {
		if slices.Contains(often, i) {
			continue
		}
		if below += r.count; math.IsNaN(low) && 4*below >= total {
			low = r.value
		}
		if 4*below >= 3*total {
			return r.value - low
		}
	}
	return 0
}

// rest are the samples of the law, in ascending order, each value of a grid spread over its cell.
func (s *Screen) rest(runs []run) []float64 {
	out := make([]float64, 0, s.N)
	for _, r := range runs {
		count := r.count
		if a := s.Atom(r.value); a >= 0 {
			count = int(math.Round(s.Atoms[a].Kept * float64(count)))
		}
		for j := range count {
			out = append(out, r.value+s.Grid.Step*((float64(j)+.5)/float64(count)-.5))
		}
	}
	return out
}

// Atom is the index in Atoms of the atom with the value x, -1 if there is none.
func (s *Screen) Atom(x float64) int {
	for i := range s.Atoms {
		if s.Atoms[i].Value == x {
			return i
		}
	}
	return -1
}
