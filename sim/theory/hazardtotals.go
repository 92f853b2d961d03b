package theory

import (
	"math"
	"sort"

	"levyscope/train/schedule"
)

// cells cuts [0, steps) into parts over which the learning rate changes by 1 % at
// most, or single steps, and calls do with each in order.
func (h *hazard) cells(steps int, do func(from, to int)) {
	var cut func(from, to int)
	cut = func(from, to int) {
		first, last := h.relative(from), h.relative(to-1)
		if to-from == 1 || first <= 1.01*last || first < 1e-12 {
			do(from, to)
			return
		}
		middle := from + (to-from)/2
		cut(from, middle)
		cut(middle, to)
	}
	cut(0, steps)
}

// survival sets dst[j] = exp(-H(j width)).
func (h *hazard) survival(dst []float64, width float64) {
	const parts = 8
	steps := width / h.g.Dt
	sum := 0.0
	for j := range dst {
		dst[j] = math.Exp(-sum)
		if h.steady {
			sum += h.total(0) * width
			continue
		}
		for p := range parts {
			sum += h.total(int((float64(j)+(float64(p)+.5)/parts)*steps)) * width / parts
		}
	}
}

// trapping is p_trap = exp(-H(inf)), with the sums of schedule.TotalPower for
// stable noise and a numerical one for any other.
func (h *hazard) trapping() float64 {
	total := 0.0
	other := false
	for _, r := range h.rays {
		switch {
		case !h.stable[r.Coordinate]:
			other = other || r.base > 0
		case r.base > 0:
			total += r.base * h.g.Dt * h.totalPower(r.Coordinate)
		}
	}
	for i, g := range h.gaussed {
		if g > 0 && gaussianKnown(h.g.Controls) {
			total += h.gaussianTotal(i)
		}
	}
	if other {
		total += h.numericalTotal(func(k int) float64 {
			sum := 0.0
			for _, r := range h.rays {
				if i := r.Coordinate; !h.stable[i] {
					sum += h.jumps(r.Ray, h.scale[i]*h.g.RelativeNoise(k, h.power[i]))
				}
			}
			return sum
		})
	}
	return math.Exp(-total)
}

// trapExponents are those of Theory, of the coordinates that have jumps.
func (h *hazard) trapExponents() []float64 {
	gamma := 1.0
	switch s := h.g.Controls.Schedule.(type) {
	case schedule.Power:
		gamma = s.Gamma
	case schedule.Inverse:
	default:
		return nil
	}
	out := make([]float64, len(h.scale))
	for i := range out {
		out[i] = math.NaN()
	}
	for _, r := range h.rays {
		if i := r.Coordinate; r.base > 0 && h.stable[i] {
			out[i] = gamma * h.exponent(i)
		}
	}
	return out
}

// totalPower is sum_k s_k^p: without end for p <= 0.
func (h *hazard) totalPower(i int) float64 {
	if p := h.exponent(i); p > 0 {
		return schedule.TotalPower(h.g.Controls.Schedule, p)
	}
	return math.Inf(1)
}

// gaussianTotal is the integral of a Gaussian coordinate's hazard over all time.
func (h *hazard) gaussianTotal(i int) float64 {
	return h.numericalTotal(func(k int) float64 {
		lo, hi := h.gaussian(i, h.relative(k))
		return lo + hi
	})
}

// numericalTotal is the integral of rate over all time, over cells that double. It
// is infinite where the learning rate stays above 0, and NaN where the decay is too
// slow for 10^15 steps to decide (2^29 where an int has 32 bits).
func (h *hazard) numericalTotal(rate func(k int) float64) float64 {
	const end int = min(1e15, math.MaxInt/4) // the middle of the last cell is below 2 end
	if rate(0) == 0 {
		return 0
	}
	if h.relative(end) == h.relative(end/1e6) && h.relative(end) > 0 || h.g.Controls.Arm == schedule.StepOnly {
		return math.Inf(1)
	}
	const parts = 64
	total := 0.0
	for from, width := 0.0, 64.0; from < float64(end); from, width = from+width, 2*width {
		part := 0.0
		for p := range parts {
			part += rate(int(from+(float64(p)+.5)/parts*width)) * width / parts * h.g.Dt
		}
		total += part
		if total > 700 || part < 1e-12*total && h.relative(int(from)) < .5 {
			return total
		}
	}
	return math.NaN()
}

// Cumulative is the hazard H(t) of a decaying learning rate up to the time end and
// constant beyond, interpolated between times from one to the next of which the
// learning rate changes by 1 % at most. It is nil where the hazard is constant, or
// not known.
func (t *Theory) Cumulative(end float64) func(time float64) float64 {
	if t == nil || t.hazard == nil || t.hazard.steady || !(t.MeanExitTime > 0) {
		return nil
	}
	h := newHazard(t.hazard.g)
	dt := h.g.Dt
	at, sum := []float64{0}, []float64{0}
	h.cells(max(1, int(math.Ceil(end/dt))), func(from, to int) {
		at = append(at, float64(to)*dt)
		sum = append(sum, sum[len(sum)-1]+h.total((from+to)/2)*float64(to-from)*dt)
	})
	return func(time float64) float64 { return interpolate(at, sum, time) }
}

// interpolate is the value at x of the line through (at, y), constant beyond its ends.
func interpolate(at, y []float64, x float64) float64 {
	j := sort.SearchFloat64s(at, x)
	switch {
	case j == 0:
		return y[0]
	case j == len(at) || math.IsNaN(x):
		return y[len(y)-1]
	}
	f := (x - at[j-1]) / (at[j] - at[j-1])
	return y[j-1] + f*(y[j]-y[j-1])
}
