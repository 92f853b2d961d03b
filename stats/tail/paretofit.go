package tail

import (
	"fmt"
	"math"
	"slices"

	"levyscope/stats/law"
)

// ParetoFit is a fitted generalised Pareto law of excesses over a threshold of 0,
// with the standard errors of shape and scale in the fields of SE.
type ParetoFit struct {
	law.GeneralizedPareto
	SE     law.GeneralizedPareto
	LogLik float64
	N      int
}

// Estimate is the tail index 1/Shape, SE(Shape)/Shape^2; NaN unless Shape > 0.
func (f ParetoFit) Estimate() Estimate {
	return ExtremeIndex{f.Shape, f.SE.Shape, f.N}.Estimate()
}

// FitPareto fits the generalised Pareto law to excesses over a threshold by maximum
// likelihood. With theta = Shape/Scale the likelihood equations reduce to one,
//
//	Shape(theta) = mean ln(1 + theta x_i),   maximise -ln(Shape/theta) - Shape - 1 over theta > -1/max x,
//
// solved by bracketing from the better of two starts (probability-weighted moments;
// the quartiles, which need no moment) and bisection with secant steps. The
// standard errors are those of the Fisher information,
//
//	n Var(Shape) = (1 + Shape)^2,   n Var(Scale) = 2 Scale^2 (1 + Shape),
//
// valid, as is the estimator, for Shape > -1/2, and NaN at or below it. At Shape
// <= -1 the likelihood has no maximum. An error names what stands against a fit:
// fewer than 10 excesses, one that is negative or not finite, excesses that are
// all equal, and a likelihood that grows without end.
// Source: Grimshaw 1993; Hosking and Wallis 1987 (moments); Smith 1987 (errors).
func FitPareto(excess []float64) (ParetoFit, error) {
	const least = 10
	nan := math.NaN()
	fitted := law.GeneralizedPareto{Shape: nan, Scale: nan, Threshold: nan}
	fit := ParetoFit{GeneralizedPareto: fitted, SE: fitted, LogLik: nan, N: len(excess)}
	if len(excess) < least {
		return fit, fmt.Errorf("%d excesses: a generalised Pareto fit needs %d or more; lower the threshold",
			len(excess), least)
	}
	for i, v := range excess {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fit, fmt.Errorf("excess %d is %g: excesses are finite and not negative", i, v)
		}
	}
	p := newParetoProfile(excess)
	if p.sorted[0] == p.sorted[len(excess)-1] {
		return fit, fmt.Errorf("all %d excesses are %g: a constant has no generalised Pareto fit", len(excess), excess[0])
	}
	if p.unit == 0 || math.IsInf(p.top, 0) {
		return fit, fmt.Errorf("the excesses have the median %g and the maximum %g: "+
			"too many zeros, or too wide a range for a fit", p.unit, p.unit*p.top)
	}
	s, ok := p.maximise()
	if !ok {
		return fit, fmt.Errorf("the likelihood of %d excesses grows without end: they crowd at their maximum %g, "+
			"as no tail does", len(excess), p.sorted[len(excess)-1]*p.unit)
	}
	n := float64(len(excess))
	theta := p.theta(s)
	scale := p.scale(theta)
	shape := theta * scale
	fitted = law.GeneralizedPareto{Shape: shape, Scale: scale * p.unit}
	if fitted.Validate() != nil {
		return fit, fmt.Errorf("the fit of shape %g has a scale %g out of the range of numbers: rescale the excesses",
			shape, fitted.Scale)
	}
	fit.GeneralizedPareto = fitted
	fit.LogLik = n * (-math.Log(fit.Scale) - shape - 1)
	fit.SE.Threshold = 0
	if shape > -.5 {
		fit.SE.Shape = (1 + shape) / math.Sqrt(n)
		fit.SE.Scale = fit.Scale * math.Sqrt(2*(1+shape)/n)
	}
	return fit, nil
}

// paretoProfile is the profile likelihood of excesses in units of their median.
type paretoProfile struct {
	sorted    []float64
	unit, top float64 // the median, and the maximum in it
}

