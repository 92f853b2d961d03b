package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/near"
)

// lawZoo are laws from every family, centres and ends of their parameters included.
var lawZoo = []lawMethods{
	Gaussian{Scale: 2}, Laplace{Scale: .5},
	StudentT{Nu: .3, Scale: 1}, StudentT{Nu: 1, Scale: 2}, StudentT{Nu: 3, Scale: .7}, StudentT{Nu: 30, Scale: 1},
	StudentT{Nu: 1e4, Scale: 1}, StudentT{Nu: 1e12, Scale: 1},
	GeneralizedGaussian{Shape: .1, Scale: 1}, GeneralizedGaussian{Shape: .5, Scale: 3},
	GeneralizedGaussian{Shape: 1.3, Scale: 1},
	GeneralizedGaussian{Shape: 8, Scale: 2}, GeneralizedGaussian{Shape: 20, Scale: 1},
	NormalMixture{Sd: 1}, NormalMixture{Sd: 2, Spread: .05}, NormalMixture{Sd: 2, Spread: .5},
	NormalMixture{Sd: 1, Spread: 1}, NormalMixture{Sd: 1, Spread: 2},
	TwoScaleGaussian{Scale: 2, Ratio: 5, Share: .05}, TwoScaleGaussian{Scale: 1, Ratio: 100, Share: .9},
	TwoScaleGaussian{Scale: 1, Ratio: 1e6, Share: 1e-3}, TwoScaleGaussian{Scale: 3, Ratio: 1},
	TemperedStable{Alpha: .7, Scale: 1, Tempering: .1}, TemperedStable{Alpha: 1, Scale: 2, Tempering: 1},
	TemperedStable{Alpha: 1.5, Scale: 1, Tempering: .1}, TemperedStable{Alpha: 1.9, Scale: 1, Tempering: 1},
}

// The density integrates to the differences of the survival, from the centre (where
// that is 1/2: so the whole integrates to 1) far into the tail.
func TestLawDensityIntegratesToTheTail(t *testing.T) {
	for _, l := range lawZoo {
		inner, far := l.SurvivalQuantile(.4999), 0.0
		if c := l.Survival(0); c != .5 {
			t.Errorf("%v: survival at the centre %g", l, c)
		}
		for _, q := range []float64{.49, .4, .25, .1, 1e-2, 1e-4, 1e-10, 1e-30, 1e-80} {
			far = l.SurvivalQuantile(q)
			sum := lawIntegral(l.Prob, inner, far)
			want := l.Survival(inner) - l.Survival(far)
			what := fmt.Sprintf("%v: int f from %g to %g, by the survival", l, inner, far)
			near.Abs(t, what, sum, want, 1e-11*want+1e-16)
			inner = far
		}
		sum, from := 0.0, l.SurvivalQuantile(.4999)
		for b := from; b > 1e-17*from; b /= 2 { // towards a cusp
			sum += quad.Fixed(l.Prob, b/2, b, 16, quad.Legendre{}, 0)
		}
		near.Abs(t, fmt.Sprintf("%v: int f about the centre", l), sum, .5-l.Survival(from), 1e-14)
	}
}

// lawIntegral integrates over panels that grow geometrically.
func lawIntegral(f func(float64) float64, a, b float64) float64 {
	panels := 24
	if a > 0 {
		panels = max(panels, int(2*math.Log(b/a)))
	}
	sum, width := 0.0, (b-a)/float64(panels)
	for i := range panels {
		lo := a + float64(i)*width
		hi := lo + width
		if a > 0 && b > 1.5*a {
			lo, hi = a*math.Pow(b/a, float64(i)/float64(panels)), a*math.Pow(b/a, float64(i+1)/float64(panels))
		}
		sum += quad.Fixed(f, lo, hi, 16, quad.Legendre{}, 0)
	}
	return sum
}

