package noise

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/tail"
	"levyscope/train/nn"
)

// Parameters whose gradients are stable or Pareto have that tail index across them; zeros are left out, and a short
// array has no Hill estimate.
func TestAcross(t *testing.T) {
	const n = 20_000
	tensors := []nn.Tensor{{Name: "stable", Len: n}, {Name: "pareto", Offset: n, Len: n},
		{Name: "zero", Offset: 2 * n, Len: 30}, {Name: "few", Offset: 2*n + 30, Len: 250}}
	look, s := NewAcrossLook(tensors), law.Stable{Alpha: 1.5, Scale: 1e-3}
	var first []float32
	for m := range Looks - 1 {
		r := rand.New(rand.NewPCG(3, uint64(m)))
		g := make([]float32, 2*n+280)
		for i := range n {
			g[i] = float32(s.Rand(r))
			g[n+i] = float32(math.Pow(r.Float64(), -1/2.5))
			if i%2 == 0 {
				g[i] = 0
			}
		}
		for i := range 150 {
			g[2*n+30+i] = float32(r.NormFloat64())
		}
		look.Look(m, g)
		if first == nil {
			first = g
		}
	}
	a := look.Across()
	near.Abs(t, "gradients", float64(a.Gradients), Looks-1, 0)
	near.Abs(t, "stable: nonzero", a.Arrays[0].Nonzero, n/2, 1)
	near.Abs(t, "stable: alpha", a.Arrays[0].Alpha, 1.5, .012)
	near.Abs(t, "stable: spread", a.Arrays[0].AlphaSpread, .015, .01) // RMSE at 10^4 samples
	near.Abs(t, "Pareto: Hill", a.Arrays[1].Hill, 2.5, .07)           // SE 2.5/sqrt(1000 15)
	near.Abs(t, "Pareto: spread", a.Arrays[1].HillSpread, 2.5/math.Sqrt(1000), .05)
	if z := a.Arrays[2]; z.Nonzero != 0 || !math.IsNaN(z.Alpha) || !math.IsNaN(z.Hill) {
		t.Errorf("of zeros: %+v", z)
	}
	if f := a.Arrays[3]; !math.IsNaN(f.Hill) || !(f.Alpha > 1.5) {
		t.Errorf("of 150 values: %+v", f)
	}
	near.Abs(t, "parameters of the net", float64(a.WholeNet.Params), 2*n+280, 0)
	var nonzero []float64
	for _, v := range first {
		if v != 0 {
			nonzero = append(nonzero, float64(v))
		}
	}
	near.Rel(t, "Hill by selection", topHill(first, 1500), tail.Hill(nonzero, 1500).Alpha, 1e-12)
}

// Gradients that are not finite, equal or absent have no tail.
func TestAcrossEdges(t *testing.T) {
	tensors := []nn.Tensor{{Name: "w", Len: 400}}
	if a := NewAcrossLook(tensors).Across(); a.Gradients != 0 || !math.IsNaN(a.WholeNet.Alpha) {
		t.Errorf("of none: %+v", a)
	}
	look, g := NewAcrossLook(tensors), make([]float32, 400)
	for i := range g {
		g[i] = 3
	}
	look.Look(0, g)
	if a := look.Across(); !math.IsNaN(a.WholeNet.Alpha) || !math.IsNaN(a.WholeNet.Hill) || a.WholeNet.Nonzero != 400 {
		t.Errorf("of equal ones: %+v", a)
	}
	g[7] = float32(math.Inf(1))
	look.Look(0, g)
	if a := look.Across(); !math.IsNaN(a.WholeNet.Alpha) || !math.IsNaN(a.WholeNet.Hill) {
		t.Errorf("with an infinity: %+v", a)
	}
}
