package each

import (
	"context"
	"math"
	"slices"

	"levyscope/internal/par"
	"levyscope/stats/screen"
	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// A group counts series that follow one another and are read together.
type group struct {
	first   int // number of its first series
	samples int // rows so far
	bank    *verdict.HalvedBank
	ladders []series.Ladder
	all     []tail.LogSums // of whole blocks of 32, samples in atoms included; nil if no series has atoms
	zeros   []uint32       // samples that are 0 in the file
	missing []uint32       // NaN and infinities
	c       *series.Contrasts
	drift   *series.Falls
	// alternate says that every second sample enters the block sums with its sign turned, which the law of a sum of
	// symmetric samples does not feel: the error delta of a centre that was estimated from few samples then cancels,
	// where it would add up to n delta in every sum of n, and pass for a law of its own.
	alternate bool
	workers   []scratch
}

// scratch is the room of one worker.
type scratch struct {
	head  []float64
	cells [stripe][series.Tile]float64 // samples of the series of a stripe, as read
	rest  []float64
	block []float64
}

// stripe is how many neighbouring series a worker takes at a time: a cache line of float32.
const stripe = 16

// rows are samples as they lie in memory: series j of slab g has the sample values[(g*rows+t)*inner + j] at time t.
type rows[T float32 | float64] struct {
	values             []T
	slabs, rows, inner int
}

// copySeries writes samples from, ... of series i into dst, as many as dst holds.
func (r *rows[T]) copySeries(dst []float64, i, from int) {
	at := (i/r.inner*r.rows+from)*r.inner + i%r.inner
	for k := range dst {
		dst[k] = float64(r.values[at+k*r.inner])
	}
}

// newGroup looks at the first samples of each series of r, at most head of each.
func newGroup[T float32 | float64](first int, r *rows[T], head int, c *collector) (*group, error) {
	n, centre := r.slabs*r.inner, c.opt.Centre
	g := &group{
		first: first, ladders: make([]series.Ladder, n), zeros: make([]uint32, n),
		missing: make([]uint32, n),
		c:       series.NewContrasts(n, c.layout.Count(), c.layout.Samples/series.ContrastBlock),
		drift:   &c.drift, alternate: math.IsNaN(centre),
		workers: make([]scratch, par.Workers()),
	}
	head = min(head, r.rows)
	for w := range g.workers {
		g.workers[w].head = make([]float64, head)
	}
	screens, centres := make([]*screen.Screen, n), make([][2]float64, n)
	err := par.For(len(g.workers), (n+stripe-1)/stripe, func(w, piece int) {
		x := g.workers[w].head
		for i := piece * stripe; i < min(n, (piece+1)*stripe); i++ {
			if c.ctx.Err() != nil && i%partialStride(n) != 0 {
				screens[i] = unscreened
				continue
			}
			r.copySeries(x, i, 0)
			screens[i] = screened(x, centre)
			if math.IsNaN(centre) {
				centres[i] = halfCentres(x, screens[i])
			}
		}
	})
	if slices.ContainsFunc(screens, func(s *screen.Screen) bool { return len(s.Atoms) > 0 }) {
		g.all = make([]tail.LogSums, n)
	}
	g.bank = verdict.NewHalvedBank(screens)
	for i, c := range centres {
		if c[0] != c[1] {
			g.bank.SetCentres(i, c[0], c[1])
		}
	}
	for w := range g.workers {
		g.workers[w].head = nil
	}
	return g, err
}

// unscreened is the screen of a series that is not judged, after an interruption: no sample of it is counted.
var unscreened = &screen.Screen{Centre: math.NaN()}

// screened is the screen of a series by its first samples. A test of dependence that found none is dropped.
func screened(head []float64, centre float64) *screen.Screen {
	s := screen.New(head, centre)
	s.Ordered(head)
	if !s.Dependence.Found() {
		s.Dependence = nil
	}
	return s
}

// halfCentres are the centres of the two halves of a series by those of its first samples that belong to them, in no
// atom: the trimmed mean, or the median where that has the smaller error. They are equal, and not to be used, where
// there are too few, and where values lie on a grid, which is placed about the one centre.
func halfCentres(head []float64, s *screen.Screen) (c [2]float64) {
	if s.Grid.Step > 0 || s.Coarse {
		return c
	}
	for half := range c {
		x := make([]float64, 0, len(head)/2+series.ContrastBlock)
		for k, v := range head {
			if k/series.ContrastBlock&1 == half && !math.IsNaN(v) && !math.IsInf(v, 0) && s.Atom(v) < 0 {
				x = append(x, v)
			}
		}
		if len(x) < 20 {
			return [2]float64{}
		}
		slices.Sort(x)
		centre, se := tail.Centre(x)
		if median, error := tail.MedianError(x); !(se <= error) {
			centre = median
		}
		if math.IsNaN(centre) {
			return [2]float64{}
		}
		c[half] = centre
	}
	return c
}

// stepElements is about how many samples are counted before the cores wait for each other.
const stepElements = 1 << 20

// leastPartial is how many samples of each series are counted after an interruption, if so many were read.
const leastPartial = 1024

// count counts all samples of r, whose first has the number g.samples, a multiple of tile. Only the last r of a series
// may have rows that fill no tile. Once ctx has ended no more are counted than leastPartial of each series need.
func count[T float32 | float64](ctx context.Context, g *group, r *rows[T]) error {
	n := len(g.ladders)
	g.bank.Expect((r.rows/series.ContrastBlock + 2) / 2 * series.ContrastBlock)
	step := min(max(stepElements/series.Tile/max(n, 1), 1), 64)
	piece := min(max(n/(4*len(g.workers)), 1), stripe)
	contrasts := make([][]float32, step*series.Tile/series.ContrastBlock)
	for b := range contrasts {
		contrasts[b] = make([]float32, n)
	}
	for from := 0; from < r.rows; from += step * series.Tile {
		size := min(step*series.Tile, r.rows-from)
		err := par.For(len(g.workers), (n+piece-1)/piece, func(w, p int) {
			s := &g.workers[w]
			for t := 0; t < size; t += series.Tile {
				first, last, length := p*piece, min(n, (p+1)*piece), min(series.Tile, size-t)
				gather(s, r, first, last, from+t, length)
				for i := first; i < last; i++ {
					g.addTile(s, i, s.cells[i-first][:length], from+t, contrasts[t/series.ContrastBlock:])
				}
			}
		})
		if err != nil {
			return err
		}
		for _, row := range contrasts[:size/series.ContrastBlock] {
			g.c.Add(row)
		}
		if ctx.Err() != nil && g.samples+from+size >= leastPartial {
			r.rows = from + size
		}
	}
	g.samples += r.rows
	return nil
}

// gather copies samples from, from + 1, ... of series first to last - 1 into the cells of s, row by row, as they lie in
// memory.
func gather[T float32 | float64](s *scratch, r *rows[T], first, last, from, length int) {
	if r.inner == 1 || first/r.inner != (last-1)/r.inner {
		for i := first; i < last; i++ {
			r.copySeries(s.cells[i-first][:length], i, from)
		}
		return
	}
	at := (first/r.inner*r.rows+from)*r.inner + first%r.inner
	for t := range length {
		for i, v := range r.values[at : at+last-first] {
			s.cells[i][t] = float64(v)
		}
		at += r.inner
	}
}

// addTile counts samples x of series i, of which the first has the number g.samples + from; contrasts[b][i] is set for
// every whole block b of x.
func (g *group) addTile(s *scratch, i int, x []float64, from int, contrasts [][]float32) {
	sc, l := g.bank.Screen(i), &g.ladders[i]
	rest, logs, first := s.rest[:0], tail.LogSums{}, (g.samples+from)/series.ContrastBlock
	for b := 0; len(x) > 0; b++ {
		block := x[:min(series.ContrastBlock, len(x))]
		x = x[len(block):]
		start := len(rest)
		for _, v := range block {
			switch y, ok := g.bank.Add(i, v, (first+b)&1 == 1); {
			case ok:
				if g.alternate && (l.N()+len(rest))&1 == 1 {
					y = -y
				}
				rest = append(rest, y)
			case math.IsNaN(v) || math.IsInf(v, 0):
				g.missing[i]++
			}
			if v == 0 {
				g.zeros[i]++
			}
		}
		c, part := series.Contrast(rest[start:])
		logs = logs.Add(part)
		if len(block) == series.ContrastBlock {
			if len(rest)-start < series.ContrastBlock/2 {
				c = math.NaN()
			}
			contrasts[b][i] = float32(c)
			if len(sc.Atoms) > 0 {
				g.addAll(s, i, block, sc.Centre)
			}
		}
	}
	s.rest = rest
	if len(rest) < series.Tile || l.N()%series.Tile != 0 {
		for _, y := range rest {
			l.Add(y)
		}
		return
	}
	small, large := l.AddTile((*[series.Tile]float64)(rest), logs)
	g.drift.Add((g.samples+from)/series.Tile, logs, small, large)
}

// addAll adds the logarithms of a whole block with its samples in atoms, unless one is missing.
func (g *group) addAll(s *scratch, i int, block []float64, centre float64) {
	s.block = s.block[:0]
	for k, v := range block {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		if v -= centre; g.alternate && k&1 == 1 {
			v = -v
		}
		s.block = append(s.block, v)
	}
	_, logs := series.Contrast(s.block)
	g.all[i] = g.all[i].Add(logs)
}
