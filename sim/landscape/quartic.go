package landscape

import "levyscope/internal/spec"

// quartic is U = sum_i x_i^4/4, whose only minimum is 0, with U” = 0 there. Driven
// by Cauchy noise in one dimension its stationary density is bimodal (theory.md,
// section 6, item 8; Chechkin et al. 2002). The cubic gradient outruns Euler's
// method after a big jump: |x| > sqrt(2/dt) grows without end.
type quartic struct{ minima [][]float64 }

var quarticKind = Kind{
	Name:    "quartic",
	Meaning: "U = sum x_i^4/4",
	Payload: LandscapeMaker{
		Natural: 1,
		make: func(_ spec.Values, n int) (Landscape, error) {
			return &quartic{[][]float64{make([]float64, n)}}, nil
		},
	},
}

func (p *quartic) Dim() int { return len(p.minima[0]) }

func (p *quartic) Value(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v * v * v
	}
	return sum / 4
}

func (p *quartic) Grad(dst, x []float64) {
	for i, v := range x {
		dst[i] = v * v * v
	}
}

func (p *quartic) Minima() [][]float64 { return p.minima }
func (p *quartic) Saddles() []Saddle   { return nil }

func (p *quartic) Basin(x []float64) int {
	if AllFinite(x) {
		return 0
	}
	return -1
}

func (p *quartic) String() string { return quarticKind.Bare().String() }
