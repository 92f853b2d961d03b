package dispersion

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// An Estimate is a variance between laws and whether it was found. All of it is NaN where nothing could be estimated,
// but for P, which is 1 there: nothing was found.
type Estimate struct {
	Variance   float64 // of 1/alpha or alpha between series, unbiased: below 0 about half the time where laws are equal
	VarianceSE float64 // its standard error by a jackknife, with laws as they are
	Sd         float64 // signed square root of Variance
	SE         float64 // of Sd: half the difference of the signed square roots of Variance +- VarianceSE
	Z          float64 // Variance over its standard deviation where all laws are equal
	P          float64 // p-value, one-sided, of equal laws: how likely Z or more is there
}

// A Result is the dispersion of the laws of N series, and its split where they fill a matrix.
type Result struct {
	Estimate
	N       int    // series that were used
	LeftOut int    // series with too few figures: constant ones, or those without a fit
	Split   *Split // nil: no matrix of 2 x 2 or more
}

// A Split is the dispersion as the sum of three effects, law_rc = mean + row_r + column_c + element_rc.
type Split struct {
	Rows, Columns        int // that hold a series that was used
	Row, Column, Element Estimate
}

// Shares are the parts of the three variances in their sum; ok is false if the sum is not above zero. A share may be
// below 0 or above 1, since a variance that is estimated may be negative.
func (s *Split) Shares() (row, column, element float64, ok bool) {
	sum := s.Row.Variance + s.Column.Variance + s.Element.Variance
	if !(sum > 0) {
		return 0, 0, 0, false
	}
	return s.Row.Variance / sum, s.Column.Variance / sum, s.Element.Variance / sum, true
}

// none is the estimate where there is none.
func none() Estimate {
	nan := math.NaN()
	return Estimate{nan, nan, nan, nan, nan, 1}
}

// null is the distribution of an estimated variance where there is none: mean 0, second and third cumulant.
type null struct{ second, third float64 }

func (a null) plus(b null) null { return null{a.second + b.second, a.third + b.third} }

// times is the distribution of f times the estimate.
func (a null) times(f float64) null { return null{a.second * f * f, a.third * f * f * f} }

// estimate is the estimate of a variance with standard error se.
func estimate(variance, se float64, n null) Estimate {
	switch {
	case math.IsNaN(variance) || math.IsInf(variance, 0):
		return none()
	case !(n.second > 0): // every figure is the same
		return Estimate{Variance: variance, VarianceSE: se, Sd: root(variance), P: 1}
	}
	sd := math.Sqrt(n.second)
	z := variance / sd
	return Estimate{
		Variance: variance, VarianceSE: se, Sd: root(variance), SE: (root(variance+se) - root(variance-se)) / 2,
		Z: z, P: upper(z, n.third/(n.second*sd)),
	}
}

// root is the signed square root.
func root(v float64) float64 { return math.Copysign(math.Sqrt(math.Abs(v)), v) }

// upper is the probability that a gamma variable of the given skewness, shifted and scaled to mean 0 and variance 1
// (Pearson's type III), is z or more. Of skewness 0 it is the normal law; of negative skewness it is mirrored.
func upper(z, skewness float64) float64 {
	switch {
	case skewness < 0:
		return 1 - upper(-z, -skewness)
	case skewness < .01:
		return math.Erfc(z/math.Sqrt2) / 2
	}
	shape := 4 / (skewness * skewness)
	at := shape + z*math.Sqrt(shape)
	if at <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(shape, at)
}
