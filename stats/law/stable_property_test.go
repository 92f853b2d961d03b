package law

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// symIndices spread over all the ways the symmetric law is computed.
var symIndices = []float64{.05, .1, .3, .5, .75, .95, .999, 1, 1.001, 1.1, 1.3, 1.5, 1.7, 1.85, 1.9, 1.9000001,
	1.95, 1.99, 1.9999, 2 - 1e-9, 2 - 1e-15, 2}

// Through alpha = 1 and through nearGaussian the values go smoothly. Over a step 2h of alpha the function
// may change by its slope; the second difference removes it, and leaves h^2 f”/f, of the order h^2 ln^2 x.
func TestNoSeamInAlpha(t *testing.T) {
	for _, centre := range []float64{1, nearGaussian, .5, .75, 1.2} {
		for _, h := range []float64{1e-12, 1e-9, 1e-7} {
			for _, x := range []float64{1e-3, .03, .2, .7, 1, 2, 4, 9, 15.9, 16.1, 40, 300, 1e5, 1e12} {
				lo, mid, hi := SaS(centre-h, 1), SaS(centre, 1), SaS(centre+h, 1)
				for name, v := range map[string][3]float64{
					"density":  {lo.Prob(x), mid.Prob(x), hi.Prob(x)},
					"survival": {lo.Survival(x), mid.Survival(x), hi.Survival(x)},
				} {
					if jump := math.Abs(v[0]-2*v[1]+v[2]) / v[1]; !(jump <= 4e-14+4000*h*h) {
						t.Errorf("alpha %g +- %g, x %g: %s bends by %.2g", centre, h, x, name, jump)
					}
				}
			}
		}
	}
}

// The wider steps 1e-6 and 1e-3 about alpha = 1: the law there against the polynomial in alpha
// through three laws on either side; its error is of order h^6.
func TestNoSeamAboutCauchy(t *testing.T) {
	for _, h := range []float64{1e-6, 1e-3} {
		for _, x := range []float64{.03, .5, 1, 3, 20, 1e4} {
			for name, of := range map[string]func(Stable) float64{
				"density":  func(s Stable) float64 { return s.Prob(x) },
				"survival": func(s Stable) float64 { return s.Survival(x) },
			} {
				got := 0. // Lagrange weights at 0 of the nodes +-1, +-2, +-3
				for i, w := range []float64{1.5, -.6, .1} {
					d := h * float64(i+1)
					got += w / 2 * (of(SaS(1-d, 1)) + of(SaS(1+d, 1)))
				}
				if off := symOff(got, of(SaS(1, 1))); !(off <= 1e-13+1e4*math.Pow(h, 6)) {
					t.Errorf("step %g, x %g: %s at alpha = 1 misses its neighbours by %.2g", h, x, name, off)
				}
			}
		}
	}
}

// As delta = 2 - alpha -> 0 the law is the Gaussian plus delta times a remainder with a limit: the
// remainders (f - g)/delta at delta and delta/2 agree to order delta. In the far
// tail f ~ delta x^-3 (for alpha Gamma(alpha) sin(pi delta/2)/pi -> delta) and S ~ delta x^-2/2.
func TestNoSeamAtGaussian(t *testing.T) {
	for _, delta := range []float64{1e-3, 1e-6, 1e-9, 1e-12, 1e-15} {
		alpha := 2 - delta
		delta = 2 - alpha // as the float has it
		law := SaS(alpha, 1)
		for _, x := range []float64{0, .1, 1, 2, 3.7} {
			f, g := law.Prob(x), SaS(2, 1).Prob(x)
			if !(math.Abs(f/g-1) <= 40*delta+2e-15) {
				t.Errorf("2 - %g: density at %g is off the Gaussian's by %.2g", delta, x, f/g-1)
			}
			s, q := law.Survival(x), SaS(2, 1).Survival(x)
			if !(math.Abs(s/q-1) <= 80*delta+2e-15) {
				t.Errorf("2 - %g: survival at %g is off the Gaussian's by %.2g", delta, x, s/q-1)
			}
		}
		for _, x := range []float64{1e3, 1e5, 1e8, 1e100} {
			// The second term of the tail, relative, and x^delta.
			limit := 40/(x*x) + 5*delta*math.Log(x) + 1e-13
			if off := symOff(law.Prob(x), delta*math.Pow(x, -3)); !(off <= limit) {
				t.Errorf("2 - %g: f(%g) is off delta x^-3 by %.2g", delta, x, off)
			}
			if off := symOff(law.Survival(x), delta/2*math.Pow(x, -2)); !(off <= limit) {
				t.Errorf("2 - %g: S(%g) is off delta x^-2/2 by %.2g", delta, x, off)
			}
		}
	}
}

