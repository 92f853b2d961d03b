package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/near"
)

// skewedAlphas covers the body of the range and the neighbourhoods of 1 and 2.
var skewedAlphas = []float64{.3, .5, .7, .95, .999, 1 - 1e-6, 1 - 1e-12, 1, 1 + 1e-12, 1 + 1e-6, 1.001, 1.05, 1.3,
	1.7, 1.95, 2 - 1e-12}

// X with beta is -X with -beta, to the bit.
func TestSkewedReflection(t *testing.T) {
	for _, alpha := range skewedAlphas {
		for _, beta := range []float64{.2, .9, 1} {
			for _, z := range []float64{-3, -.1, .4, 20} {
				cdf, survival := skewedTails(alpha, beta, z)
				cdfR, survivalR := skewedTails(alpha, -beta, -z)
				if cdf != survivalR || survival != cdfR || skewedProb(alpha, beta, z) != skewedProb(alpha, -beta, -z) {
					t.Errorf("alpha %v, beta %g, z %g: the reflection differs", alpha, beta, z)
				}
			}
		}
	}
}

// The integral of the density over a stretch of the S0 axis is the difference of the distribution
// function, on both sides of the origin, where the method changes its axis.
func TestSkewedDensityIntegratesToCDF(t *testing.T) {
	for _, alpha := range skewedAlphas {
		for _, beta := range []float64{-1, -.4, 1e-3, .8} {
			for _, c := range [][2]float64{{-2, -.7}, {-.7, -.2}, {-.2, .2}, {.2, .9}, {.9, 2.5}, {2.5, 6}} {
				a, b := skewedShift(alpha, -beta, c[0]), skewedShift(alpha, -beta, c[1])
				if alpha < 1 && math.Abs(a+b) < 2*math.Abs(a-b) {
					continue // too near a cusp or an edge of the support, at 0
				}
				sum := 0.
				const parts = 4
				for i := range parts {
					from := a + (b-a)*float64(i)/parts
					sum += quad.Fixed(func(z float64) float64 { return skewedProb(alpha, beta, z) }, from, from+(b-a)/parts, 12,
						quad.Legendre{}, 0)
				}
				low, above := skewedTails(alpha, beta, a)
				high, beyond := skewedTails(alpha, beta, b)
				want := high - low
				if low > .5 {
					want = above - beyond
				}
				// z is rounded to half a last place of the shift.
				allowed := 1e-10 + 4e-16*math.Abs(a)
				what := fmt.Sprintf("alpha %v, beta %g: int f over S0 from %g to %g", alpha, beta, c[0], c[1])
				near.Abs(t, what, sum, want, allowed)
			}
		}
	}
}

// The density integrates to 1: over the body by quadrature in v, z = shift + sinh v, far enough
// that both tails are below 1e-13.
func TestSkewedMass(t *testing.T) {
	for _, c := range [][2]float64{{1, .5}, {1, -1}, {1.001, .7}, {1.5, -.9}, {1.9, .3}} {
		alpha, beta := c[0], c[1]
		g := func(v float64) float64 {
			return skewedProb(alpha, beta, skewedShift(alpha, -beta, math.Sinh(v))) * math.Cosh(v)
		}
		sum := 0.
		for v := -40.; v < 40; v += .5 {
			sum += quad.Fixed(g, v, v+.5, 8, quad.Legendre{}, 0)
		}
		near.Abs(t, fmt.Sprintf("mass at alpha %g, beta %g", alpha, beta), sum, 1, 1e-9)
	}
}

// Zolotarev's duality for 1 < alpha <= 2: with exp(-|k|^alpha exp(i theta sign(k) pi/2)),
// f(x; alpha, theta) = x^(-1-alpha) f(x^-alpha; 1/alpha, (1 - alpha + theta)/alpha) at x > 0
// (Zolotarev 1986, section 2.3).
func TestSkewedDuality(t *testing.T) {
	density := func(alpha, theta, x float64) float64 {
		sin, cos := math.Sincos(theta * math.Pi / 2)
		scale := math.Pow(cos, 1/alpha)
		beta := max(-1, min(-sin/cos/math.Tan(math.Pi*alpha/2), 1))
		return skewedProb(alpha, beta, x/scale) / scale
	}
	for _, alpha := range []float64{1.05, 1.2, 1.5, 1.8, 1.95} {
		for _, part := range []float64{-.95, -.5, 0, .4, .9} {
			for _, x := range []float64{.01, .3, 1, 2.5, 40} {
				theta := part * (2 - alpha)
				f := density(alpha, theta, x)
				dual := math.Pow(x, -1-alpha) * density(1/alpha, (1-alpha+theta)/alpha, math.Pow(x, -alpha))
				if d := skewedOff(dual, f); !(d <= 1e-12) {
					t.Errorf("alpha %g, theta %g, x %g: %v, dual %v (%.2g)", alpha, theta, x, f, dual, d)
				}
			}
		}
	}
}

