package train

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/train/schedule"
)

// recursion is the update as sgd.step documents it, in float64.
type recursion struct{ w, v []float64 }

func (s *recursion) step(g, full []float64, drift, noise float64, c Controls) {
	for i := range s.w {
		s.v[i] = c.Momentum*s.v[i] + drift*(full[i]+c.WeightDecay*s.w[i]) + noise*(g[i]-full[i])
		s.w[i] -= s.v[i]
	}
}

// torch is the update of torch.optim.SGD with dampening 0, as its documentation has it, for the
// drift and for the noise each, in float64.
type torch struct{ w, drift, noise []float64 }

func (s *torch) step(g, full []float64, drift, noise float64, c Controls) {
	for i := range s.w {
		s.drift[i] = c.Momentum*s.drift[i] + full[i] + c.WeightDecay*s.w[i]
		s.noise[i] = c.Momentum*s.noise[i] + g[i] - full[i]
		s.w[i] -= drift*s.drift[i] + noise*s.noise[i]
	}
}

// follow takes the steps with both and returns by how much the weights then differ.
func follow(split bool, steps []Controls, drift, noise float64) float64 {
	const n = 40
	r := newRand(3)
	exact := recursion{make([]float64, n), make([]float64, n)}
	s := sgd{w: make([]float32, n), velocity: make([]float32, n)}
	for i := range n {
		s.w[i] = float32(r.NormFloat64())
		exact.w[i] = float64(s.w[i])
	}
	g, full := make([]float64, n), make([]float64, n)
	g32, full32 := make([]float32, n), make([]float32, n)
	for _, c := range steps {
		for i := range n {
			g32[i], full32[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
			g[i], full[i] = float64(g32[i]), float64(full32[i])
		}
		exact.step(g, full, drift, noise, c)
		if split {
			s.step(g32, full32, drift, noise, c)
		} else {
			s.step(g32, nil, drift, noise, c)
		}
	}
	return apart(s.w, exact.w)
}

func repeated(mu, lambda float64) []Controls {
	out := make([]Controls, 30)
	for i := range out {
		out[i] = Controls{Momentum: mu, WeightDecay: lambda}
	}
	return out
}

func TestUpdateIsTheDocumentedRecursion(t *testing.T) {
	for _, mu := range []float64{0, .9} {
		for _, lambda := range []float64{0, .3} {
			for _, rates := range [][2]float64{{.1, .1}, {.1, .02}, {.02, .1}, {.1, 0}} {
				d := follow(true, repeated(mu, lambda), rates[0], rates[1])
				near.Most(t, fmt.Sprintf("mu %g, lambda %g, rates %v: error after 30 steps", mu, lambda, rates), d, 1e-5)
			}
			d := follow(false, repeated(mu, lambda), .1, .1)
			near.Most(t, fmt.Sprintf("mu %g, lambda %g, no full gradient: error after 30 steps", mu, lambda), d, 1e-5)
		}
	}
}

// Momentum that goes 0.9, 0, 0.9: while it is 0 the velocity is the last step.
func TestVelocityWhileMomentumIsOff(t *testing.T) {
	steps := append(append(repeated(.9, 0)[:5], repeated(0, 0)[:5]...), repeated(.9, 0)[:5]...)
	near.Most(t, "error after 15 steps", follow(true, steps, .1, .1), 1e-5)
}

// One step of each arm at step 1 of a schedule that halves, against
// w - drift grad L - noise U with U = g - grad L computed here.
func TestOneStepOfEachArm(t *testing.T) {
	for arm, rates := range map[schedule.Arm][2]float64{ // drift, noise
		schedule.Both:      {.05, .05},
		schedule.NoiseOnly: {.1, .05},
		schedule.StepOnly:  {.05, .1},
	} {
		cfg := Default()
		cfg.Model = "mlp:9"
		cfg.Controls = controls(t, "step:eta0=0.1,gamma=0.5,every=1,drops=1", arm, 7)
		r := silent(t, cfg)
		w := append([]float32(nil), r.sgd.w...)

		full := make([]float32, len(w))
		if err := newPass(r.model, r.set.Dim, r.on).gradient(background, full, w, &r.set.Train); err != nil {
			t.Fatal(err)
		}
		o := newOrder(cfg.Sampling, r.set.Train.Len(), rng.New(cfg.Seed, rng.Order, 0))
		b := newMinibatch(7, r.set.Dim, &r.set.Train)
		o.draw(b.index)
		b.fill(&r.set.Train, r.set.Dim)
		g := make([]float32, len(w))
		r.model.NewWorkspace(7, r.on).Gradient(g, w, b.x, b.y)
		want := make([]float64, len(w))
		moved := 0.0
		for i := range want {
			u := float64(g[i]) - float64(full[i])
			want[i] = float64(w[i]) - rates[0]*float64(full[i]) - rates[1]*u
			moved = max(moved, math.Abs(want[i]-float64(w[i])))
		}

		var progress Progress
		r.emit = func(e Event) error {
			if p, ok := e.(Progress); ok {
				progress = p
			}
			return nil
		}
		if err := r.update(background, 1); err != nil {
			t.Fatal(err)
		}
		near.Most(t, fmt.Sprintf("arm %s: error of the weights", arm), apart(r.sgd.w, want), 5e-8)
		near.Least(t, fmt.Sprintf("arm %s: largest move", arm), moved, 1e-3)
		if progress.Step != 1 || progress.Eta != rates[1] {
			t.Errorf("arm %s: %+v, want the learning rate %g of the noise", arm, progress, rates[1])
		}
	}
}

func TestFirstNonFiniteIsNamed(t *testing.T) {
	m, w := network(t, "mlp:3", 4, 2, 1) // fc1.weight (3, 4), fc1.bias (3), fc2.weight (2, 3), fc2.bias (2)
	if name, _, found := firstNonFinite(m, w); found {
		t.Errorf("%s of finite weights", name)
	}
	for _, c := range []struct {
		at    int
		bad   float64
		name  string
		value string
	}{
		{22, math.NaN(), "fc2.bias[1]", "NaN"},
		{19, math.Inf(-1), "fc2.weight[1 1]", "-Inf"},
		{13, math.Inf(1), "fc1.bias[1]", "+Inf"},
		{6, math.NaN(), "fc1.weight[1 2]", "NaN"},
	} { // each before the last, so that the first is to be found
		w[c.at] = float32(c.bad)
		if name, value, found := firstNonFinite(m, w); !found || name != c.name || value != c.value {
			t.Errorf("element %d: %q = %s, want %q = %s", c.at, name, value, c.name, c.value)
		}
	}
}

// The hot path of a step allocates nothing.
func TestStepAllocatesNothing(t *testing.T) {
	for _, sampling := range []Sampling{Replacement, Epochs, Without} {
		cfg := Default()
		cfg.Sampling = sampling
		cfg.Controls.Momentum = .9
		cfg.ProgressEvery, cfg.JumpsEvery = 1<<30, 1<<30
		cfg.Probe = Probe{Every: 1, Batches: 16, Block: 2}
		r := silent(t, cfg)
		if err := r.probe(background, 0); err != nil { // so that jumps are looked for
			t.Fatal(err)
		}
		steps := 300 // more than an epoch of 250
		if testing.Short() && sampling != Epochs {
			steps = 50
		}
		k := 0
		if n := testing.AllocsPerRun(steps, func() {
			k++
			if err := r.update(background, k); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("sampling %s: %g allocations a step", sampling, n)
		}
	}
}
