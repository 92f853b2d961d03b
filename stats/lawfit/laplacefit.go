package lawfit

import (
	"math"

	"levyscope/stats/law"
)

// FitLaplace is the maximum likelihood fit of a Laplace law centred at 0:
// Scale = mean |x|, SE(Scale) = Scale/sqrt(n) from the expected information.
// Errors as in LawFit.
func FitLaplace(x []float64) (LawFit[law.Laplace], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.Laplace]{}, err
	}
	n := float64(len(y))
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	s := sum / n
	return LawFit[law.Laplace]{
		Law:    law.Laplace{Scale: unit.up(s)},
		SE:     law.Laplace{Scale: unit.up(s / math.Sqrt(n))},
		LogLik: -n * (math.Log(2*s) + 1 + unit.log()),
		N:      len(x), Params: 1,
	}, nil
}
