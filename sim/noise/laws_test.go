package noise

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// One truncated draw of iteration time is SaS given |x| <= cut.
func TestTruncatedDraw(t *testing.T) {
	for _, c := range []struct{ alpha, cut float64 }{{.8, 3}, {1.5, .5}, {2, 1}} {
		law := law.SaS(c.alpha, 1)
		n := Noise{Kind: Truncated, Cut: c.cut}
		low := law.CDF(-c.cut)
		x := noiseIncrements(t, n, c.alpha, 1, true, 20000, 11)
		k := kolmogorov(x, func(x float64) float64 { return (law.CDF(x) - low) / (1 - 2*low) })
		what := fmt.Sprintf("alpha %g: %s: ", c.alpha, n)
		near.Most(t, what+"Kolmogorov's statistic", k, 1.95)
		near.Least(t, what+"least draw", x[0], -c.cut)
		near.Most(t, what+"greatest draw", x[len(x)-1], c.cut)
	}
}

// One tempered draw of iteration time has the density of SaS times exp(-rate |x|), at
// alpha = 2 that of exp(-(|x|/2 + rate)^2): P(X > x) = erfc(x/2 + rate)/(2 erfc(rate)), x >= 0.
func TestTemperedDraw(t *testing.T) {
	for _, rate := range []float64{.1, 1, 3} {
		tail := func(x float64) float64 { return math.Erfc(x/2+rate) / (2 * math.Erfc(rate)) }
		x := noiseIncrements(t, Noise{Kind: Tempered, Rate: rate}, 2, 1, true, 50000, 18)
		k := kolmogorov(x, func(x float64) float64 {
			if x < 0 {
				return tail(-x)
			}
			return 1 - tail(x)
		})
		near.Most(t, fmt.Sprintf("rate %g: Kolmogorov's statistic", rate), k, 1.95)
	}
}

// The truncated process at time 1 has the cumulants 2 C_alpha cut^(k-alpha)/(k-alpha),
// k = 2 and 4 (Levy-Khintchine), whatever the steps.
func TestTruncatedProcess(t *testing.T) {
	const cut, count = 3.0, 20000
	for _, alpha := range []float64{.3, .8, 1.5, 1.95} {
		for _, steps := range []int{1, 10, 100} {
			d := noiseFill(t, Noise{Kind: Truncated, Cut: cut}, alpha, 1/float64(steps), false)
			x := noiseSums(d, steps, count, 12)
			_, v, se := noiseMoments(x)
			want := 2 * alpha * law.TailConstant(alpha) * math.Pow(cut, 2-alpha) / (2 - alpha)
			what := fmt.Sprintf("alpha %g, %d steps: ", alpha, steps)
			near.Abs(t, what+"variance", v, want, 4*se)
			fourth, fourthSE := fourthMoment(x)
			wantFourth := 3*want*want + 2*alpha*law.TailConstant(alpha)*math.Pow(cut, 4-alpha)/(4-alpha)
			near.Abs(t, what+"fourth moment", fourth, wantFourth, 4*fourthSE)
		}
	}
}

// Cosines of the truncated process over one step against its characteristic function, with the cut
// far above the scale of a step, near it and far below.
func TestTruncatedCharacteristicFunction(t *testing.T) {
	for _, alpha := range []float64{.3, .7, 1, 1.5, 1.95} {
		for _, c := range []struct{ cut, step float64 }{{3, .01}, {.4, .05}, {.5, 1}, {.02, 1}} {
			x := noiseIncrements(t, Noise{Kind: Truncated, Cut: c.cut}, alpha, c.step, false, 40000, 21)
			scale := math.Pow(c.step, 1/alpha)
			spread := smallJumps{alpha: alpha, cut: c.cut / scale}
			for _, k := range []float64{.3, 1, 3} {
				k /= scale * math.Min(1, math.Sqrt(spread.variance()))
				want := math.Exp(-spread.exponent()(k * scale))
				noiseCosine(t, fmt.Sprintf("alpha %g, cut %g, step %g", alpha, c.cut, c.step), x, k, want)
			}
		}
	}
}

