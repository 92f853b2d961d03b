package exits

import (
	"math"
	"sort"

	"levyscope/stats/tail"
)

// SurvivalPoint is an estimate of the survival S(t) = P(tau > t) at one time.
type SurvivalPoint struct {
	Time     float64 `json:"time"`
	Survival float64 `json:"survival"` // NaN after the last time if some path had not exited then
	SE       float64 `json:"se"`       // standard error by Greenwood's formula
	Lo       float64 `json:"lo"`       // pointwise 95 % band
	Hi       float64 `json:"hi"`
}

// TimeQuantile is the p-quantile inf{t: S(t) <= 1-p} of the exit time with its 95 % interval
// {t: Lo(t) <= 1-p <= Hi(t)}, where Lo and Hi are the band of S.
// Source: Brookmeyer and Crowley 1982.
type TimeQuantile struct {
	Time float64 `json:"time"` // NaN if S stays above 1-p
	Lo   float64 `json:"lo"`   // +Inf if the lower end of the band stays above 1-p
	Hi   float64 `json:"hi"`   // +Inf if the upper end of the band stays above 1-p
}

// survivalKnot is a time at which paths exited, or a bin of such times.
type survivalKnot struct {
	exit        timeRange
	exits, risk float64 // number d of exits among the number n of paths at risk
	before      float64 // S before the knot
	after       float64 // S after it
	variance    float64 // sum of d/(n(n-d)) over the knots before it: the variance of ln S (Greenwood)
	lo, hi      float64 // 95 % band of S after it
}

// survivalCurve is the product-limit estimate of the survival of exit times,
//
//	S(t) = prod_{t_i <= t} (1 - d_i/n_i),
//
// where d_i of the n_i paths with times >= t_i exit at the distinct exit time t_i. Its variance
// is Greenwood's, S^2 sum d_i/(n_i(n_i-d_i)). Its 95 % band is that of ln(-ln S), which is
// S^exp(+-1.96 se(ln S)/|ln S|). At S = 0 that expression has no width; there the lower end is
// 0 and the upper end keeps its last value.
// Sources: Kaplan and Meier 1958; Kalbfleisch and Prentice 2002, section 1.4.
type survivalCurve struct {
	knots          []survivalKnot
	lastTime       float64 // the longest time of all paths; 0 without paths
	riskBeforeExit float64 // number of paths at risk just before the first exit, or in the last bin if none exits
}

// curve is the product-limit estimate with a knot for each bin with exits. Where the censored
// times of a bin all lie before its exits, their paths do not count as at risk, and where they
// all lie after its exits, they do. Otherwise half of them do, as in the actuarial life table.
// Source: Kalbfleisch and Prentice 2002, section 1.4.
func (e *Times) curve() *survivalCurve {
	c := &survivalCurve{lastTime: e.times.last}
	risk := e.paths()
	for _, b := range e.bins {
		if b.exits > 0 {
			n := float64(risk)
			switch {
			case b.censored == 0 || b.exitTimes.last <= b.censoredTimes.first:
			case b.censoredTimes.last < b.exitTimes.first:
				n -= float64(b.censored)
			default:
				n -= float64(b.censored) / 2
			}
			c.add(b.exitTimes, float64(b.exits), n)
		}
		if len(c.knots) == 0 && b.censored > 0 {
			c.riskBeforeExit = float64(risk)
		}
		risk -= b.exits + b.censored
	}
	return c
}

// add appends a knot at which d of n paths at risk exit.
func (c *survivalCurve) add(when timeRange, d, n float64) {
	k := survivalKnot{exit: when, exits: d, risk: n, before: 1, lo: 1, hi: 1}
	if len(c.knots) == 0 {
		c.riskBeforeExit = n
	} else {
		p := c.knots[len(c.knots)-1]
		k.before, k.variance, k.hi = p.after, p.varianceAfter(p.exits), p.hi
	}
	if d < n {
		k.after = k.before * (n - d) / n
	}
	k.lo, k.hi = survivalBand(k.after, k.varianceAfter(d), k.hi)
	c.knots = append(c.knots, k)
}

