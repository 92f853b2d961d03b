package law

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// GeneralizedPareto is the law of what lies beyond a high threshold u: with z = (x - u)/Scale,
//
//	P(X > x) = (1 + Shape z)^(-1/Shape),   exp(-z) at Shape = 0,
//
// for z >= 0 and, where Shape < 0, z <= -1/Shape. Scale > 0. Shape is the extreme
// value index: 1/Shape is the tail index of a power law. The methods are exact
// through Shape = 0 and in the far tail; all are NaN where Validate has an error.
// Source: Pickands 1975; Embrechts, Klueppelberg and Mikosch 1997, section 3.4.
type GeneralizedPareto struct{ Shape, Scale, Threshold float64 }

// Validate returns an error that names the first parameter out of its range.
func (g GeneralizedPareto) Validate() error {
	switch {
	case math.IsNaN(g.Shape) || math.IsInf(g.Shape, 0):
		return fmt.Errorf("shape = %g: the shape of a generalised Pareto law must be finite", g.Shape)
	case !(g.Scale > 0) || math.IsInf(g.Scale, 0):
		return fmt.Errorf("scale = %g: the scale of a generalised Pareto law is a finite number above zero", g.Scale)
	case math.IsNaN(g.Threshold) || math.IsInf(g.Threshold, 0):
		return fmt.Errorf("threshold = %g: it must be finite", g.Threshold)
	}
	return nil
}

// valid is Validate without the making of an error.
func (g GeneralizedPareto) valid() bool {
	return g.Scale > 0 && !math.IsInf(g.Scale, 0) && g.Shape-g.Shape == 0 && g.Threshold-g.Threshold == 0
}

// LogProb is the log-density at x: -ln Scale - (1 + 1/Shape) ln(1 + Shape z); -Inf
// outside the support.
func (g GeneralizedPareto) LogProb(x float64) float64 {
	z := (x - g.Threshold) / g.Scale
	switch {
	case !g.valid() || math.IsNaN(x):
		return math.NaN()
	case z < 0 || g.Shape*z < -1 || math.IsInf(z, 1):
		return math.Inf(-1)
	case g.Shape == -1: // uniform
		return -math.Log(g.Scale)
	}
	return -math.Log(g.Scale) - (1+g.Shape)*g.exponent(z)
}

// exponent is ln(1 + Shape z)/Shape, the -ln P(X > x).
func (g GeneralizedPareto) exponent(z float64) float64 {
	if y := g.Shape * z; !math.IsInf(y, 1) {
		return z * Log1pOver(y)
	}
	return (math.Log(g.Shape) + math.Log(z)) / g.Shape
}

// Prob is the density at x.
func (g GeneralizedPareto) Prob(x float64) float64 { return math.Exp(g.LogProb(x)) }

// logSurvival is ln P(X > x).
func (g GeneralizedPareto) logSurvival(x float64) float64 {
	z := (x - g.Threshold) / g.Scale
	switch {
	case !g.valid() || math.IsNaN(x):
		return math.NaN()
	case z <= 0:
		return 0
	case g.Shape*z <= -1 || math.IsInf(z, 1):
		return math.Inf(-1)
	}
	return -g.exponent(z)
}

// CDF is P(X <= x).
func (g GeneralizedPareto) CDF(x float64) float64 { return -math.Expm1(g.logSurvival(x)) }

// Survival is P(X > x), to full relative precision far out.
func (g GeneralizedPareto) Survival(x float64) float64 { return math.Exp(g.logSurvival(x)) }

// Quantile is the x with CDF(x) = p, u + Scale ((1-p)^-Shape - 1)/Shape; NaN for p
// outside [0, 1].
func (g GeneralizedPareto) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) || !g.valid() {
		return math.NaN()
	}
	return g.fromExponential(-math.Log1p(-p))
}

// Rand draws one value, from one exponential one.
func (g GeneralizedPareto) Rand(r *rand.Rand) float64 {
	if !g.valid() {
		return math.NaN()
	}
	return g.fromExponential(r.ExpFloat64())
}

// fromExponential is the x with -ln P(X > x) = e.
func (g GeneralizedPareto) fromExponential(e float64) float64 {
	if math.IsInf(e, 1) {
		if g.Shape < 0 {
			return g.Threshold - g.Scale/g.Shape
		}
		return math.Inf(1)
	}
	y := g.Shape * e
	if y == 0 {
		return g.Threshold + g.Scale*e
	}
	return g.Threshold + g.Scale*e*(math.Expm1(y)/y)
}

// Mean is Threshold + Scale/(1 - Shape), infinite for Shape >= 1.
func (g GeneralizedPareto) Mean() float64 {
	switch {
	case !g.valid():
		return math.NaN()
	case g.Shape >= 1:
		return math.Inf(1)
	}
	return g.Threshold + g.Scale/(1-g.Shape)
}

// Variance is Scale^2/((1 - Shape)^2 (1 - 2 Shape)), infinite for Shape >= 1/2.
func (g GeneralizedPareto) Variance() float64 {
	switch {
	case !g.valid():
		return math.NaN()
	case g.Shape >= .5:
		return math.Inf(1)
	}
	s := g.Scale / (1 - g.Shape)
	return s * s / (1 - 2*g.Shape)
}
