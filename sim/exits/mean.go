package exits

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/tail"
)

// Mean is an estimate of the mean exit time with its errors, in the unit of the times. Times.Mean
// has the formulas.
type Mean struct {
	Exits   int     `json:"exits"`    // number of paths that exited
	Mean    float64 `json:"mean"`     // NaN without an exit
	SE      float64 `json:"se"`       // standard error for any law of tau, from the spread of the paths
	Lo      float64 `json:"lo"`       // Mean - 1.96 SE; without an exit the one-sided 95 % bound
	Hi      float64 `json:"hi"`       // Mean + 1.96 SE; without an exit +Inf
	ExactLo float64 `json:"exact_lo"` // lower end of the 95 % interval for exponential times; without an exit Lo
	ExactHi float64 `json:"exact_hi"` // its upper end; without an exit Hi
}

// Mean estimates E tau by m = T/d, the total time T of all paths over the number d of exits. That
// is the maximum-likelihood estimate for exponential times under censoring, and the plain mean
// without censoring. Its standard error is that of a ratio, sqrt(sum (t_i - m d_i)^2)/d, with
// d_i = 1 for an exit and 0 for a censored path. If the times are exponential, the interval
//
//	2T/chi2_{2d+2}(.975) <= E tau <= 2T/chi2_{2d}(.025)
//
// covers E tau with probability 95 % or more under censoring at a fixed time. Without censoring,
// 2d degrees of freedom at both ends give 95 % exactly. If no path exits, only E tau > T/ln 20
// can be said with 95 % confidence. All values are NaN if there is no path.
// Sources: Epstein and Sobel 1953; Cox 1953; Cochran 1977, section 2.11.
func (e *Times) Mean() Mean {
	nan := math.NaN()
	out := Mean{Exits: e.exits, Mean: nan, SE: nan, Lo: nan, Hi: nan, ExactLo: nan, ExactHi: nan}
	total := e.total(1)
	switch {
	case e.paths() == 0:
		return out
	case e.exits == 0:
		out.Lo, out.Hi = total*e.quantum/math.Log(20), math.Inf(1)
		out.ExactLo, out.ExactHi = out.Lo, out.Hi
		return out
	}
	d := float64(e.exits)
	m := total / d
	residual := e.total(2) - 2*m*e.exited(1) + m*m*d
	out.Mean, out.SE = m*e.quantum, math.Sqrt(max(0, residual))/d*e.quantum
	out.Lo, out.Hi = out.Mean-tail.Normal975*out.SE, out.Mean+tail.Normal975*out.SE
	lower := d // half the degrees of freedom at the lower end
	if e.censored > 0 {
		lower++
	}
	// A Gamma(k) variate is half a chi2_2k variate.
	out.ExactLo = total * e.quantum / mathext.GammaIncRegInv(lower, .975)
	out.ExactHi = total * e.quantum / mathext.GammaIncRegInv(d, .025)
	return out
}
