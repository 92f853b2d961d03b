package law

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
)

// As the tempering vanishes the law is stable: Cauchy at alpha = 1 (exactly known),
// the density of Stable elsewhere.
func TestTemperedTendsToStable(t *testing.T) {
	for _, x := range []float64{0, .01, .5, 2, 10, 100} {
		l := TemperedStable{Alpha: 1, Scale: 2, Tempering: 1e-14}
		near.Rel(t, fmt.Sprintf("alpha 1: survival at %g against Cauchy", x), l.Survival(x), math.Atan2(2, x)/math.Pi, 1e-10)
		near.Rel(t, fmt.Sprintf("alpha 1: density at %g against Cauchy", x), l.Prob(x), 2/math.Pi/(4+x*x), 1e-10)
		for _, alpha := range []float64{.6, 1.3, 1.8} {
			// The difference is of the order of Tempering^alpha, or Tempering above 1.
			l := TemperedStable{Alpha: alpha, Scale: 2, Tempering: 1e-20}
			near.Rel(t, fmt.Sprintf("alpha %g: density at %g against stable", alpha, x), l.Prob(x), SaS(alpha, 2).Prob(x), 1e-8)
		}
	}
}

// No seam at alpha = 1: second differences across it are those of a smooth function.
func TestTemperedHasNoSeam(t *testing.T) {
	at := func(alpha, x float64, tail bool) float64 {
		l := TemperedStable{Alpha: alpha, Scale: 1, Tempering: .3}
		if tail {
			return l.Survival(x)
		}
		return l.Prob(x)
	}
	for _, x := range []float64{.2, 1.5, 6, 50} {
		for _, tail := range []bool{false, true} {
			centre := at(1, x, tail)
			for _, h := range []float64{1e-12, 1e-9, 1e-6, 1e-5} {
				bend := (at(1+h, x, tail) + at(1-h, x, tail)) / 2 / centre
				what := fmt.Sprintf("at %g, alpha 1 +- %g: mean of both sides over the centre", x, h)
				near.Abs(t, what, bend, 1, 1e-11+20*h*h*(1+x*x))
			}
		}
	}
}

// The characteristic function by sampling, below alpha = 1 where draws are cheap, with
// and without the splitting of the sides.
func TestTemperedCharacteristicFunction(t *testing.T) {
	const n = 30000
	for _, l := range []TemperedStable{{.5, 1, .2, 0}, {.8, 3, 1, 0}, {.9, 3, 2, 0}} {
		x, r := make([]float64, n), testRand(41)
		for i := range x {
			x[i] = l.Rand(r)
		}
		for _, k := range []float64{.1, 1} {
			sum := 0.0
			for _, v := range x {
				sum += math.Cos(k * v)
			}
			a, s, m := l.Alpha, l.Scale, l.Tempering
			psi := math.Pow(s, a) * (math.Pow(m*m+k*k, a/2)*math.Cos(a*math.Atan(k/m)) - math.Pow(m, a)) / math.Cos(math.Pi*a/2)
			near.Abs(t, fmt.Sprintf("%v: E cos(%g X)", l, k), sum/n, math.Exp(-psi), 4/math.Sqrt(2*n))
		}
	}
}

func BenchmarkTempered(b *testing.B) {
	l := TemperedStable{Alpha: 1.5, Scale: 1, Tempering: .1}
	b.Run("survival", func(b *testing.B) {
		for b.Loop() {
			l.Survival(2)
		}
	})
	r := testRand(1)
	b.Run("rand", func(b *testing.B) {
		for b.Loop() {
			l.Rand(r)
		}
	})
	l.Alpha = .7
	b.Run("rand alpha 0.7", func(b *testing.B) {
		for b.Loop() {
			l.Rand(r)
		}
	})
}
