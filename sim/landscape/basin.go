package landscape

import (
	"math"
	"sync"

	"levyscope/internal/rng"
)

// basins answers to which of some minima the gradient flow leads. It follows the
// curve dx/dl = -grad U/|grad U|, which is the flow's own, by arc length, with the
// embedded Runge-Kutta pair of Bogacki and Shampine (1989) and an error per step of
// flowFine of scale, until the curve comes into the ball around a minimum within which
// the gradient points outward everywhere (sampled): out of it the flow never leads.
// So labels are right but within some 1e-6 scale of a separatrix.
type basins struct {
	u      Potential
	minima [][]float64
	values []float64 // U at the minima
	ball   []float64 // radius about each minimum
	scale  float64   // extent of the critical points, at least that of the nearest structure
	pool   sync.Pool // of *flowScratch
}

// flowScratch is the working space of one descent.
type flowScratch struct {
	x, y, k1, k2, k3, k4, mark []float64 // (N)
	matrix, factor             []float64 // (N, N) of stiffStep
}

// The bounds of the work on one point. A curve that in flowWindow steps has gone no
// further than ten times the tolerated error is at its end: it goes to and fro
// across a crease, a level floor or a saddle. One that has not got anywhere after
// flowStiff steps is taken to be stiff.
const (
	flowSteps       = 20000
	flowCoarseSteps = 1000 // with flowCoarse
	flowWindow      = 48
	flowStiff       = 256
)

// flowReach is the longest step, in units of the distance from the nearest minimum. On
// a straight way down there is no error to be seen, and a step without bound would
// come out in another basin, where the way is as straight.
const flowReach = .25

// flowGaveUp is the label of a curve that took too many steps.
const flowGaveUp = -2

// The errors per step, in units of scale: of an answer, and of a label of a grid's corner, which
// has to be right to a fraction of a cell only.
const (
	flowFine   = 1e-6
	flowCoarse = 1e-4
)

func newBasins(u Potential, minima [][]float64, saddles []Saddle, extent float64) *basins {
	b := &basins{u: u, minima: minima}
	n := u.Dim()
	b.pool.New = func() any {
		v := make([]float64, 7*n+2*n*n*min(1, searchFullDim/n))
		vec := func(size int) (part []float64) {
			part, v = v[:size:size], v[size:]
			return part
		}
		s := &flowScratch{x: vec(n), y: vec(n), k1: vec(n), k2: vec(n), k3: vec(n), k4: vec(n), mark: vec(n)}
		if n <= searchFullDim {
			s.matrix, s.factor = vec(n*n), vec(n*n)
		}
		return s
	}
	for i, m := range minima {
		b.values = append(b.values, u.Value(m))
		reach := extent
		for j, other := range minima {
			if j != i {
				reach = min(reach, Distance(m, other))
			}
		}
		for _, s := range saddles {
			reach = min(reach, Distance(m, s.X))
		}
		b.ball = append(b.ball, trappingRadius(u, m, .9*reach))
		b.scale = max(b.scale, reach, maxAbs(m))
	}
	return b
}

// trappingRadius is .7 of the largest radius up to reach such that on all smaller
// spheres about m the gradient points outward, as seen at sampled points.
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

// label is the basin of x, an index into minima, or -1; or flowGaveUp with flowCoarse.
// A grid shortens the way.
func (b *basins) label(x []float64, grid *labelGrid, fineness float64) int {
	if !AllFinite(x) {
		return -1
	}
	s := b.pool.Get().(*flowScratch)
	copy(s.x, x)
	label := b.follow(s, grid, fineness)
	b.pool.Put(s)
	return label
}