func TestLawQuantilesInvert(t *testing.T) {
	worst := 0.0
	for _, l := range lawZoo {
		for _, q := range []float64{.499999, .45, .3, .25, .2, .05, 1e-3, 1e-8, 1e-20, 1e-100, 1e-300} {
			x := l.SurvivalQuantile(q)
			if back := l.Quantile(q); back != -x {
				t.Errorf("%v: Quantile(%g) = %g, SurvivalQuantile %g", l, q, back, x)
			}
			if math.IsInf(x, 1) { // beyond the largest number
				continue
			}
			// What the rounding of the survival leaves of x, beside 1e-11.
			s := l.Survival(x)
			loss := 4e-15 * s / l.Prob(x)
			err := math.Max(math.Abs(l.SurvivalQuantile(s)-x), math.Abs(l.Quantile(l.CDF(-x))+x))
			if q < .4 {
				worst = max(worst, err/math.Abs(x))
			}
			if !(err <= 1e-11*math.Abs(x)+loss) {
				t.Errorf("%v: from %.17g by the survival to %.17g", l, x, l.SurvivalQuantile(s))
			}
			if !(math.Abs(s/q-1) < 1e-11) {
				t.Errorf("%v: the survival of the quantile of %g is %g", l, q, s)
			}
		}
		up := l.Quantile(.75)
		near.Rel(t, fmt.Sprintf("%v: upper quartile by the CDF and back", l), l.Quantile(l.CDF(up)), up, 1e-11)
		for p, want := range map[float64]float64{0: math.Inf(-1), .5: 0, 1: math.Inf(1)} {
			if got := l.Quantile(p); got != want {
				t.Errorf("%v: Quantile(%g) = %g", l, p, got)
			}
			if got := l.SurvivalQuantile(p); got != -want {
				t.Errorf("%v: SurvivalQuantile(%g) = %g", l, p, got)
			}
		}
		for _, p := range []float64{-.1, 1.1, math.NaN()} {
			if !math.IsNaN(l.Quantile(p)) || !math.IsNaN(l.SurvivalQuantile(p)) {
				t.Errorf("%v: a quantile of %g", l, p)
			}
		}
	}
	t.Logf("worst relative error %.1e", worst)
}

// Families meet: each pair is one law.
func TestLawSpecialCases(t *testing.T) {
	pairs := [][2]lawMethods{
		{GeneralizedGaussian{1, 3, 1}, Laplace{3, 1}},
		{GeneralizedGaussian{2, 3, 1}, Gaussian{3 / math.Sqrt2, 1}},
		{NormalMixture{3, 0, 1}, Gaussian{3, 1}},
		{TwoScaleGaussian{3, 1, .3, 1}, Gaussian{3, 1}},
		{TwoScaleGaussian{3, 7, 0, 1}, Gaussian{3, 1}},
		{StudentT{1e18, 3, 1}, Gaussian{3, 1}},
	}
	for _, p := range pairs {
		for _, x := range []float64{-100, -30, -5, -.5, 1, 1.2, 3, 20, 70} {
			for name, v := range map[string][2]float64{
				"density": {p[0].Prob(x), p[1].Prob(x)}, "CDF": {p[0].CDF(x), p[1].CDF(x)},
				"survival": {p[0].Survival(x), p[1].Survival(x)},
				"quantile": {p[0].Quantile(p[1].CDF(-10)), -10}, "variance": {p[0].Variance(), p[1].Variance()},
			} {
				near.Rel(t, fmt.Sprintf("%v against %v: %s at %g", p[0], p[1], name, x), v[0], v[1], 1e-11)
			}
		}
	}
	cauchy := StudentT{Nu: 1, Scale: 2}
	for _, x := range []float64{.1, 1, 5, 1e8, 1e200} {
		near.Rel(t, fmt.Sprintf("Cauchy: survival at %g", x), cauchy.Survival(x), math.Atan(2/x)/math.Pi, 1e-13)
	}
	two := StudentT{Nu: 2, Scale: 1} // S = (1 - x/sqrt(2+x^2))/2 = 1/(sqrt(2+x^2)(sqrt(2+x^2)+x))
	for _, x := range []float64{.1, 1, 5, 1e8} {
		root := math.Sqrt(2 + x*x)
		near.Rel(t, fmt.Sprintf("t(2): survival at %g", x), two.Survival(x), 1/(root*(root+x)), 1e-14)
	}
}

