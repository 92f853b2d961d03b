package report

import (
	"math"
	"math/rand/v2"
	"slices"

	"levyscope/internal/rng"
	"levyscope/stats/screen"
	"levyscope/stats/verdict"
)

// headSamples is how many of the first samples are kept in their order: for the
// centre, the block sums of the literature's estimator, and the peaks.
const headSamples = 1 << 16

// A Collector reads a series in one pass and constant memory, and keeps what a
// report needs of it.
type Collector struct {
	n      int64                // samples so far
	centre float64              // NaN until it is estimated
	acc    *verdict.Accumulator // nil until the centre is fixed
	head   []float64            // the first samples
	sample []float64            // of all samples so far, each with the same probability
	keep   int                  // the most that sample holds
	draw   *rand.Rand
}

// NewCollector returns an empty collector. It takes samples about centre (NaN: a
// centre estimated from the first 65,536), and draws keep of them, LeastSamples or
// more, evenly with that seed.
func NewCollector(centre float64, keep int, seed uint64) *Collector {
	return &Collector{centre: centre, keep: keep, draw: rng.ReportSample.New(seed)}
}

// Add takes the next samples, and passes over those that are not finite.
func (c *Collector) Add(x []float64) {
	x = finite(x)
	c.reserve(x)
	if c.acc == nil {
		room := min(len(x), headSamples-len(c.head))
		c.head = append(c.head, x[:room]...)
		if len(c.head) < headSamples {
			return
		}
		c.fixCentre()
		x = x[room:]
	}
	c.acc.Add(x)
}

// N is the number of samples so far.
func (c *Collector) N() int64 { return c.n }

// Input is what was kept of the samples so far; the centre is fixed with it.
func (c *Collector) Input() Input {
	if c.acc == nil {
		c.fixCentre()
	}
	return Input{Acc: c.acc, Head: c.head, Sample: c.sample}
}

// fixCentre screens the first samples, which fixes the centre, and counts them.
func (c *Collector) fixCentre() {
	s := screen.New(c.head, c.centre)
	s.Ordered(c.head)
	c.acc = verdict.NewScreenedAccumulator(s)
	c.acc.Add(c.head)
}

// reserve draws from x by reservoir sampling. Source: Vitter 1985, algorithm R.
func (c *Collector) reserve(x []float64) {
	for _, v := range x {
		c.n++
		if len(c.sample) < c.keep {
			c.sample = append(c.sample, v)
		} else if i := c.draw.Int64N(c.n); i < int64(c.keep) {
			c.sample[i] = v
		}
	}
}

// finite is x without NaN and infinities; x itself if it has none.
func finite(x []float64) []float64 {
	odd := func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }
	if !slices.ContainsFunc(x, odd) {
		return x
	}
	return slices.DeleteFunc(slices.Clone(x), odd)
}
