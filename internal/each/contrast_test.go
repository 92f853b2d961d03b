package each

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// A block of equal samples has no contrast: it would be 1 for every constant series off a given centre.
func TestContrastOfEqualSamples(t *testing.T) {
	if c, _ := contrast([]float64{.5, .5, .5, .5}); !math.IsNaN(c) {
		t.Errorf("contrast %g", c)
	}
	c, _ := contrast([]float64{.5, .5, .5, .25})
	near.Abs(t, "contrast", c, (math.Log(1.75)-(3*math.Log(.5)+math.Log(.25))/4)/math.Log(4), 1e-12)
}
