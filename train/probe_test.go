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
	"levyscope/train/nn"
)

// U = g - grad L over the minibatches of a probe has, for each parameter, the mean 0 and the
// variance of the single gradients over the batch size B, times (n-B)/(n-1) where the
// examples of a minibatch differ. In epochs of 30, of three minibatches of 20 two lie in one
// epoch, and one takes ten from each of two.
func TestProbeDrawsAsTrainingDoes(t *testing.T) {
	const n, batches = 30, 3000
	m, w := network(t, "mlp:4:tanh", 3, 3, 1)
	s := examples(n, 3, 3, 2)
	single := gradients(m, w, s)
	for _, c := range []struct {
		sampling Sampling
		batch    int
		want     float64 // variance, in units of that with replacement
	}{
		{Replacement, 1, 1}, {Replacement, 4, 1}, {Replacement, 20, 1}, {Without, 1, 1}, {Without, 4, 26. / 29},
		{Without, 20, 10. / 29}, {Epochs, 5, 25. / 29}, {Epochs, 20, (10 + 20 + 10) / 29. / 3},
	} {
		cfg := Config{Probe: Probe{Every: 1, Batches: batches, Block: 10}, Seed: 1, Sampling: c.sampling}
		p := newProber(cfg, m, &data.Set{Dim: 3, Train: s}, newPass(m, 3, nn.Machine{}))
		est, err := p.measure(background, 0, w, c.batch)
		if err != nil || est.Sampling != c.sampling {
			t.Fatalf("%s: %v, %v", c.sampling, est.Sampling, err)
		}
		means, variances := 0.0, 0.0 // over parameters, in units of what they should be
		for i := range w {
			var mean, variance float64
			for _, g := range single {
				mean += float64(g[i]) / n
			}
			for _, g := range single {
				variance += (float64(g[i]) - mean) * (float64(g[i]) - mean) / n
			}
			variance *= c.want / float64(c.batch)
			u := make([]float64, batches)
			for k := range u {
				u[k] = float64(p.g[k*len(w)+i]) - mean
			}
			gotMean, gotVariance := meanVar(u)
			means += gotMean * gotMean * batches / variance / float64(len(w))
			variances += gotVariance / variance / float64(len(w))
		}
		// Single gradients have few degrees of freedom, so the sum over the 31
		// parameters does not average as well as 31 independent ones.
		what := fmt.Sprintf("%s, batch %d: ", c.sampling, c.batch)
		near.Most(t, what+"mean square of the mean, in units of its own", means, 2.5)
		near.Abs(t, what+"mean variance, in units of its own", variances, 1, .06)
	}
}

// A minibatch of all examples, each once, has no noise: not even that of rounding, which
// another order of the examples would make.
func TestProbeOfAllExamplesHasNoNoise(t *testing.T) {
	m, w := network(t, "mlp:4:tanh", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	for _, sampling := range []Sampling{Epochs, Without} {
		cfg := Config{Probe: Probe{Every: 1, Batches: 20, Block: 2}, Seed: 9, Sampling: sampling}
		est, err := newProber(cfg, m, &data.Set{Dim: 3, Train: s}, newPass(m, 3, nn.Machine{})).measure(background, 0, w, 30)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range est.Layers {
			if l.Dead != l.Params {
				t.Errorf("%s: %s has noise in %d of %d parameters", sampling, l.Name, l.Params-l.Dead, l.Params)
			}
		}
	}
}

// Minibatch m of step k is that of its own random stream, whatever was drawn before.
func TestProbeMinibatchHasItsOwnStream(t *testing.T) {
	const step, batch = 70, 5
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Config{Probe: Probe{Every: 1, Batches: 20, Block: 2}, Seed: 9}, m, &data.Set{Dim: 3, Train: s},
		newPass(m, 3, nn.Machine{}))
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
		m.NewWorkspace(batch, nn.Machine{}).Gradient(g, w, x.X, targets(&x, 0, x.Len()))
		if !slices.Equal(g, p.g[minibatch*len(w):(minibatch+1)*len(w)]) {
			t.Errorf("minibatch %d has another gradient", minibatch)
		}
	}
}

func TestProbeIsInterrupted(t *testing.T) {
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Config{Probe: Probe{Every: 1, Batches: 20, Block: 2}, Seed: 9}, m, &data.Set{Dim: 3, Train: s},
		newPass(m, 3, nn.Machine{}))
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := p.measure(ctx, 0, w, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
