package report

import (
	"fmt"
	"math"
)

// withError writes v with its standard error, both to two digits of the error.
func withError(v, se float64) string {
	if !(se > 0) || math.IsInf(se, 0) || math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Sprintf("%.4g", v)
	}
	digits := 1 - int(math.Floor(math.Log10(se)))
	if digits < 0 || digits > 8 {
		return fmt.Sprintf("%.6g +- %.2g", v, se)
	}
	return fmt.Sprintf("%.*f +- %.*f", digits, v, digits, se)
}

// pValue is a p-value in few characters, "-" for one that does not exist.
func pValue(p float64) string {
	switch {
	case math.IsNaN(p):
		return "-"
	case p < 1e-4:
		return "<1e-4"
	case p < .01:
		return fmt.Sprintf("%.4f", p)
	}
	return fmt.Sprintf("%.2f", p)
}

// count is an expected count, or a difference of criteria, in few characters.
func count(x float64) string {
	switch {
	case math.IsNaN(x):
		return "-"
	case x >= 99.5:
		return fmt.Sprintf("%.0f", x)
	case x == 0:
		return "0"
	case x >= .01:
		return fmt.Sprintf("%.2g", x)
	case x < 1e-99:
		return "0"
	}
	return fmt.Sprintf("%.0e", x)
}

// number is a statistic in few characters.
func number(x float64) string {
	if math.Abs(x) >= 1000 {
		return fmt.Sprintf("%.0e", x)
	}
	return fmt.Sprintf("%.3g", x)
}
