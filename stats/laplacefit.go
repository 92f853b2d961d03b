package stats

import (
	"math"
)

// FitLaplace is the maximum likelihood fit of a Laplace law centred at 0:
// Scale = mean |x|, SE(Scale) = Scale/sqrt(n) from the expected information.
// Errors as in LawFit.
func FitLaplace(x []float64) (LawFit[Laplace], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[Laplace]{}, err
	}
	n := float64(len(y))
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	s := sum / n
	return LawFit[Laplace]{
		Law:    Laplace{Scale: unit.up(s)},
		SE:     Laplace{Scale: unit.up(s / math.Sqrt(n))},
		LogLik: -n * (math.Log(2*s) + 1 + unit.log()),
		N:      len(x), Params: 1,
	}, nil
}