func fourthMoment(x []float64) (mean, se float64) {
	q := make([]float64, len(x))
	for i, v := range x {
		q[i] = v * v * v * v
	}
	mean, variance, _ := noiseMoments(q)
	return mean, math.Sqrt(variance / float64(len(x)))
}

// The tempered process at time 1 has the law law.TemperedStable, whatever the steps and however
// strong the damping of a step.
func TestTemperedProcess(t *testing.T) {
	rates := []float64{.2, 1, 8}
	if testing.Short() {
		rates = []float64{1}
	}
	for _, alpha := range []float64{.3, .65, .8, 1, 1.5, 1.95} {
		for _, rate := range rates {
			for _, steps := range []int{1, 100} {
				name := fmt.Sprintf("alpha %g, rate %g, dt 1/%d", alpha, rate, steps)
				law := law.TemperedStable{Alpha: alpha, Scale: 1, Tempering: rate}
				d := noiseFill(t, Noise{Kind: Tempered, Rate: rate}, alpha, 1/float64(steps), false)
				x := noiseSums(d, steps, 10000, 13)
				_, v, se := noiseMoments(x)
				near.Abs(t, name+": variance", v, law.Variance(), 4.5*se)
				near.Most(t, name+": Kolmogorov's statistic", kolmogorov(x, law.CDF), 2.1)
			}
		}
	}
}

// At alpha = 2 a tempered or truncated process is a Brownian motion: it has no jumps to damp.
func TestNoJumpsToDamp(t *testing.T) {
	for _, n := range []Noise{{Kind: Tempered, Rate: 5}, {Kind: Truncated, Cut: .1}} {
		x := noiseIncrements(t, n, 2, .5, false, 20000, 22)
		_, v, se := noiseMoments(x)
		near.Abs(t, n.String()+": variance", v, 1, 4*se)
	}
}

// E exp(-l |S|): alpha = 2 is exp(l^2) erfc(l); alpha = 1 is 2/pi f(l) with the
// auxiliary function f(1) = 0.621449624 of the sine integral (Abramowitz and Stegun 5.2.12).
func TestTemperedShare(t *testing.T) {
	for _, c := range []struct{ alpha, l, want float64 }{
		{2, .1, math.Exp(.01) * math.Erfc(.1)}, {2, 1, math.E * math.Erfc(1)}, {2, 10, .0561409927},
		{1, 1, 2 / math.Pi * .621449624},
	} {
		near.Rel(t, fmt.Sprintf("alpha %g, l %g", c.alpha, c.l), temperedShare(c.alpha, c.l), c.want, 1e-3)
	}
}

// The tail of the tempered Levy measure in closed form: through erfc at alpha = 1/2,
// through E_1 at alpha = 1 (E_1(1) = 0.219383934395520, E_1(0.01) = 4.037929576538114,
// E_1(10) = 4.156968929685324e-6; Abramowitz and Stegun, tables 5.1 and 5.2).
func TestTemperedTail(t *testing.T) {
	hold := func(alpha, rate, y, want float64) {
		t.Helper()
		near.Rel(t, fmt.Sprintf("alpha %g, rate %g, y %g", alpha, rate, y), temperedTail(alpha, rate, y), want, 1e-11)
	}
	for _, z := range []float64{1e-6, .01, .5, 3} {
		const rate = 2.0
		y := z / rate
		// int_y^inf e^(-rate u) u^(-3/2) du = sqrt(rate) Gamma(-1/2, z)
		gamma := 2 * (math.Exp(-z)/math.Sqrt(z) - math.Sqrt(math.Pi)*math.Erfc(math.Sqrt(z)))
		hold(.5, rate, y, .5*law.TailConstant(.5)*math.Sqrt(rate)*gamma)
	}
	for z, e1 := range map[float64]float64{1: .219383934395520, .01: 4.037929576538114, 10: 4.156968929685324e-6} {
		// int_y^inf e^(-u) u^-2 du = e^(-z)/z - E_1(z)
		if z == 10 { // the difference cancels
			got, want := temperedTail(1, 1, z), (math.Exp(-z)/z-e1)/math.Pi
			near.Rel(t, "z = 10", got, want, 1e-8)
			continue
		}
		hold(1, 1, z, (math.Exp(-z)/z-e1)/math.Pi)
	}
	hold(1.5, 1e-300, 2, law.TailConstant(1.5)*math.Pow(2, -1.5))
	for _, y := range []float64{1e-320, 1e300, math.Inf(1)} {
		if v := temperedTail(1e-12, 1e-10, y); !(v >= 0) {
			t.Errorf("y = %g: %g", y, v)
		}
	}
}

