package landscape

import "testing"

// Down a straight way there is no error to steer a step by: from however far out on
// an axis of symmetry, or next to it, the flow of (x1^2-1)^2/4 + x2^2/2 leads to the
// minimum on the same side of x1 = 0.
func TestBasinsFarOut(t *testing.T) {
	u, err := Parse("expr:(x1^2-1)^2/4+x2^2/2", 2)
	if err != nil {
		t.Fatal(err)
	}
	for x1 := 1.01; x1 < 1e4; x1 *= 1.07 {
		for _, x2 := range []float64{0, 1e-9, -.3, 4, -300} {
			if a, b := u.Basin([]float64{-x1, x2}), u.Basin([]float64{x1, x2}); a != 0 || b != 1 {
				t.Fatalf("from (-+%g, %g) to %d and %d, want 0 and 1", x1, x2, a, b)
			}
		}
	}
}
