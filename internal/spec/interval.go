package spec

import (
	"math"
	"strconv"
)

// Range is an interval of finite numbers. The zero value contains all of them.
type Range struct {
	low, high         float64
	openLow, openHigh bool
	hasLow, hasHigh   bool
}

// AtLeast is [low, infinity).
func AtLeast(low float64) Range { return Range{low: low, hasLow: true} }

// Above is (low, infinity).
func Above(low float64) Range { return Range{low: low, hasLow: true, openLow: true} }

// Between is [low, high].
func Between(low, high float64) Range { return AtLeast(low).UpTo(high) }

// UpTo is the part of r that is at most high.
func (r Range) UpTo(high float64) Range {
	r.high, r.hasHigh, r.openHigh = high, true, false
	return r
}

// Below is the part of r that is less than high, for parameters such as a momentum in [0, 1).
func (r Range) Below(high float64) Range {
	r.high, r.hasHigh, r.openHigh = high, true, true
	return r
}

// Holds tells whether x lies in r. NaN and the infinities lie in no Range.
func (r Range) Holds(x float64) bool {
	low, high := r.Bounds()
	return !math.IsInf(x, 0) && (x > low || !r.openLow && x == low) && (x < high || !r.openHigh && x == high)
}

// Bounds are the ends of r, infinite where r has none.
func (r Range) Bounds() (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if r.hasLow {
		low = r.low
	}
	if r.hasHigh {
		high = r.high
	}
	return low, high
}

// String spells r, as in "above 0 and at most 1"; of the zero value it is "a finite number".
func (r Range) String() string {
	if text := r.describe(formatReal); text != "" {
		return text
	}
	return "a finite number"
}

// describe spells the ends of r for a remedy, as in "above 0 and at most 1". format writes a number.
func (r Range) describe(format func(float64) string) string {
	text := ""
	if r.hasLow {
		text = "at least "
		if r.openLow {
			text = "above "
		}
		text += format(r.low)
	}
	if r.hasHigh {
		if text != "" {
			text += " and "
		}
		if r.openHigh {
			text += "below "
		} else {
			text += "at most "
		}
		text += format(r.high)
	}
	return text
}

// formatReal is the shortest text that reads back to x.
func formatReal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// formatInteger is the text of an integer, never in exponent form.
func formatInteger(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
