package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// Where x - Loc or its quotient by the scale overflows, the law still answers.
func TestStandardOverflow(t *testing.T) {
	wide := Stable{Alpha: 1.5, Scale: 1e308, Loc: -1.5e308}
	if got, want := wide.Survival(1.5e308), SaS(1.5, 1).Survival(3); !(symOff(got, want) <= 1e-14) {
		t.Errorf("S three scales out: %g, want %g", got, want)
	}
	point := Stable{Alpha: 1.5, Scale: 5e-324, Loc: 2}
	if point.CDF(1) != 0 || point.CDF(3) != 1 || point.Survival(1) != 1 || point.Survival(2) != .5 ||
		math.IsNaN(point.Prob(1)) {
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
				if c, u := s.CDF(x), s.Survival(x); !(math.Abs(c-p) <= 1e-12*p) && p > 1e-12 ||
					!(math.Abs(u-q) <= 1e-12*q) && q > 1e-12 {
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
	if a, b := (Stable{2, .7, 3, 1}), (Stable{2, 0, 3, 1}); a.Prob(2) != b.Prob(2) || a.CDF(2) != b.CDF(2) ||
		a.Quantile(.3) != b.Quantile(.3) || a.LogProb(2) != b.LogProb(2) {
		t.Error("at alpha = 2 the skewness matters")
	}
}
