package lawfit

import (
	"math"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// FuzzLawFits fits whatever a seed draws at whatever size, with zeros and ties.
func FuzzLawFits(f *testing.F) {
	f.Add(uint64(1), 1.5, 0, uint8(0))
	f.Add(uint64(2), .2, 1000, uint8(3))
	f.Add(uint64(3), 2.0, -1070, uint8(200))
	f.Fuzz(func(t *testing.T, seed uint64, alpha float64, exponent int, zeros uint8) {
		if !(alpha > .05 && alpha <= 2) {
			return
		}
		x, r := statstest.Draws(law.SaS(alpha, 1), 40, seed), statstest.Rand(seed+1)
		for i := range x {
			x[i] = math.Ldexp(x[i], exponent)
			if uint8(r.Uint32()) < zeros {
				x[i] = 0
			}
		}
		for _, fit := range []func([]float64) (lawFitted, error){fittedGaussian, fittedLaplace, fittedStudent,
			fittedShape, fittedMixture, fittedTwoScale} {
			if got, err := fit(x); err == nil && (math.IsNaN(got.logLik) || math.IsNaN(got.law[0])) {
				t.Errorf("fit %v, log-likelihood %g of %v", got.law, got.logLik, x)
			}
		}
	})
}
