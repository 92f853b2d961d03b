package law

import "math"

// skewedQuantile is the z with P(X < z) = p, or P(X > z) = p if upper: either
// form keeps a small p to full accuracy. At p = 0 and 1 it is the end of the support.
// It is NaN for p outside [0, 1] and what skewedProb rejects.
//
// The equation is solved for the smaller tail q on a logarithmic scale of both q and
// |z|, where a power tail is a straight line, by Newton's method inside a bracket.
func skewedQuantile(alpha, beta, p float64, upper bool) float64 {
	if !(p >= 0 && p <= 1) || skewedInvalid(alpha, beta, 0) {
		return math.NaN()
	}
	if p > .5 {
		p, upper = 1-p, !upper // exact
	}
	if upper {
		return skewedSolve(alpha, beta, p)
	}
	return -skewedSolve(alpha, -beta, p) + 0 // no negative zero
}

// skewedUpper is ln P(X > z) and its derivative in z.
func skewedUpper(alpha, beta, z float64) (log, slope float64) {
	var density float64
	upper := true
	if alpha == 2 {
		density = skewedLogProb(alpha, beta, z)
		log = math.Log(math.Erfc(z/2) / 2)
	} else {
		density, log, upper = skewedLogs(alpha, beta, z)
	}
	if !upper {
		log = math.Log1p(-math.Exp(log))
	}
	return log, -math.Exp(density - log)
}

// skewedRounding is about the rounding of ln P near the median: no z is better than one it leaves.
const skewedRounding = 3e-16

// skewedSolve is the z with P(X > z) = q, 0 <= q <= 1/2.
func skewedSolve(alpha, beta, q float64) float64 {
	logQ := math.Log(q)
	middle, _ := skewedUpper(alpha, beta, 0)
	switch {
	case middle == logQ, math.Abs(middle-logQ) < skewedRounding: // also the end of the support, both -Inf
		return 0
	case q == 0:
		return math.Inf(1)
	}
	sign := 1.
	if middle < logQ {
		sign = -1
	}
	if log, _ := skewedUpper(alpha, beta, sign*math.MaxFloat64); sign*(log-logQ) > 0 {
		return sign * math.Inf(1)
	}
	low, high := 0., math.MaxFloat64 // of |z|
	y := skewedGuess(alpha, beta, q, sign)
	for range 400 {
		z := sign * y
		log, slope := skewedUpper(alpha, beta, z)
		excess := log - logQ
		if math.Abs(excess) < skewedRounding {
			return z
		}
		if excess*sign > 0 {
			low = y
		} else {
			high = y
		}
		step := -excess / (slope * z) // of ln|z|
		// Far from the root a long step may leave the body of the law for a tail without slope.
		longest := min(2, 4*(1+math.Abs(skewedShift(alpha, beta, z)))/y)
		next := y * math.Exp(max(-longest, min(step, longest)))
		switch {
		case math.Abs(step) < 1e-7 && math.Abs(excess) < 1e-7, math.Abs(next-y) < 1e-15*y:
			return sign * next
		case !(next > low && next < high):
			next = skewedBetween(low, high)
		}
		if next == y {
			return z
		}
		y = next
	}
	return sign * y
}

// skewedGuess is |z| by the first term of the tail, P(X > z) ~ (1 + beta) c_alpha x0^-alpha
// in the S0 coordinate x0 of z.
func skewedGuess(alpha, beta, q, sign float64) float64 {
	x0 := math.Pow((1+beta)*TailConstant(alpha)/q, 1/alpha)
	z := skewedShift(alpha, -beta, min(max(x0, .1), 1e300))
	if z*sign > 0 {
		return math.Abs(z)
	}
	return 1
}

// skewedBetween halves a bracket of positive numbers, in ratio if it is wide.
func skewedBetween(low, high float64) float64 {
	switch {
	case low == 0:
		return high / 1024
	case high/low > 4:
		return math.Sqrt(low) * math.Sqrt(high)
	}
	return low + (high-low)/2
}
