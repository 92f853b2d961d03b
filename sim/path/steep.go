package path

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// steepDrift finds the steps whose drift Euler's method would take too far, and takes them
// along the flow dx/dt = -grad U instead. A step of length h from x is one of them when the
// gradient changes by more than half of itself along it,
//
//	max_i |d_i U(y) - d_i U(x)| > max_i |d_i U(x)| / 2,   y = x - h grad U(x),
//
// so that it overshoots a minimum, or runs past the foot of a wall. In x^4 wells this
// happens where a jump has led far out, and Euler's method then throws the path across and
// out of the domain.
//
// In iteration time a step is one of SGD, and what it overshoots is SGD's own doing: there
// nothing is followed.
type steepDrift struct {
	u         landscape.Landscape
	follows   bool      // SDE time
	watches   bool      // follows, and there are steps to be followed
	centre    []float64 // (N) from where distances count
	length    float64   // the shortest way out
	h         float64   // the longest step for which gate holds
	gate      float64   // steps from points with max_i |d_i U| <= gate are Euler's
	tolerance float64   // of a flow: relative to the distance from the centre, and length at least
}

// The changes of the gradient along a step, relative to it, at which a step is followed and
// at which the gate closes.
const (
	steepChange = .5
	gateChange  = .25
)

func newSteepDrift(g *ways.Geometry) *steepDrift {
	s := &steepDrift{
		u: g.Controls.Landscape(), follows: g.Time == clock.SDE, centre: g.Anchor(), length: math.Inf(1),
		h: g.DriftStep(0), tolerance: 1e-4,
	}
	for _, r := range g.WaysOut() {
		if r.From > 0 {
			s.length = min(s.length, r.From)
		}
	}
	if math.IsInf(s.length, 1) {
		s.length = 1
	}
	s.gate = s.findGate()
	s.watches = s.follows && (!math.IsInf(s.gate, 1) || g.Controls.Arm == schedule.StepOnly)
	return s
}

// mayOvershoot says, where steps are watched, that one of length h from a point with the
// gradient grad, (N), has to be looked at: it costs one comparison a coordinate.
func (s *steepDrift) mayOvershoot(grad []float64, h float64) bool {
	gate := s.gate
	if h > s.h {
		gate = 0
	}
	for _, v := range grad {
		if !(math.Abs(v) <= gate) {
			return true
		}
	}
	return false
}

// overshoots says that the gradient changes by more than steepChange along Euler's step of
// length h from x, where it is w.grad. It uses w.half and w.point.
func (s *steepDrift) overshoots(w *work, x []float64, h float64) bool {
	return !(s.change(w, x, h) <= steepChange)
}

// threw says of a step of length h that ended at x, outside the domain, that its drift alone
// led out of it, too far by the rule of overshoots: it is no noise that carried the path
// out. w.grad and w.noise are those of the step.
func (s *steepDrift) threw(sys *system, w *work, x []float64, h float64) bool {
	if s.follows {
		return false
	}
	for i, v := range x {
		w.end[i] = v - w.noise[i] + h*w.grad[i]
	}
	return s.overshoots(w, w.end, h) && landscape.AllFinite(w.half) && !sys.region.Contains(w.half)
}

// change is the change of the gradient along Euler's step, relative to the gradient in the
// largest component; NaN or +Inf where it leaves the range of numbers.
func (s *steepDrift) change(w *work, x []float64, h float64) float64 {
	for i, v := range x {
		w.half[i] = v - h*w.grad[i]
	}
	s.u.Grad(w.point, w.half)
	size, change := 0.0, 0.0
	for i, v := range w.grad {
		size = math.Max(size, math.Abs(v)) // NaN if either is
		change = math.Max(change, math.Abs(w.point[i]-v))
	}
	if change == 0 {
		return 0
	}
	return change / size
}

// What findGate may cost: rays from all origins together, and coordinates of gradients.
const (
	mixedRays   = 8 // between the axes, from every origin
	maxRays     = 256
	maxGateWork = 4 << 20
)

// findGate looks for the least gradient from which a step may overshoot: along rays from
// the minima, and from the anchor, at distances between length/1000 and 10^12 length, for
// points at which the gradient changes by more than gateChange along a step.
func (s *steepDrift) findGate() float64 {
	if q, ok := s.u.(landscape.Quadratic); ok {
		for _, theta := range q.Theta {
			if theta*s.h > 1 {
				return 0
			}
		}
		return math.Inf(1) // Euler's step shrinks every coordinate
	}
	n := len(s.centre)
	w := &work{grad: make([]float64, n), half: make([]float64, n), point: make([]float64, n)}
	origins := append([][]float64{s.centre}, s.u.Minima()...)
	gate := math.Inf(1)
	x := make([]float64, n)
	rays := min(maxRays, maxGateWork/(2*n*len(gateDistances))) / len(origins)
	for _, origin := range origins {
		for j := range max(2, min(rays, 2*n+mixedRays)) {
			gate = min(gate, s.gateAlong(w, x, origin, rayDirection(j, n)))
		}
	}
	return gate
}

// gateDistances are the distances along a ray, in units of the shortest way out: 2^-10 to 2^40 by roots of 2.
var gateDistances = func() (out [101]float64) {
	for j := range out {
		out[j] = math.Exp2(float64(j)/2 - 10)
	}
	return out
}()

// gateAlong is the gate that one ray asks for.
func (s *steepDrift) gateAlong(w *work, x, origin, direction []float64) float64 {
	gate, last := math.Inf(1), 0.0
	for _, factor := range gateDistances {
		distance := s.length * factor
		for i, v := range origin {
			x[i] = v + distance*direction[i]
		}
		s.u.Grad(w.grad, x)
		size := 0.0
		for _, v := range w.grad {
			size = math.Max(size, math.Abs(v))
		}
		if size > 0 && !(s.change(w, x, s.h) <= gateChange) {
			gate = min(gate, last, size)
		}
		last = size
		if math.IsNaN(size) || math.IsInf(size, 1) {
			break
		}
	}
	return gate
}

// rayDirection is the direction (N) of ray j: some between the axes, then along the axes, both ways.
func rayDirection(j, n int) []float64 {
	d := make([]float64, n)
	if j >= mixedRays {
		axis := j - mixedRays
		d[axis/2] = float64(1 - 2*(axis%2))
		return d
	}
	for i := range d {
		d[i] = math.Sin(float64(1+j) * float64(i+1) * math.Sqrt2) // of no period in i
	}
	scale := 1 / norm(d)
	for i := range d {
		d[i] *= scale
	}
	return d
}
