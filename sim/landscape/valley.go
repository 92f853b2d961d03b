package landscape

import (
	"math"

	"levyscope/internal/spec"
)

// valley is a curved valley after Rosenbrock (1960), with its only minimum at 0:
//
//	U = (x1/length)^2/2 + (curvature/2) (x2 - f(x1))^2,
//	f(x1) = bend length (sqrt(1 + (x1/length)^2) - 1).
//
// Near the minimum the floor x2 = f(x1) is Rosenbrock's parabola bend x1^2/(2 length); beyond
// |x1| = length it becomes straight. Therefore |f'| < bend, the gradient grows only linearly,
// and Euler's method with a step h is stable along the floor, also after a big jump, if
// h (curvature (1 + bend^2) + 1/length^2) < 2. The Hessian at 0 is diag(1/length^2, curvature).
type valley struct{ curvature, length, bend float64 }

var valleyKind = kind{
	Name:    "valley",
	Meaning: "(x1/length)^2/2 + curvature/2 (x2 - f(x1))^2, f = bend length (sqrt(1 + (x1/length)^2) - 1)",
	Params: []spec.Param{
		{Name: "curvature", Default: spec.Number(20), Range: spec.Between(1e-6, 1e9),
			Meaning: "curvature across the floor"},
		{Name: "length", Default: spec.Number(2), Range: spec.Between(1e-6, 1e6),
			Meaning: "length over which the floor rises by 1/2 and turns"},
		{Name: "bend", Default: spec.Number(1), Range: spec.Between(0, 1e3),
			Meaning: "slope dx2/dx1 of the floor far out"},
	},
	Payload: maker{
		dim: 2, natural: 2,
		make: func(v spec.Values, _ int) (Landscape, error) {
			return &valley{v.Number("curvature"), v.Number("length"), v.Number("bend")}, nil
		},
	},
}

func (p *valley) Dim() int { return 2 }

// floor returns f and f' at x1.
func (p *valley) floor(x1 float64) (f, df float64) {
	s := x1 / p.length
	r := math.Hypot(1, s)
	return p.bend * p.length * s * (s / (r + 1)), p.bend * s / r
}

func (p *valley) Value(x []float64) float64 {
	f, _ := p.floor(x[0])
	s := x[0] / p.length
	return s*s/2 + p.curvature/2*(x[1]-f)*(x[1]-f)
}

func (p *valley) Grad(dst, x []float64) {
	f, df := p.floor(x[0])
	pull := p.curvature * (x[1] - f)
	dst[0], dst[1] = x[0]/(p.length*p.length)-pull*df, pull
}

func (p *valley) Minima() [][]float64 { return [][]float64{{0, 0}} }
func (p *valley) Saddles() []Saddle   { return nil }

func (p *valley) Basin(x []float64) int {
	if AllFinite(x) {
		return 0
	}
	return -1
}

func (p *valley) String() string {
	return valleyKind.Numbers(p.curvature, p.length, p.bend).String()
}
