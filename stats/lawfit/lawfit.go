package lawfit

import (
	"errors"
	"fmt"
	"math"
)

// LawFit is the maximum likelihood fit of a law centred at 0 (its Loc is fixed, not
// estimated) to N samples. SE holds the standard error of each parameter in its own
// place; NaN where the optimum lies at an edge. LogLik is the log-likelihood of the
// samples under Law in the units of x, Params the number of fitted parameters.
//
// Edge is empty where the optimum is inside the family. Else it names the edge that
// the fit ran into: the Gaussian limit of a Student-t, say. Law is then the best law
// at that edge, and simpler laws deserve the preference.
//
// Every Fit function returns an error for no or one sample, a NaN or an infinity
// (naming its position), and samples that are all zero or all equal. Under x -> c x
// with c a power of two the fit scales exactly.
type LawFit[L any] struct {
	Law, SE   L
	LogLik    float64
	N, Params int
	Edge      string
}

// AIC is Akaike's criterion 2 Params - 2 LogLik; the least is the best.
// Source: Akaike 1974.
func (f LawFit[L]) AIC() float64 { return 2*float64(f.Params) - 2*f.LogLik }

// BIC is the Bayesian criterion Params ln N - 2 LogLik; the least is the best.
// Source: Schwarz 1978.
func (f LawFit[L]) BIC() float64 { return float64(f.Params)*math.Log(float64(f.N)) - 2*f.LogLik }

// lawUnit is a power of two, 2^lawUnit: the unit that samples are measured in.
type lawUnit int

// up turns v in this unit into the units of the samples.
func (u lawUnit) up(v float64) float64 { return math.Ldexp(v, int(u)) }

// log is the natural logarithm of the unit.
func (u lawUnit) log() float64 { return float64(u) * math.Ln2 }

// lawSample checks the samples and returns |x| in units of a power of two that
// brings the largest into [1/2, 1), so that no power of them overflows.
func lawSample(x []float64) ([]float64, lawUnit, error) {
	if len(x) < 2 {
		return nil, 0, fmt.Errorf("%d samples: a fit needs 2 or more", len(x))
	}
	largest, equal := 0.0, true
	for i, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, 0, fmt.Errorf("sample %d is %g: leave out what is not finite", i, v)
		}
		largest = max(largest, math.Abs(v))
		equal = equal && v == x[0]
	}
	if largest == 0 {
		return nil, 0, errors.New("all samples are 0: no law has a scale for them")
	}
	if equal {
		return nil, 0, fmt.Errorf("all samples are %g: a constant series has no law to fit", x[0])
	}
	_, e := math.Frexp(largest)
	// In two factors, since 2^-e alone may overflow.
	half := math.Ldexp(1, -e/2)
	rest := math.Ldexp(1, -e+e/2)
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = math.Abs(v) * half * rest
	}
	return y, lawUnit(e), nil
}

// lawNewton2 is the Newton step of a function of two variables at a point where the
// gradient is (ga, gb) and the Hessian (aa, ab; ab, bb). ok says that the Hessian is
// negative definite: the step climbs.
func lawNewton2(ga, gb, aa, ab, bb float64) (da, db float64, ok bool) {
	det := aa*bb - ab*ab
	if !(aa < 0 && det > 1e-14*math.Abs(aa*bb)) {
		return 0, 0, false
	}
	return (ab*gb - bb*ga) / det, (ab*ga - aa*gb) / det, true
}
