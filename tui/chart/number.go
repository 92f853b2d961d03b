package chart

import (
	"math"
	"strconv"
	"strings"
)

// number writes a value for a legend in about three significant digits: 0.231, 12.3, 1.50k, 2.3e-4. Whole numbers
// below 1000 keep no decimals. NaN and infinities are spelled out.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	case v == math.Trunc(v) && math.Abs(v) < 1000:
		return strconv.FormatFloat(v+0, 'f', 0, 64) // + 0: no "-0"
	}
	e := exponent(v, 2)
	switch {
	case e < -3:
		return scientific(v, 1)
	case e < 3:
		return strconv.FormatFloat(v, 'f', min(2-e, 4), 64)
	case e < 15:
		k := e - e%3
		return strconv.FormatFloat(v/math.Pow10(k), 'f', 2-e%3, 64) + suffix(k)
	}
	return scientific(v, 1)
}

// Fixed writes a value with a number of decimals. What rounds to zero has no sign.
func Fixed(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.HasPrefix(s, "-") && !strings.ContainsAny(s, "123456789I") {
		return s[1:]
	}
	return s
}

// Signed is Fixed with a plus before what is above zero.
func Signed(v float64, decimals int) string {
	s := Fixed(v, decimals)
	if v > 0 && strings.ContainsAny(s, "123456789") {
		return "+" + s
	}
	return s
}

// compact is number without trailing zeros, for ticks that stand alone: 0.5, 1, 10k, 1e-4.
func compact(v float64) string {
	if v == 0 {
		return "0"
	}
	e := exponent(v, 2)
	if e < -2 || e >= 15 {
		return scientific(v, 2)
	}
	k := 0
	if e >= 3 {
		k = e - e%3
	}
	s := strconv.FormatFloat(v/math.Pow10(k), 'f', max(2-(e-k), 0), 64)
	return trim(s) + suffix(k)
}

// exponent is the decimal exponent of v once it is rounded to digits decimals of its mantissa.
func exponent(v float64, digits int) int {
	if v == 0 || !finite(v) {
		return 0
	}
	_, e, _ := strings.Cut(strconv.FormatFloat(v, 'e', digits, 64), "e")
	n, _ := strconv.Atoi(e)
	return n
}

// scientific is d.dde-x with at most digits decimals, without zeros that say nothing.
func scientific(v float64, digits int) string {
	m, e, _ := strings.Cut(strconv.FormatFloat(v, 'e', digits, 64), "e")
	n, _ := strconv.Atoi(e)
	return trim(m) + "e" + strconv.Itoa(n)
}

func trim(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// suffix is the SI prefix for 10^k, k = 0, 3, 6, 9, 12.
func suffix(k int) string {
	return [...]string{"", "k", "M", "G", "T"}[k/3]
}

// unit is the power of ten, and its name, that a set of numbers up to size shares.
func unit(size float64) (float64, string) {
	e := exponent(size, 3)
	switch {
	case size == 0 || e >= -3 && e < 4:
		return 1, ""
	case e >= 4 && e < 15:
		k := e - e%3
		return math.Pow10(k), suffix(k)
	}
	return math.Pow10(e), "e" + strconv.Itoa(e)
}
