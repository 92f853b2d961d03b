package theory

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// Where the drift of a path that has jumped decides about its exit: the parts of an axis, the steps along its way, the
// coordinates that are looked at, and by how much such jumps must raise a rate to count.
const (
	axisParts     = 24
	wayParts      = 100
	mostWaySteps  = 3000
	mostLookedAt  = 16
	rateTolerance = 1.07
)

// driftCaveat says that a jump along an axis can lead to a place inside the domain from where the drift carries the
// path out of it, or to another minimum in it. The rates count jumps to the outside only. There is none for a basin or
// a sub-level set, which the drift does not leave, and for a quadratic potential, whose coordinates rest apart; in more
// than 16 coordinates the first ones are looked at.
func driftCaveat(g *ways.Geometry) string {
	c := g.Controls
	u := c.Landscape()
	_, quadratic := u.(landscape.Quadratic)
	if quadratic || c.Domain.Kind != problem.InBox && c.Domain.Kind != problem.InBall {
		return ""
	}
	nearest := g.NearestJump()
	length := math.Inf(1)
	for _, d := range nearest {
		length = min(length, d)
	}
	if math.IsInf(length, 1) || !g.RestsInside() {
		return ""
	}
	region, home := g.Region(), u.Basin(g.Anchor())
	for i := range min(c.Dim(), mostLookedAt) {
		if c.Sigma[i] == 0 || c.Gaussian(i) {
			continue
		}
		for _, sign := range [...]float64{-1, 1} {
			end := 8 * length // where no jump along this axis leads out
			for _, r := range g.Rays() {
				if r.Coordinate == i && r.Sign == sign {
					end = r.From
				}
			}
			for part := 1; part < axisParts; part++ {
				x := append([]float64(nil), g.Anchor()...)
				x[i] += sign * end * float64(part) / axisParts
				share := float64(part) / axisParts
				if !region.Contains(x) || math.Pow(1/share, c.Alpha[i]) < rateTolerance {
					break
				}
				if leavesByDrift(u, region, x, length) {
					return fmt.Sprintf("the drift leads out after jumps of %.2g along w%d", share*end, i+1)
				}
				if home >= 0 && u.Basin(x) != home {
					return fmt.Sprintf("jumps of %.2g along w%d lead to another minimum inside", share*end, i+1)
				}
			}
		}
	}
	return ""
}

// leavesByDrift says that the flow dx/dt = -grad U from x, (N), which it changes, leads out of the region. The way is
// taken in steps of length/100, halved where the gradient turns back.
func leavesByDrift(u landscape.Landscape, region problem.Region, x []float64, length float64) bool {
	n := len(x)
	grad, before := make([]float64, n), make([]float64, n)
	step := length / wayParts
	x = append([]float64(nil), x...)
	for k := range mostWaySteps {
		u.Grad(grad, x)
		size, turn := 0.0, 0.0
		for i, v := range grad {
			size += v * v
			turn += v * before[i]
		}
		if size = math.Sqrt(size); !(size > 0) || math.IsInf(size, 0) {
			return false
		}
		if k > 0 && turn < 0 {
			if step /= 2; step < 1e-4*length/wayParts {
				return false
			}
		}
		for i, v := range grad {
			x[i] -= step * v / size
			before[i] = v
		}
		if !region.Contains(x) {
			return true
		}
	}
	return false
}

// softest is the least eigenvalue of the Hessian at the anchor along whose eigenvector coordinate i takes part, for
// every coordinate, (N): where coordinates are coupled, their noise moves the path along it. Without coupling, and in
// more than 16 coordinates, it is the diagonal.
func softest(g *ways.Geometry, diagonal []float64) []float64 {
	u, n := g.Controls.Landscape(), len(diagonal)
	if _, quadratic := u.(landscape.Quadratic); quadratic || n == 1 || n > mostLookedAt {
		return diagonal
	}
	hessian, coupled := mat.NewSymDense(n, nil), false
	column := make([]float64, n)
	for i := range n {
		landscape.HessianColumn(column, u, g.Anchor(), i)
		for j := range i + 1 {
			hessian.SetSym(i, j, column[j])
			coupled = coupled || i != j && math.Abs(column[j]) > 1e-4*math.Sqrt(math.Abs(diagonal[i]*diagonal[j]))
		}
	}
	var eigen mat.EigenSym
	if !coupled || !eigen.Factorize(hessian, true) {
		return diagonal
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	out := append([]float64(nil), diagonal...)
	for k, value := range eigen.Values(nil) {
		for i := range out {
			if math.Abs(vectors.At(i, k)) > .1 {
				out[i] = min(out[i], max(value, 0))
			}
		}
	}
	return out
}