// In S0 the law moves smoothly with alpha: across a step of d its density may change by
// a few d, and no more where the method changes its form (at 1/2, 1, 3/2, and at
// |beta tan(pi alpha/2)| = 2), nor at 2 in the body.
func TestSkewedHasNoSeam(t *testing.T) {
	for _, d := range []float64{1e-12, 1e-9, 1e-6, 1e-3} {
		for _, beta := range []float64{.3, -.8, 1, 1e-7} {
			for _, centre := range []float64{.5, .7, 1, 1.3, 1.5, 2 - math.Atan(2/math.Abs(beta))*2/math.Pi,
				math.Atan(2/math.Abs(beta)) * 2 / math.Pi, 2 - d} {
				for _, x0 := range []float64{-3, -.5, -1e-3, 1e-3, .5, 3, 30} {
					at := func(alpha float64) float64 {
						return skewedLogProb(alpha, beta, skewedShift(alpha, -beta, x0))
					}
					low, mid, high := at(centre-d), at(centre), at(centre+d)
					// The heavy tail itself goes out as 2 - alpha.
					if math.IsInf(low+mid+high, 0) || mid < -40 || centre+d == 2 && x0 > 3 {
						continue
					}
					// z holds x0 to half a last place of the shift, which is large near 1.
					shift := math.Abs(beta) * 1.5e-16 / d
					if !(max(math.Abs(low-mid), math.Abs(high-mid)) <= 400*d+40*shift+1e-14) {
						t.Errorf("alpha %v +- %g, beta %g, S0 %g: log density %v, %v, %v", centre, d, beta, x0, low, mid, high)
					}
				}
			}
		}
	}
}

func TestSkewedQuantileInvertsTails(t *testing.T) {
	for _, alpha := range append([]float64{2}, skewedAlphas...) {
		for _, beta := range []float64{.3, -.8, 1, -1, 1e-6} {
			for _, p := range []float64{1e-200, 1e-30, 1e-8, .003, .2, .5, .8, .999} {
				for _, upper := range []bool{false, true} {
					z := skewedQuantile(alpha, beta, p, upper)
					if math.IsInf(z, 0) {
						if alpha > .6*-math.Log10(p)/200 {
							t.Errorf("alpha %v, beta %g, p %g: quantile %g", alpha, beta, p, z)
						}
						continue
					}
					cdf, survival := skewedTails(alpha, beta, z)
					got := cdf
					if upper {
						got = survival
					}
					// One last place of z is worth this much of p.
					place := math.Abs(z) * skewedProb(alpha, beta, z) / p * 2.3e-16
					if off := skewedOff(got, p); !(off <= 3e-13+2*place) {
						t.Errorf("alpha %v, beta %g, p %g, upper %v: at %v it is %v (%.2g, a last place %.2g)", alpha, beta, p, upper,
							z, got, off, place)
					}
				}
			}
		}
	}
}

// Quantile(CDF(z)) = z, through the smaller tail.
func TestSkewedQuantileReturns(t *testing.T) {
	for _, alpha := range []float64{.3, .7, .999, 1, 1.2, 1.9, 2} {
		for _, beta := range []float64{-.8, .3, 1} {
			for _, x0 := range []float64{-2, -.4, .7, 5, 1e3} {
				z := skewedShift(alpha, -beta, x0)
				cdf, survival := skewedTails(alpha, beta, z)
				p, upper := cdf, false
				if survival < cdf {
					p, upper = survival, true
				}
				if p < 1e-300 {
					continue
				}
				what := fmt.Sprintf("alpha %g, beta %g: quantile of the tail of %v", alpha, beta, z)
				near.Rel(t, what, skewedQuantile(alpha, beta, p, upper), z, 1e-10)
			}
		}
	}
	for _, c := range []struct {
		alpha, beta, p float64
		upper          bool
		z              float64
	}{
		{.5, 1, 0, false, 0}, {.5, 1, 1, true, 0}, {.5, -1, 0, true, 0}, {.5, -1, 1, false, 0},
		{.5, 1, 1, false, math.Inf(1)}, {1.5, 1, 0, false, math.Inf(-1)}, {2, .5, 1, false, math.Inf(1)},
		{1, .5, 0, true, math.Inf(1)},
	} {
		if z := skewedQuantile(c.alpha, c.beta, c.p, c.upper); z != c.z {
			t.Errorf("%+v: quantile %g", c, z)
		}
	}
}

