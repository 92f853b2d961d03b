package tail

import (
	"fmt"
	"math"
)

// leastDependence is how many samples a DependenceTest needs.
const leastDependence = 100

// dependenceLevel is the P below which Found reports dependence.
const dependenceLevel = .005

// DependenceTest tells whether the samples of a series depend on each other. P is the p-value of independence; NaN, as
// all figures that could not be computed, where there are fewer than 100 samples or nearly all are equal.
type DependenceTest struct {
	N          int
	Values     RankCorrelation // of the samples: autocorrelation, trends
	Sizes      RankCorrelation // of |x - median|: a scale that changes in the course of the series
	Dispersion Dispersion      // of the samples with the largest 5 % of |x - median|, by windows
	Extremal   float64         // their extremal index: one over the mean size of a cluster
	PExtremal  float64         // of independence, by it
	P          float64
}

// RankCorrelation is the serial dependence of the ranks of a series, with p-values of independence.
type RankCorrelation struct {
	Lag1, P1         float64 // autocorrelation at lag 1, two-sided
	Lag              int     // the one of 2 to 10 where the autocorrelation is largest in size
	Largest, PLagged float64 // the autocorrelation there, with the choice among nine lags in its p-value
	Inflation        float64 // variance of sums over that of sums of independent samples: 1 + 2 (sum of autocorrelations)
	PShort, PLong    float64 // of sums of 8 samples, and of sums of a 32nd of the series, one-sided
}

// Dependence tests whether the samples, in the order of the series, are independent draws of any one law. With a_i the
// centred ranks of the samples (equal samples share their mean rank),
//
//	r_k = sum a_i a_(i+k) / sum a_i^2,
//
// has under independence the mean -1/n and the variance 1/n, whatever the law, atoms and rounding included; so has the
// same of the ranks of |x - median|, which shows a scale that changes while the signs stay independent. Sums of B ranks
// in a row have under independence the variance B sum a_i^2/n, and sum S_j^2/(B sum a_i^2/n) is chi-squared with
// n/B - 1 degrees of freedom. The extremal index (see Exceedances.ExtremalIndex) of m independent exceedances is about
// normal with mean 1 and variance 1/m.
//
// P is the least of the p-values, each over its weight (Bonferroni): at most a share p of
// independent series has P <= p.
// Source: Wald and Wolfowitz 1943; Dufour and Roy 1985 (rank autocorrelations); Greenwood 1946 (sums of squares of
// intervals).
func Dependence(x []float64) DependenceTest {
	nan := math.NaN()
	none := RankCorrelation{Lag1: nan, P1: nan, Largest: nan, PLagged: nan, Inflation: nan, PShort: nan, PLong: nan}
	d := DependenceTest{
		N: len(x), Values: none, Sizes: none, Dispersion: Dispersion{nan, nan, 0}, Extremal: nan, PExtremal: nan, P: nan,
	}
	if len(x) < leastDependence || !fitFinite(x) {
		return d
	}
	r := newRanks(len(x))
	r.rank(x)
	d.Values = r.correlation()
	centre, sizes := r.quantile(x, .5), make([]float64, len(x))
	for i, v := range x {
		sizes[i] = math.Abs(v - centre)
	}
	r.rank(sizes)
	d.Sizes = r.correlation()
	peaks := Peaks(sizes, r.quantile(sizes, .95))
	if m := len(peaks.Values); m >= 10 {
		d.Dispersion = peaks.Dispersion(max(2, min(50, m/5)))
		d.Extremal = peaks.ExtremalIndex()
		d.PExtremal = math.Erfc((1-d.Extremal)*math.Sqrt(float64(m)/2)) / 2
	}
	for _, c := range d.tests() {
		if p := c.p / c.weight; !math.IsNaN(p) && !(d.P <= p) {
			d.P = min(1, p)
		}
	}
	return d
}

// Found reports whether P is below .005.
func (d DependenceTest) Found() bool { return d.P < dependenceLevel }

// Effective is how many independent samples count the law of |x - median| as well as the N samples do: N over the
// inflation of Sizes.
func (d DependenceTest) Effective() float64 { return float64(d.N) / inflated(d.Sizes.Inflation) }

// Words say what was found and what it does to p-values and errors; empty where nothing was found.
func (d DependenceTest) Words() string {
	if !d.Found() {
		return ""
	}
	found := "the samples depend on each other (" + d.evidence() + "): "
	ratio := inflated(d.Sizes.Inflation)
	if ratio >= 1.15 {
		return found + fmt.Sprintf("%d of them tell about as much of the law as %.0f independent ones; "+
			"p-values and errors that take them for independent are too small, errors by a factor of about %.2g",
			d.N, twoDigits(d.Effective()), math.Sqrt(ratio))
	}
	if centre := inflated(d.Values.Inflation); centre >= 1.15 {
		return found + fmt.Sprintf("the p-values of the law hardly change, but an error of the centre that takes them "+
			"for independent is too small by a factor of about %.2g", math.Sqrt(centre))
	}
	return found + "the p-values of the law hardly change"
}

// evidence is, in words, what speaks most against independence.
func (d *DependenceTest) evidence() string {
	v, s := &d.Values, &d.Sizes
	for i, c := range d.tests() {
		if c.p/c.weight != d.P {
			continue
		}
		switch i {
		case 0:
			if s.P1 < dependenceLevel {
				return fmt.Sprintf("rank correlation %.2g at lag 1, %.2g between the sizes of neighbours", v.Lag1, s.Lag1)
			}
			return fmt.Sprintf("rank correlation %.2g at lag 1", v.Lag1)
		case 1:
			return fmt.Sprintf("rank correlation %.2g between the sizes of neighbours", s.Lag1)
		case 2:
			return fmt.Sprintf("rank correlation %.2g at lag %d", v.Largest, v.Lag)
		case 3:
			return fmt.Sprintf("rank correlation %.2g between sizes at lag %d", s.Largest, s.Lag)
		case 4, 5:
			return "their level changes in the course of the series"
		case 6, 7:
			return "their scale changes in the course of the series"
		}
	}
	return "the largest come in clusters"
}

// twoDigits is x, 1 or more, rounded to its first two digits.
func twoDigits(x float64) float64 {
	unit := max(1, math.Pow10(int(math.Log10(x))-1))
	return math.Round(x/unit) * unit
}

// inflated is an inflation of variance, at least 1, which it also is where it is not known.
func inflated(ratio float64) float64 {
	if ratio > 1 {
		return ratio
	}
	return 1
}

// A partialTest is one of the tests of a DependenceTest: its p-value and its share of the level.
type partialTest struct{ p, weight float64 }

// tests lists the tests with weights that add up to 1; evidence has their words in the same order.
func (d *DependenceTest) tests() [10]partialTest {
	v, s := &d.Values, &d.Sizes
	return [...]partialTest{
		{v.P1, .25}, {s.P1, .25}, {v.PLagged, .05}, {s.PLagged, .05}, {v.PShort, .05}, {v.PLong, .05},
		{s.PShort, .1}, {s.PLong, .1}, {d.Dispersion.P, .05}, {d.PExtremal, .05},
	}
}
