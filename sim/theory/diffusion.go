package theory

import "math"

// DiffusionExit is the mean time E tau in which, in one dimension,
//
//	dX = -U'(X) dt + sqrt2 sigma dB,   X_0 = x0,
//
// leaves (lo, hi), and the probability that it leaves at hi. With V = U/sigma^2, the
// scale function S(y) = int_lo^y exp V and the speed density exp(-V)/sigma^2,
//
//	right = S(x0)/S(hi),
//	E tau = (1/sigma^2) [ right int_x0^hi (S(hi)-S(z)) exp(-V(z)) dz + (1-right) int_lo^x0 S(z) exp(-V(z)) dz ].
//
// lo = -Inf or hi = +Inf (not both) stands for a potential that confines: exp(-V)
// can be integrated on that side, and the path leaves at the other. A well that is
// farther out than sixteen times the distance of the barrier before it is missed.
//
// It needs sigma > 0, lo <= x0 <= hi, and a u that is finite and piecewise smooth on
// [lo, hi]; u is resolved down to 1/1000 of the interval, and finer where it bends. The
// sums are kept as logarithms: nothing overflows, the mean is +Inf only where it exceeds
// the range of a float64, and barriers of 10^4 sigma^2 cost some 10^5 values of u. Both
// results have a relative error of some 1e-10, plus 1e-16 |U|/sigma^2 from the rounding
// of U/sigma^2. They are NaN for arguments out of range, and for a u that is not finite,
// does not confine, or is not resolved by 100 000 panels.
// Source: Karlin and Taylor 1981, sections 15.3 and 15.6.
func DiffusionExit(u func(x float64) float64, sigma, x0, lo, hi float64) (mean, right float64) {
	variance := sigma * sigma
	if !(variance > 0) || math.IsInf(variance, 1) || !(lo <= x0 && x0 <= hi) ||
		math.IsInf(x0, 0) || math.IsInf(lo, -1) && math.IsInf(hi, 1) {
		return math.NaN(), math.NaN()
	}
	switch x0 {
	case lo:
		return 0, 0
	case hi:
		return 0, 1
	}
	origin := u(x0) // a constant in U makes no difference
	v := func(x float64) float64 { return (u(x) - origin) / variance }
	left := newDiffusionSide(v, x0, lo, hi-x0)
	other := newDiffusionSide(v, x0, hi, x0-lo)
	var log float64
	switch {
	case left.failed || other.failed:
		return math.NaN(), math.NaN()
	case math.IsInf(lo, -1):
		right, log = 1, logAdd(other.scale+left.speed, other.green)
	case math.IsInf(hi, 1):
		right, log = 0, logAdd(left.scale+other.speed, left.green)
	default:
		all := logAdd(left.scale, other.scale)
		right = math.Exp(left.scale - all)
		log = logAdd(left.scale-all+other.green, other.scale-all+left.green)
	}
	return math.Exp(log - 2*math.Log(sigma)), right
}

// logAdd is ln(e^a + e^b).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) || math.IsInf(a, 1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// diffusionSide holds the logarithms of the integrals from a wall to the start.
type diffusionSide struct {
	v                   func(x float64) float64
	wall, sign          float64
	panels              int
	failed              bool
	scale, speed, green float64 // int exp V, int exp -V, int exp(-V(z)) int_wall^z exp V dz
}

const (
	firstDiffusionPanels = 64
	maxDiffusionPanels   = 100_000
)

// newDiffusionSide integrates from the wall to x0, or, if the wall is at infinity,
// from where the speed density has come down to e^-60 of its height. width is the
// extent of the other side, a scale to begin the search with.
func newDiffusionSide(v func(x float64) float64, x0, wall, width float64) *diffusionSide {
	d := &diffusionSide{v: v, wall: wall, sign: 1, scale: math.Inf(-1), speed: math.Inf(-1), green: math.Inf(-1)}
	if wall > x0 {
		d.sign = -1
	}
	if !math.IsInf(wall, 0) {
		length := math.Abs(x0 - wall)
		for i := range firstDiffusionPanels {
			d.integrate(length*float64(i)/firstDiffusionPanels, length*float64(i+1)/firstDiffusionPanels, 0)
		}
		return d
	}
	distances := d.confiningDistances(x0, width)
	if d.failed = distances == nil; d.failed {
		return d
	}
	far := distances[len(distances)-1]
	d.wall = x0 - d.sign*far
	for i := len(distances) - 1; i > 0; i-- {
		d.integrate(far-distances[i], far-distances[i-1], 0)
	}
	return d
}