// varianceAfter is the variance of ln S after d of the exits of the knot (Greenwood).
func (k *survivalKnot) varianceAfter(d float64) float64 {
	if d >= k.risk {
		return math.Inf(1)
	}
	return k.variance + d/(k.risk*(k.risk-d))
}

// survivalBand is the 95 % band at 0 <= S < 1 for a given variance of ln S. hi is its upper end
// at S = 0.
func survivalBand(s, variance, hi float64) (float64, float64) {
	if s == 0 {
		return 0, hi
	}
	w := tail.Normal975 * math.Sqrt(variance) / math.Log(s)
	return math.Pow(s, math.Exp(-w)), math.Pow(s, math.Exp(w))
}

// at is the estimate of S(t). Between the first and the last exit of a bin the others are taken
// to be evenly spread. Before the first exit the lower end of the band is that of Wilson's
// interval for no exit among the paths at risk.
func (c *survivalCurve) at(t float64) SurvivalPoint {
	p := SurvivalPoint{Time: t, Survival: math.NaN(), SE: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	if !(t >= 0) || c.lastTime == 0 {
		return p
	}
	i := sort.Search(len(c.knots), func(i int) bool { return c.knots[i].exit.first > t }) - 1
	if t > c.lastTime && (i < 0 || c.knots[i].after > 0) {
		return p
	}
	if i < 0 {
		lo, _ := tail.WilsonInterval(int(c.riskBeforeExit), int(c.riskBeforeExit), tail.Normal975)
		p.Survival, p.SE, p.Lo, p.Hi = 1, 0, lo, 1
		return p
	}
	k := &c.knots[i]
	d := k.exits
	if t < k.exit.last {
		d = 1 + (d-2)*(t-k.exit.first)/(k.exit.last-k.exit.first)
	}
	variance := k.varianceAfter(d)
	if d < k.risk {
		p.Survival = k.before * (k.risk - d) / k.risk
		p.SE = p.Survival * math.Sqrt(variance)
	} else {
		p.Survival, p.SE = 0, 0
	}
	p.Lo, p.Hi = survivalBand(p.Survival, variance, k.hi)
	return p
}

// quantile is the p-quantile of the exit time; all its values are NaN unless 0 < p < 1.
func (c *survivalCurve) quantile(p float64) TimeQuantile {
	q := TimeQuantile{math.NaN(), math.NaN(), math.NaN()}
	if !(p > 0 && p < 1) || c.lastTime == 0 {
		return q
	}
	// 1 - d/n and 1 - p may differ by rounding where they are equal in exact arithmetic.
	s := 1 - p
	above := s + 1e-12
	q.Lo = c.first(
		func(k *survivalKnot) bool { return k.lo <= above },
		func(x SurvivalPoint) bool { return x.Lo <= above })
	q.Hi = c.first(
		func(k *survivalKnot) bool { return k.hi < s },
		func(x SurvivalPoint) bool { return x.Hi < s })
	q.Time = c.first(
		func(k *survivalKnot) bool { return k.after <= above },
		func(x SurvivalPoint) bool { return x.Survival <= above })
	if math.IsInf(q.Time, 1) {
		q.Time = math.NaN()
	}
	return q
}

// first is the first time at which the curve is low, or +Inf if it never is. knot tells whether
// the curve is low after a knot, low whether it is low at a point.
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
	for range 14 { // to about 1e-6 of the time: a bin is 1/64 of its time wide
		middle := lo + (hi-lo)/2
		if low(c.at(middle)) {
			hi = middle
		} else {
			lo = middle
		}
	}
	return hi
}

// Survival is the Kaplan-Meier estimate of S at the given times, in their order.
func (e *Times) Survival(times []float64) []SurvivalPoint {
	c := e.curve()
	out := make([]SurvivalPoint, len(times))
	for i, t := range times {
		out[i] = c.at(t)
	}
	return out
}

// Median is the median of the exit time with its 95 % interval.
func (e *Times) Median() TimeQuantile { return e.curve().quantile(.5) }
