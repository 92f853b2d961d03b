package landscape

import (
	"math"
	"sync"
)

// basins finds to which of several minima the gradient flow dx/dt = -grad U leads from a
// point. It follows the same curve by arc length l, dx/dl = -grad U/|grad U|, with the
// embedded Runge-Kutta pair of Bogacki and Shampine (1989) and an error per step of flowFine
// in units of scale. It stops in the trap of a minimum: a ball on whose spheres the gradient
// points outward at all sampled points, so that the flow does not leave it. Labels are right
// except within about 1e-6 scale of a separatrix.
//
// It is safe for concurrent use if u is.
type basins struct {
	u          Potential
	minima     [][]float64 // (M)(N)
	values     []float64   // (M) U at the minima
	trapRadius []float64   // (M) radius of the trap of each minimum
	scale      float64     // length that errors are measured in: the extent of the critical points
	pool       sync.Pool   // of *flowScratch
}

// flowScratch is the working space of one descent. Between steps x is the point reached and
// k1 the direction there; y, k2, k3 and k4 belong to the step, and mark is the point at the
// start of the present window of flowWindow steps.
type flowScratch struct {
	x, y, k1, k2, k3, k4, mark []float64 // (N)
	matrix, factor             []float64 // (N, N) row-major, of stiffStep; nil if N > searchFullDim
}

// These constants bound the number of steps from one point. A curve that within flowWindow
// steps has moved by less than ten times the tolerated error has ended: it oscillates across
// a crease, a level floor or a saddle. One that is still under way after flowStiff steps is
// taken to be stiff.
const (
	flowSteps       = 20000
	flowCoarseSteps = 1000 // at an error of flowCoarse
	flowWindow      = 48
	flowStiff       = 256
)

// flowReach bounds a step, in units of the distance to the nearest minimum. Along a straight
// line the estimated error is zero, and without a bound a single step could cross into
// another basin.
const flowReach = .25

// flowGaveUp is the label of a curve that did not end within flowCoarseSteps.
const flowGaveUp = -2

// The tolerated errors per step are in units of scale: flowFine for an answer, flowCoarse for
// a corner of a labelGrid, whose label needs the accuracy of a fraction of a cell only.
const (
	flowFine   = 1e-6
	flowCoarse = 1e-4
)

// newBasins prepares the basins of minima. extent is the largest radius of a trap; a trap also
// ends short of every other minimum and saddle.
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
		b.trapRadius = append(b.trapRadius, trappingRadius(u, m, .9*reach))
		b.scale = max(b.scale, reach, maxAbs(m))
	}
	return b
}

// label is the basin of x: an index into minima, -1 for none, or, if fineness is flowCoarse,
// flowGaveUp. fineness is the error per step. A descent ends as soon as it comes into a cell
// of grid with a sure label; grid may be nil.
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

// follow goes down from s.x and returns the label. A curve that runs away to infinity has the
// label -1. Where the gradient is not finite or exactly zero, as at a saddle, and after too
// many steps, the label is that of the point reached.
func (b *basins) follow(s *flowScratch, grid *labelGrid, fineness float64) int {
	far := 10 * max(1e3*b.scale, maxAbs(s.x))
	h := .01 * b.scale
	if !b.direction(s.k1, s.x) {
		return b.endLabel(s.x)
	}
	copy(s.mark, s.x)
	steps := flowSteps
	if fineness > flowFine {
		steps = flowCoarseSteps
	}
	for k := range steps {
		if i := b.trappedBy(s.x); i >= 0 {
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
					return b.endLabel(s.x)
				}
				fineness = flowFine // a smaller error tells whether it has ended
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
	return b.endLabel(s.x)
}

// step sets y and k4 to the point and the direction after an arc of length h and returns the
// estimated error. ok is false where the gradient gives no direction.
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

// direction sets dst to -grad U/|grad U| at x. It returns false where the gradient is zero or
// not finite.
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

// nearest is the distance from x to the minimum nearest to it.
func (b *basins) nearest(x []float64) float64 {
	least := math.Inf(1)
	for _, m := range b.minima {
		least = min(least, Distance(m, x))
	}
	return least
}

// trappedBy is the minimum in whose trap x lies, or -1.
func (b *basins) trappedBy(x []float64) int {
	for i, m := range b.minima {
		if Distance(x, m) < b.trapRadius[i] {
			return i
		}
	}
	return -1
}

// endLabel is the minimum to which a curve that ended at x belongs: one close to x, or else
// one of the same height, since of a line of minima only one point is listed. It is -1 if
// there is neither.
func (b *basins) endLabel(x []float64) int {
	for i, m := range b.minima {
		if Distance(x, m) < max(b.trapRadius[i], 1e-4*b.scale) {
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
