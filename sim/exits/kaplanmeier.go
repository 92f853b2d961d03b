package exits

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"levyscope/stats/tail"
)

// SurvivalPoint is an estimate of S(t) = P(tau > t).
type SurvivalPoint struct {
	Time     float64 `json:"time"`
	Survival float64 `json:"survival"` // NaN after the last path was seen, if it had not exited
	SE       float64 `json:"se"`       // Greenwood's
	Lo       float64 `json:"lo"`       // pointwise 95 % band
	Hi       float64 `json:"hi"`
}

// TimeQuantile is a quantile of the exit time, inf{t: S(t) <= 1-p}, with the 95 %
// interval {t: Lo(t) <= 1-p <= Hi(t)}: NaN and +Inf where S, or a bound, does not
// come so low. Source: Brookmeyer and Crowley 1982.
type TimeQuantile struct {
	Time float64 `json:"time"`
	Lo   float64 `json:"lo"`
	Hi   float64 `json:"hi"`
}

// survivalKnot is a time, or a narrow bin of times, at which paths exited.
type survivalKnot struct {
	exit        timeRange
	exits, risk float64 // d exits of n paths at risk
	before      float64 // S before and after it
	after       float64
	variance    float64 // Greenwood's sum of d/(n(n-d)) before it
	lo, hi      float64 // band after it
}

// survivalCurve is a product-limit estimate.
type survivalCurve struct {
	knots []survivalKnot
	last  float64 // until when there were paths to be seen
	quiet float64 // paths at risk as long as none has exited
}

// KaplanMeier is the product-limit estimate of the survival of exit times,
//
//	S(t) = prod_{t_i <= t} (1 - d_i/n_i),
//
// d_i exits of the n_i paths with times >= t_i, at the distinct exit times. Its
// variance is Greenwood's, S^2 sum d_i/(n_i(n_i-d_i)); its 95 % band is that of
// ln(-ln S), S^exp(+-1.96 se(ln S)/|ln S|). At S = 0 that has no width, and the
// upper end stays what it was. Times are finite and above 0; censored[i] says that
// path i was still inside then; a nil slice that none was.
// Sources: Kaplan and Meier 1958; Kalbfleisch and Prentice 2002, section 1.4.
//
// It is exact, and for times that are at hand. Of the many of a run there are only counts: Times
// has the same estimate of those, and is held against this one in the tests.
func KaplanMeier(times []float64, censored []bool) ([]SurvivalPoint, error) {
	if censored != nil && len(censored) != len(times) {
		return nil, fmt.Errorf("censored has %d entries for %d times: give one for each, or none at all", len(censored), len(times))
	}
	order := make([]int, len(times))
	for i, t := range times {
		if !(t > 0) || math.IsInf(t, 1) {
			return nil, fmt.Errorf("times[%d] = %g: an exit time is finite and above 0", i, t)
		}
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if times[i] < times[j] {
			return -1
		} else if times[i] > times[j] {
			return 1
		}
		return 0
	})
	c := survivalCurve{}
	var out []SurvivalPoint
	for i := 0; i < len(order); {
		t, d, next := times[order[i]], 0, i
		for ; next < len(order) && times[order[next]] == t; next++ {
			if censored == nil || !censored[order[next]] {
				d++
			}
		}
		if d > 0 {
			c.add(timeRange{t, t}, float64(d), float64(len(order)-i))
		}
		c.last = t
		i = next
	}
	for _, k := range c.knots {
		out = append(out, c.at(k.exit.last))
	}
	return out, nil
}

// curve is the product-limit estimate by bins. Paths censored in a bin before or
// after all its exits are counted as that; if they mix, half of them count as at
// risk, as in the actuarial life table. Source: Kalbfleisch and Prentice 2002,
// section 1.4.
func (e *Times) curve() *survivalCurve {
	c := &survivalCurve{last: e.span.last}
	risk := e.paths()
	for _, b := range e.bins {
		if b.exits > 0 {
			n := float64(risk)
			switch {
			case b.censored == 0 || b.exit.last <= b.cut.first:
			case b.cut.last < b.exit.first:
				n -= float64(b.censored)
			default:
				n -= float64(b.censored) / 2
			}
			c.add(b.exit, float64(b.exits), n)
		}
		if len(c.knots) == 0 && b.censored > 0 {
			c.quiet = float64(risk)
		}
		risk -= b.exits + b.censored
	}
	return c
}

