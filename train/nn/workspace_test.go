package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

type kindOfModel struct {
	text string
	p    Problem
}

// kinds are models of every kind, at sizes at which workers share the work.
var kinds = []kindOfModel{
	{"linear", series(40, 10)}, {"linear:nobias", series(20, 0)},
	{"mlp:100-50", series(40, 10)}, {"mlp:33:tanh", series(17, 10)}, {"mlp:20-20:gelu", series(40, 3)},
	{"residual:30:2", series(40, 10)},
	{"cnn1d", series(40, 10)},
	{"lenet5", Problem{Shape: []int{1, 28, 28}, Classes: 10}}, {"lenet5", Problem{Shape: []int{3, 32, 32}, Classes: 10}},
}

// quick are the kinds without those that take long, in the fast lane.
func quick() []kindOfModel {
	if testing.Short() {
		return slices.DeleteFunc(slices.Clone(kinds), func(c kindOfModel) bool { return c.text == "lenet5" })
	}
	return kinds
}

// The weights after many steps are the same to the bit at 1, 2 and 3 threads, whether a step is Descend or Gradient
// and the update.
func TestSameWeightsAtAnyNumberOfThreads(t *testing.T) {
	steps := 1000
	if testing.Short() {
		steps = 50
	}
	for _, c := range kinds {
		var assembly []float32 // weights of the first kernel in assembly
		for i := range machines(t, 1) {
			steps := steps
			if c.text == "lenet5" && (testing.Short() || machines(t, 1)[i].Kernel.Name() == 0) {
				steps = 3
			}
			name := fmt.Sprintf("%s of %v, %s", c.text, c.p, machines(t, 1)[i].Kernel.Name())
			want := descend(t, c.text, c.p, machines(t, 1)[i], steps, false)
			if i > 0 && assembly == nil {
				assembly = want
			} else if i > 0 && !slices.Equal(want, assembly) {
				t.Errorf("%s: other weights than with the other kernel in assembly", name)
			}
			for threads := 1; threads <= 3; threads++ {
				if got := descend(t, c.text, c.p, machines(t, threads)[i], steps, threads > 1); !slices.Equal(got, want) {
					t.Errorf("%s: other weights on %d threads", name, threads)
				}
			}
		}
	}
}

// descend are the weights after some steps on minibatches of several sizes.
func descend(t *testing.T, text string, p Problem, on Machine, steps int, fused bool) []float32 {
	t.Helper()
	const most = 100
	m, w, x, y := example(t, text, p, most)
	ws, g := m.NewWorkspace(most, on), make([]float32, len(w))
	for k := range steps {
		n := []int{16, 37, 100, 5, 64, 1}[k%6]
		x, y := x[:n*p.Dim()], y.part(0, n)
		if fused {
			ws.Descend(w, x, y, .02)
			continue
		}
		ws.Gradient(g, w, x, y)
		on.Kernel.Update(w, g, .02)
	}
	for i, v := range w {
		if v != v {
			t.Fatalf("%s: weight %d is NaN", text, i)
		}
	}
	return w
}

// The gradient of a minibatch is the mean of those of its examples, whatever the workspace has seen before: no padding
// reaches a sum.
func TestPaddingHasNoEffect(t *testing.T) {
	for _, c := range quick() {
		m, w, x, y := example(t, c.text, c.p, 37)
		for _, on := range machines(t, 2) {
			name := fmt.Sprintf("%s of %v, %s", c.text, c.p, on.Kernel.Name())
			ws, dim := m.NewWorkspace(37, on), c.p.Dim()
			huge := slices.Repeat([]float32{float32(math.Inf(1)), 1e38, float32(math.NaN())}, 37*dim)[:37*dim]
			g, h, fresh := make([]float32, len(w)), make([]float32, len(w)), make([]float32, len(w))
			for _, n := range []int{1, 5, 16, 33} {
				ws.Gradient(g, w, huge, y) // what is left in the padding
				sum, correct := ws.Gradient(g, w, x[:n*dim], y.part(0, n))
				s, c := m.NewWorkspace(n, on).Gradient(fresh, w, x[:n*dim], y.part(0, n))
				if !slices.Equal(g, fresh) || s != sum || c != correct {
					t.Errorf("%s: other bits for %d examples in a workspace that has seen others", name, n)
				}
				mean := make([]float64, len(w))
				for i := range n {
					ws.Gradient(h, w, x[i*dim:(i+1)*dim], y.part(i, i+1))
					for j, v := range h {
						mean[j] += float64(v) / float64(n)
					}
				}
				far := 0.0
				for j, v := range mean {
					far = max(far, math.Abs(v-float64(g[j])))
				}
				near.Most(t, name+": distance from the mean of the examples", far, 2e-6)
			}
		}
	}
}

