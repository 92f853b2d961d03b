package train

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/train/data"
)

// U = g - grad L over minibatches drawn with replacement has mean 0 and, for
// each parameter, the variance of the single gradients over the batch size.
func TestProbeDrawsWithReplacement(t *testing.T) {
	const batches = 2000
	m, w := network(t, "mlp:4:tanh", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	single := gradients(m, w, s)
	for _, batch := range []int{1, 4} {
		p := newProber(Probe{Every: 1, Batches: batches, Block: 10}, 1, m, &s, 3, newPass(m, 3))
		if _, err := p.measure(background, 0, w, batch); err != nil {
			t.Fatal(err)
		}
		means, variances := 0.0, 0.0 // over parameters, in units of what they should be
		for i := range w {
			var mean, variance float64
			for _, g := range single {
				mean += float64(g[i]) / 30
			}
			for _, g := range single {
				variance += (float64(g[i]) - mean) * (float64(g[i]) - mean) / 30
			}
			u := make([]float64, batches)
			for k := range u {
				u[k] = float64(p.g[k*len(w)+i]) - mean
			}
			gotMean, gotVariance := meanVar(u)
			means += gotMean * gotMean * batches / (variance / float64(batch)) / float64(len(w))
			variances += gotVariance / (variance / float64(batch)) / float64(len(w))
		}
		// Single gradients have few degrees of freedom, so the sum over the 31
		// parameters does not average as well as 31 independent ones.
		near.Most(t, fmt.Sprintf("batch %d: mean square of the mean, in units of its own", batch), means, 2.5)
		near.Abs(t, fmt.Sprintf("batch %d: mean variance, in units of its own", batch), variances, 1, .06)
	}
}

// Minibatch m of step k is that of its own random stream, whatever was drawn before.
func TestProbeMinibatchHasItsOwnStream(t *testing.T) {
	const step, batch = 70, 5
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Probe{Every: 1, Batches: 20, Block: 2}, 9, m, &s, 3, newPass(m, 3))
	for _, k := range []int{0, step} {
		if _, err := p.measure(background, k, w, batch); err != nil {
			t.Fatal(err)
		}
	}
	for _, minibatch := range []int{0, 13, 19} {
		r := rng.New(9, rng.Probe, step<<24|uint64(minibatch))
		var x data.Split
		for range batch {
			i := r.IntN(s.Len())
			x.X, x.Y = append(x.X, s.X[3*i:3*i+3]...), append(x.Y, s.Y[i])
		}
		g := make([]float32, len(w))
		m.NewWorkspace(batch).Gradient(g, w, x.X, x.Y)
		if !slices.Equal(g, p.g[minibatch*len(w):(minibatch+1)*len(w)]) {
			t.Errorf("minibatch %d has another gradient", minibatch)
		}
	}
}

func TestProbeIsInterrupted(t *testing.T) {
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Probe{Every: 1, Batches: 20, Block: 2}, 9, m, &s, 3, newPass(m, 3))
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := p.measure(ctx, 0, w, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
