package theory

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
)

func statParabola(x float64) float64 { return x * x / 2 }

// The Ornstein-Uhlenbeck process, by the other quadrature and by the table of docs/theory.md, section 4.
func TestDiffusionExitOrnsteinUhlenbeck(t *testing.T) {
	for _, sigma := range []float64{.2, .25, .3, .4, 1, 5} {
		for _, box := range [][2]float64{{-1, 1}, {-1.4, 1}, {-.3, 2}} {
			want, side := OrnsteinUhlenbeckExit(1, sigma, -box[0], box[1])
			mean, right := DiffusionExit(statParabola, sigma, 0, box[0], box[1])
			if !(math.Abs(mean/want-1) < 1e-8 && math.Abs(right-side) < 1e-8) {
				t.Errorf("sigma %g, (%g, %g): %.12g right %.10g, want %.12g right %.10g", sigma, box[0], box[1], mean, right,
					want, side)
			}
		}
	}
	for eps, want := range map[float64]float64{.4: 12.70, .3: 108.6, .25: 1008, .2: 70369} {
		got, _ := DiffusionExit(statParabola, eps, 0, -1, 1)
		near.Rel(t, fmt.Sprintf("E tau at eps %g", eps), got, want, 5e-4)
	}
}

// Closed forms: Brownian motion leaves (lo, hi) after (x-lo)(hi-x)/(2 sigma^2), at hi
// with (x-lo)/(hi-lo); with a drift c, U = -c x, exit from below a level at distance d after d/c;
// down the walls of |x| by d, sigma^2 = 1, e^d - 1 - d.
func TestDiffusionExitClosedForms(t *testing.T) {
	free := func(float64) float64 { return 1e3 }
	mean, right := DiffusionExit(free, .5, .2, -3, 1)
	near.Abs(t, "Brownian mean", mean, 3.2*.8/.5, 1e-12)
	near.Abs(t, "Brownian side", right, 3.2/4, 1e-12)
	drift := func(x float64) float64 { return -2 * x }
	mean, right = DiffusionExit(drift, .7, 0, math.Inf(-1), 3)
	near.Abs(t, "drift", mean, 1.5, 1e-9)
	near.Abs(t, "drift side", right, 1, 0)
	mean, right = DiffusionExit(func(x float64) float64 { return 2 * x }, .7, 0, -3, math.Inf(1))
	near.Abs(t, "drift, mirrored", mean, 1.5, 1e-9)
	near.Abs(t, "drift, mirrored side", right, 0, 0)
	// Between walls under U = -c x: right = (1 - e^{-c(x-lo)/s2})/(1 - e^{-c(hi-lo)/s2}), E tau = (hi P + lo (1-P) - x)/c.
	p := math.Expm1(-2*1/.49) / math.Expm1(-2*4/.49)
	mean, right = DiffusionExit(drift, .7, 0, -1, 3)
	near.Abs(t, "drift between walls, side", right, p, 1e-10)
	near.Abs(t, "drift between walls", mean, (3*p-(1-p))/2, 1e-9)
	// U = |x|, sigma = 1, walls at -+d: by symmetry int_0^d e^y (1 - e^-y) dy = e^d - 1 - d.
	mean, right = DiffusionExit(math.Abs, 1, 0, -4, 4)
	near.Abs(t, "kink", mean, math.Exp(4)-5, 1e-8)
	near.Abs(t, "kink side", right, .5, 1e-12)
	// Off the kink's panel edges it is found all the same.
	mean, _ = DiffusionExit(func(x float64) float64 { return math.Abs(x - .123) }, 1, .123, .123-4, .123+4)
	near.Abs(t, "kink elsewhere", mean, math.Exp(4)-5, 1e-7)
	// One wall at infinity adds nothing where the path cannot reach.
	a, _ := DiffusionExit(statParabola, .25, 0, math.Inf(-1), 1)
	b, _ := DiffusionExit(statParabola, .25, 0, -50, 1)
	near.Abs(t, "far wall", a/b, 1, 1e-9)
	if at, side := DiffusionExit(statParabola, 1, -1, -1, 1); at != 0 || side != 0 {
		t.Errorf("at the wall: %g, %g", at, side)
	}
}

