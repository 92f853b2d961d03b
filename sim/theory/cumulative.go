package theory

import (
	"math"
	"sort"
)

// cells cuts [0, steps) into parts over which the learning rate changes by 1 % at
// most, or single steps, and calls do with each in order.
func (h *hazard) cells(steps int, do func(from, to int)) {
	_, _, falls := rateRange(h.g, steps)
	var divide func(from, to int)
	divide = func(from, to int) {
		if to-from == 1 || h.even(from, to, falls) {
			do(from, to)
			return
		}
		middle := from + (to-from)/2
		divide(from, middle)
		divide(middle, to)
	}
	divide(0, steps)
}

// survival sets dst[j] = exp(-H(j width)).
func (h *hazard) survival(dst []float64, width float64) {
	if _, _, falls := rateRange(h.g, int(width*float64(len(dst))/h.g.Dt)); !falls {
		cumulative := h.cumulative(width * float64(len(dst)))
		for j := range dst {
			dst[j] = math.Exp(-cumulative(float64(j) * width))
		}
		return
	}
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

// Cumulative is the cumulative hazard H(t) under a decaying learning rate, up to the time
// end and constant beyond. It is interpolated between times from each of which to the next
// the learning rate changes by 1 % at most. It is nil where the hazard is constant or not
// known, and of a nil t.
func (t *Theory) Cumulative(end float64) func(time float64) float64 {
	if t == nil || t.hazard == nil || t.hazard.steady || !(t.MeanExitTime > 0) {
		return nil
	}
	return newHazard(t.hazard.g).cumulative(end)
}

// cumulative is Theory.Cumulative.
func (h *hazard) cumulative(end float64) func(time float64) float64 {
	dt := h.g.Dt
	times, sums := []float64{0}, []float64{0}
	h.cells(max(1, int(math.Ceil(end/dt))), func(from, to int) {
		times = append(times, float64(to)*dt)
		sums = append(sums, sums[len(sums)-1]+h.total((from+to)/2)*float64(to-from)*dt)
	})
	return func(time float64) float64 { return interpolate(times, sums, time) }
}

// interpolate is the value at t of the line through the points (x, y), x ascending, and
// constant beyond its ends.
func interpolate(x, y []float64, t float64) float64 {
	j := sort.SearchFloat64s(x, t)
	switch {
	case j == 0:
		return y[0]
	case j == len(x) || math.IsNaN(t):
		return y[len(y)-1]
	}
	f := (t - x[j-1]) / (x[j] - x[j-1])
	return y[j-1] + f*(y[j]-y[j-1])
}
