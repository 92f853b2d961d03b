package train

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/train/schedule"
)

// quadratic is one parameter at 1 with the loss w^2/2 and momentum .9, after as many steps as there
// are learning rates.
func quadratic(form MomentumForm, eta ...float64) float64 {
	s := sgd{w: []float32{1}, velocity: []float32{0}}
	c := Controls{Schedule: schedule.Constant{Eta0: .1}, Momentum: .9, Form: form}
	for _, e := range eta {
		s.step([]float32{s.w[0]}, nil, e, e, c)
	}
	return float64(s.w[0])
}

// By hand, w = g: PyTorch's v is 1, 1.8, 2.34 and w 0.9, 0.72, then 0.72 - 0.05 x 2.34. Polyak's
// v is 0.1, 0.18, then 0.9 x 0.18 + 0.05 x 0.72.
func TestFormsOfMomentumByHand(t *testing.T) {
	near.Abs(t, "PyTorch at constant eta", quadratic(PyTorch, .1, .1, .1), .486, 1e-6)
	near.Abs(t, "Polyak at constant eta", quadratic(Polyak, .1, .1, .1), .486, 1e-6)
	near.Abs(t, "PyTorch, eta halved", quadratic(PyTorch, .1, .1, .05), .603, 1e-6)
	near.Abs(t, "Polyak, eta halved", quadratic(Polyak, .1, .1, .05), .522, 1e-6)
}

// trained are the weights of a short run of cfg.
func trained(t *testing.T, cfg Config, steps int) []float32 {
	t.Helper()
	cfg.Model, cfg.Probe.Every = "mlp:9", 0
	r := silent(t, cfg)
	for k := range steps {
		if err := r.update(background, k); err != nil {
			t.Fatal(err)
		}
	}
	return r.sgd.w
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// At a constant learning rate the forms give the same weights; under a cosine they do not.
func TestFormsDifferUnderADecay(t *testing.T) {
	cfg := Default()
	for text, same := range map[string]bool{"constant:eta0=0.05": true, "cosine:eta0=0.05,steps=80": false} {
		cfg.Controls = controls(t, text, schedule.Both, 16)
		cfg.Controls.Momentum = .9
		polyak := trained(t, cfg, 80)
		cfg.Controls.Form = PyTorch
		d := apart(trained(t, cfg, 80), wide(polyak))
		if same {
			near.Most(t, text+": difference of the weights", d, 2e-4)
		} else {
			near.Least(t, text+": difference of the weights", d, 1e-2)
		}
	}
}

// A run in PyTorch's form is torch's recursion with a velocity of the full gradient and one of the
// noise, from the first step on, also where the decay begins only later.
func TestArmsKeepTwoVelocities(t *testing.T) {
	const steps = 30
	for _, text := range []string{"exponential:eta0=0.1,kappa=0.1", "exponential:eta0=0.1,kappa=0.2,from=15"} {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly} {
			cfg := Default()
			cfg.Model = "mlp:9"
			cfg.Controls = controls(t, text, arm, 7)
			cfg.Controls.Momentum, cfg.Controls.Form, cfg.Controls.WeightDecay = .9, PyTorch, .01
			got := trained(t, cfg, steps)
			near.Most(t, fmt.Sprintf("%s, arm %s: error of the weights", text, arm), apart(got, reference(t, cfg, steps)), 1e-5)
		}
	}
}

// reference are the weights after the steps of cfg, computed with torch's recursion.
func reference(t *testing.T, cfg Config, steps int) []float64 {
	t.Helper()
	r := silent(t, cfg)
	n := len(r.sgd.w)
	exact := torch{wide(r.sgd.w), make([]float64, n), make([]float64, n)}
	w, full, g := r.sgd.w, make([]float32, n), make([]float32, n)
	o := newOrder(cfg.Sampling, r.set.Train.Len(), rng.New(cfg.Seed, rng.Order, 0))
	b, ws := newMinibatch(7, r.set.Dim, &r.set.Train), r.model.NewWorkspace(7, r.on)
	for k := range steps {
		for i, v := range exact.w {
			w[i] = float32(v)
		}
		if err := r.pass.gradient(background, full, w, &r.set.Train); err != nil {
			t.Fatal(err)
		}
		o.draw(b.index)
		b.fill(&r.set.Train, r.set.Dim)
		ws.Gradient(g, w, b.x, b.y)
		eta0, eta := cfg.Controls.Schedule.Eta(0), cfg.Controls.Schedule.Eta(k)
		drift, noise := eta, eta
		switch cfg.Controls.Arm {
		case schedule.NoiseOnly:
			drift = eta0
		case schedule.StepOnly:
			noise = eta0
		}
		exact.step(wide(g), wide(full), drift, noise, cfg.Controls)
	}
	return exact.w
}

