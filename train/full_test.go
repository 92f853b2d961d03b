package train

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn"
)

// The sizes leave pieces empty, give pieces of unlike lengths, and cut a piece
// into two chunks (4100/16 > passBatch).
var splitSizes = []int{1, 5, 37, 4100}

func TestFullGradientIsTheMeanOverExamples(t *testing.T) {
	for _, n := range splitSizes {
		m, w := network(t, "mlp:6", 5, 4, 1)
		s := examples(n, 5, 4, uint64(n))
		want := make([]float64, len(w))
		for _, g := range gradients(m, w, s) {
			for i, v := range g {
				want[i] += float64(v) / float64(n)
			}
		}
		p := newPass(m, 5, nn.Machine{})
		full := make([]float32, len(w))
		for range 2 { // the second time over used buffers
			if err := p.gradient(background, full, w, &s); err != nil {
				t.Fatal(err)
			}
			near.Most(t, fmt.Sprintf("error of a component, %d examples", n), apart(full, want), 1e-7)
		}
	}
}

// A gradient for which there is little memory has the same bits, whatever the number of cores.
func TestFullGradientInLittleMemory(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	m, w := network(t, "mlp:6", 5, 4, 1)
	s := examples(4100, 5, 4, 1)
	want := make([]float32, len(w))
	if err := newPass(m, 5, nn.Machine{}).gradient(background, want, w, &s); err != nil {
		t.Fatal(err)
	}
	for _, cores := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(cores)
		for _, floats := range []int{0, len(w), 3*len(w) + 1, 15 * len(w)} {
			p, full := newPass(m, 5, nn.Machine{}), make([]float32, len(w))
			p.floats = floats
			for range 2 {
				if err := p.gradient(background, full, w, &s); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(full, want) {
					t.Errorf("other bits in memory for %d sums on %d cores", floats/len(w), cores)
				}
			}
			near.Most(t, "sums in memory", float64(len(p.partial)), max(1, float64(floats/len(w))))
		}
	}
}

func TestLossIsTheMeanOverExamples(t *testing.T) {
	for _, n := range splitSizes {
		m, w := network(t, "mlp:6", 5, 4, 1)
		s := examples(n, 5, 4, uint64(n))
		ws := m.NewWorkspace(1, nn.Machine{})
		want, right := 0.0, 0
		for i := range n {
			loss, correct := ws.Loss(w, s.X[i*5:(i+1)*5], targets(&s, i, i+1))
			want += loss / float64(n)
			right += correct
		}
		mean, accuracy, err := newPass(m, 5, nn.Machine{}).loss(background, w, &s)
		if err != nil {
			t.Fatal(err)
		}
		near.Abs(t, fmt.Sprintf("loss of %d examples", n), mean, want, 1e-6)
		near.Abs(t, fmt.Sprintf("accuracy on %d examples", n), accuracy, float64(right)/float64(n), 0)
	}
}

func TestPassIsInterrupted(t *testing.T) {
	m, w := network(t, "mlp:6", 5, 4, 1)
	s := examples(50, 5, 4, 1)
	ctx, cancel := context.WithCancel(background)
	cancel()
	p := newPass(m, 5, nn.Machine{})
	if _, _, err := p.loss(ctx, w, &s); !errors.Is(err, context.Canceled) {
		t.Errorf("loss: %v", err)
	}
	if err := p.gradient(ctx, make([]float32, len(w)), w, &s); !errors.Is(err, context.Canceled) {
		t.Errorf("gradient: %v", err)
	}
}
