package verdict

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/par"
	"levyscope/stats/law"
	"levyscope/stats/lawfit"
	"levyscope/stats/screen"
	"levyscope/stats/statstest"
)

// Each law wins on its own samples by every criterion; its distances are those of a true
// law, those of a Gaussian are not, and the same streams give the same figures.
func TestCompareFindsTheLaw(t *testing.T) {
	for _, c := range []struct {
		name string
		draw distribution
	}{
		{"SaS", law.SaS(1.5, .3)}, {"Student-t", law.StudentT{Nu: 3, Scale: 2}}, {"Laplace", law.Laplace{Scale: 1}},
	} {
		if testing.Short() && c.name == "Laplace" {
			continue
		}
		r := statstest.Rand(21)
		x := make([]float64, statstest.Replicates(3000, 1500))
		for i := range x {
			x[i] = c.draw.Rand(r)
		}
		got, err := Compare(context.Background(), x, 39, screen.Grid{}, statstest.Rand(1))
		if err != nil {
			t.Fatal(err)
		}
		best, gaussian := got.Laws[0], got.Laws[len(got.Laws)-1]
		if best.Name != c.name || gaussian.Name != "Gaussian" {
			t.Fatalf("%s: best %s, last %s", c.name, best.Law, gaussian.Law)
		}
		near.Least(t, c.name+": p of KS", best.PKS, .03)
		near.Least(t, c.name+": p of AD", best.PAD, .03)
		// No replicate of 39 is as far off as the samples: p = 1/40.
		near.Abs(t, c.name+": p of KS of a Gaussian", gaussian.PKS, 1./40, 0)
		near.Abs(t, c.name+": p of AD of a Gaussian", gaussian.PAD, 1./40, 0)
		sum := 0.
		for _, v := range x {
			sum += best.law.LogProb(v)
		}
		near.Rel(t, c.name+": log-likelihood against the samples' own", best.LogLik, sum, 1e-6)
		near.Most(t, c.name+": held-out likelihood of the second law", got.Laws[1].HeldOut, best.HeldOut+.001)
		near.Least(t, c.name+": squared error of the Gaussian", gaussian.SSE, best.SSE)
		again, _ := Compare(context.Background(), x, 39, screen.Grid{}, statstest.Rand(1))
		if !reflect.DeepEqual(again, got) {
			t.Errorf("%s: the same streams give another comparison", c.name)
		}
	}
}

// Both distances against their definitions, with the exact survival function.
func TestCompareDistances(t *testing.T) {
	x := make([]float64, 500)
	m := law.SaS(1.4, 1).Sampler()
	m.Fill(x, statstest.Rand(3))
	fit, _ := stableFamily.countsFit(x)
	law := law.SaS(fit.shape, math.Exp2(fit.logScale))
	ks, ad := stableFamily.distances(&fit, x) // x is sorted now
	wantKS, sum := 0., 0.
	for i, v := range x {
		p := 1 - 2*law.Survival(v)
		wantKS = max(wantKS, p-float64(i)/500, float64(i+1)/500-p)
		sum += float64(2*i+1) * (math.Log(p) + math.Log(2*law.Survival(x[499-i])))
	}
	near.Abs(t, "distance of Kolmogorov and Smirnov", ks, wantKS, 1e-6)
	near.Abs(t, "distance of Anderson and Darling", ad, -500-sum/500, 1e-3)
}

// The held-out score is the mean log-density of each half, samples with even and with odd places, by the law that the
// other half gives.
func TestCompareHoldsOut(t *testing.T) {
	x, r := make([]float64, 400), statstest.Rand(5)
	var halves [2][]float64
	for i := range x {
		x[i] = law.Laplace{Scale: 2}.Rand(r)
		halves[i%2] = append(halves[i%2], x[i])
	}
	want := 0.
	for i, half := range halves {
		fit, err := lawfit.FitLaplace(half)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range halves[1-i] {
			want += fit.Law.LogProb(v) / 400
		}
	}
	got, err := Compare(context.Background(), x, 0, screen.Grid{}, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got.Laws {
		if l.Name == "Laplace" {
			near.Rel(t, "held-out score of Laplace", l.HeldOut, want, 1e-12)
			return
		}
	}
	t.Error("Laplace is not among the laws")
}

// On an even grid over (-1, 1) the histogram's density is 1/2 and the interquartile range 1. Against f(x) = x the sum
// over 100 bins to the 99 % quantile of |x| is 100/4 + sum of the squared middles, 100 (.99)^2/3.
func TestHistogramErrorOfUniformSamples(t *testing.T) {
	x := make([]float64, 200000)
	for i := range x {
		x[i] = (2*float64(i)+1)/200000 - 1
	}
	got := histogramError(x, func(x float64) float64 { return x })
	near.Abs(t, "SSE of f(x) = x", got, 25+100*.99*.99/3, .02)
	for i := range x {
		x[i] *= 8 // densities are of x over its interquartile range
	}
	got = histogramError(x, func(x float64) float64 { return x / 64 })
	near.Abs(t, "SSE of the same at eight times the scale", got, 25+100*.99*.99/3, .02)
}

// A panic in one of the fits, which run on all cores, is an error and not the end of the program.
func TestPanicInAComparisonIsAnError(t *testing.T) {
	whole := contenders[2].fit
	defer func() { contenders[2].fit = whole }()
	contenders[2].fit = func([]float64) (exactFit, error) { panic("broken") }
	_, err := Compare(context.Background(), statstest.Draws(law.SaS(1.5, 1), 64, 7), 0, screen.Grid{}, statstest.Rand(1))
	var panicked *par.Panic
	if !errors.As(err, &panicked) || panicked.Value != "broken" {
		t.Errorf("error %v", err)
	}
}
