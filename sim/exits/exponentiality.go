package exits

import "math"

// QQPoint compares a quantile of the exit times with the same quantile of Exp(1).
type QQPoint struct {
	Exponential float64 `json:"exponential"` // quantile of Exp(1), -ln(1-p)
	Empirical   float64 `json:"empirical"`   // quantile of tau, or of H(tau) if a hazard is given
	Lo          float64 `json:"lo"`          // 95 % interval of the empirical quantile
	Hi          float64 `json:"hi"`
}

// ExponentialityTest is the result of a test whether exit times are exponential.
type ExponentialityTest struct {
	Z float64 `json:"z"` // above 0 if the hazard rises with time, below 0 if it falls
	P float64 `json:"p"` // two-sided p-value
}

// qqPoints is the largest number of quantiles of a QQ plot.
const qqPoints = 64

// QQ returns quantiles of the exit times and of Exp(1) at up to 64 probabilities, evenly spaced
// up to the largest one that the Kaplan-Meier estimate reaches. For exponential times they lie
// on a line through the origin with slope E tau. With a cumulative hazard H the times are
// rescaled to H(tau), which is Exp(1) whatever the learning rate does: the line then has slope
// 1. hazard may be nil, for no rescaling. The result is nil if no path has exited.
func (e *Times) QQ(hazard func(t float64) float64) []QQPoint {
	c := e.curve()
	if len(c.knots) == 0 {
		return nil
	}
	reach := 1 - c.knots[len(c.knots)-1].after
	m := min(qqPoints, e.exits)
	out := make([]QQPoint, m)
	for j := range out {
		p := (float64(j) + .5) / float64(m) * reach
		q := c.quantile(p)
		if hazard != nil {
			q.Time, q.Lo = hazard(q.Time), hazard(q.Lo)
			if !math.IsInf(q.Hi, 1) {
				q.Hi = hazard(q.Hi)
			}
		}
		out[j] = QQPoint{Exponential: -math.Log1p(-p), Empirical: q.Time, Lo: q.Lo, Hi: q.Hi}
	}
	return out
}

// CoxOakes is the score test of a constant hazard, k = 1, within the Weibull family
// S(t) = exp(-(t/scale)^k), under any censoring that does not depend on the future. With d
// exits, and with sum_d over the exits and sum over all paths,
//
//	U = d + sum_d ln t - d sum t ln t/sum t
//	V = d [1 + sum t ln^2 t/sum t - (sum t ln t/sum t)^2],   z = U/sqrt V ~ N(0, 1).
//
// V is the observed information about k when the scale is estimated; without censoring its limit
// is d pi^2/6. With a cumulative hazard H the test is that of H(tau), where the times of a bin
// other than the first and the last are taken to lie in its middle. hazard may be nil.
//
// At the 5 % level the test rejects 4.5 to 5.1 % of exponential samples of 26 to 200 exits,
// censored or not (10^4 samples each). Exit times of a few quanta follow a geometric law, which
// the test distinguishes from the exponential one. Z and P are NaN for fewer than two exits.
// Source: Cox and Oakes 1984, section 3.7.
func (e *Times) CoxOakes(hazard func(t float64) float64) ExponentialityTest {
	d := float64(e.exits)
	total, logs := e.total(1), e.logs.Value()
	first, second := e.weighted[0].Value(), e.weighted[1].Value()
	if hazard != nil {
		total, logs, first, second = e.rescaled(hazard)
	}
	first, second = first/total, second/total
	score, information := d+logs-d*first, d*(1+max(0, second-first*first))
	z := score / math.Sqrt(information)
	if e.exits < 2 || math.IsInf(z, 0) {
		z = math.NaN()
	}
	return ExponentialityTest{Z: z, P: math.Erfc(math.Abs(z) / math.Sqrt2)}
}

// rescaled returns the sums that CoxOakes needs with H(t) in place of t: sum t, sum_d ln t,
// sum t ln t and sum t ln^2 t.
func (e *Times) rescaled(hazard func(t float64) float64) (total, logs, first, second float64) {
	take := func(t float64, n int, exits bool) {
		h, m := hazard(t), float64(n)
		log := math.Log(h)
		if exits {
			logs += m * log
		}
		if h > 0 {
			total += m * h
			first += m * h * log
			second += m * h * log * log
		}
	}
	spread := func(r timeRange, n int, exits bool) {
		if n > 0 {
			take(r.first, 1, exits)
		}
		if n > 1 {
			take(r.last, 1, exits)
		}
		if n > 2 {
			take(r.middle(), n-2, exits)
		}
	}
	for _, b := range e.bins {
		spread(b.exitTimes, b.exits, true)
		spread(b.censoredTimes, b.censored, false)
	}
	return total, logs, first, second
}
