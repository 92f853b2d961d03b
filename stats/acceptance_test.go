package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The seven laws on which a verdict has to be right, with the verdict that is.
func judged() map[string]struct {
	draw func(*rand.Rand) float64
	want Kind
	best string
} {
	type c = struct {
		draw func(*rand.Rand) float64
		want Kind
		best string
	}
	cases := map[string]c{
		"Gaussian":  {Gaussian{Scale: 1}.Rand, IsGaussian, "Gaussian"},
		"Laplace":   {Laplace{Scale: 1}.Rand, HeavyTailed, "Laplace"},
		"Student-t": {StudentT{Nu: 3, Scale: 1}.Rand, HeavyTailed, "Student-t"},
		"mixture":   {NormalMixture{Sd: 1, Spread: 1}.Rand, HeavyTailed, "log-normal scale mixture"},
	}
	for _, alpha := range []float64{1.2, 1.5, 1.8} {
		s := SaS(alpha, 1).Sampler()
		cases[fmt.Sprintf("SaS %g", alpha)] = c{s.Draw, IsStable, ""}
	}
	return cases
}

// At n = 4096 the verdict is right, and names the law, in 95 % of 400 series of each law or more;
// at n = 256 it is wrong, rather than undecided, in 5 % at most.
func TestVerdicts(t *testing.T) {
	const replicates = 400
	for name, c := range judged() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rng(11)
			x := make([]float64, 4096)
			var right, named, wrong int
			for range replicates {
				for i := range x {
					x[i] = c.draw(r)
				}
				a := NewAccumulator(0)
				a.Add(x)
				v := a.Verdict()
				right += btoi(v.Kind == c.want)
				named += btoi(c.best == "" || v.Best().Name == c.best)
				a = NewAccumulator(0)
				a.Add(x[:256])
				v = a.Verdict()
				wrong += btoi(v.Kind != c.want && v.Kind != Undecided)
			}
			t.Logf("n = 4096: right %d of %d, best law named %d; n = 256: wrong %d", right, replicates, named, wrong)
			if right < replicates*95/100 || named < replicates*95/100 || wrong > replicates*5/100 {
				t.Errorf("n = 4096: right %d of %d, best law named %d; n = 256: wrong %d", right, replicates, named, wrong)
			}
		})
	}
}

// Bias below a tenth of the RMSE (three Monte Carlo errors allowed), RMSE near its bound, and intervals that cover.
func TestDyadicAcceptance(t *testing.T) {
	for _, c := range []struct {
		n, replicates int
		alpha, bound  float64 // bound of the RMSE at N = 10^4
	}{
		{256, 4000, 1, .0110}, {256, 4000, 1.5, .0154}, {256, 4000, 1.8, .0138}, {256, 4000, 1.95, 0},
		{1024, 2000, 1.3, .0142}, {1024, 2000, 1.8, .0138}, {1024, 2000, 1.95, 0},
		{10000, 2000, 1, .0110}, {10000, 2000, 1.5, .0154}, {10000, 2000, 1.8, .0138}, {10000, 2000, 1.95, .0088},
	} {
		t.Run(fmt.Sprintf("%d-%g", c.n, c.alpha), func(t *testing.T) {
			t.Parallel()
			s := SaS(c.alpha, .37).Sampler()
			r := rng(uint64(c.n) + uint64(1000*c.alpha))
			x := make([]float64, c.n)
			sum, square, covered := 0., 0., 0
			for range c.replicates {
				s.Fill(x, r)
				d := NewDyadic(Quarters)
				d.AddAll(x)
				e := d.Fit().Alpha - c.alpha
				sum += e
				square += e * e
				if c.n == 10000 {
					lo, hi := d.Interval(.95)
					covered += btoi(lo <= c.alpha && c.alpha <= hi)
				}
			}
			n := float64(c.replicates)
			rmse := math.Sqrt(square / n)
			if bias := math.Abs(sum/n) / rmse; bias > .1+3/math.Sqrt(n) {
				t.Errorf("bias %.3f of the RMSE %.4f", bias, rmse)
			}
			limit := 1.05
			if c.n < 10000 {
				limit = 1.1
			}
			if ratio := rmse / (c.bound * math.Sqrt(1e4/float64(c.n))); c.bound > 0 && ratio > limit+3/math.Sqrt(2*n) {
				t.Errorf("RMSE %.5f is %.3f times the Cramer-Rao bound", rmse, ratio)
			}
			if p := float64(covered) / n; c.n == 10000 && (p < .93 || p > .97) {
				t.Errorf("95 %% intervals cover in %.4f", p)
			}
		})
	}
}