// Both sides of every border between two pieces, between core and pieces, pieces and tail: next floats.
// S falls by f dx over the step, relative dx/x, an ulp, times at most max(alpha, x^2/2).
func TestNoSeamInX(t *testing.T) {
	for _, alpha := range symIndices {
		if alpha == 1 || alpha == 2 {
			continue
		}
		k := kernelOf(alpha)
		worstF, worstS := 0., 0.
		borders := []float64{k.core.unit, k.end, gaussianReach, 4 * k.width}
		for q := k.first; q <= k.first+len(k.pieces); q++ {
			borders = append(borders, quarterStart(q))
		}
		for _, x := range borders {
			below := math.Nextafter(x, 0)
			f0, s0 := k.densityAndSurvival(below)
			f1, s1 := k.densityAndSurvival(x)
			worstF, worstS = max(worstF, symOff(f0, f1)), max(worstS, symOff(s0, s1))
			if !(s0 >= s1*(1-1e-14)) {
				t.Errorf("alpha %g: survival rises at %g by %.2g", alpha, x, s1/s0-1)
			}
		}
		if !(worstF <= 1e-13) || !(worstS <= 1e-13) {
			t.Errorf("alpha %g: jumps of density %.2g, survival %.2g over %d borders", alpha, worstF, worstS, len(borders))
		}
	}
}

// Survival never rises, from -1e308 to 1e308, beyond rounding, and stays strictly between 0 and 1/2 for x > 0.
func TestSurvivalFalls(t *testing.T) {
	for _, alpha := range symIndices {
		law := SaS(alpha, 1)
		last := .5
		for e := -60.; e < 1023; e += .37 {
			x := math.Exp2(e)
			s := law.Survival(x)
			if !(s <= last*(1+4e-15)) {
				t.Errorf("alpha %g: S(%g) = %.17g after %.17g", alpha, x, s, last)
			}
			if !(s > 0) && alpha*e < 1000 && alpha != 2 {
				t.Errorf("alpha %g: S(%g) = %g", alpha, x, s)
			}
			last = s
		}
	}
}

// S(a) - S(b) = int_a^b f on panels that do not end at the borders
// of the pieces, summed from the far tail in; over all x > 0 the integral is 1/2.
func TestDensityIntegratesToSurvival(t *testing.T) {
	for _, alpha := range symIndices {
		law := SaS(alpha, 1)
		a := math.Exp2(100.1)
		if alpha == 2 {
			a = 12
		}
		sum := law.Survival(a)
		for a > 1e-16*min(1, kernelWidth(alpha)) {
			b := a
			a *= .85
			sum += symPanel(law.Prob, a, b)
			if s := law.Survival(a); !(symOff(sum, s) <= 1e-12) {
				t.Errorf("alpha %g: int f above %g is %.17g, S %.17g", alpha, a, sum, s)
				break
			}
		}
		if !(math.Abs(sum-.5) <= 1e-12) {
			t.Errorf("alpha %g: int f over x > 0 = %.17g", alpha, sum)
		}
	}
}

// symPanel is int_a^b f by Gauss-Legendre with 16 points.
func symPanel(f func(float64) float64, a, b float64) float64 {
	return quad.Fixed(f, a, b, 16, quad.Legendre{}, 0)
}

func kernelWidth(alpha float64) float64 {
	lo, _ := math.Lgamma(1 / alpha)
	hi, _ := math.Lgamma(3 / alpha)
	return math.Exp((lo - hi) / 2)
}

// X = Scale Z + Loc: exactly so for powers of two and a shift that does not round.
func TestScaleAndLocation(t *testing.T) {
	for _, alpha := range symIndices {
		unit := SaS(alpha, 1)
		for _, e := range []int{-1040, -1000, -300, -3, 1, 300, 1000} {
			scale := math.Ldexp(1, e)
			law := Stable{Alpha: alpha, Scale: scale, Loc: 3 * scale}
			for _, z := range []float64{0, .25, -2, 17, 1024} {
				x := scale*z + 3*scale
				if law.Survival(x) != unit.Survival(z) || law.CDF(x) != unit.CDF(z) {
					t.Errorf("alpha %g, scale 2^%d: distribution at z = %g", alpha, e, z)
				}
				f, want := law.Prob(x), unit.Prob(z)/scale
				if !(symOff(f, want) <= 1e-12) && want > 1e-300 {
					t.Errorf("alpha %g, scale 2^%d: f(z = %g) = %g, want %g", alpha, e, z, f, want)
				}
				l, want := law.LogProb(x), unit.LogProb(z)-float64(e)*math.Ln2
				if !(math.Abs(l-want) <= 1e-15*(10+math.Abs(want))) {
					t.Errorf("alpha %g, scale 2^%d: ln f(z = %g) = %g, want %g", alpha, e, z, l, want)
				}
			}
		}
	}
}
