package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"

	"gonum.org/v1/gonum/mathext"
)

// The position after the exit of an interval: docs/theory.md's values, and the two sides
// together against the incomplete beta function, from everywhere, near the wall and far.
func TestGetoorOvershoot(t *testing.T) {
	for alpha, want := range map[float64]float64{1: .2163, 1.5: .0600, 1.8: .0159} {
		near.Abs(t, "P(|X| > 3)", 2*GetoorOvershoot(alpha, 1, 0, 3), want, 5e-5)
	}
	for _, alpha := range []float64{.02, .3, .8, 1, 1.2, 1.5, 1.8, 1.99} {
		for _, x := range []float64{-.999999, -.7, 0, .3, .99} {
			for _, y := range []float64{1 + 1e-9, 1.01, 2, 30, 1e6} {
				both := GetoorOvershoot(alpha, 2, 2*x, 2*y) + GetoorOvershoot(alpha, 2, -2*x, 2*y)
				want := mathext.RegIncBeta(alpha/2, 1-alpha/2, (1-x*x)/(y*y-x*x))
				if !(math.Abs(both-want) < 1e-10 || math.Abs(both/want-1) < 1e-8) {
					t.Errorf("alpha %g from %g beyond %g: %.12g, want %.12g", alpha, x, y, both, want)
				}
			}
			// From the wall on it is the probability of the side.
			edge := GetoorOvershoot(alpha, 1, x, 1)
			near.Abs(t, "side", edge, GetoorRight(alpha, 1, x), 1e-9)
			near.Abs(t, "left", GetoorOvershoot(alpha, 1, x, -3), 1-GetoorOvershoot(alpha, 1, -x, 3), 1e-15)
		}
	}
	const x, y, h = .4, 1.7, 1e-4
	density := (GetoorOvershoot(1.3, 1, x, y-h) - GetoorOvershoot(1.3, 1, x, y+h)) / (2 * h)
	near.Abs(t, "density", density, math.Sin(.65*math.Pi)/math.Pi*math.Pow((1-x*x)/(y*y-1), .65)/(y-x), 1e-7)
	for _, v := range []float64{GetoorOvershoot(0, 1, 0, 2), GetoorOvershoot(1, 1, 1, 2), GetoorOvershoot(2.1, 1, 0, 2),
		GetoorOvershoot(1, -1, 0, 2), GetoorOvershoot(1, 1, 0, math.NaN())} {
		if !math.IsNaN(v) {
			t.Errorf("out of range: %g", v)
		}
	}
	if GetoorOvershoot(2, 1, .2, 1.1) != 0 || GetoorOvershoot(1, 1, 0, math.Inf(1)) != 0 {
		t.Error("beyond what is reached")
	}
}

// The leapover: elementary at alpha = 1, (2/pi) atan sqrt(d/y), and its density.
func TestLeapover(t *testing.T) {
	for _, y := range []float64{1e-12, .01, 1, 7, 1e9} {
		near.Abs(t, "Cauchy", Leapover(1, 2, y), 2/math.Pi*math.Atan(math.Sqrt(2/y)), 1e-12)
	}
	for _, alpha := range []float64{.1, .7, 1.5, 1.95} {
		const d, y, h = 1.5, .8, 1e-5
		density := (Leapover(alpha, d, y-h) - Leapover(alpha, d, y+h)) / (2 * h)
		near.Abs(t, "density", density, math.Sin(math.Pi*alpha/2)/math.Pi*math.Pow(d, alpha/2)/(math.Pow(y, alpha/2)*(d+y)),
			1e-8)
		near.Abs(t, "branches", Leapover(alpha, d, d*(1-1e-12)), Leapover(alpha, d, d*(1+1e-12)), 1e-10)
		// An interval whose other wall is far away is a half-line.
		const r = 1e7
		near.Abs(t, "interval", GetoorOvershoot(alpha, r, r-d, r+y)/GetoorRight(alpha, r, r-d), Leapover(alpha, d, y),
			2e-6+math.Pow(d/r, alpha/2))
	}
	if Leapover(2, 1, .1) != 0 || Leapover(1, 1, 0) != 1 || !math.IsNaN(Leapover(1, 0, 1)) ||
		!math.IsNaN(Leapover(1, 1, -1)) {
		t.Error("edges")
	}
}

// docs/theory.md, section 6, item 5; the asymptotic branch meets the product.
func TestSparreAndersen(t *testing.T) {
	for n, want := range map[int]float64{0: 1, 1: .5, 2: .375, 10: .1762, 50: .0796} {
		near.Abs(t, "C(2n,n)/4^n", SparreAndersen(n), want, 5e-5)
	}
	near.Abs(t, "ratio at the branch", SparreAndersen(501)/SparreAndersen(500), 1-1./1002, 1e-14)
	const many int = min(1e12, math.MaxInt)
	near.Abs(t, "n = 10^12", SparreAndersen(many)*math.Sqrt(math.Pi*float64(many)), 1-1./8/float64(many), 1e-12)
	if !math.IsNaN(SparreAndersen(-1)) {
		t.Error("n = -1 is a number")
	}
	// By simulation: Cauchy steps, 10 of them.
	r := rand.New(rand.NewPCG(13, 14))
	const runs = 40000
	hits := 0
	for range runs {
		sum, below := 0.0, true
		for range 10 {
			sum += math.Tan(math.Pi * (r.Float64() - .5))
			below = below && sum < 0
		}
		if below {
			hits++
		}
	}
	near.Abs(t, "simulated", float64(hits)/runs, SparreAndersen(10), 4*math.Sqrt(.1762*.8238/runs))
}
