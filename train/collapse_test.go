package train

import (
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn/kernel"
	"levyscope/train/schedule"
)

// probes are the probes of a run at a constant learning rate, and its end.
func probes(t *testing.T, model string, seed uint64, eta float64, batch, steps int) (all []NoiseEstimate, end Done) {
	t.Helper()
	cfg := Default()
	cfg.Model, cfg.Seed, cfg.Steps, cfg.EvaluateEvery = model, seed, steps, 0
	cfg.Kernel = kernel.Gonum // whether a large step collapses a network or diverges depends on last digits
	cfg.Controls.Schedule, cfg.Controls.Batch = schedule.Constant{Eta0: eta}, batch
	cfg.Probe = Probe{Every: 100, Batches: 64, Block: 8}
	for e, err := range Run(background, cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case NoiseEstimate:
			all = append(all, e)
		case Done:
			end = e
		}
	}
	return all, end
}

// After steps that are far too large nearly all units of a ReLU network are off for every
// example, and all examples have one class. Then there is no tail index, nor a jump.
func TestACollapsedNetworkIsSaidToBeOne(t *testing.T) {
	for _, model := range []string{"mlp:100-100", "mlp:20-20-20-20"} {
		all, end := probes(t, model, 1, 3, 16, 300)
		last := all[len(all)-1]
		c := last.Collapse
		if c == nil {
			t.Fatalf("%s: nothing is said of the collapse; atoms %+v", model, last.Layers[0].Atoms)
		}
		near.Least(t, model+": share of idle parameters", c.Idle, .9)
		near.Least(t, model+": share of one class", c.TopClass, .99)
		if !strings.Contains(c.Caveat, "collapsed") || !strings.Contains(c.Caveat, "smaller learning rate") {
			t.Errorf("%s: caveat %q", model, c.Caveat)
		}
		for _, l := range last.Layers {
			for _, v := range []float64{l.Alpha, l.AlphaSE, l.AlphaAll, l.Pooled, l.Quantiles[0], last.WholeNet.Alpha} {
				if !math.IsNaN(v) {
					t.Errorf("%s: %s has the figures %g, %g, %g of a tail index", model, l.Name, l.Alpha, l.AlphaAll, l.Pooled)
					break
				}
			}
		}
		if end.Collapse == nil || !math.IsNaN(end.Layers[0].Alpha) {
			t.Errorf("%s: the end says %+v", model, end)
		}
	}
}

// A network that learns is never called collapsed: not a fresh one, whatever its seed, not
// one at minibatches of one example, where most gradients are 0, and not a saturated one.
func TestNoHealthyNetworkIsCalledCollapsed(t *testing.T) {
	seeds := uint64(4)
	if testing.Short() {
		seeds = 1
	}
	check := func(model string, seed uint64, eta float64, batch, steps int) {
		all, end := probes(t, model, seed, eta, batch, steps)
		for _, e := range all {
			if e.Collapse != nil {
				t.Errorf("%s, seed %d, eta %g, batch %d: collapsed at step %d: %+v",
					model, seed, eta, batch, e.Step, e.Collapse)
			}
		}
		if end.Collapse != nil {
			t.Errorf("%s, seed %d: the end says that it has collapsed", model, seed)
		}
	}
	for seed := range seeds {
		for _, model := range []string{"mlp:100-100", "mlp:30-30-30", "mlp:6", "mlp:30:tanh", "linear"} {
			check(model, seed, .1, 16, 1)
			check(model, seed, .03, 1, 100)
		}
		if !testing.Short() {
			check("mlp:100-100", seed, .5, 16, 200)
			check("mlp:50", seed, .3, 8, 2000)
		}
	}
}