// skewedDraw is a random law and point, with more than their share near the edges:
// alpha near 1 and 2, beta near 0 and +-1, z in the body, near 0 and far out.
func skewedDraw(r *rand.Rand) (alpha, beta, z float64) {
	tiny := func() float64 { return math.Pow(10, -15*r.Float64()) }
	alpha, beta = .1+1.9*r.Float64(), 2*r.Float64()-1
	switch r.IntN(6) {
	case 0:
		alpha = 1 + tiny()*(r.Float64()-.5)
	case 1:
		alpha = 2 - tiny()
	}
	switch r.IntN(6) {
	case 0:
		beta = math.Copysign(1, beta)
	case 1:
		beta = tiny()
	case 2:
		beta = tiny() - 1
	}
	x0 := 40*r.Float64() - 20
	if r.IntN(3) == 0 {
		x0 = math.Copysign(math.Pow(10, 30*r.Float64()-15), x0)
	}
	if r.IntN(4) == 0 {
		return alpha, beta, x0
	}
	return alpha, beta, skewedShift(alpha, -beta, x0)
}

// The value does not depend on where the contour leaves the axis (Cauchy's theorem): the
// same integral from another corner exercises other nodes of both rules.
func TestSkewedContourIsFree(t *testing.T) {
	r := testRand(17)
	checked := 0
	for range 20000 {
		alpha, beta, z := skewedDraw(r)
		density, tail, _ := skewedLogs(alpha, beta, z)
		if math.IsNaN(density) || math.IsNaN(tail) || tail > 1e-12 || density > 300 {
			t.Fatalf("alpha %v, beta %v, z %v: logarithms %v, %v", alpha, beta, z, density, tail)
		}
		e, _ := skewedExponentAt(alpha, beta, z, skewedShift(alpha, beta, z))
		rho := e.corner() - .3
		floor := e.axis(rho)
		if e.phase < .05 || density < -700 || floor < -500 {
			continue // a nearly totally skewed law must go through the saddle
		}
		heavyTail, heavy := e.ascend(rho)
		lightTail, light := e.descend(rho, floor)
		off := max(math.Abs(skewedLogAdd(heavy, floor+rho, light)-math.Log(math.Pi)-density),
			math.Abs(skewedLogAdd(heavyTail, floor, lightTail)-math.Log(math.Pi)-tail))
		// The other corner may lie above the saddle, and cancel by that much.
		cancelled := math.Exp(max(0, floor-tail-5, floor+rho-density-5))
		if checked++; !(off <= (2e-13+1e-15*math.Abs(density))*cancelled) {
			t.Errorf("alpha %v, beta %v, z %v: moved by %.2g, ln f %.4g", alpha, beta, z, off, density)
		}
	}
	if checked < 8000 {
		t.Errorf("only %d points checked", checked)
	}
}

func FuzzSkewed(f *testing.F) {
	for _, c := range [][3]float64{
		{1, .5, 0}, {1 + 1e-12, 1, -6e11}, {.5, 1, 1e-300}, {1.999999, -1, 30}, {1.5, -1 + 1e-15, 1e300},
		{.3, 1e-300, 5e-324}, {2, 1, 1}, {1, -1, 1.7e308}, {1 + 1e-12, 1, -1e308}, {.1, 1, 5e-324}, {.6, 1, 5e-324},
	} {
		f.Add(c[0], c[1], c[2])
	}
	f.Fuzz(func(t *testing.T, alpha, beta, z float64) {
		if math.Abs(alpha) > 2 {
			alpha = math.Mod(alpha, 2) // most fuzzed numbers are no parameters: fold some
		}
		if math.Abs(beta) > 1 {
			beta = math.Sin(beta)
		}
		density, log := skewedProb(alpha, beta, z), skewedLogProb(alpha, beta, z)
		cdf, survival := skewedTails(alpha, beta, z)
		if skewedInvalid(alpha, beta, z) {
			if !math.IsNaN(density + log + cdf + survival) {
				t.Fatalf("invalid, but %g %g %g %g", density, log, cdf, survival)
			}
			return
		}
		if alpha < .1 {
			return // no promise but to return
		}
		if !(density >= 0) || math.IsNaN(log) || !(cdf >= 0 && cdf <= 1) || !(survival >= 0 && survival <= 1) ||
			!(math.Abs(cdf+survival-1) <= 1e-12) {
			t.Fatalf("density %g, its logarithm %g, cdf %g, survival %g", density, log, cdf, survival)
		}
		for _, step := range []float64{1e-9, 1e-3, 1} {
			higher := z + step*(1+math.Abs(z))
			c, s := skewedTails(alpha, beta, higher)
			// Roundoff: a last place of the tail's logarithm, and of z times the slope.
			if !(c >= cdf*(1-1e-11)-1e-300) || !(s <= survival*(1+1e-11)+1e-300) {
				t.Fatalf("from %g to %g: cdf %g to %g, survival %g to %g", z, higher, cdf, c, survival, s)
			}
		}
	})
}
