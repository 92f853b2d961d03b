package exits

import (
	"fmt"
	"math"
	"sort"

	"levyscope/internal/exact"
	"levyscope/stats/tail"
)

// overshootNodes is the number of nodes 2^(j/4) of the overshoots' grid, j = 0..80.
const overshootNodes = 81

// overshootGrid holds these nodes, from 1 to 2^20.
var overshootGrid = func() (g [overshootNodes]float64) {
	for j := range g {
		g[j] = math.Exp2(float64(j) / 4)
	}
	return g
}()

// Overshoots is a histogram, for each side of a box, of the ratios |X_tau|/a >= 1 of exits: a is
// the distance of the wall, and X_tau the position after the exit. Bin j holds the ratios in
// [2^(j/4), 2^((j+1)/4)); the last bin is unbounded.
//
// It is not safe for concurrent use.
type Overshoots struct {
	counts [][overshootNodes]int     // by side and bin
	logs   [overshootNodes]exact.Sum // sum of ln ratio, by bin
	n      int
}

// NewOvershoots returns an empty histogram for the given number of sides, 1 to 65536.
func NewOvershoots(sides int) (*Overshoots, error) {
	const most = 1 << 16
	if sides < 1 || sides > most {
		return nil, fmt.Errorf("sides = %d: exits have from 1 to %d sides", sides, most)
	}
	return &Overshoots{counts: make([][overshootNodes]int, sides)}, nil
}

// Count is the number of exits, through all sides.
func (o *Overshoots) Count() int { return o.n }

// Add counts an exit through a side, from 0, with the given ratio |X_tau|/a. The error says that
// the ratio is below 1 or not finite, or that there is no such side.
func (o *Overshoots) Add(ratio float64, side int) error {
	if !(ratio >= 1) || math.IsInf(ratio, 1) {
		return fmt.Errorf("overshoot |X|/a = %g: after an exit it is finite and 1 or above; "+
			"was the path still inside, or did it diverge?", ratio)
	}
	if side < 0 || side >= len(o.counts) {
		return fmt.Errorf("side = %d: there are %d, from 0", side, len(o.counts))
	}
	j := sort.Search(overshootNodes, func(j int) bool { return overshootGrid[j] > ratio }) - 1
	o.counts[side][j]++
	o.logs[j].Add(math.Log(ratio))
	o.n++
	return nil
}

// Merge adds the exits of p, which must have the same number of sides.
func (o *Overshoots) Merge(p *Overshoots) error {
	if len(p.counts) != len(o.counts) {
		return fmt.Errorf("sides = %d: overshoots by %d sides cannot take them in", len(p.counts), len(o.counts))
	}
	for s := range p.counts {
		for j, n := range p.counts[s] {
			o.counts[s][j] += n
		}
	}
	for j := range p.logs {
		o.logs[j].Merge(&p.logs[j])
	}
	o.n += p.n
	return nil
}

// OvershootPoint is the share of overshoots beyond one ratio, beside a theoretical law.
type OvershootPoint struct {
	Ratio    float64 `json:"ratio"`    // u, a node of the grid
	Exits    int     `json:"exits"`    // number of exits with a ratio of u or more
	Survival float64 `json:"survival"` // estimate of P(|X_tau| > u a | exit); NaN without exits
	Lo       float64 `json:"lo"`       // Wilson's 95 % interval
	Hi       float64 `json:"hi"`
	Theory   float64 `json:"theory"` // the same probability by the law; NaN without a law
}

// Survival estimates P(|X_tau| > u a | exit through the side) at the nodes of the grid nearest to
// the given u > 0. side -1 means all sides. law is the probability that the estimates are to be
// compared with, and may be nil: u^-alpha in the limit eps -> 0, in which a single big jump
// carries the path out of its well, or Getoor's law for a process without a force.
// Source: docs/theory.md, sections 4 and 6.
func (o *Overshoots) Survival(u []float64, side int, law func(u float64) float64) []OvershootPoint {
	total, above := o.above(side)
	out := make([]OvershootPoint, len(u))
	for i, v := range u {
		p := &out[i]
		*p = OvershootPoint{Ratio: v, Survival: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), Theory: math.NaN()}
		if !(v > 0) {
			continue
		}
		j := int(min(max(math.Round(4*math.Log2(v)), 0), overshootNodes-1))
		p.Ratio, p.Exits = overshootGrid[j], above[j]
		if law != nil {
			p.Theory = law(p.Ratio)
		}
		p.Lo, p.Hi = tail.WilsonInterval(above[j], total, tail.Normal975)
		if total > 0 {
			p.Survival = float64(above[j]) / float64(total)
		}
	}
	return out
}

// above returns the number of exits through a side, -1 for all sides, and how many of them lie at
// or above each node.
func (o *Overshoots) above(side int) (total int, above [overshootNodes]int) {
	for s := range o.counts {
		if side >= 0 && s != side {
			continue
		}
		for j, n := range o.counts[s] {
			above[j] += n
		}
	}
	for j := overshootNodes - 2; j >= 0; j-- {
		above[j] += above[j+1]
	}
	return above[0], above
}

// TailIndex is the maximum-likelihood estimate of alpha from the overshoots above the node nearest
// to u > 0, under the assumption that they follow a Pareto law there,
//
//	alpha = n/sum ln(ratio/u),   SE = alpha/sqrt n.
//
// It tends to the tail index of the noise as u grows. In the limit eps -> 0, in which the jumps
// that carry a path out start near the minimum, that holds already at u = 1. Alpha and SE are
// NaN if no exit lies above u.
// Source: Hill 1975.
func (o *Overshoots) TailIndex(u float64) tail.Estimate {
	e := tail.Estimate{Alpha: math.NaN(), SE: math.NaN()}
	if !(u > 0) {
		return e
	}
	from := int(min(max(math.Round(4*math.Log2(u)), 0), overshootNodes-1))
	_, above := o.above(-1)
	e.N = above[from]
	sum := 0.0
	for j := range o.logs[from:] {
		sum += o.logs[from+j].Value()
	}
	if sum -= float64(e.N) * math.Log(overshootGrid[from]); e.N > 0 && sum > 0 {
		e.Alpha = float64(e.N) / sum
		e.SE = e.Alpha / math.Sqrt(float64(e.N))
	}
	return e
}