// confiningDistances are distances from x0 toward infinity, each a tenth more than the one
// before, up to where V is so high that the path does not come there, and does not fall
// again up to sixteen times that distance. It is nil if there is no such distance.
func (d *diffusionSide) confiningDistances(x0, width float64) []float64 {
	lowest, last, distances, high := 0.0, 0.0, []float64{0}, 0
	for r := width / 64; r < 1e100; r *= 1.1 {
		h := d.v(x0 - d.sign*r)
		if math.IsNaN(h) {
			return nil
		}
		distances = append(distances, r)
		switch {
		case !(h > lowest+60+math.Log1p(r/width)):
			high = 0
		case high == 0 && h > last:
			high = len(distances)
		case high > 0 && r > 16*distances[high-1]:
			return distances[:high]
		}
		lowest, last = min(lowest, h), h
	}
	return nil
}

// integrate adds the panel between two distances from the wall. It halves the panel until V
// changes by 6 at most within it, and its interpolation between the nodes is right.
func (d *diffusionSide) integrate(from, to float64, depth int) {
	const deepest = 44
	if d.failed {
		return
	}
	var v [diffusionNodes]float64
	half, middle := (to-from)/2, from+(to-from)/2
	low, high := math.Inf(1), math.Inf(-1)
	for j, t := range diffusionRule.node {
		v[j] = d.v(d.wall + d.sign*(middle+half*t))
		low, high = min(low, v[j]), max(high, v[j])
	}
	if d.panels++; d.panels > maxDiffusionPanels || math.IsNaN(high-low) || math.IsInf(high-low, 0) {
		d.failed = true
		return
	}
	if depth < deepest && !(high-low <= 6 && d.resolved(&v, middle, half, max(math.Abs(low), math.Abs(high)))) {
		d.integrate(from, middle, depth+1)
		d.integrate(middle, to, depth+1)
		return
	}
	d.add(&v, half)
}

// resolved says whether V at points between the nodes agrees with its interpolation.
func (d *diffusionSide) resolved(v *[diffusionNodes]float64, middle, half, size float64) bool {
	for i, t := range diffusionRule.check {
		want := 0.0
		for j, w := range diffusionRule.interpolate[i] {
			want += w * v[j]
		}
		if !(math.Abs(d.v(d.wall+d.sign*(middle+half*t))-want) <= 1e-10+1e-13*size) {
			return false
		}
	}
	return true
}

// add appends a panel to the integrals, with v = V at its nodes and half its width.
func (d *diffusionSide) add(v *[diffusionNodes]float64, half float64) {
	c := v[diffusionNodes/2]
	var up, down [diffusionNodes]float64 // exp(V-c), exp(c-V)
	for j := range v {
		up[j], down[j] = math.Exp(v[j]-c), math.Exp(c-v[j])
	}
	scale, speed, green := 0.0, 0.0, 0.0
	for i, w := range diffusionRule.weight {
		partial := 0.0 // int exp(V-c) from the panel's start to node i
		for j, a := range diffusionRule.partial[i] {
			partial += a * up[j]
		}
		scale += w * up[i]
		speed += w * down[i]
		green += w * down[i] * partial
	}
	logHalf := math.Log(half)
	panelScale, panelSpeed := c+logHalf+math.Log(scale), -c+logHalf+math.Log(speed)
	d.green = logAdd(d.green, logAdd(d.scale+panelSpeed, 2*logHalf+math.Log(green)))
	d.scale = logAdd(d.scale, panelScale)
	d.speed = logAdd(d.speed, panelSpeed)
}
