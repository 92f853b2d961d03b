package landscape

import "levyscope/internal/spec"

// quartic is U = sum_i x_i^4/4. Its only minimum is 0, where the Hessian is zero. Under Cauchy
// noise in one dimension its stationary density is bimodal (Chechkin et al. 2002; section 6,
// item 8, of docs/theory.md). Euler's method diverges after a jump beyond |x| = sqrt(2/dt), since
// the gradient is cubic.
type quartic struct {
	minima [][]float64 // (1)(N): the origin
}

var quarticKind = kind{
	Name:    "quartic",
	Meaning: "U = sum x_i^4/4",
	Payload: maker{
		natural: 1,
		make: func(_ spec.Values, n int) (Landscape, error) {
			return &quartic{minima: [][]float64{make([]float64, n)}}, nil
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
