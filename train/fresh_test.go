package train

import (
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/schedule"
)

// line is linear regression in d numbers with the model that is its theory's.
func line(text string, batch int, eta float64) Config {
	c := Default()
	c.Data, c.Model, c.Sampling = text, "linear:nobias", Fresh
	c.Probe.Every, c.JumpsEvery, c.EvaluateEvery = 0, 0, 0
	c.Controls.Batch, c.Controls.Schedule = batch, schedule.Constant{Eta0: eta}
	return c
}

// A step is w <- w - (eta/b) sum a (a.w - y) with the examples of the fresh stream.
func TestStepOnFreshExamples(t *testing.T) {
	const d, b, eta = 3, 4, .125
	cfg := line("regression:d=3,n=20", b, eta)
	cfg.Steps = 5
	r, err := newRun(cfg, nn.Parse)
	if err != nil {
		t.Fatal(err)
	}
	r.emit = func(Event) error { return nil }
	set, err := data.Load(cfg.Data, data.Options{Seed: cfg.Seed})
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, d)
	for i, v := range r.sgd.w {
		w[i] = float64(v)
	}
	stream := rng.New(cfg.Seed, rng.Fresh, 0)
	x, y := make([]float32, b*d), make([]float32, b)
	for range cfg.Steps {
		set.Law.Draw(x, y, stream)
		step := make([]float64, d)
		for j := range y {
			residual := -float64(y[j])
			for i := range d {
				residual += float64(x[j*d+i]) * w[i]
			}
			for i := range d {
				step[i] += eta / b * float64(x[j*d+i]) * residual
			}
		}
		for i := range w {
			w[i] -= step[i]
		}
		if _, err := r.Advance(background); err != nil {
			t.Fatal(err)
		}
	}
	for i := range w {
		near.Abs(t, "weight", float64(r.sgd.w[i]), w[i], 1e-6)
	}
}

// Sets that only have the examples they hold refuse to be drawn from, with a remedy.
func TestFreshIsRefused(t *testing.T) {
	cfg := Default()
	cfg.Sampling = Fresh
	for _, name := range []string{"mnist1d", "moons"} {
		cfg.Data = name
		_, err := newRun(cfg, nn.Parse)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "use replacement") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A regression has no accuracy, and its noise can be probed.
func TestRegressionHasNoAccuracy(t *testing.T) {
	cfg := line("regression:d=2,n=30", 3, .1)
	cfg.Steps, cfg.EvaluateEvery, cfg.Probe = 6, 2, Probe{Every: 3, Batches: 64, Block: 4}
	probes := 0
	for e, err := range Run(background, cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case Evaluated:
			if e.TrainAccuracy == e.TrainAccuracy || e.TestAccuracy == e.TestAccuracy {
				t.Errorf("accuracy %g %g, want NaN", e.TrainAccuracy, e.TestAccuracy)
			}
			near.Most(t, "loss", e.TrainLoss, 10)
		case NoiseEstimate:
			probes++
			near.Least(t, "scale of the noise", e.Layers[0].Sigma, .01)
		case Done:
			if e.TrainAccuracy == e.TrainAccuracy {
				t.Errorf("accuracy %g", e.TrainAccuracy)
			}
		}
	}
	if probes != 3 {
		t.Errorf("%d probes", probes)
	}
}