func newParetoProfile(excess []float64) paretoProfile {
	sorted := slices.Clone(excess)
	slices.Sort(sorted)
	p := paretoProfile{sorted: sorted, unit: SortedQuantile(sorted, .5)}
	if p.unit > 0 {
		for i := range sorted {
			sorted[i] /= p.unit
		}
	}
	p.top = sorted[len(sorted)-1]
	return p
}

// theta is Shape/Scale as a function of s = ln(1 + theta top), which is free.
func (p paretoProfile) theta(s float64) float64 { return math.Expm1(s) / p.top }

// scale is Scale = mean ln(1 + theta x)/theta, without a seam at theta = 0.
func (p paretoProfile) scale(theta float64) float64 {
	sum := 0.0
	for _, x := range p.sorted {
		sum += x * law.Log1pOver(theta*x)
	}
	return sum / float64(len(p.sorted))
}

// slope is the derivative of the profile likelihood a sample, -ln A - theta A - 1
// with A = scale, by theta; and the likelihood itself.
func (p paretoProfile) slope(theta float64) (slope, like float64) {
	a, da := 0.0, 0.0
	for _, x := range p.sorted {
		y := theta * x
		l := law.Log1pOver(y)
		a += x * l
		da += x * x * paretoLogSlope(y, l)
	}
	n := float64(len(p.sorted))
	a, da = a/n, da/n
	return -da/a - a - theta*da, -math.Log(a) - theta*a - 1
}

// paretoLogSlope is the derivative of l = ln(1+y)/y.
func paretoLogSlope(y, l float64) float64 {
	if math.Abs(y) < 1e-3 {
		return -1./2 + y*(2./3-y*(3./4-y*(4./5-y*5./6)))
	}
	return (1/(1+y) - l) / y
}

// starts are s by probability-weighted moments and by the quartiles. Of the law,
// a_0 = Scale/(1-Shape), a_1 = E X (1-F) = Scale/(2(2-Shape)), and the distance of
// the upper quartile to the median is 2^Shape times that of the median to 0.
func (p paretoProfile) starts() [2]float64 {
	n := float64(len(p.sorted))
	a0, a1 := 0.0, 0.0
	for i, x := range p.sorted {
		a0 += x / n
		a1 += x / n * (1 - (float64(i)+.65)/n) // (i - .35)/n for i from 1
	}
	shape := 2 - a0/(a0-2*a1)
	moments := shape / (2 * a0 * a1 / (a0 - 2*a1))
	quartiles := SortedQuantile(p.sorted, .75) - 2
	var starts [2]float64
	for i, theta := range [2]float64{moments, quartiles} {
		// A start beyond the end of the sample, or none, becomes one short of it.
		starts[i] = math.Log(max(1+theta*p.top, .1))
		if math.IsNaN(starts[i]) || math.IsInf(starts[i], 0) {
			starts[i] = 0
		}
	}
	return starts
}

// maximise finds the s of the maximum that is uphill of the better start; ok is
// false where the way uphill has no end at a Shape above -1.
func (p paretoProfile) maximise() (s float64, ok bool) {
	starts := p.starts()
	_, first := p.slope(p.theta(starts[0]))
	_, second := p.slope(p.theta(starts[1]))
	s = starts[0]
	if second > first {
		s = starts[1]
	}
	// The slope by s has the sign of that by theta, and s moves by steps that suit every scale.
	bySlope := func(s float64) float64 { d, _ := p.slope(p.theta(s)); return d * math.Exp(s) }
	lo, hi := s, s
	here := bySlope(s)
	atLo, atHi := here, here
	for step := .5; here != 0; step *= 1.5 {
		switch {
		case here > 0 && atHi > 0:
			lo, atLo = hi, atHi
			hi += step
			atHi = bySlope(hi)
		case here < 0 && atLo < 0:
			hi, atHi = lo, atLo
			lo -= step
			atLo = bySlope(lo)
		default:
			s = fallingRoot(bySlope, lo, hi, atLo, atHi, 1e-12)
			return s, p.shape(s) > -1
		}
		if hi > 600 || lo < -600 || math.IsNaN(atLo+atHi) || p.shape(hi) <= -1 {
			return 0, false
		}
	}
	return s, true
}

// shape is Shape at s.
func (p paretoProfile) shape(s float64) float64 {
	theta := p.theta(s)
	return theta * p.scale(theta)
}
