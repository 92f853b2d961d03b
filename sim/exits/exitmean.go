package exits

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/tail"
)

// ExitMean is an estimate of the mean exit time, and what is to be said of it. The
// unit is that of the times.
type Mean struct {
	Exits   int     `json:"exits"`
	Mean    float64 `json:"mean"`     // NaN without an exit
	SE      float64 `json:"se"`       // of any law, from the paths' spread
	Lo      float64 `json:"lo"`       // Mean -+ 1.96 SE; without an exit the one-sided 95 % bound, and +Inf
	Hi      float64 `json:"hi"`       //
	ExactLo float64 `json:"exact_lo"` // 95 % interval of exponential times; as Lo, Hi without an exit
	ExactHi float64 `json:"exact_hi"`
}

// mean is the maximum-likelihood estimate of an exponential mean under censoring,
// the total time on test T over the number of exits d; without censoring it is the
// plain mean. Its standard error is that of a ratio, sqrt(sum (t_i - m d_i)^2)/d
// with d_i = 1 for an exit. If the times are exponential,
//
//	2T/chi2_{2d+2}(.975) <= E tau <= 2T/chi2_{2d}(.025)
//
// covers at least 95 % under censoring at a fixed time, and without censoring 2d
// degrees on both sides give 95 % exactly. After no exit in T all that can be said
// with 95 % is E tau > T/ln 20.
// Sources: Epstein and Sobel 1953; Cox 1953; Cochran 1977, section 2.11.
func (e *Times) Mean() Mean {
	out := Mean{Exits: e.exits, Mean: math.NaN(), SE: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), ExactLo: math.NaN(), ExactHi: math.NaN()}
	total := e.all[0].value()
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
	residual := e.all[1].value() - 2*m*e.exited[0].value() + m*m*d
	out.Mean, out.SE = m*e.quantum, math.Sqrt(max(0, residual))/d*e.quantum
	out.Lo, out.Hi = out.Mean-tail.Normal975*out.SE, out.Mean+tail.Normal975*out.SE
	more := d
	if e.censored > 0 {
		more++
	}
	// Gamma(k) is half of chi2_2k.
	out.ExactLo = total * e.quantum / mathext.GammaIncRegInv(more, .975)
	out.ExactHi = total * e.quantum / mathext.GammaIncRegInv(d, .025)
	return out
}
