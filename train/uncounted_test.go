package train_test

import (
	"testing"

	"levyscope/train"
	"levyscope/train/nn/kernel"
	"levyscope/train/schedule"
)

// Without jumps the run is the same, and its totals say that none were counted.
func TestJumpsAreNotCounted(t *testing.T) {
	cfg := small()
	counted := collect(t, cfg, nil, nil)
	cfg.JumpsEvery = 0
	uncounted := collect(t, cfg, nil, nil)
	if n := len(of[train.Jumps](uncounted)); n != 0 {
		t.Errorf("%d events of jumps", n)
	}
	want, got := of[train.Done](counted)[0], of[train.Done](uncounted)[0]
	if want.Uncounted || !got.Uncounted || got.Jumps != 0 || got.Loss != want.Loss {
		t.Errorf("totals %+v, with jumps %+v", got, want)
	}
	a, b := of[train.Progress](counted), of[train.Progress](uncounted)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("step %d: %+v without jumps, %+v with", i, b[i], a[i])
		}
	}
}

// Where no jumps are counted the step is fused with the gradient: with every kernel, and changes of the controls, the
// weights are the same to the bit.
func TestFusedStepsAreThoseOfTwoParts(t *testing.T) {
	for _, name := range []kernel.Name{kernel.Gonum, kernel.Best()} {
		cfg := small()
		cfg.Kernel, cfg.Probe.Every = name, 0
		cfg.Controls.Schedule = parse(t, "cosine:eta0=0.3,steps=100")
		changes := []func(*train.Controls){
			func(c *train.Controls) { c.Momentum, c.Form = .9, train.PyTorch },
			func(c *train.Controls) { c.Momentum = 0 },
			func(c *train.Controls) { c.WeightDecay = .01 },
			func(c *train.Controls) { c.WeightDecay, c.Momentum, c.Form = 0, .5, train.Polyak },
			func(c *train.Controls) { c.Momentum, c.Arm = 0, schedule.NoiseOnly },
			func(c *train.Controls) { c.Arm = schedule.Both },
		}
		c := cfg.Controls
		for i, change := range changes {
			change(&c)
			cfg.Script = append(cfg.Script, train.Changed{Step: 15 * (i + 1), Controls: c})
		}
		counted := of[train.Progress](collect(t, cfg, nil, nil))
		cfg.JumpsEvery = 0
		for i, p := range of[train.Progress](collect(t, cfg, nil, nil)) {
			if p != counted[i] {
				t.Fatalf("%v, step %d: %+v fused, %+v in two parts", name, i, p, counted[i])
			}
		}
	}
}
