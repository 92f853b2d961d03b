package path

import (
	"math"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
)

// applyReading turns w.noise, (N), from the increments dL into the displacements by
// g(x) dL, in the given reading.
func applyReading(reading problem.Reading, g []*expr.Expression, x []float64, w *work) {
	switch reading {
	case problem.Ito:
		for i := range x {
			w.noise[i] *= g[i].Value(x)
		}
	case problem.Stratonovich:
		for i := range x {
			w.half[i] = g[i].Value(x)
			w.point[i] = x[i] + w.half[i]*w.noise[i]
		}
		for i := range x {
			w.noise[i] *= (w.half[i] + g[i].Value(w.point)) / 2
		}
	case problem.Marcus:
		marcusFlow(g, x, w)
	}
}

// maxSubsteps bounds the substeps of one Marcus flow. A flow that needs more of them has
// left every domain, or has come to rest.
const maxSubsteps = 1024

// marcusTolerance bounds the third-order part of a substep relative to the largest
// coordinate. That part is taken as the difference between the result and the midpoint
// rule's, and as the difference between the two slopes in the middle. The error of the
// result itself, of fifth order, is then some 1e-7.
const marcusTolerance = 2e-4

// marcusFlow sets w.noise to y(1) - x, with dy_i/ds = g_i(y) dL_i and y(0) = x, where dL
// is w.noise on entry. It takes the classical Runge-Kutta method in substeps whose length
// the error controls, so that a flow does not leap over a point where g vanishes.
func marcusFlow(g []*expr.Expression, x []float64, w *work) {
	copy(w.point, x)
	n := len(x)
	k1, k2, k3, k4 := w.flow[:n], w.flow[n:2*n], w.flow[2*n:3*n], w.flow[3*n:]
	slope := func(dst []float64, from []float64, h float64) {
		for i := range w.half {
			w.half[i] = w.point[i]
			if from != nil {
				w.half[i] += h * from[i]
			}
		}
		for i := range dst {
			dst[i] = g[i].Value(w.half) * w.noise[i]
		}
	}
	left, h := 1.0, 1.0
	for range maxSubsteps {
		slope(k1, nil, 0)
		if !landscape.AllFinite(k1) { // an infinite jump, or a g that is not defined here
			for i := range w.point {
				w.point[i] += k1[i]
			}
			break
		}
		slope(k2, k1, h/2)
		slope(k3, k2, h/2)
		slope(k4, k3, h)
		worst, scale := 0.0, 0.0
		for i, v := range w.point {
			w.half[i] = v + h/6*(k1[i]+2*k2[i]+2*k3[i]+k4[i])
			worst = max(worst, h/6*math.Abs(k1[i]-4*k2[i]+2*k3[i]+k4[i]), h/3*math.Abs(k3[i]-k2[i]))
			scale = max(scale, math.Abs(v), math.Abs(w.half[i]))
		}
		allowed := marcusTolerance * scale
		if worst <= allowed && !math.IsInf(scale, 0) {
			copy(w.point, w.half)
			if left -= h; !(left > 0) {
				break
			}
		}
		shrink := .9 * math.Cbrt(allowed/worst)
		if math.IsNaN(shrink) || math.IsInf(scale, 0) {
			shrink = 0
			if worst == 0 {
				shrink = 5
			}
		}
		h = min(left, h*min(5, max(.1, shrink)))
	}
	for i := range x {
		w.noise[i] = w.point[i] - x[i]
	}
}
