package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// symIndices spread over all the ways the symmetric law is computed.
var symIndices = []float64{.05, .1, .3, .5, .75, .95, .999, 1, 1.001, 1.1, 1.3, 1.5, 1.7, 1.85, 1.9, 1.9000001, 1.95, 1.99, 1.9999, 2 - 1e-9, 2 - 1e-15, 2}

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
				if l, want := law.LogProb(x), unit.LogProb(z)-float64(e)*math.Ln2; !(math.Abs(l-want) <= 1e-15*(10+math.Abs(want))) {
					t.Errorf("alpha %g, scale 2^%d: ln f(z = %g) = %g, want %g", alpha, e, z, l, want)
				}
			}
		}
	}
}

// Where x - Loc or its quotient by the scale overflows, the law still answers.
func TestStandardOverflow(t *testing.T) {
	wide := Stable{Alpha: 1.5, Scale: 1e308, Loc: -1.5e308}
	if got, want := wide.Survival(1.5e308), SaS(1.5, 1).Survival(3); !(symOff(got, want) <= 1e-14) {
		t.Errorf("S three scales out: %g, want %g", got, want)
	}
	point := Stable{Alpha: 1.5, Scale: 5e-324, Loc: 2}
	if point.CDF(1) != 0 || point.CDF(3) != 1 || point.Survival(1) != 1 || point.Survival(2) != .5 || math.IsNaN(point.Prob(1)) {
		t.Errorf("all the mass at 2: CDF(1) = %g, CDF(3) = %g", point.CDF(1), point.CDF(3))
	}
	// f(x) = alpha c scale^alpha x^(-alpha-1) where z = x/scale, or z^(-alpha-1), is beyond the floats.
	for _, r := range [][2]float64{{1e-300, 1}, {1e-300, 1e10}, {5e-324, 1e3}} {
		law := SaS(.5, r[0])
		want := .5 * TailConstant(.5) * math.Sqrt(r[0]) * math.Pow(r[1], -1.5)
		if f := law.Prob(r[1]); !(symOff(f, want) <= 1e-12) {
			t.Errorf("scale %g: f(%g) = %g, want %g", r[0], r[1], f, want)
		}
	}
}

// Far out S = c x^-alpha (1 + second term), f = alpha S/x; ln f goes on where f underflows.
func TestFarTails(t *testing.T) {
	for _, alpha := range symIndices {
		if alpha == 2 || alpha < .3 { // below, third terms show
			continue
		}
		law := SaS(alpha, 1)
		for _, x := range []float64{1e30, 1e100, 1e150, 1e300, 1.7e308} {
			logS := math.Log(TailConstant(alpha)) - alpha*math.Log(x)
			y := math.Exp(-alpha * math.Log(x))
			second := math.Gamma(2*alpha) / 2 * math.Sin(math.Pi*alpha) / math.Pi / TailConstant(alpha) // subtracted
			want := math.Exp(logS) * (1 - second*y)
			if s := law.Survival(x); !(symOff(s, want) <= 1e-12) && want > 1e-307 {
				t.Errorf("alpha %g: S(%g) = %g, want %g", alpha, x, s, want)
			}
			logF := logS + math.Log(alpha) - math.Log(x) + math.Log1p(-2*second*y)
			if l := law.LogProb(x); !(math.Abs(l-logF) <= 1e-14*math.Abs(logF)) {
				t.Errorf("alpha %g: ln f(%g) = %.17g, want %.17g", alpha, x, l, logF)
			}
		}
	}
}

// Where f falls below 1e-300, LogProb hands over to the tail without a jump.
func TestLogProbHandOver(t *testing.T) {
	for _, alpha := range symIndices {
		if alpha == 2 {
			continue
		}
		law := SaS(alpha, 1)
		lo, hi := 1., 1.7e308
		if law.Prob(hi) > 1e-300 {
			continue
		}
		for range 2000 {
			if mid := math.Sqrt(lo) * math.Sqrt(hi); law.Prob(mid) > 1e-300 {
				lo = mid
			} else {
				hi = mid
			}
			if hi/lo < 1+1e-12 {
				break
			}
		}
		if a, b := law.LogProb(lo), law.LogProb(hi); !(math.Abs(a-b) <= 1e-12*690) {
			t.Errorf("alpha %g: ln f jumps from %.15g to %.15g at %g", alpha, a, b, lo)
		}
	}
}