// follow goes down from s.x. It gives up where the curve runs away, where the
// gradient is not finite or exactly zero (a saddle), and after too many steps.
func (b *basins) follow(s *flowScratch, grid *labelGrid, fineness float64) int {
	far := 10 * max(1e3*b.scale, maxAbs(s.x))
	h := .01 * b.scale
	if !b.direction(s.k1, s.x) {
		return b.at(s.x)
	}
	copy(s.mark, s.x)
	steps := flowSteps
	if fineness > flowFine {
		steps = flowCoarseSteps
	}
	for k := range steps {
		if i := b.inside(s.x); i >= 0 {
			return i
		}
		if grid != nil {
			if i, ok := grid.lookup(s.x); ok {
				return i
			}
		}
		size := maxAbs(s.x)
		if size > far {
			return -1
		}
		tolerance := fineness * (b.scale + size)
		if k%flowWindow == flowWindow-1 {
			if Distance(s.x, s.mark) < 10*tolerance {
				if fineness <= flowFine {
					return b.at(s.x)
				}
				fineness = flowFine // to see where it ends
			}
			copy(s.mark, s.x)
		}
		h = min(h, flowReach*b.nearest(s.x))
		e, order, ok := 0.0, 3.0, false
		if k >= flowStiff && s.matrix != nil {
			order = 2
			e, ok = b.stiffStep(s, h)
		} else {
			e, ok = b.step(s, h)
		}
		if !ok {
			h /= 4
			continue
		}
		if e <= tolerance {
			s.x, s.y = s.y, s.x
			s.k1, s.k4 = s.k4, s.k1
		}
		h *= min(5, max(.2, .9*math.Pow(tolerance/max(e, 1e-300), 1/order)))
	}
	if steps == flowCoarseSteps {
		return flowGaveUp
	}
	return b.at(s.x)
}

// step sets y and k4, the place and direction after an arc of h, and returns the
// estimated error; false where there is no direction.
func (b *basins) step(s *flowScratch, h float64) (e float64, ok bool) {
	for i := range s.x {
		s.y[i] = s.x[i] + h/2*s.k1[i]
	}
	if !b.direction(s.k2, s.y) {
		return 0, false
	}
	for i := range s.x {
		s.y[i] = s.x[i] + h*3/4*s.k2[i]
	}
	if !b.direction(s.k3, s.y) {
		return 0, false
	}
	for i := range s.x {
		s.y[i] = s.x[i] + h*(2*s.k1[i]+3*s.k2[i]+4*s.k3[i])/9
	}
	if !b.direction(s.k4, s.y) {
		return 0, false
	}
	for i := range s.x {
		e = max(e, math.Abs(h*(-5*s.k1[i]+6*s.k2[i]+8*s.k3[i]-9*s.k4[i])/72))
	}
	return e, e-e == 0
}

// direction is the unit vector against the gradient, false where it has none.
func (b *basins) direction(dst, x []float64) bool {
	b.u.Grad(dst, x)
	m := maxAbs(dst)
	if !(m > 0) || m-m != 0 {
		return false
	}
	sum := 0.0
	for i := range dst {
		dst[i] /= m
		sum += dst[i] * dst[i]
	}
	norm := -1 / math.Sqrt(sum)
	for i := range dst {
		dst[i] *= norm
	}
	return true
}

// nearest is the distance from x to the nearest minimum.
func (b *basins) nearest(x []float64) float64 {
	least := math.Inf(1)
	for _, m := range b.minima {
		least = min(least, Distance(m, x))
	}
	return least
}

// inside is the minimum in whose ball x is, or -1.
func (b *basins) inside(x []float64) int {
	for i, m := range b.minima {
		if Distance(x, m) < b.ball[i] {
			return i
		}
	}
	return -1
}

// at is the minimum at which a curve came to its end in x: one near by, or else one
// of the same height, where minima form a line of which but one point is listed.
func (b *basins) at(x []float64) int {
	for i, m := range b.minima {
		if Distance(x, m) < max(b.ball[i], 1e-4*b.scale) {
			return i
		}
	}
	value := b.u.Value(x)
	for i, v := range b.values {
		if math.Abs(value-v) <= 1e-6*(1+math.Abs(v)) {
			return i
		}
	}
	return -1
}

func Distance(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(sum)
}

func dot(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}
