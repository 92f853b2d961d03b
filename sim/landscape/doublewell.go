package landscape

import (
	"math"

	"levyscope/internal/spec"
)

// halfWell is one side of a double well with the width w and the depth D. With s the distance
// from the separatrix in units of w,
//
//	U = D (s^4 - 2 s^2)        for s <= 1,
//	U = -D + 4 D (s - 1)^2     beyond.
//
// U falls from 0 at the separatrix, where its second derivative is -4D/w^2, to -D at s = 1,
// where the second derivative is 8D/w^2 from both sides. Beyond the minimum U is a parabola.
// The gradient grows only linearly there, so that Euler's method with a step h is stable
// everywhere if 8 D h/w^2 < 2, also after a big jump.
type halfWell struct{ width, depth float64 }

// eval returns U at the distance y >= 0 from the separatrix, and its derivative in y.
func (w halfWell) eval(y float64) (u, du float64) {
	s := y / w.width
	if s > 1 {
		return w.depth * (4*(s-1)*(s-1) - 1), 8 * w.depth * (s - 1) / w.width
	}
	return w.depth * s * s * (s*s - 2), 4 * w.depth * s * (s*s - 1) / w.width
}

// doubleWell is a potential of one coordinate with a halfWell on either side of 0. The
// separatrix is the maximum at 0, where U = 0. The minima are -left.width, with
// U = -left.depth, and right.width, with U = -right.depth. U is C^1 at 0 and C^2 elsewhere.
type doubleWell struct {
	left, right halfWell
	minima      [][]float64 // (2)(1)
	saddles     []Saddle
}

var doubleWellKind = kind{
	Name:    "doublewell",
	Meaning: "per side D(s^4 - 2s^2), s = |x|/width, a parabola beyond the minimum",
	Params: []spec.Param{
		{Name: "left", Default: spec.Number(1), Range: spec.Between(1e-6, 1e6),
			Meaning: "distance from the separatrix 0 to the left minimum"},
		{Name: "right", Default: spec.Number(1), Range: spec.Between(1e-6, 1e6),
			Meaning: "distance from the separatrix 0 to the right minimum"},
		{Name: "depth-left", Default: spec.Number(1), Range: spec.Between(1e-9, 1e9),
			Meaning: "depth of the left minimum below the separatrix"},
		{Name: "depth-right", Default: spec.Number(1), Range: spec.Between(1e-9, 1e9),
			Meaning: "depth of the right minimum below the separatrix"},
	},
	Payload: maker{
		dim: 1, natural: 1,
		make: func(v spec.Values, _ int) (Landscape, error) {
			left, right := v.Number("left"), v.Number("right")
			return &doubleWell{
				left: halfWell{left, v.Number("depth-left")}, right: halfWell{right, v.Number("depth-right")},
				minima:  [][]float64{{-left}, {right}},
				saddles: []Saddle{{X: []float64{0}, From: 0, To: 1}},
			}, nil
		},
	},
}

func (p *doubleWell) Dim() int { return 1 }

func (p *doubleWell) Value(x []float64) float64 {
	u, _ := p.eval(x[0])
	return u
}

func (p *doubleWell) Grad(dst, x []float64) { _, dst[0] = p.eval(x[0]) }

// eval returns U and U' at x.
func (p *doubleWell) eval(x float64) (u, du float64) {
	if x < 0 {
		u, du = p.left.eval(-x)
		return u, -du
	}
	return p.right.eval(x)
}

func (p *doubleWell) Minima() [][]float64 { return p.minima }
func (p *doubleWell) Saddles() []Saddle   { return p.saddles }
func (p *doubleWell) Basin(x []float64) int {
	switch {
	case math.IsInf(x[0], 0):
		return -1
	case x[0] < 0:
		return 0
	case x[0] > 0:
		return 1
	}
	return -1 // the flow stays at 0; NaN has no basin
}

func (p *doubleWell) String() string {
	return doubleWellKind.Numbers(p.left.width, p.right.width, p.left.depth, p.right.depth).String()
}
