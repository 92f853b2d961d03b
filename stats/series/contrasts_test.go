package series

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// A block of equal samples has no contrast: it would be 1 for every constant series off a given centre.
func TestContrastOfEqualSamples(t *testing.T) {
	if c, _ := Contrast([]float64{.5, .5, .5, .5}); !math.IsNaN(c) {
		t.Errorf("contrast %g", c)
	}
	c, _ := Contrast([]float64{.5, .5, .5, .25})
	near.Abs(t, "contrast", c, (math.Log(1.75)-(3*math.Log(.5)+math.Log(.25))/4)/math.Log(4), 1e-12)
}

// Contrasts are one for each block and series, and folded in pairs when there are many.
func TestContrastsFold(t *testing.T) {
	c := NewContrasts(2, 1<<30, 0)
	if c.most != 64 {
		t.Fatalf("%d rows", c.most)
	}
	nan := float32(math.NaN())
	for b := range 130 {
		row := []float32{float32(b), nan}
		if b == 3 {
			row[1] = 5
		}
		c.Add(row)
	}
	if c.Fold != 4 || c.Blocks() != 32 || c.C[0] != 1.5 || c.C[1] != 5 || c.C[2] != 5.5 || c.C[3] == c.C[3] {
		t.Errorf("fold %d, %d blocks, %v", c.Fold, c.Blocks(), c.C[:4])
	}
}
