package lawfit

import (
	"math"

	"levyscope/stats/law"
)

// FitGaussian is the maximum likelihood fit of a Gaussian centred at 0:
// Scale^2 = mean x^2, SE(Scale) = Scale/sqrt(2n) from the expected information.
// Errors as in LawFit.
func FitGaussian(x []float64) (LawFit[law.Gaussian], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.Gaussian]{}, err
	}
	n := float64(len(y))
	sum := 0.0
	for _, v := range y {
		sum += v * v
	}
	s := math.Sqrt(sum / n)
	return LawFit[law.Gaussian]{
		Law:    law.Gaussian{Scale: unit.up(s)},
		SE:     law.Gaussian{Scale: unit.up(s / math.Sqrt(2*n))},
		LogLik: -n * (math.Log(s) + law.HalfLog2Pi + .5 + unit.log()),
		N:      len(x), Params: 1,
	}, nil
}