// Compound Poisson increments: E cos kX = exp(m (E cos kJ - 1)), with m jumps expected in
// a step, and no jump at all in a share exp(-m) of the steps.
func TestPoissonIncrements(t *testing.T) {
	for _, c := range []struct {
		n        Noise
		step     float64
		jumpMean func(k float64) float64
	}{
		{Noise{Kind: Poisson, Rate: 4, Jump: GaussJumps}, .5, func(k float64) float64 { return math.Exp(-k * k / 2) }},
		{Noise{Kind: Poisson, Rate: 4, Jump: GaussJumps}, .01, func(k float64) float64 { return math.Exp(-k * k / 2) }},
		{Noise{Kind: Poisson, Rate: 3, Jump: LaplaceJumps}, 1, func(k float64) float64 { return 1 / (1 + k*k/2) }},
	} {
		m := c.n.Rate * c.step
		for _, length := range []int{1, 1000} { // of a call: the steps of several are independent
			d := noiseFill(t, c.n, 1.5, c.step, false)
			x, r := make([]float64, 100000), noiseRand(14)
			for i := 0; i < len(x); i += length {
				d.Increments.Fill(x[i:i+length], r)
			}
			none := 0.0
			for _, v := range x {
				if v == 0 {
					none++
				}
			}
			p, n := math.Exp(-m), float64(len(x))
			what := fmt.Sprintf("%s, %g jumps a step, calls of %d: steps without a jump", c.n, m, length)
			near.Abs(t, what, none, n*p, 4*math.Sqrt(n*p*(1-p)))
			for _, k := range []float64{.3, 1, 3} {
				noiseCosine(t, c.n.String(), x, k, math.Exp(m*(c.jumpMean(k)-1)))
			}
		}
	}
}

// One jump: P(|J| > u) = u^-alpha from 1 on, N(0, 1), and Laplace of variance 1.
func TestJumpLaws(t *testing.T) {
	for _, alpha := range []float64{.5, 1.5} {
		for j := range JumpLaw(len(jumpLaws.Names)) {
			x, r := make([]float64, 20000), noiseRand(15)
			for i := range x {
				x[i] = j.draw(alpha, r)
			}
			if j == LaplaceJumps {
				_, v, se := noiseMoments(x)
				near.Abs(t, "Laplace: variance", v, 1, 4*se)
			}
			cdf := func(x float64) float64 {
				if p := j.tail(alpha, math.Abs(x)); x > 0 {
					return 1 - p
				} else {
					return p
				}
			}
			near.Most(t, fmt.Sprintf("%s, alpha %g: Kolmogorov's statistic", j, alpha), kolmogorov(x, cdf), 1.95)
		}
	}
	r := noiseRand(16)
	for range 1000 {
		if v := ParetoJumps.draw(1e-6, r); math.IsInf(v, 0) || math.IsNaN(v) {
			t.Fatalf("a jump of %g", v)
		}
	}
}

// Each sample comes equally often, wherever it stands: chi-squared with 999 degrees
// of freedom has mean 999 and variance 1998.
func TestEmpiricalFrequencies(t *testing.T) {
	const samples, each = 1000, 200
	s := make([]float64, samples)
	for i := range s {
		s[i] = float64(i)
	}
	counts := make([]float64, samples)
	for _, v := range noiseIncrements(t, Noise{Kind: Empirical, File: "a", Samples: s}, 1.5, 1, true, samples*each, 17) {
		counts[int(v)]++
	}
	chi2 := 0.0
	for _, c := range counts {
		chi2 += (c - each) * (c - each) / each
	}
	near.Abs(t, "chi-squared", chi2, samples-1, 4*math.Sqrt(2*(samples-1)))
}