// Scaled barriers of 10^4 sigma^2 and the end of a float64's range: E tau of the parabola
// is sqrt(pi/(2 q)) e^q/(2 q) (1 + 1/(2q) + ...) with q = 1/(2 sigma^2), in half of which the walls share.
func TestDiffusionExitHighBarriers(t *testing.T) {
	for _, q := range []float64{100, 400, 700} {
		// Both walls: E tau = int_0^1 2q e^{q y^2} sqrt(pi/q)/2 dy, Dawson's integral, asymptotically.
		want := math.Log(math.Sqrt(math.Pi/q)/2) + q + math.Log1p(1/(2*q)+3/(4*q*q)+15/(8*q*q*q))
		got, right := DiffusionExit(statParabola, math.Sqrt(1/(2*q)), 0, -1, 1)
		near.Abs(t, fmt.Sprintf("ln E tau at q = %g", q), math.Log(got), want, 20/(q*q*q*q)+1e-9)
		near.Abs(t, fmt.Sprintf("share of the right at q = %g", q), right, .5, 1e-9)
	}
	for _, wall := range []float64{-1, math.Inf(-1)} {
		mean, right := DiffusionExit(statParabola, math.Sqrt(.5e-4), 0, wall, 1)
		if !math.IsInf(mean, 1) || wall != -1 && right != 1 {
			t.Errorf("barrier 10^4 sigma^2: mean %g, right %g", mean, right)
		}
		if wall == -1 {
			near.Abs(t, "share of the right over a barrier of 10^4 sigma^2", right, .5, 1e-8)
		}
	}
	// From the top of that barrier down: finite, and as fast as the flow.
	mean, right := DiffusionExit(func(x float64) float64 { return -statParabola(x) }, 1e-2, .5, -1, 1)
	near.Abs(t, "down the hill", mean, math.Ln2, 1e-3)
	near.Abs(t, "down the hill, side", right, 1, 1e-12)
	if mean, right = DiffusionExit(func(x float64) float64 { return 1e4 * x }, 1, .5, 0, 1); right != 0 {
		t.Errorf("up a wall of 5000 sigma^2 with %g", right)
	}
	near.Abs(t, "down a wall", mean, .5e-4, 1e-12)
}

// Kramers' law against the exact time from one minimum of U = x^4/4 - x^2/2 to the
// other: U” = 2 and -1, barrier 1/4; the ratio tends to 1 as eps^2.
func TestKramers(t *testing.T) {
	well := func(x float64) float64 { return x*x*x*x/4 - x*x/2 }
	last := math.Inf(1)
	for _, eps := range []float64{.25, .2, .15, .1, .05} {
		exact, _ := DiffusionExit(well, eps, -1, math.Inf(-1), 1)
		off := math.Abs(Kramers(2, -1, .25, eps)/exact - 1)
		t.Logf("eps %g: off by %.4f = %.3f eps^2", eps, off, off/eps/eps)
		if !(off <= 3*eps*eps && off <= last) {
			t.Errorf("eps %g: Kramers off by %.4f, before by %.4f", eps, off, last)
		}
		last = off
	}
	// A well behind a barrier of 100 sigma^2 counts: the time spent there is e^(deeper) longer.
	deep, _ := DiffusionExit(func(x float64) float64 { return well(x) + .02*x }, .05, 1, math.Inf(-1), 1.6)
	walled, _ := DiffusionExit(func(x float64) float64 { return well(x) + .02*x }, .05, 1, -4, 1.6)
	near.Abs(t, "well behind a barrier", deep/walled, 1, 1e-9)
	top, _ := DiffusionExit(well, .1, -1, math.Inf(-1), 0)
	near.Abs(t, "to the top", top/Kramers(2, -1, .25, .1), .5, .02)
	for _, bad := range [][4]float64{{0, 1, 1, 1}, {1, 1, -1, 1}, {1, 1, 1, 0}, {math.NaN(), 1, 1, 1}} {
		if !math.IsNaN(Kramers(bad[0], bad[1], bad[2], bad[3])) {
			t.Errorf("Kramers%v is a number", bad)
		}
	}
}

// What is out of range, not finite, wild or does not confine ends, and says NaN.
func TestDiffusionExitRefusesBadValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		what              string
		u                 func(float64) float64
		sigma, x0, lo, hi float64
	}{
		{"sigma 0", statParabola, 0, 0, -1, 1}, {"sigma NaN", statParabola, nan, 0, -1, 1},
		{"sigma infinite", statParabola, inf, 0, -1, 1},
		{"outside", statParabola, 1, 2, -1, 1}, {"x0 NaN", statParabola, 1, nan, -1, 1},
		{"no wall", statParabola, 1, 0, -inf, inf},
		{"u NaN", math.Log, 1, 0, -1, 1}, {"u infinite", func(x float64) float64 { return 1 / x }, 1, .5, 0, 1},
		{"not confining", math.Sin, 1, 0, -inf, 1},
		{"running away", func(x float64) float64 { return x * x * x }, 1, 0, -inf, 1},
		{"noise for a potential", func(x float64) float64 { return math.Mod(x*1e9, 1) * 1e6 }, 1, .5, 0, 1},
	} {
		if testing.Short() && c.what == "noise for a potential" {
			continue // takes all the panels that there are
		}
		if mean, _ := DiffusionExit(c.u, c.sigma, c.x0, c.lo, c.hi); !math.IsNaN(mean) {
			t.Errorf("%s: %g", c.what, mean)
		}
	}
}
