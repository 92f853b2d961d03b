package nn

import (
	"fmt"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// The gradients of minibatches that go through a network together are those of each alone, to the bit, whatever the
// kernel, the size of the team, and how many are left for the last pass.
func TestGradientsOfManyMinibatches(t *testing.T) {
	sizes, teams := []int{1, 2, 3, 8, 16, 17, 32, 33, 50, 64, maxBatch, maxBatch + 5}, []int{1, 3}
	if testing.Short() {
		sizes, teams = []int{1, 3, 8, 33, 64}, []int{3}
	}
	for _, c := range quick() {
		for _, size := range sizes {
			if c.p.Dim() > 100 && size > 33 {
				continue
			}
			count := 2*max(1, maxBatch/size) + 1
			if testing.Short() {
				count = max(2, min(count, 50/size))
			}
			m, w, x, y := example(t, c.text, c.p, count*size)
			want, got := make([]float32, count*len(w)), make([]float32, count*len(w))
			for _, threads := range teams {
				for _, on := range machines(t, threads) {
					alone := m.NewWorkspace(size, on)
					for i := range count {
						alone.Gradient(want[i*len(w):(i+1)*len(w)], w, x[i*size*c.p.Dim():(i+1)*size*c.p.Dim()],
							y.part(i*size, (i+1)*size))
					}
					for _, batch := range []int{GroupBatch(size), size, size + 40} {
						clear(got)
						m.NewWorkspace(batch, on).(Grouped).Gradients(got, w, x, y, size)
						if !slices.Equal(got, want) {
							t.Fatalf("%s, %s, %d threads: other bits for %d minibatches of %d in a workspace for %d",
								c.text, on.Kernel.Name(), threads, count, size, batch)
						}
					}
				}
			}
		}
	}
}

// A workspace that has computed many gradients computes one as before.
func TestGradientAfterGradients(t *testing.T) {
	for _, c := range quick() {
		m, w, x, y := example(t, c.text, c.p, 64)
		for _, on := range machines(t, 2) {
			ws, g := m.NewWorkspace(64, on), make([]float32, 8*len(w))
			want, got := make([]float32, len(w)), make([]float32, len(w))
			sum, right := ws.Gradient(want, w, x, y)
			ws.(Grouped).Gradients(g, w, x, y, 8)
			if s, r := ws.Gradient(got, w, x, y); !slices.Equal(got, want) || s != sum || r != right {
				t.Errorf("%s, %s: other bits", c.text, on.Kernel.Name())
			}
			allocations := testing.AllocsPerRun(3, func() { ws.(Grouped).Gradients(g, w, x, y, 8) })
			near.Most(t, fmt.Sprintf("allocations of %s", c.text), allocations, 0)
		}
	}
}