// Moments and the whole distribution of the samplers. Inversion is slow to draw from,
// and exact by the tests of Quantile: fewer draws there.
func TestLawSamplers(t *testing.T) {
	laws := append(slices.Clone(lawZoo), TemperedStable{Alpha: .4, Scale: 3, Tempering: 2},
		TemperedStable{Alpha: .9, Scale: 5, Tempering: 1})
	for i, l := range laws {
		n := 100000
		if testing.Short() {
			n = 10000
		}
		if m, ok := l.(TemperedStable); ok && m.Alpha >= 1 {
			n = 1000
			if testing.Short() {
				n = 300
			}
		}
		x, r := make([]float64, n), testRand(uint64(300+i))
		draw := l.(interface{ Rand(*rand.Rand) float64 })
		for j := range x {
			x[j] = draw.Rand(r)
		}
		lawMomentsAgree(t, l, x)
		near.Least(t, fmt.Sprintf("%v: p of Kolmogorov and Smirnov", l), lawKolmogorov(l.CDF, x), 1e-3)
	}
}

// lawMomentsAgree compares mean and variance where the spread of x^2 is finite and
// its sample tells it, a tail index above 8 or so.
func lawMomentsAgree(t *testing.T, l lawMethods, x []float64) {
	t.Helper()
	n := float64(len(x))
	var m1, m2, m4 float64
	for _, v := range x {
		m1 += v / n
		m2 += v * v / n
		m4 += v * v * v * v / n
	}
	if want := l.Variance(); !math.IsInf(want, 1) && !(m4 >= 60*m2*m2) {
		what := fmt.Sprintf("%v: z of the sample's ", l)
		near.Abs(t, what+"mean square against the variance", (m2-want)/math.Sqrt((m4-m2*m2)/n), 0, 4)
		near.Abs(t, what+"mean", (m1-l.Mean())/math.Sqrt(want/n), 0, 4)
	}
}

// lawKolmogorov is the asymptotic p-value of the Kolmogorov-Smirnov statistic; it sorts x.
func lawKolmogorov(cdf func(float64) float64, x []float64) float64 {
	slices.Sort(x)
	n, d := float64(len(x)), 0.0
	step := max(1, len(x)/2000) // between the points looked at the distance moves by 5e-4 at most
	for i := 0; i < len(x); i += step {
		f := cdf(x[i])
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	p, root := 0.0, math.Sqrt(n)*d
	for k := 1.0; k <= 100; k++ {
		p += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*root*root)
	}
	return min(1, p)
}

func TestLawMomentsClosedForms(t *testing.T) {
	for _, c := range []struct {
		law  lawMethods
		want float64
	}{
		{Laplace{3, 1}, 18}, {StudentT{3, 2, 1}, 12}, {StudentT{2, 2, 1}, math.Inf(1)}, {StudentT{.5, 2, 1}, math.Inf(1)},
		{GeneralizedGaussian{.5, 1, 0}, 120}, {NormalMixture{2, 1, 0}, 4 * math.Exp(2)},
		{TwoScaleGaussian{2, 10, .25, 1}, 4 * 25.75},
		{TemperedStable{1, 2, .5, 0}, 2 / math.Pi * 4},
		{TemperedStable{.5, 1, 2, 0}, .25 / math.Cos(math.Pi/4) * math.Pow(2, -1.5)},
	} {
		near.Rel(t, fmt.Sprintf("%v: variance", c.law), c.law.Variance(), c.want, 1e-14)
	}
	if m := (StudentT{1, 1, 5}).Mean(); !math.IsNaN(m) {
		t.Errorf("the mean of a Cauchy law is %g", m)
	}
	if m := (StudentT{1.1, 1, 5}).Mean(); m != 5 {
		t.Errorf("mean %g", m)
	}
}

