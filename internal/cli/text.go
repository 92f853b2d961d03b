package cli

import (
	"fmt"
	"math"
)

// WithError writes v as "v +- se"; v alone where se is NaN or 0, and nothing
// where v is NaN.
func WithError(v, se float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsNaN(se) || se == 0:
		return fmt.Sprintf("%.5g", v)
	}
	return fmt.Sprintf("%.5g +- %.2g", v, se)
}
