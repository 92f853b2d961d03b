package nn

import (
	"fmt"
	"testing"

	"levyscope/internal/par"
	"levyscope/train/nn/kernel"
)

// BenchmarkStep is a step of gradient descent with the best kernel: what PyTorch's peer does without drawing the
// minibatch.
func BenchmarkStep(b *testing.B) {
	k, err := kernel.New(kernel.Best())
	if err != nil {
		b.Fatal(err)
	}
	image := Problem{Shape: []int{1, 28, 28}, Classes: 10}
	for _, c := range []struct {
		text  string
		p     Problem
		batch int
	}{
		{"mlp:100-100", series(40, 10), 16}, {"mlp:100-100", series(40, 10), 100},
		{"mlp:256-128", image, 64}, {"cnn1d", series(40, 10), 100}, {"lenet5", image, 64},
	} {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/batch=%d/threads=%d", c.text, c.batch, threads), func(b *testing.B) {
				m, w, x, y := example(b, c.text, c.p, c.batch)
				ws := m.NewWorkspace(c.batch, Machine{Kernel: k, Team: par.NewTeam(threads)})
				b.ReportAllocs()
				for b.Loop() {
					ws.Descend(w, x, y, 1e-9)
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			})
		}
	}
}

// BenchmarkGradients is the gradients of many minibatches at the same weights, as a probe of their noise draws them.
// The time is that of one minibatch.
func BenchmarkGradients(b *testing.B) {
	k, err := kernel.New(kernel.Best())
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		text string
		p    Problem
		size int
	}{
		{"mlp:100-100", series(40, 10), 16}, {"mlp:100-100", series(40, 10), 8}, {"mlp:100-100", series(40, 10), 64},
		{"cnn1d", series(40, 10), 8}, {"lenet5", Problem{Shape: []int{1, 28, 28}, Classes: 10}, 8},
	} {
		b.Run(fmt.Sprintf("%s/size=%d", c.text, c.size), func(b *testing.B) {
			n := GroupBatch(c.size)
			m, w, x, y := example(b, c.text, c.p, n)
			ws, g := m.NewWorkspace(n, Machine{Kernel: k}).(Grouped), make([]float32, n/c.size*m.NumParams())
			for i := 0; i < b.N; i += n / c.size {
				ws.Gradients(g, w, x, y, c.size)
			}
		})
		b.Run(fmt.Sprintf("%s/size=%d/alone", c.text, c.size), func(b *testing.B) {
			m, w, x, y := example(b, c.text, c.p, c.size)
			ws, g := m.NewWorkspace(c.size, Machine{Kernel: k}), make([]float32, m.NumParams())
			for b.Loop() {
				ws.Gradient(g, w, x, y)
			}
		})
	}
}