// A change of form, or of what is split, keeps the step that the velocity stands for.
func TestChangesKeepTheVelocity(t *testing.T) {
	decaying := Controls{Schedule: schedule.Exponential{Eta0: .1, Kappa: .1}, Momentum: .9}
	with := func(form MomentumForm, arm schedule.Arm) Controls {
		c := decaying
		c.Form, c.Arm = form, arm
		return c
	}
	for _, c := range []struct {
		before, after  Controls
		drift, noise   float64
		velocity, rest float64 // after a change from a velocity of 8, and 2 of the noise if it is split
	}{
		{with(Polyak, schedule.Both), with(PyTorch, schedule.Both), .5, .5, 16, 0},
		{with(Polyak, schedule.Both), with(PyTorch, schedule.NoiseOnly), .5, .25, 16, 0},
		{with(Polyak, schedule.Both), with(PyTorch, schedule.Both), 0, 0, 0, 0}, // no learning rate: forgotten
		{with(PyTorch, schedule.Both), with(Polyak, schedule.Both), .5, .5, 4, 0},
		{with(PyTorch, schedule.NoiseOnly), with(Polyak, schedule.NoiseOnly), .5, .25, 4.5, 0},
		{with(PyTorch, schedule.NoiseOnly), with(PyTorch, schedule.Both), .5, .5, 10, 0},
		{with(PyTorch, schedule.Both), with(PyTorch, schedule.StepOnly), .25, .5, 8, 0},
		{with(PyTorch, schedule.NoiseOnly), with(PyTorch, schedule.StepOnly), .25, .5, 8, 2},
	} {
		s := sgd{w: []float32{0}, velocity: []float32{0}}
		s.enter(.5, .5, c.before)
		s.velocity[0] = 8
		if s.split {
			s.noise[0] = 2
		}
		s.enter(c.drift, c.noise, c.after)
		what := fmt.Sprintf("%v to %v at %g, %g", c.before, c.after, c.drift, c.noise)
		near.Abs(t, what, float64(s.velocity[0]), c.velocity, 1e-6)
		near.Abs(t, what+": of the noise", float64(s.noiseVelocity(0)), c.rest, 0)
	}
}

// The form is written where there is momentum. Controls without one are Polyak's, and written as
// they were read.
func TestFormThroughJSON(t *testing.T) {
	const polyak = `{"schedule":"constant:eta0=0.1","arm":"both","batch":4,"momentum":0.9,"weight_decay":0}`
	still := strings.Replace(polyak, "0.9", "0", 1)
	var old, none Controls
	if err := json.Unmarshal([]byte(polyak), &old); err != nil || old.Form != Polyak {
		t.Errorf("%+v, %v", old, err)
	}
	if err := json.Unmarshal([]byte(still), &none); err != nil || none.Form != PyTorch {
		t.Errorf("without momentum %+v, %v", none, err)
	}
	now := old
	now.Form = PyTorch
	named := Controls{Schedule: old.Schedule, Batch: 4, Momentum: .9}
	for _, c := range []struct {
		controls Controls
		want     string
	}{
		{old, polyak}, {none, still},
		{now, strings.Replace(polyak, `0.9,`, `0.9,"momentum_form":"pytorch",`, 1)},
		{named, strings.Replace(polyak, `0.9,`, `0.9,"momentum_form":"polyak",`, 1)},
	} {
		text, err := json.Marshal(c.controls)
		if err != nil || string(text) != c.want {
			t.Errorf("%s, want %s (%v)", text, c.want, err)
		}
		var back Controls
		if err := json.Unmarshal(text, &back); err != nil || !back.same(c.controls) || back.Form != c.controls.Form {
			t.Errorf("%s is read back as %+v (%v)", text, back, err)
		}
	}
	if !old.same(named) || old.same(now) {
		t.Error("controls with the same form differ, or with different ones do not")
	}
	with := none
	with.Form = Polyak
	if !with.same(none) {
		t.Error("without momentum the form makes a difference")
	}
}

// A form that is none is refused.
func TestFormsAreChecked(t *testing.T) {
	c := Default().Controls
	c.Form = 7
	if err := c.Validate(100); err == nil || !strings.Contains(err.Error(), "momentum form = 7") {
		t.Errorf("%v", err)
	}
	if _, err := ParseMomentumForm("nesterov"); err == nil || !strings.Contains(err.Error(), "use pytorch") {
		t.Errorf("%v", err)
	}
}

// A step with momentum allocates nothing, in every arm, once the velocities are there.
func TestMomentumAllocatesNothing(t *testing.T) {
	for _, arm := range []schedule.Arm{schedule.Both, schedule.StepOnly} {
		c := controls(t, "exponential:eta0=0.1,kappa=0.001", arm, 4)
		c.Momentum, c.Form = .9, PyTorch
		s := sgd{w: make([]float32, 50), velocity: make([]float32, 50)}
		g, full := make([]float32, 50), make([]float32, 50)
		s.step(g, full, .1, .2, c)
		if n := testing.AllocsPerRun(20, func() { s.step(g, full, .1, .2, c) }); n != 0 {
			t.Errorf("arm %s: %g allocations", arm, n)
		}
		if math.IsNaN(float64(s.w[0])) {
			t.Error("NaN")
		}
	}
}
