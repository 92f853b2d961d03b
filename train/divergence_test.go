package train

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"levyscope/train/data"
	"levyscope/train/schedule"
)

// divergence runs cfg to its end and returns how it diverged.
func divergence(t *testing.T, cfg Config) Diverged {
	t.Helper()
	cfg.Probe.Every, cfg.EvaluateEvery, cfg.Steps = 0, 0, 400
	for _, err := range Run(context.Background(), cfg, nil) {
		var d *DivergedError
		if errors.As(err, &d) {
			return d.Diverged
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("%+v does not diverge", cfg.Controls)
	return Diverged{}
}

// The cause of a divergence is found from the run: each of these diverges by what is named alone.
func TestDivergenceNamesItsCause(t *testing.T) {
	for _, c := range []struct {
		model           string
		eta, mu, lambda float64
		cause           Cause
		advice          string // how it begins
	}{
		{"mlp:9", 1000, 0, 0, LearningRateCause, "learning rate too large, lower eta0"},
		{"mlp:9", .1, 0, 50, WeightDecayCause, "weight decay too strong, lower it below 10, or eta0 below 0.02:"},
		{"mlp:9", .1, .5, 50, WeightDecayCause, "weight decay too strong, lower it below 15, or eta0 below 0.03:"},
		{"mlp:9", 1000, 0, .01, LearningRateCause, "learning rate too large"}, // eta lambda is 10, but it diverges without
		{"mlp:9", 1000, .5, 0, LearningRateCause, "learning rate too large, lower eta0 (or momentum 0.5)"},
		{"linear", 1e38, 0, 0, LearningRateCause, "learning rate too large"}, // at step 1, before the loss grows
	} {
		cfg := Default()
		cfg.Model = c.model
		cfg.Controls.Schedule = schedule.Constant{Eta0: c.eta}
		cfg.Controls.Momentum, cfg.Controls.WeightDecay = c.mu, c.lambda
		d := divergence(t, cfg)
		if d.Cause != c.cause || !strings.HasPrefix(d.Advice, c.advice) {
			t.Errorf("%+v: %s, %s; want %s, %s", c, d.Cause, d.Advice, c.cause, c.advice)
		}
		if text := (&DivergedError{d}).Error(); !strings.HasPrefix(text, d.Advice) || strings.Contains(text, "NaN nats") {
			t.Errorf("the error does not begin with the advice: %s", text)
		}
		if !(d.Largest > 1) || math.IsInf(d.Largest, 0) || !(d.FirstLoss > 2 && d.FirstLoss < 3) {
			t.Errorf("%+v: largest %g, first loss %g", c, d.Largest, d.FirstLoss)
		}
	}
}

// With momentum that makes steps too long, which without it are not, the momentum is the cause.
func TestMomentumAsACause(t *testing.T) {
	cfg := Default()
	cfg.Model, cfg.Controls.Form = "mlp:9", Polyak
	cfg.Controls.Schedule, cfg.Controls.Momentum = schedule.Constant{Eta0: .5}, .9999
	r := silent(t, cfg)
	r.growth.first, r.growth.last, r.steps = 2.3, 1e9, 20
	d := Diverged{Step: 20}
	r.explain(background, &d, r.sgd.w)
	if d.Cause != MomentumCause || !strings.HasPrefix(d.Advice, "momentum 0.9999 too strong, lower it or eta0") {
		t.Errorf("%s, %s", d.Cause, d.Advice)
	}
	r.growth.changed = true // then the steps are not those of the configuration
	r.explain(background, &d, r.sgd.w)
	if d.Cause != LearningRateCause || !strings.Contains(d.Advice, "add up to 5000") {
		t.Errorf("after a change: %s, %s", d.Cause, d.Advice)
	}
}

// A value of the data that is not finite is named with its example; without growth no cause is made up.
func TestDataAndNothingAsCauses(t *testing.T) {
	cfg := Default()
	cfg.Model = "mlp:9"
	r := silent(t, cfg)
	r.growth.first, r.growth.last, r.steps = 2.3, 2.1, 7
	var d Diverged
	r.explain(background, &d, r.sgd.w)
	if d.Cause != UnknownCause || !strings.HasPrefix(d.Advice, "cause not known, try a lower eta0") {
		t.Errorf("%s, %s", d.Cause, d.Advice)
	}
	x := append([]float32(nil), r.set.Train.X...)
	x[17*r.set.Dim+3] = float32(math.Inf(1))
	r.set.Train = data.Split{X: x, Y: r.set.Train.Y}
	r.explain(background, &d, r.sgd.w)
	if d.Cause != DataCause || !strings.Contains(d.Advice, "example 17") || !strings.Contains(d.Advice, "+Inf") {
		t.Errorf("%s, %s", d.Cause, d.Advice)
	}
}

// Under arm step the drift is cut and the noise is not: that makes it diverge, and not the learning rate of the drift.
// And what diverges a few steps later without weight decay has another cause.
func TestArmAndLateDivergence(t *testing.T) {
	cfg := Default()
	cfg.Controls.Batch, cfg.Controls.Arm = 4, schedule.StepOnly
	cfg.Controls.Schedule = schedule.Step{Eta0: .5, Gamma: .01, Every: 50}
	if d := divergence(t, cfg); d.Cause != ArmCause || !strings.HasPrefix(d.Advice, "arm step cuts the drift") {
		t.Errorf("arm step: %s, %s", d.Cause, d.Advice)
	}
	cfg = Default()
	cfg.Controls.Schedule, cfg.Controls.WeightDecay = schedule.Constant{Eta0: 9}, .15
	if d := divergence(t, cfg); d.Cause != LearningRateCause {
		t.Errorf("eta 9 with weight decay: %s, %s", d.Cause, d.Advice)
	}
}

// A weight decay far below its own bound is to blame where the same steps without it hold, and what is too large before
// the first step is named.
func TestCausesBesideTheLearningRate(t *testing.T) {
	cfg := Default()
	cfg.Data, cfg.Model, cfg.Steps, cfg.Controls.Batch = "regression:d=5,n=200", "linear", 2000, 50
	cfg.Probe.Every, cfg.EvaluateEvery = 0, 0
	cfg.Controls.Schedule, cfg.Controls.WeightDecay = schedule.Constant{Eta0: 1.2}, .8
	d := divergence(t, cfg)
	if d.Cause != WeightDecayCause || strings.Contains(d.Advice, "below 0.8") {
		t.Errorf("cause %v: %s", d.Cause, d.Advice)
	}
	r := silent(t, Default())
	for i := range r.sgd.w {
		r.sgd.w[i] = 1e30
	}
	err := r.update(background, 0)
	var start *DivergedError
	if !errors.As(err, &start) || start.Cause != StartCause ||
		!strings.Contains(start.Advice, "first weights are up to 1e+30") {
		t.Errorf("error %v", err)
	}
}
