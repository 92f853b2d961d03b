package theory

import (
	"math"

	"levyscope/train/schedule"
)

// neverExits is p_trap = exp(-H(inf)), with the sums of schedule.TotalPower for stable
// noise and numerical ones for any other.
func (h *hazard) neverExits() float64 {
	total := 0.0
	other := false
	for _, r := range h.rays {
		switch {
		case !h.powerLaw[r.Coordinate]:
			other = other || r.firstRate > 0
		case r.firstRate > 0:
			total += r.firstRate * h.g.Dt * h.totalPower(r.Coordinate)
		}
	}
	for i, g := range h.gaussianScale {
		if g > 0 && gaussianKnown(h.g.Controls) {
			total += h.gaussianTotal(i)
		}
	}
	if other {
		total += h.numericalTotal(func(k int) float64 {
			sum := 0.0
			for _, r := range h.rays {
				if i := r.Coordinate; !h.powerLaw[i] {
					sum += h.jumpRate(r.Ray, h.scale[i]*h.g.RelativeNoise(k, h.noiseExponent[i]))
				}
			}
			return sum
		})
	}
	return math.Exp(-total)
}

// trapExponents are Theory.TrapExponents.
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
		if i := r.Coordinate; r.firstRate > 0 && h.powerLaw[i] {
			out[i] = gamma * h.exponent(i)
		}
	}
	return out
}

// totalPower is the sum over all steps k of s_k^p, p the exponent of coordinate i; +Inf for
// p <= 0.
func (h *hazard) totalPower(i int) float64 {
	if p := h.exponent(i); p > 0 {
		return schedule.TotalPower(h.g.Controls.Schedule, p)
	}
	return math.Inf(1)
}

// gaussianTotal is the integral of the hazard of Gaussian coordinate i over all time.
func (h *hazard) gaussianTotal(i int) float64 {
	return h.numericalTotal(func(k int) float64 {
		lo, hi := h.gaussian(i, h.relativeRate(k))
		return lo + hi
	})
}

// numericalTotal is the integral of a rate at step k over all time, by cells that double
// in length. It is +Inf where the learning rate stays above 0, and NaN where the decay is
// so slow that 10^15 steps do not decide (2^29 where an int has 32 bits).
func (h *hazard) numericalTotal(rate func(k int) float64) float64 {
	const end int = min(1e15, math.MaxInt/4) // the middle of the last cell is below 2 end
	if rate(0) == 0 {
		return 0
	}
	if h.relativeRate(end) == h.relativeRate(end/1e6) && h.relativeRate(end) > 0 || h.g.Controls.Arm == schedule.StepOnly {
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
		if total > 700 || part < 1e-12*total && h.relativeRate(int(from)) < .5 {
			return total
		}
	}
	return math.NaN()
}
