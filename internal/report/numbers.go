package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// none stands for a figure that does not exist.
const none = "-"

// finiteNumber reports whether x is neither NaN nor infinite.
func finiteNumber(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// withError writes v with its standard error, both to the place of the second digit of the error: 1.235 +- 0.012,
// 10890 +- 450. From a million on, and below a ten-thousandth, both are under one power of ten where that is shorter:
// (1.200 +- 0.030)e-7. An error that does not exist is left out, as is one that is lost in the rounding of v.
func withError(v, se float64) string {
	switch {
	case !finiteNumber(v):
		return none
	case !(se > 1e-15*math.Abs(v)) || math.IsInf(se, 0):
		return significant(v)
	}
	place := power(se, 1) - 1
	decimals := max(0, -place)
	plain := decimal(rounded(v, place), decimals) + " +- " + decimal(rounded(se, place), decimals)
	size := max(math.Abs(v), se)
	if size >= 1e-4 && size < 1e6 {
		return plain
	}
	unit := max(power(size, 17), place)
	unit = max(power(size, unit-place), place) // 9.996e6 may be rounded to 10.00e6
	decimals = unit - place
	short := fmt.Sprintf("(%s +- %s)e%d", mantissa(v, unit, decimals), mantissa(se, unit, decimals), unit)
	if len(short) < len(plain) {
		return short
	}
	return plain
}

// power is the power of ten of the first digit of x > 0, after x is rounded to that many decimals behind it.
func power(x float64, decimals int) int {
	_, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', decimals, 64), "e")
	p, _ := strconv.Atoi(exponent)
	return p
}

// rounded is x rounded to a multiple of 10^place, where place is above 0.
func rounded(x float64, place int) float64 {
	if place <= 0 {
		return x
	}
	unit := math.Pow10(place)
	return math.Round(x/unit) * unit
}

// mantissa is x over 10^power with the given number of decimals.
func mantissa(x float64, power, decimals int) string {
	// In two factors, since 10^-power alone may overflow.
	half := power / 2
	return decimal(x/math.Pow10(half)/math.Pow10(power-half), decimals)
}

// decimal is x with the given number of decimals, without a sign if they are all zero.
func decimal(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return s
}

// significant is v to four digits, "-" for what is not finite.
func significant(v float64) string {
	if !finiteNumber(v) {
		return none
	}
	return fmt.Sprintf("%.4g", v)
}

// pValue is a p-value in few characters, "-" for one that does not exist.
func pValue(p float64) string {
	switch {
	case math.IsNaN(p):
		return none
	case p < 1e-4:
		return "<1e-4"
	case p < .01:
		return fmt.Sprintf("%.4f", p)
	}
	return fmt.Sprintf("%.2f", p)
}

// bootstrapP is the p-value that a bootstrap gives. At its floor, where no replicate was as extreme as the sample, the
// p-value is below it for all that is known.
func bootstrapP(p, floor float64) string {
	if p > floor || math.IsNaN(p) || math.IsNaN(floor) {
		return pValue(p)
	}
	digits := 1 - int(math.Floor(math.Log10(floor)))
	up := math.Ceil(floor*math.Pow10(digits)-1e-9) / math.Pow10(digits) // two digits, not below the floor
	return "< " + fmt.Sprintf("%.*g", 2, up)[1:]
}

// count is an expected count, or a difference of criteria, in few characters.
func count(x float64) string {
	switch {
	case !finiteNumber(x):
		return none
	case x >= 1e8:
		return fmt.Sprintf("%.2g", x)
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
	switch {
	case !finiteNumber(x):
		return none
	case math.Abs(x) >= 1000, x != 0 && math.Abs(x) < .001:
		return fmt.Sprintf("%.0e", x)
	}
	return fmt.Sprintf("%.3g", x)
}

// fixed is x with the given number of decimals, or in few digits where that takes more than eight columns.
func fixed(x float64, decimals int) string {
	if !finiteNumber(x) {
		return none
	}
	s := decimal(x, decimals)
	if len(s) > 8 {
		return fmt.Sprintf("%.1e", x)
	}
	return s
}

// within is x to four digits, or as many less as it takes to need no more than the given number of columns.
func within(x float64, width int) string {
	if !finiteNumber(x) {
		return none
	}
	s := ""
	for digits := 4; digits > 0; digits-- {
		if s = fmt.Sprintf("%.*g", digits, x); len(s) <= width {
			break
		}
	}
	return s
}

// WithError is v with its standard error in text, as reports write it.
func WithError(v, se float64) string { return withError(v, se) }

// PValue is a p-value in few characters, as reports write it.
func PValue(p float64) string { return pValue(p) }
