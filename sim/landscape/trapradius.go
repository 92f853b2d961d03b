package landscape

import (
	"math"

	"levyscope/internal/rng"
)

// trappingRadius is the radius of a ball about the minimum m that the gradient flow does not
// leave: 0.7 of the largest radius up to reach such that the gradient points outward on it
// and on all smaller spheres. It samples 24 radii in the ratio 0.7, and on each sphere the
// directions of up to 64 axes and 64 random ones. It is 0 if the smallest sphere fails.
func trappingRadius(u Potential, m []float64, reach float64) float64 {
	n := len(m)
	r := rng.TrappingSphere.New(n)
	dirs := make([][]float64, 0, 64+2*n)
	for i := range min(n, 64) {
		for _, sign := range [2]float64{1, -1} {
			d := make([]float64, n)
			d[i] = sign
			dirs = append(dirs, d)
		}
	}
	for range 64 {
		d := make([]float64, n)
		norm := 0.0
		for i := range d {
			d[i] = r.NormFloat64()
			norm += d[i] * d[i]
		}
		for i := range d {
			d[i] /= math.Sqrt(norm)
		}
		dirs = append(dirs, d)
	}
	x, g := make([]float64, n), make([]float64, n)
	best := 0.0
	for level := 24; level >= 0; level-- {
		radius := reach * math.Pow(.7, float64(level))
		for _, d := range dirs {
			for i := range x {
				x[i] = m[i] + radius*d[i]
			}
			u.Grad(g, x)
			if !(dot(g, d) > 0) {
				return .7 * best
			}
		}
		best = radius
	}
	return .7 * best
}
