package exits

import "math"

// QQPoint compares a quantile of the exit times with that of Exp(1).
type QQPoint struct {
	Exponential float64 `json:"exponential"` // -ln(1-p)
	Empirical   float64 `json:"empirical"`   // of tau, or of H(tau)
	Lo          float64 `json:"lo"`          // 95 % interval of that
	Hi          float64 `json:"hi"`
}

// ExponentialityTest is a verdict on exponential exit times.
type ExponentialityTest struct {
	Z float64 `json:"z"` // above 0 if the hazard rises with time, below if it falls
	P float64 `json:"p"` // two-sided
}

// qqPoints is the number of quantiles of a QQ plot.
const qqPoints = 64

// qq are quantiles of the exit times against those of Exp(1) at up to 64
// probabilities, evenly spaced up to that which the Kaplan-Meier estimate reaches:
// for exponential times a line through the origin of slope E tau. With a cumulative
// hazard the times are rescaled to H(tau), which is Exp(1) under any decay: the line
// then has slope 1. A nil hazard leaves them as they are.
func (e *Times) Qq(hazard func(t float64) float64) []QQPoint {
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

// coxOakes is the score test of a constant hazard within the Weibull family,
// S(t) = exp(-(t/scale)^k), k = 1, under any censoring that does not look ahead:
// with d exits and sums over exits (d) and over all paths,
//
//	U = d + sum_d ln t - d sum t ln t/sum t
//	V = d [1 + sum t ln^2 t/sum t - (sum t ln t/sum t)^2],   z = U/sqrt V ~ N(0, 1).
//
// V is the observed information about k with the scale estimated; without
// censoring its limit is d pi^2/6. With a cumulative hazard it is H(tau) that is
// tested, of every bin the first time, the last, and the others in the middle. At 5 % it rejects 4.5 to 5.1 % of exponential
// samples of 26 to 200 exits, censored or not (10^4 samples each). Times that are a few quanta long are not exponential
// but geometric, and are told apart. NaN if there are fewer than two exits.
// Source: Cox and Oakes 1984, section 3.7.
func (e *Times) CoxOakes(hazard func(t float64) float64) ExponentialityTest {
	d := float64(e.exits)
	total, logs := e.all[0].value(), e.logs.value()
	first, second := e.weighted[0].value(), e.weighted[1].value()
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

// rescaled are the sums over H(tau) that coxOakes needs.
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
		spread(b.exit, b.exits, true)
		spread(b.cut, b.censored, false)
	}
	return total, logs, first, second
}
