package screen

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Unknown stands where there is no figure.
const Unknown = "–"

// Sig4 writes a number in up to four significant digits, without leading zeros in its exponent.
func Sig4(v float64) string {
	s := strconv.FormatFloat(v+0, 'g', 4, 64) // + 0: no "-0"
	return strings.NewReplacer("e-0", "e-", "e+0", "e").Replace(s)
}

// Sig3 writes a number in up to three significant digits, NaN as Unknown.
func Sig3(v float64) string { return significant(v, 3) }

// Sig2 writes a number in up to two significant digits, NaN as Unknown.
func Sig2(v float64) string { return significant(v, 2) }

// significant writes 10,000 as 1e4.
func significant(v float64, digits int) string {
	if math.IsNaN(v) {
		return Unknown
	}
	return strings.NewReplacer("e-0", "e-", "e+0", "e", "e+", "e").Replace(fmt.Sprintf("%.*g", digits, v+0))
}

// Horizon is the right end of an axis from 0 that holds x: one of few values, so that the
// picture does not shift with every step.
func Horizon(x float64) float64 {
	x = max(x, 100)
	decade := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range [...]float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if x <= m*decade*(1+1e-12) {
			return m * decade
		}
	}
	return 10 * decade
}
