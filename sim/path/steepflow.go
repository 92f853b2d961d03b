package path

import "math"

// maxFlowSteps bounds the substeps of one flow. A flow that needs more of them cannot be
// followed.
const maxFlowSteps = 20000

// flow sets w.end, (N), to where dx/dt = -grad U leads from x in the time h, and returns
// false where it cannot be followed. It takes the method of Bogacki and Shampine (1989) of
// third order, whose embedded second-order result bounds the error of each substep to
// tolerance times the distance of each coordinate from the centre, or length where that is
// less. It uses w.flow and w.half.
func (s *steepDrift) flow(w *work, x []float64, h float64) bool {
	n := len(x)
	k1, k2, k3, k4 := w.flow[:n], w.flow[n:2*n], w.flow[2*n:3*n], w.flow[3*n:]
	copy(w.end, x)
	if !s.retreat(k1, w.end) {
		return false
	}
	left := h
	step := s.firstSubstep(k1, w.end, h)
	for range maxFlowSteps {
		if s.rests(k1, w.end, left) {
			for i, v := range k1 {
				w.end[i] -= left * v
			}
			return true
		}
		step = min(step, left)
		s.slope(k2, w, func(i int) float64 { return step / 2 * k1[i] })
		s.slope(k3, w, func(i int) float64 { return step * 3 / 4 * k2[i] })
		s.slope(k4, w, func(i int) float64 { return step / 9 * (2*k1[i] + 3*k2[i] + 4*k3[i]) })
		worst := 0.0
		for i, v := range w.end {
			e := step * math.Abs(-5./72*k1[i]+k2[i]/12+k3[i]/9-k4[i]/8)
			worst = math.Max(worst, e/s.allowed(i, v))
		}
		if worst <= 1 {
			copy(w.end, w.half)
			copy(k1, k4)
			if left -= step; !(left > 0) {
				return true
			}
		}
		switch {
		case math.IsNaN(worst) || math.IsInf(worst, 1):
			step /= 16
		default:
			step *= min(5, max(.1, .9/math.Cbrt(worst)))
		}
		if !(step > 1e-300) {
			return false
		}
	}
	return false
}

// slope sets w.half to w.end less the given displacement, and dst to grad U there.
func (s *steepDrift) slope(dst []float64, w *work, displacement func(i int) float64) {
	for i, v := range w.end {
		w.half[i] = v - displacement(i)
	}
	s.u.Grad(dst, w.half)
}

// allowed is the error that a substep may have in coordinate i at x_i.
func (s *steepDrift) allowed(i int, x float64) float64 {
	return s.tolerance * max(s.length, math.Abs(x-s.centre[i]))
}

// firstSubstep is a substep over which no coordinate moves by more than a tenth of its
// distance from the centre, or of length.
func (s *steepDrift) firstSubstep(grad, x []float64, h float64) float64 {
	for i, v := range grad {
		h = min(h, .1*max(s.length, math.Abs(x[i]-s.centre[i]))/math.Abs(v))
	}
	return h
}

// rests says that the gradient moves no coordinate by more than is allowed in the time t.
func (s *steepDrift) rests(grad, x []float64, t float64) bool {
	for i, v := range grad {
		if !(math.Abs(v)*t < s.allowed(i, x[i])) {
			return false
		}
	}
	return true
}

// undefinedFrom is the distance from the centre up to which a gradient that is no number is
// taken for what it is. Beyond, it is the difference of two infinities.
const undefinedFrom = 1e30

// largestSlope bounds the gradients that a flow is followed with, so that their sums stay in
// the range of numbers.
const largestSlope = 1e300

// retreat sets grad to grad U(x). Where the gradient is beyond largestSlope, each
// coordinate in which it is comes nearer to the centre until it is not: the flow comes from
// there in a time of no account. It returns false where the gradient is not defined.
func (s *steepDrift) retreat(grad, x []float64) bool {
	for range 2200 { // halvings from the largest number to the least
		s.u.Grad(grad, x)
		inRange := true
		for i, v := range grad {
			distance := x[i] - s.centre[i]
			if math.IsNaN(distance) || math.IsNaN(v) && math.Abs(distance) < undefinedFrom {
				return false
			}
			if !(math.Abs(v) <= largestSlope) || math.IsInf(distance, 0) {
				inRange = false
				x[i] = s.centre[i] + min(max(distance, -math.MaxFloat64), math.MaxFloat64)/2
			}
		}
		if inRange {
			return true
		}
	}
	return false
}