// add appends a knot with d exits of n paths at risk.
func (c *survivalCurve) add(when timeRange, d, n float64) {
	k := survivalKnot{exit: when, exits: d, risk: n, before: 1, lo: 1, hi: 1}
	if len(c.knots) == 0 {
		c.quiet = n
	} else {
		p := c.knots[len(c.knots)-1]
		k.before, k.variance, k.hi = p.after, p.total(p.exits), p.hi
	}
	if d < n {
		k.after = k.before * (n - d) / n
	}
	k.lo, k.hi = survivalBand(k.after, k.total(d), k.hi)
	c.knots = append(c.knots, k)
}

// total is Greenwood's sum after d of the knot's exits.
func (k *survivalKnot) total(d float64) float64 {
	if d >= k.risk {
		return math.Inf(1)
	}
	return k.variance + d/(k.risk*(k.risk-d))
}

// survivalBand is the band at 0 <= S < 1 with the given variance of ln S.
func survivalBand(s, variance, hi float64) (float64, float64) {
	if s == 0 {
		return 0, hi
	}
	w := tail.Normal975 * math.Sqrt(variance) / math.Log(s)
	return math.Pow(s, math.Exp(-w)), math.Pow(s, math.Exp(w))
}

// at is the estimate of S(t). Within a bin the exits between the first and the
// last are taken as evenly spread. As long as none has exited, the lower end of the
// band is Wilson's for none of those at risk.
func (c *survivalCurve) at(t float64) SurvivalPoint {
	p := SurvivalPoint{Time: t, Survival: math.NaN(), SE: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	if !(t >= 0) || c.last == 0 {
		return p
	}
	i := sort.Search(len(c.knots), func(i int) bool { return c.knots[i].exit.first > t }) - 1
	if t > c.last && (i < 0 || c.knots[i].after > 0) {
		return p
	}
	if i < 0 {
		lo, _ := tail.WilsonInterval(int(c.quiet), int(c.quiet), tail.Normal975)
		p.Survival, p.SE, p.Lo, p.Hi = 1, 0, lo, 1
		return p
	}
	k := &c.knots[i]
	d := k.exits
	if t < k.exit.last {
		d = 1 + (d-2)*(t-k.exit.first)/(k.exit.last-k.exit.first)
	}
	variance := k.total(d)
	if d < k.risk {
		p.Survival = k.before * (k.risk - d) / k.risk
		p.SE = p.Survival * math.Sqrt(variance)
	} else {
		p.Survival, p.SE = 0, 0
	}
	p.Lo, p.Hi = survivalBand(p.Survival, variance, k.hi)
	return p
}

// quantile is that of the exit time at probability p.
func (c *survivalCurve) quantile(p float64) TimeQuantile {
	q := TimeQuantile{math.NaN(), math.NaN(), math.NaN()}
	if !(p > 0 && p < 1) || c.last == 0 {
		return q
	}
	// 1 - d/n and 1 - p differ by their rounding where they mean the same.
	s := 1 - p
	above := s + 1e-12
	q.Lo = c.first(func(k *survivalKnot) bool { return k.lo <= above }, func(x SurvivalPoint) bool { return x.Lo <= above })
	q.Hi = c.first(func(k *survivalKnot) bool { return k.hi < s }, func(x SurvivalPoint) bool { return x.Hi < s })
	q.Time = c.first(func(k *survivalKnot) bool { return k.after <= above }, func(x SurvivalPoint) bool { return x.Survival <= above })
	if math.IsInf(q.Time, 1) {
		q.Time = math.NaN()
	}
	return q
}

// first is the first time from which on the curve is low, which it is after the
// first knot that is; +Inf if there is none.
func (c *survivalCurve) first(knot func(*survivalKnot) bool, low func(SurvivalPoint) bool) float64 {
	i := 0
	for i < len(c.knots) && !knot(&c.knots[i]) {
		i++
	}
	if i == len(c.knots) {
		return math.Inf(1)
	}
	lo, hi := c.knots[i].exit.first, c.knots[i].exit.last
	if lo == hi || low(c.at(lo)) {
		return lo
	}
	for range 14 { // to some 1e-6 of the time
		middle := lo + (hi-lo)/2
		if low(c.at(middle)) {
			hi = middle
		} else {
			lo = middle
		}
	}
	return hi
}

// survival is the estimate of S at the times.
func (e *Times) Survival(times []float64) []SurvivalPoint {
	c := e.curve()
	out := make([]SurvivalPoint, len(times))
	for i, t := range times {
		out[i] = c.at(t)
	}
	return out
}

// median is that of the exit time, with its 95 % interval.
func (e *Times) Median() TimeQuantile { return e.curve().quantile(.5) }
