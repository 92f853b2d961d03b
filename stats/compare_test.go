package stats

import (
	"math"
	"reflect"
	"testing"

	"levyscope/internal/near"
)

// Each law wins on its own samples by every criterion; its distances are those of a true
// law, those of a Gaussian are not, and the same streams give the same figures.
func TestCompareFindsTheLaw(t *testing.T) {
	for _, c := range []struct {
		name string
		draw law
	}{
		{"SaS", SaS(1.5, .3)}, {"Student-t", StudentT{Nu: 3, Scale: 2}}, {"Laplace", Laplace{Scale: 1}},
	} {
		r := rng(21)
		x := make([]float64, 3000)
		for i := range x {
			x[i] = c.draw.Rand(r)
		}
		got, err := Compare(x, 39, rng(1))
		if err != nil {
			t.Fatal(err)
		}
		best, gaussian := got.Laws[0], got.Laws[len(got.Laws)-1]
		if best.Name != c.name || gaussian.Name != "Gaussian" {
			t.Fatalf("%s: best %s, last %s", c.name, best.Law, gaussian.Law)
		}
		near.Least(t, c.name+": p of KS", best.PKS, .03)
		near.Least(t, c.name+": p of AD", best.PAD, .03)
		near.Most(t, c.name+": p of KS of a Gaussian", gaussian.PKS, .03)
		near.Most(t, c.name+": p of AD of a Gaussian", gaussian.PAD, .03)
		sum := 0.
		for _, v := range x {
			sum += best.law.LogProb(v)
		}
		near.Rel(t, c.name+": log-likelihood against the samples' own", best.LogLik, sum, 1e-6)
		near.Most(t, c.name+": held-out likelihood of the second law", got.Laws[1].HeldOut, best.HeldOut+.001)
		near.Least(t, c.name+": squared error of the Gaussian", gaussian.SSE, best.SSE)
		again, _ := Compare(x, 39, rng(1))
		if !reflect.DeepEqual(again, got) {
			t.Errorf("%s: the same streams give another comparison", c.name)
		}
	}
}

// The Kolmogorov-Smirnov distance against the definition, with the exact survival function.
func TestCompareDistances(t *testing.T) {
	x := make([]float64, 500)
	m := SaS(1.4, 1).Sampler()
	m.Fill(x, rng(3))
	fit, _ := stableFamily.quickFit(x)
	law := SaS(fit.shape, math.Exp2(fit.logScale))
	ks, _ := stableFamily.distances(&fit, x) // x is sorted now
	want := 0.
	for i, v := range x {
		p := 1 - 2*law.Survival(v)
		want = max(want, p-float64(i)/500, float64(i+1)/500-p)
	}
	near.Abs(t, "distance of Kolmogorov and Smirnov", ks, want, 1e-6)
}
