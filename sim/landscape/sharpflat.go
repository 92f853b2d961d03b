package landscape

import (
	"math"

	"levyscope/internal/spec"
)

// sharpFlat has a sharp minimum at the origin and a flat one of equal depth at x1 = distance:
//
//	U = W(x1) + (across/2) sum_{i>1} x_i^2,
//
// with W a double well of two halfWells, which has the curvature sharp at one minimum and flat
// at the other. A halfWell of width w and depth D has the curvature 8D/w^2, so the separatrix
// divides the distance in the ratio 1/sqrt(sharp) : 1/sqrt(flat), and the barrier is
//
//	D = distance^2 / (8 (1/sqrt(sharp) + 1/sqrt(flat))^2).
//
// The other coordinates do not interact with the first, hence the separatrix is the hyperplane
// x1 = width of the sharp half. U is -D at the minima and 0 at the saddle.
type sharpFlat struct {
	n                             int // number of coordinates N
	sharp, flat, distance, across float64
	sharpHalf, flatHalf           halfWell // the sharp half and the flat one
	minima                        [][]float64
	saddles                       []Saddle
}

var sharpFlatKind = kind{
	Name:    "sharpflat",
	Meaning: "two wells of equal depth and unlike curvature along x1, across/2 x_i^2 along the others",
	Params: []spec.Param{
		{Name: "sharp", Default: spec.Number(20), Range: spec.Between(1e-6, 1e9),
			Meaning: "curvature at the sharp minimum"},
		{Name: "flat", Default: spec.Number(1), Range: spec.Between(1e-6, 1e9),
			Meaning: "curvature at the flat minimum"},
		{Name: "distance", Default: spec.Number(1.5), Range: spec.Between(1e-6, 1e6),
			Meaning: "distance between the minima"},
		{Name: "across", Default: spec.Number(1), Range: spec.Between(1e-6, 1e9),
			Meaning: "curvature along the coordinates beyond the first"},
	},
	Payload: maker{
		natural: 1,
		make:    newSharpFlat,
	},
}

// newSharpFlat makes the landscape of the given parameters in n coordinates.
func newSharpFlat(v spec.Values, n int) (Landscape, error) {
	p := &sharpFlat{
		n: n, sharp: v.Number("sharp"), flat: v.Number("flat"), distance: v.Number("distance"), across: v.Number("across"),
	}
	a, b := 1/math.Sqrt(p.sharp), 1/math.Sqrt(p.flat)
	depth := p.distance / (a + b)
	depth *= depth / 8
	p.sharpHalf = halfWell{p.distance * a / (a + b), depth}
	p.flatHalf = halfWell{p.distance * b / (a + b), depth}
	point := func(x float64) []float64 {
		y := make([]float64, n)
		y[0] = x
		return y
	}
	p.minima = [][]float64{point(0), point(p.sharpHalf.width + p.flatHalf.width)}
	p.saddles = []Saddle{{X: point(p.sharpHalf.width), From: 0, To: 1}}
	return p, nil
}

func (p *sharpFlat) Dim() int { return p.n }

func (p *sharpFlat) Value(x []float64) float64 {
	u, _ := p.well(x[0])
	sum := 0.0
	for _, v := range x[1:] {
		sum += v * v
	}
	return u + p.across/2*sum
}

func (p *sharpFlat) Grad(dst, x []float64) {
	_, dst[0] = p.well(x[0])
	for i, v := range x[1:] {
		dst[1+i] = p.across * v
	}
}

// well returns W and W' at x1 = x.
func (p *sharpFlat) well(x float64) (u, du float64) {
	if x < p.sharpHalf.width {
		u, du = p.sharpHalf.eval(p.sharpHalf.width - x)
		return u, -du
	}
	return p.flatHalf.eval(x - p.sharpHalf.width)
}

func (p *sharpFlat) Minima() [][]float64 { return p.minima }
func (p *sharpFlat) Saddles() []Saddle   { return p.saddles }

func (p *sharpFlat) Basin(x []float64) int {
	switch {
	case !AllFinite(x):
		return -1
	case x[0] < p.sharpHalf.width:
		return 0
	case x[0] > p.sharpHalf.width:
		return 1
	}
	return -1 // from the separatrix the flow leads to the saddle
}

func (p *sharpFlat) String() string {
	return sharpFlatKind.Numbers(p.sharp, p.flat, p.distance, p.across).String()
}