func TestLawsNameTheBadParameter(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		law  lawMethods
		name string
	}{
		{Gaussian{0, 0}, "scale = 0"}, {Gaussian{1, nan}, "location = NaN"}, {Laplace{-1, 0}, "scale = -1"},
		{StudentT{0, 1, 0}, "nu = 0"}, {StudentT{inf, 1, 0}, "nu = +Inf"}, {StudentT{1, nan, 0}, "scale = NaN"},
		{GeneralizedGaussian{-2, 1, 0}, "shape = -2"}, {GeneralizedGaussian{2, inf, 0}, "scale = +Inf"},
		{NormalMixture{1, -1, 0}, "spread = -1"}, {NormalMixture{0, 1, 0}, "sd = 0"},
		{TwoScaleGaussian{1, .9, .1, 0}, "ratio = 0.9"}, {TwoScaleGaussian{1, 5, 1, 0}, "share = 1"},
		{TwoScaleGaussian{1, 5, -.1, 0}, "share = -0.1"}, {TwoScaleGaussian{nan, 5, .1, 0}, "scale = NaN"},
		{TemperedStable{2, 1, 1, 0}, "alpha = 2"}, {TemperedStable{1, 1, 0, 0}, "tempering = 0"},
		{TemperedStable{1, 1, 1, inf}, "location = +Inf"},
	} {
		err := c.law.Validate()
		if err == nil || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%+v: error %v does not name %q", c.law, err, c.name)
		}
		for _, v := range []float64{c.law.Prob(1), c.law.LogProb(1), c.law.CDF(1), c.law.Survival(1), c.law.Quantile(.3),
			c.law.SurvivalQuantile(.5)} {
			if !math.IsNaN(v) {
				t.Errorf("%+v: an invalid law gave %g", c.law, v)
			}
		}
	}
}

func TestLawStrings(t *testing.T) {
	for want, l := range map[string]lawMethods{
		"Gaussian scale=2":                                Gaussian{2, 0},
		"Laplace scale=0.5 loc=-1":                        Laplace{.5, -1},
		"Student-t nu=3.02 scale=0.9":                     StudentT{3.02, .9, 0},
		"generalised Gaussian shape=1.5 scale=1e-09":      GeneralizedGaussian{1.5, 1e-9, 0},
		"log-normal scale mixture sd=1 spread=0.5":        NormalMixture{1, .5, 0},
		"two-scale Gaussian scale=1 ratio=5 share=0.05":   TwoScaleGaussian{1, 5, .05, 0},
		"tempered stable alpha=1.5 scale=1 tempering=0.1": TemperedStable{1.5, 1, .1, 0},
	} {
		if got := l.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLawMethodsDoNotAllocate(t *testing.T) {
	r := testRand(1)
	sink := 0.0
	check := func(name string, f func() float64) {
		t.Helper()
		if n := testing.AllocsPerRun(5, func() { sink += f() }); n != 0 {
			t.Errorf("%s: %g allocations", name, n)
		}
	}
	g, l, s := Gaussian{1, 0}, Laplace{1, 0}, StudentT{3, 1, 0}
	two := TwoScaleGaussian{1, 5, .05, 0}
	e, m, p := GeneralizedGaussian{.5, 1, 0}, NormalMixture{1, 1, 0}, TemperedStable{.7, 1, .1, 0}
	check("Gaussian", func() float64 {
		return g.Prob(1) + g.LogProb(1) + g.CDF(1) + g.Survival(1) + g.Quantile(.1) + g.Rand(r)
	})
	check("Laplace", func() float64 {
		return l.Prob(1) + l.LogProb(1) + l.CDF(1) + l.Survival(1) + l.Quantile(.1) + l.Rand(r)
	})
	check("Student-t", func() float64 {
		return s.Prob(1) + s.LogProb(1) + s.CDF(1) + s.Survival(1) + s.Quantile(.1) + s.Rand(r)
	})
	check("generalised Gaussian", func() float64 {
		return e.Prob(1) + e.LogProb(1) + e.CDF(1) + e.Survival(1) + e.Quantile(.1) + e.Rand(r)
	})
	check("mixture", func() float64 {
		return m.Prob(1) + m.LogProb(1) + m.CDF(1) + m.Survival(1) + m.Quantile(.1) + m.Rand(r)
	})
	check("two scales", func() float64 {
		return two.Prob(1) + two.LogProb(1) + two.CDF(1) + two.Survival(1) + two.Quantile(.1) + two.Rand(r)
	})
	check("tempered", func() float64 {
		return p.Prob(1) + p.LogProb(1) + p.CDF(1) + p.Survival(9) + p.Quantile(.1) + p.Rand(r)
	})
}
