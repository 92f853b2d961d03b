package nn

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/par"
	"levyscope/train/nn/kernel"
)

// machines are one for each kernel that the processor has, with a team of the given size.
func machines(t testing.TB, size int) (all []Machine) {
	t.Helper()
	for n := kernel.Gonum; n.Valid(); n++ {
		if !n.Available() {
			continue
		}
		k, err := kernel.New(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Machine{Kernel: k, Team: par.NewTeam(size)})
	}
	return all
}

// small are models of every kind that are small enough for finite differences.
var small = []kindOfModel{
	{"linear", series(6, 4)}, {"linear", series(6, 0)}, {"linear:nobias", series(3, 0)}, {"linear:nobias", series(3, 4)},
	{"mlp:7:tanh", series(6, 4)}, {"mlp:9-6:gelu", series(6, 4)}, {"mlp:8-5-4", series(6, 4)}, {"mlp:8", series(6, 0)},
	{"residual:7:1", series(6, 4)}, {"residual:5:3", series(6, 4)},
	{"cnn1d", series(17, 3)}, {"cnn1d", Problem{Shape: []int{2, 12}, Classes: 3}},
	{"cnn1d", Problem{Shape: []int{1, 3}}},
	{"lenet5", Problem{Shape: []int{1, 28, 28}, Classes: 10}}, {"lenet5", Problem{Shape: []int{3, 32, 32}, Classes: 4}},
}

// Parameters of every tensor, against central differences of the reference: all of a small tensor, some of a large one.
func TestGradientByFiniteDifferences(t *testing.T) {
	for _, c := range small {
		if testing.Short() && c.p.Dim() > 1000 {
			continue
		}
		n := 5
		if c.p.Dim() > 100 {
			n = 1
		}
		m, w, x, y := example(t, c.text, c.p, n)
		wide := make([]float64, len(w))
		for i, v := range w {
			wide[i] = float64(v)
		}
		loss := func() float64 { return referenceLoss(c.text, c.p, wide, x, y) }
		want := map[int]float64{}
		for _, tensor := range m.Tensors() {
			differences(want, tensor, wide, loss)
		}
		for _, on := range machines(t, 2) {
			name := fmt.Sprintf("%s of %v, %s", c.text, c.p, on.Kernel.Name())
			g := make([]float32, len(w))
			sum, _ := m.NewWorkspace(n, on).Gradient(g, w, x, y)
			near.Abs(t, name+": loss", sum/float64(n), loss(), 1e-6)
			for _, tensor := range m.Tensors() {
				for i := range tensor.Len {
					at := tensor.Offset + i
					if v, ok := want[at]; ok && !(math.Abs(float64(g[at])-v) <= 2e-6) {
						t.Fatalf("%s, %s[%d]: gradient %.7f, differences %.7f", name, tensor.Name, i, g[at], v)
					}
				}
			}
		}
	}
}

// differences sets elements of a tensor to central differences of the loss.
func differences(to map[int]float64, tensor Tensor, w []float64, loss func() float64) {
	step := max(1, tensor.Len/97)
	if len(w) > 10000 {
		step = max(1, tensor.Len/4)
	}
	for i := tensor.Offset; i < tensor.Offset+tensor.Len; i += step {
		const h = 1e-6
		old := w[i]
		w[i] = old + h
		up := loss()
		w[i] = old - h
		down := loss()
		w[i] = old
		to[i] = (up - down) / (2 * h)
	}
}
