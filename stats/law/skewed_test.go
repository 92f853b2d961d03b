package law

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"levyscope/internal/near"
)

// skewedOff is the relative error of got, in its logarithm if want is small.
func skewedOff(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got/want - 1)
}

// testdata/skewed.csv holds alpha, beta, z and the logarithms of density,
// distribution function and survival in S1, by mpmath at 250 digits: the Zolotarev-Nolan
// integral over the angle (Nolan 1997, theorem 1), which the package does not use,
// with 32-point Gauss-Legendre panels around its peak; 24 points give the same 20 digits.
func TestSkewedReference(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "skewed.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 60 {
		t.Fatalf("%d reference rows", len(rows))
	}
	worst := 0.
	for _, row := range rows {
		var v [6]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(row[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		alpha, beta, z := v[0], v[1], v[2]
		cdf, survival := skewedTails(alpha, beta, z)
		log := skewedLogProb(alpha, beta, z)
		// An exponential carries half a last place of its argument: 1e-16 |ln p|.
		for i, off := range []float64{
			math.Abs(log - v[3]), skewedOff(skewedProb(alpha, beta, z), math.Exp(v[3])),
			skewedOff(cdf, math.Exp(v[4])), skewedOff(survival, math.Exp(v[5])),
		} {
			size := 1 + math.Abs(v[max(3, i+2)])
			if !(off <= 4e-15*size) {
				t.Errorf("alpha %v, beta %v, z %v: quantity %d is off by %.2g (its logarithm is %.4g)", alpha, beta, z, i, off,
					v[max(3, i+2)])
			}
			worst = max(worst, off/size)
		}
	}
	t.Logf("largest error: %.2g (1 + |ln p|) over %d rows", worst, len(rows))
}

// Levy: alpha = 1/2, beta = 1 has the density exp(-1/(2x)) x^(-3/2) / sqrt(2 pi)
// and the distribution function erfc(1/sqrt(2x)).
func TestSkewedLevy(t *testing.T) {
	for _, x := range []float64{.002, .01, .1, .5, 1, 1.2, 3, 50, 1e4, 1e12, 1e100} {
		f := math.Exp(-1/(2*x)) / (x * math.Sqrt(x) * math.Sqrt(2*math.Pi))
		cdf, survival := math.Erfc(1/math.Sqrt(2*x)), math.Erf(1/math.Sqrt(2*x))
		gotCDF, gotSurvival := skewedTails(.5, 1, x)
		log := -1/(2*x) - 1.5*math.Log(x) - math.Log(2*math.Pi)/2
		for i, off := range []float64{
			skewedOff(skewedProb(.5, 1, x), f), skewedOff(gotCDF, cdf), skewedOff(gotSurvival, survival),
			math.Abs(skewedLogProb(.5, 1, x)-log) / max(1, math.Abs(log)),
		} {
			if !(off < 2e-13) {
				t.Errorf("x %g: quantity %d is off by %.2g", x, i, off)
			}
		}
	}
	for _, x := range []float64{0, -1e-300, -1, -1e300} {
		cdf, survival := skewedTails(.5, 1, x)
		if f := skewedProb(.5, 1, x); f != 0 || cdf != 0 || survival != 1 {
			t.Errorf("outside the support, x %g: density %g, cdf %g, survival %g", x, f, cdf, survival)
		}
	}
	for x := 1e-3; x > 1e-300; x /= 7 {
		want := -1/(2*x) - 1.5*math.Log(x) - math.Log(2*math.Pi)/2
		log := skewedLogProb(.5, 1, x)
		near.Rel(t, fmt.Sprintf("log density of the light tail at %g", x), log, want, 1e-15*(10+math.Log(-want)))
	}
}

// At alpha = 2 the law is N(0, 2) whatever beta is, and one last place below it differs by 1e-14 or so
// in the body.
func TestSkewedGaussian(t *testing.T) {
	for _, alpha := range []float64{2, math.Nextafter(2, 0)} {
		for _, beta := range []float64{-1, .4, 1} {
			for _, z := range []float64{-4, -1, 0, .3, 2, 5} {
				f := math.Exp(-z*z/4) / (2 * math.SqrtPi)
				cdf, survival := skewedTails(alpha, beta, z)
				// The heavy tail of the neighbour is 2e-16 z^-3.
				what := fmt.Sprintf("alpha %v, beta %g, z %g: relative error of the ", alpha, beta, z)
				near.Most(t, what+"density", skewedOff(skewedProb(alpha, beta, z), f), 1e-13)
				near.Most(t, what+"CDF", skewedOff(cdf, math.Erfc(-z/2)/2), 1e-13)
				near.Most(t, what+"survival", skewedOff(survival, math.Erfc(z/2)/2), 1e-13)
			}
		}
	}
}

// Landau's law is alpha = beta = 1 stretched by pi/2 and shifted by ln(pi/2):
// p(l) = (1/pi) int_0^inf exp(-t ln t - l t) sin(pi t) dt, by mpmath at 40 digits. The fourth row is its mode.
func TestSkewedLandau(t *testing.T) {
	for _, c := range [][2]float64{
		{-2, .043985478379363886601}, {-1, .15139191152148557738}, {-.22278, .1806556338202003307},
		{-.22278298125640850406, .18065563382055094278}, {0, .17885416067524943505},
		{1, .14520663709640194254}, {5, .039163419581290406946}, {20, .0030049793956922566166},
	} {
		z := (c[0] - math.Log(math.Pi/2)) * 2 / math.Pi
		near.Rel(t, fmt.Sprintf("Landau density at %g", c[0]), skewedProb(1, 1, z)*2/math.Pi, c[1], 3e-15)
	}
}

// alpha = 1/3, beta = 1: with x = cos(pi/6)^-3 y the density of y is
// Ai((3y)^(-1/3)) / (y (3y)^(1/3)) (Zolotarev 1986, section 2.8); mpmath at 40 digits.
func TestSkewedAiry(t *testing.T) {
	for _, c := range [][2]float64{
		{.0625, 1.0977625404402633422}, {.5, .27015477507981028688},
		{2, .064287493691628081773}, {50, .0013010694346819551261},
	} {
		near.Rel(t, fmt.Sprintf("density of alpha = 1/3, beta = 1 at %g", c[0]), skewedProb(1./3, 1, c[0]), c[1], 3e-15)
	}
}

// P(X < 0) = 1/2 - arctan(beta tan(pi alpha/2))/(pi alpha) for alpha != 1 (Zolotarev 1986, section 2.2).
func TestSkewedProbabilityOfSign(t *testing.T) {
	for _, alpha := range []float64{.1, .3, .6, .9, .99, 1.01, 1.2, 1.5, 1.9, 1.999} {
		for _, beta := range []float64{-1, -.7, .01, .5, 1} {
			want := .5 - math.Atan(beta*math.Tan(math.Pi*alpha/2))/(math.Pi*alpha)
			cdf, _ := skewedTails(alpha, beta, 0)
			near.Abs(t, fmt.Sprintf("alpha %g, beta %g: P(X < 0)", alpha, beta), cdf, want, 4e-15)
		}
	}
}

// Far out ln f = ln(alpha c_alpha (1+beta)) - (alpha+1) ln z and P(X > z) = (1+beta) c_alpha z^-alpha.
func TestSkewedFarTail(t *testing.T) {
	for _, alpha := range []float64{.3, .7, 1, 1.2, 1.6, 1.99} {
		for _, beta := range []float64{-.9999, -.3, .6, 1} {
			for _, z := range []float64{1e80, 1e300} {
				c := (1 + beta) * TailConstant(alpha)
				want := math.Log(alpha*c) - (alpha+1)*math.Log(z)
				what := fmt.Sprintf("alpha %g, beta %g, z %g: ", alpha, beta, z)
				near.Rel(t, what+"log density of the far tail", skewedLogProb(alpha, beta, z), want, 1e-13)
				want = c * math.Pow(z, -alpha)
				if _, got := skewedTails(alpha, beta, z); want > 1e-300 {
					near.Rel(t, what+"survival of the far tail", got, want, 2e-13)
				}
			}
		}
	}
}

func TestSkewedRejects(t *testing.T) {
	for _, c := range [][3]float64{{math.NaN(), 0, 1}, {0, .5, 1}, {2.1, .5, 1}, {1, math.NaN(), 1}, {1, 1.1, 0},
		{1, .5, math.NaN()}} {
		cdf, survival := skewedTails(c[0], c[1], c[2])
		for _, v := range []float64{cdf, survival, skewedProb(c[0], c[1], c[2]), skewedLogProb(c[0], c[1], c[2])} {
			if !math.IsNaN(v) {
				t.Errorf("%v gives %g", c, v)
			}
		}
	}
	for _, p := range []float64{-.1, 1.1, math.NaN()} {
		if z := skewedQuantile(1.5, .5, p, false); !math.IsNaN(z) {
			t.Errorf("quantile of %g is %g", p, z)
		}
	}
}

func TestSkewedAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(20, func() {
		skewedProb(1.001, .5, 3)
		skewedTails(.7, -1, -2)
		skewedQuantile(1.5, .5, .01, true)
	}); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkSkewedProb(b *testing.B) {
	for _, c := range [][3]float64{{.5, .5, 1}, {1, .5, 1}, {1.5, .5, 1}, {1.5, .5, 100}, {1.5, 1, -5}} {
		b.Run(strconv.FormatFloat(c[0], 'g', -1, 64)+"_z_"+strconv.FormatFloat(c[2], 'g', -1, 64), func(b *testing.B) {
			for b.Loop() {
				skewedProb(c[0], c[1], c[2])
			}
		})
	}
}

func BenchmarkSkewedQuantile(b *testing.B) {
	for b.Loop() {
		skewedQuantile(1.5, .5, .01, true)
	}
}