// A weight that is NaN shows in the loss, wherever it is.
func TestDivergedWeightsGiveNaN(t *testing.T) {
	for _, c := range kinds {
		m, w, x, y := example(t, c.text, c.p, 4)
		for _, on := range machines(t, 1) {
			ws := m.NewWorkspace(4, on)
			for _, tensor := range m.Tensors() {
				old := w[tensor.Offset]
				w[tensor.Offset] = float32(math.NaN())
				sum, _ := ws.Loss(w, x, y)
				before := slices.Clone(w)
				again, _ := ws.Descend(w, x, y, .1)
				if !math.IsNaN(sum) || !math.IsNaN(again) || !sameBits(before, w) {
					t.Errorf("%s, %s: NaN in %s: loss %g, %g", c.text, on.Kernel.Name(), tensor.Name, sum, again)
				}
				w[tensor.Offset] = old
			}
		}
	}
}

// sameBits is slices.Equal where NaN is equal to itself.
func sameBits(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(v, w float32) bool { return math.Float32bits(v) == math.Float32bits(w) })
}

// A minibatch of more examples than go through a network at once has the gradient of all of them.
func TestLargeMinibatch(t *testing.T) {
	const n = 2*maxBatch + 7
	p := series(12, 3)
	m, w, x, y := example(t, "residual:6:1", p, n)
	for _, on := range machines(t, 2) {
		ws := m.NewWorkspace(n, on)
		g, h := make([]float32, len(w)), make([]float32, len(w))
		sum, correct := ws.Gradient(g, w, x, y)
		mean, losses, right := make([]float64, len(w)), 0.0, 0
		for i := range n {
			s, c := ws.Gradient(h, w, x[12*i:12*i+12], y.part(i, i+1))
			losses, right = losses+s, right+c
			for j, v := range h {
				mean[j] += float64(v) / n
			}
		}
		near.Rel(t, "loss", sum, losses, 1e-6)
		near.Abs(t, "right answers", float64(correct), float64(right), 0)
		for j := range mean {
			if !(math.Abs(mean[j]-float64(g[j])) <= 1e-7) {
				t.Fatalf("parameter %d: %g, want %g", j, g[j], mean[j])
			}
		}
		copy(h, w)
		on.Kernel.Update(h, g, .1)
		if ws.Descend(w, x, y, .1); !slices.Equal(w, h) {
			t.Error("Descend is not Gradient and the update")
		}
	}
}

func TestStepsDoNotAllocate(t *testing.T) {
	for _, c := range quick() {
		m, w, x, y := example(t, c.text, c.p, 37)
		for _, threads := range []int{1, 2} {
			for _, on := range machines(t, threads) {
				ws, g := m.NewWorkspace(37, on), make([]float32, len(w))
				allocations := testing.AllocsPerRun(5, func() {
					ws.Gradient(g, w, x, y)
					ws.Descend(w, x, y, 1e-6)
					ws.Loss(w, x, y)
				})
				near.Most(t, fmt.Sprintf("allocations of %s, %d threads", c.text, threads), allocations, 0)
			}
		}
	}
}
