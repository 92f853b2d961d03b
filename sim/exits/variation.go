package exits

import "math"

// Variation is the coefficient of variation of min(tau, L) beside that of exponential times. L is
// the horizon at which paths were censored, +Inf if none was. Times.Variation has the formulas.
type Variation struct {
	CV          float64 `json:"cv"`          // NaN if it cannot be estimated
	Exponential float64 `json:"exponential"` // CV of min(tau, L) for exponential tau; 1 if no path was censored
	SE          float64 `json:"se"`          // standard error of CV - Exponential
	Reason      string  `json:"reason"`      // why CV is NaN; empty if it is a number
}

// Variation estimates the coefficient of variation CV = sd/mean of the exit times, which is 1 for
// an exponential law. Paths censored at one horizon L are a complete sample of min(tau, L), and
// its CV is to be compared with
//
//	CV^2 = 2 [1 - e^-x (1+x)]/(1 - e^-x)^2 - 1,   x = L/m,
//
// which is that of min(tau, L) for an exponential law of the estimated mean m. The standard error
// of the difference follows from the first four moments by the delta method, with the error of
// m and its correlation with the other moments. For uncensored exponential times it is
// 1/sqrt n; the bias of about -2/n is small beside it. If paths were censored at different
// times, there is no complete sample, and CV is NaN; CoxOakes remains valid then.
func (e *Times) Variation() Variation {
	bad := func(reason string) Variation { return Variation{math.NaN(), math.NaN(), math.NaN(), reason} }
	switch {
	case e.paths() < 2:
		return bad("fewer than two paths")
	case e.exits == 0:
		return bad("no path has exited")
	case e.censored > 0 && (e.censoredTimes.first < e.censoredTimes.last || e.censoredTimes.first < e.times.last):
		return bad("paths were censored at different times")
	}
	n := float64(e.paths())
	var m [5]float64 // moments of min(tau, L)
	for k := range e.all {
		m[k+1] = e.total(k+1) / n
	}
	p := float64(e.exits) / n
	square := m[2]/(m[1]*m[1]) - 1
	if !(square > 1e-14) { // all times equal but for rounding
		return bad("all times are equal")
	}
	out := Variation{CV: math.Sqrt(square), Exponential: 1}
	// d(CV - Exponential) = by1 dm1 + by2 dm2 + byP dp.
	by1, by2, byP := -m[2]/(out.CV*m[1]*m[1]*m[1]), 1/(2*out.CV*m[1]*m[1]), 0.0
	if e.censored > 0 {
		limit := e.censoredTimes.last / e.quantum
		x := p * limit / m[1]
		out.Exponential = cutExponentialCV(x)
		slope := (cutExponentialCV(x*1.001) - cutExponentialCV(x*.999)) / (.002 * x)
		by1 += slope * x / m[1]
		byP = -slope * limit / m[1]
	}
	with1, with2 := e.exited(1)/n-m[1]*p, e.exited(2)/n-m[2]*p
	variance := by1*by1*(m[2]-m[1]*m[1]) + by2*by2*(m[4]-m[2]*m[2]) + byP*byP*p*(1-p) +
		2*(by1*by2*(m[3]-m[1]*m[2])+by1*byP*with1+by2*byP*with2)
	out.SE = math.Sqrt(max(0, variance) / n)
	return out
}

// cutExponentialCV is the coefficient of variation of min(E, x) for E from Exp(1).
func cutExponentialCV(x float64) float64 {
	if x < 2e-3 {
		return math.Sqrt(x/3 - x*x*x/90)
	}
	out := -math.Expm1(-x)
	return math.Sqrt(2*(out-x*math.Exp(-x))/(out*out) - 1)
}