// A sum of two is stable: P(X + Y > x) by quadrature of S(x - y) f(y), from octave to octave on
// both sides of 0 and of x, against the law with the scale (1 + s^alpha)^(1/alpha).
func TestConvolutionIsStable(t *testing.T) {
	for _, alpha := range []float64{.75, 1, 1.5, 1.95} {
		const s, x = .5, 1.75
		a, b := SaS(alpha, 1), SaS(alpha, s)
		inner := func(y float64) float64 { return a.Survival(x-y) * b.Prob(y) }
		sum := 0.
		for e := -50.; e < 160; e++ { // from 0 and from x outwards, and between them from both ends
			lo, hi := math.Exp2(e/2), math.Exp2((e+1)/2)
			sum += symPanel(inner, -hi, -lo) + symPanel(inner, x+lo, x+hi)
			if hi <= 1 {
				sum += symPanel(func(y float64) float64 { return inner(y*x/2) * x / 2 }, lo, hi)
				sum += symPanel(func(y float64) float64 { return inner(x-y*x/2) * x / 2 }, lo, hi)
			}
		}
		want := SaS(alpha, math.Pow(1+math.Pow(s, alpha), 1/alpha)).Survival(x)
		if !(math.Abs(sum-want) <= 3e-7) { // the 2^-25 about 0 and x left out
			t.Errorf("alpha %g: convolution %.15g, law %.15g", alpha, sum, want)
		}
	}
}

// What the exported methods make of Beta, Scale and Loc, against the standard skewed law, for which
// skewed_test.go has references. At alpha = 1 a scale shifts by (2/pi) Beta Scale ln Scale.
func TestSkewedDispatch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for _, alpha := range []float64{.7, 1, 1.5, 1.9} {
		for _, beta := range []float64{-1, -.4, .3, 1} {
			s := Stable{Alpha: alpha, Beta: beta, Scale: math.Exp2(float64(r.IntN(7) - 3)), Loc: r.NormFloat64()}
			shift := 0.
			if alpha == 1 {
				shift = 2 / math.Pi * beta * s.Scale * math.Log(s.Scale)
			}
			for _, z := range []float64{-20, -1, .5, 3, 30} {
				x := s.Loc + s.Scale*z + shift
				name := fmt.Sprintf("%v at z = %g", s, z)
				f, logF := skewedProb(alpha, beta, z), skewedLogProb(alpha, beta, z)
				p, q := skewedTails(alpha, beta, z)
				if got := s.Prob(x) * s.Scale; !(math.Abs(got-f) <= 1e-12*f) && f > 1e-12 {
					t.Errorf("%s: density %g, want %g", name, got, f)
				}
				if got := s.LogProb(x) + math.Log(s.Scale); !(math.Abs(got-logF) <= 1e-11*(1+math.Abs(logF))) && f > 1e-12 {
					t.Errorf("%s: log density %g, want %g", name, got, logF)
				}
				if c, u := s.CDF(x), s.Survival(x); !(math.Abs(c-p) <= 1e-12*p) && p > 1e-12 || !(math.Abs(u-q) <= 1e-12*q) && q > 1e-12 {
					t.Errorf("%s: CDF %g and survival %g, want %g and %g", name, c, u, p, q)
				}
				mirror := s
				mirror.Beta, mirror.Loc = -s.Beta, -s.Loc
				if got, want := mirror.CDF(-x), s.Survival(x); !(math.Abs(got-want) <= 1e-14) {
					t.Errorf("%s: the mirror's CDF %g, survival %g", name, got, want)
				}
				if p > 1e-10 && q > 1e-10 && f > 1e-10 { // a step of p moves x by 1/f
					if got := s.Quantile(p); !(math.Abs(got-x) <= (1e-10*math.Abs(x-s.Loc)+1e-15*s.Scale/f)+1e-12) {
						t.Errorf("%s: Quantile(CDF) off by %g", name, got-x)
					}
					if got := s.SurvivalQuantile(q); !(math.Abs(got-x) <= (1e-10*math.Abs(x-s.Loc)+1e-15*s.Scale/f)+1e-12) {
						t.Errorf("%s: SurvivalQuantile(Survival) off by %g", name, got-x)
					}
				}
			}
		}
	}
	if a, b := (Stable{2, .7, 3, 1}), (Stable{2, 0, 3, 1}); a.Prob(2) != b.Prob(2) || a.CDF(2) != b.CDF(2) || a.Quantile(.3) != b.Quantile(.3) || a.LogProb(2) != b.LogProb(2) {
		t.Error("at alpha = 2 the skewness matters")
	}
}
