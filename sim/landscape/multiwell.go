package landscape

import (
	"math"

	"levyscope/internal/spec"
)

// multiWell is a ring of m equal wells around the origin. In polar coordinates (r, phi) and
// with s = r/radius,
//
//	U = V(s) + depth g(s) A(phi),
//	V = B (1 - s^2)^2 for s <= 1, 4 B (s - 1)^2 beyond,
//	g = s^3 (10 - 15 s + 6 s^2) for s <= 1, 1 beyond,
//	A = -[exp(kappa (cos(m phi) - 1)) - exp(-2 kappa)] / (1 - exp(-2 kappa)),
//
// A lies between -1 at phi = 2 pi j/m and 0 midway between these angles. Since V' = g' = 0 at
// s = 1, and the radial force points outward for s < 1 and inward or nowhere for s > 1, the
// critical points are exactly these: the minima (radius, 2 pi j/m) with U = -depth, the
// saddles midway between them on the ring with U = 0, and a maximum at the origin with U = B,
// which belongs to no basin. The flow turns the angle monotonically to that of the well in
// the same sector, hence the basins are the sectors |phi - 2 pi j/m| < pi/m, and the distance
// from a minimum to its separatrix is radius sin(pi/m).
//
// B and kappa are chosen such that the Hessian at the minima is (depth/width^2) times the
// identity, as that of a Gaussian well of standard deviation width: B = depth
// radius^2/(8 width^2) and kappa/(1 - exp(-2 kappa)) = (radius/(m width))^2. If the width is
// above sqrt2 radius/m, then kappa < 0 and the wells have flat bottoms with steep rims. The
// gradient is C^1 and grows linearly. A step h of Euler's method is stable about the minima
// if h depth/width^2 < 2.
type multiWell struct {
	wells                int // m
	radius, width, depth float64
	centre, kappa        float64     // B, which is U at the centre of the ring, and kappa
	minima               [][]float64 // (m)(2)
	saddles              []Saddle
}

var multiWellKind = kind{
	Name:    "multiwell",
	Meaning: "a ring of equal wells: V(r) + depth g(r) A(phi), minima and saddles on the circle r = radius",
	Params: []spec.Param{
		{Name: "wells", Type: spec.Integer, Default: spec.Number(6), Range: spec.Between(2, 64),
			Meaning: "number of wells"},
		{Name: "radius", Default: spec.Number(2), Range: spec.Between(1e-6, 1e6),
			Meaning: "radius of the ring"},
		{Name: "width", Default: spec.Number(.5), Range: spec.Between(1e-6, 1e6),
			Meaning: "standard deviation of the Gaussian well of like curvature"},
		{Name: "depth", Default: spec.Number(1), Range: spec.Between(1e-9, 1e9),
			Meaning: "depth below the saddles between neighbours"},
	},
	Payload: maker{
		dim: 2, natural: 2,
		make: newMultiWell,
	},
}

// newMultiWell makes the landscape of the given parameters.
func newMultiWell(v spec.Values, _ int) (Landscape, error) {
	p := &multiWell{
		wells: v.Int("wells"), radius: v.Number("radius"), width: v.Number("width"), depth: v.Number("depth"),
	}
	ratio := p.radius / p.width
	p.centre = p.depth * ratio * ratio / 8
	p.kappa = concentration(ratio * ratio / float64(p.wells*p.wells))
	for j := range p.wells {
		p.minima = append(p.minima, p.onRing(2*j))
		p.saddles = append(p.saddles, Saddle{X: p.onRing(2*j + 1), From: j, To: (j + 1) % p.wells})
	}
	return p, nil
}

// onRing is the point of the ring at the angle pi k/m.
func (p *multiWell) onRing(k int) []float64 {
	sin, cos := math.Sincos(math.Pi * float64(k) / float64(p.wells))
	return []float64{p.radius * cos, p.radius * sin}
}

// concentration solves kappa/(1 - exp(-2 kappa)) = c > 0 for kappa by bisection. The left side
// rises with kappa from 0, is 1/2 at kappa = 0, and grows like kappa. Below about c = 1e-12 the
// result stays at -16, where the bottom of a well is flat to the last digit.
func concentration(c float64) float64 {
	lo, hi := -16.0, c+1
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid == lo || mid == hi {
			break
		}
		f := .5
		if mid != 0 {
			f = -mid / math.Expm1(-2*mid)
		}
		if f < c {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// angular returns A and dA/dphi.
func (p *multiWell) angular(phi float64) (a, da float64) {
	half := float64(p.wells) * phi / 2
	sin, cos := math.Sincos(half)
	if math.Abs(p.kappa) < 1e-9 { // the limit -cos^2
		return -cos * cos, float64(p.wells) * sin * cos
	}
	norm := -math.Expm1(-2 * p.kappa)
	rise := math.Exp(-2 * p.kappa * sin * sin)
	return -(rise - math.Exp(-2*p.kappa)) / norm, 2 * p.kappa * float64(p.wells) * sin * cos * rise / norm
}

// radial returns V, dV/ds, g and dg/ds.
func (p *multiWell) radial(s float64) (v, dv, g, dg float64) {
	if s > 1 {
		return 4 * p.centre * (s - 1) * (s - 1), 8 * p.centre * (s - 1), 1, 0
	}
	q := 1 - s*s
	return p.centre * q * q, -4 * p.centre * s * q, s * s * s * (10 - 15*s + 6*s*s), 30 * s * s * (1 - s) * (1 - s)
}

func (p *multiWell) Dim() int { return 2 }

func (p *multiWell) Value(x []float64) float64 {
	v, _, g, _ := p.radial(math.Hypot(x[0], x[1]) / p.radius)
	a, _ := p.angular(math.Atan2(x[1], x[0]))
	return v + p.depth*g*a
}

func (p *multiWell) Grad(dst, x []float64) {
	r := math.Hypot(x[0], x[1])
	if r == 0 {
		dst[0], dst[1] = 0, 0
		return
	}
	_, dv, g, dg := p.radial(r / p.radius)
	a, da := p.angular(math.Atan2(x[1], x[0]))
	out, turn := (dv+p.depth*dg*a)/p.radius, p.depth*g*da/r
	cos, sin := x[0]/r, x[1]/r
	dst[0], dst[1] = out*cos-turn*sin, out*sin+turn*cos
}

func (p *multiWell) Minima() [][]float64 { return p.minima }
func (p *multiWell) Saddles() []Saddle   { return p.saddles }

func (p *multiWell) Basin(x []float64) int {
	if !AllFinite(x) || x[0] == 0 && x[1] == 0 {
		return -1
	}
	j := int(math.Round(math.Atan2(x[1], x[0]) * float64(p.wells) / (2 * math.Pi)))
	return (j + p.wells) % p.wells
}

func (p *multiWell) String() string {
	return multiWellKind.Numbers(float64(p.wells), p.radius, p.width, p.depth).String()
}
