package chart

import "math"

// axis maps values to fractions of a length. On a logarithmic axis lo and hi are decimal logarithms.
type axis struct {
	lo, hi float64
	log    bool
}

// newAxis makes an axis from lo to hi. A range that is empty or turned round is widened about its middle until it can
// be divided by; on a logarithmic axis values <= 0 must have been left out before.
func newAxis(lo, hi float64, log bool) axis {
	lo, hi = bound(lo), bound(hi)
	if log {
		lo, hi = math.Log10(lo), math.Log10(hi)
		if !(hi-lo > 1e-9) {
			lo, hi = lo-0.3, lo+0.3
		}
		return axis{lo, hi, true}
	}
	if least := 1e-12 * max(math.Abs(lo), math.Abs(hi)); !(hi-lo > least) || hi-lo < 1e-300 {
		half := max(math.Abs(lo)*0.1, 1e-290)
		if lo == 0 {
			half = 1
		}
		lo, hi = lo-half, lo+half
	}
	return axis{lo, hi, false}
}

// padded widens the axis by a share of its length at both ends, but not across zero.
func (a axis) padded(share float64) axis {
	pad := (a.hi - a.lo) * share
	lo, hi := a.lo-pad, a.hi+pad
	if !a.log {
		if a.lo >= 0 && lo < 0 {
			lo = 0
		}
		if a.hi <= 0 && hi > 0 {
			hi = 0
		}
	}
	return axis{lo, hi, a.log}
}

// frac is where v lies: 0 at the low end, 1 at the high one. It is NaN for v <= 0 on a logarithmic axis.
func (a axis) frac(v float64) float64 {
	if a.log {
		if v <= 0 {
			return math.NaN()
		}
		v = math.Log10(v)
	}
	return (bound(v) - a.lo) / (a.hi - a.lo)
}

// value is the inverse of frac.
func (a axis) value(f float64) float64 {
	v := a.lo + f*(a.hi-a.lo)
	if a.log {
		return math.Pow(10, v)
	}
	return v
}

// place is the position of v among n places in a row, the first at the low end. It may lie outside [0, n), but is
// never so far away that it could not be an int.
func (a axis) place(v float64, n int) float64 {
	p := a.frac(v) * float64(n-1)
	return min(max(p, -1e6), 1e6)
}

// ticks are at most most labelled values along the axis.
func (a axis) ticks(most int) []tick {
	if a.log {
		return logTicks(a.lo, a.hi, most)
	}
	return linearTicks(a.lo, a.hi, most)
}

// clamp moves a value onto the axis if it lies beyond an end; linear axes only.
func (a axis) clamp(v float64) float64 {
	if math.IsNaN(v) {
		return v
	}
	return min(max(v, a.lo), a.hi)
}
