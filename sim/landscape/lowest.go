package landscape

import (
	"math"

	"gonum.org/v1/gonum/optimize"
)

// lowestFromOrigin returns the minimum to which a descent by L-BFGS leads from the point of
// the box nearest to the origin, or nothing if the descent leaves the box or does not end
// at a minimum. A second descent starts beside that point, since the point itself may be a
// saddle; the lower of the two ends counts.
func lowestFromOrigin(u Potential, lo, hi []float64) [][]float64 {
	n := u.Dim()
	extent := boxExtent(lo, hi)
	problem := optimize.Problem{Func: u.Value, Grad: u.Grad}
	settings := &optimize.Settings{GradientThreshold: 1e-11, MajorIterations: 2000, FuncEvaluations: 20000}
	var best []float64
	value := math.Inf(1)
	for _, shift := range [2]float64{0, 1e-3 * extent} {
		x := make([]float64, n)
		for i := range x {
			x[i] = min(max(0, lo[i]), hi[i]) + shift*math.Sin(float64(3*i+1))
		}
		if !finite(u.Value(x)) {
			continue
		}
		// Minimize reports an error where it stops short of the threshold. The gradient
		// at its end, checked below, decides whether that end is good enough.
		r, _ := optimize.Minimize(problem, x, settings, &optimize.LBFGS{})
		if r != nil && (best == nil || r.F < value-1e-9*(1+math.Abs(value))) {
			best, value = r.X, r.F
		}
	}
	g := make([]float64, n)
	if best == nil || !withinBox(best, lo, hi) {
		return nil
	}
	u.Grad(g, best)
	if !(maxAbs(g) <= 1e-6*max(1, math.Abs(value))) {
		return nil
	}
	return [][]float64{best}
}
