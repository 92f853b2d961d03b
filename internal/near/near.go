// Package near compares numbers in tests with what they should be. Its comparisons fail for NaN,
// whereas "if math.Abs(got-want) > tol" passes for it.
package near

import (
	"math"
	"testing"
)

// Abs reports an error and returns false unless |got - want| <= tol. Equal infinities are near each
// other. NaN is near nothing, and with a NaN tolerance only equal numbers are near each other.
// what names the quantity in the report, such as "alpha-hat at n = 100".
func Abs(t testing.TB, what string, got, want, tol float64) bool {
	t.Helper()
	if got == want || math.Abs(got-want) <= tol {
		return true
	}
	t.Errorf("%s = %v, want %v +- %.3g: off by %.3g", what, got, want, tol, got-want)
	return false
}

// Rel reports an error and returns false unless |got - want| <= tol |want|.
func Rel(t testing.TB, what string, got, want, tol float64) bool {
	t.Helper()
	if got == want || math.Abs(got-want) <= tol*math.Abs(want) {
		return true
	}
	t.Errorf("%s = %v, want %v within %.3g of it: off by %.3g", what, got, want, tol, got/want-1)
	return false
}

// Least reports an error and returns false unless got >= bound.
func Least(t testing.TB, what string, got, bound float64) bool {
	t.Helper()
	if got >= bound {
		return true
	}
	t.Errorf("%s = %v, want at least %v", what, got, bound)
	return false
}

// Most reports an error and returns false unless got <= bound.
func Most(t testing.TB, what string, got, bound float64) bool {
	t.Helper()
	if got <= bound {
		return true
	}
	t.Errorf("%s = %v, want at most %v", what, got, bound)
	return false
}
