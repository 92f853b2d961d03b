package tail

import (
	"fmt"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// The likelihood has a maximum as long as the shape is above -1: at the even quantiles
// of a law of shape -.95 or so it is found between -1 and -.9.
func TestFitParetoOfShortTails(t *testing.T) {
	between := 0
	for _, shape := range []float64{-.9, -.92, -.94, -.96} {
		for _, n := range []int{200, 1000} {
			x := make([]float64, n)
			for i := range x {
				x[i] = law.GeneralizedPareto{Shape: shape, Scale: 1}.Quantile((float64(i) + .5) / float64(n))
			}
			f, err := FitPareto(x)
			if err != nil {
				continue
			}
			near.Abs(t, fmt.Sprintf("shape of %d quantiles of shape %g", n, shape), f.Shape, shape, .1)
			if f.Shape < -.91 {
				between++
			}
		}
	}
	if between == 0 {
		t.Error("no shape between -1 and -.91 is found")
	}
}
