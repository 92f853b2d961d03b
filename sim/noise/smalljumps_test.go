package noise

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// exponentByQuadrature is the exponent of j by panels of Gauss and Legendre in y = e^s.
func exponentByQuadrature(j smallJumps, k float64) float64 {
	f := func(s float64) float64 {
		y := math.Exp(s)
		sinc := 1.0
		if half := k * y / 2; half > 1e-9 {
			sinc = math.Sin(half) / half
		}
		return k * k / 2 * sinc * sinc * math.Exp(-j.tempering*y) * math.Pow(y, 2-j.alpha)
	}
	end := math.Log(j.cut)
	start := end - 40
	sum := k * k / 2 * math.Exp(start*(2-j.alpha)) / (2 - j.alpha) // below e^start
	for from := start; from < end; {
		to := math.Min(end, from+math.Min(.5, 2/(1+k*math.Exp(from+.5))))
		sum += quad.Fixed(f, from, to, 12, nil, 0)
		from = to
	}
	return 2 * j.alpha * law.TailConstant(j.alpha) * sum
}

func TestSmallJumpsExponent(t *testing.T) {
	for _, alpha := range []float64{.5, .8, 1, 1.2, 1.5, 1.9, 1.99} {
		for _, j := range []smallJumps{{alpha, 0, 10}, {alpha, 0, .3}, {alpha, .01, 10}, {alpha, 1, 10}, {alpha, 5, 6}} {
			for _, k := range []float64{.01, .25, .31, 1, 4, 9.9, 30} {
				near.Rel(t, fmt.Sprintf("%+v: exponent(%g)", j, k), j.exponent()(k), exponentByQuadrature(j, k), 1e-9)
			}
		}
	}
}
