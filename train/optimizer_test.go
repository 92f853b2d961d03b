package train

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

func optimizer(t *testing.T, text string) optim.Optimizer {
	t.Helper()
	o, err := optim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Fed the same gradients, all optimisers give the weights of optim/testdata/optim.json, which torch.optim and numpy
// computed: SGD and momentum, which are of this package, and the others through the controls.
func TestControlsAgreeWithTorch(t *testing.T) {
	var ref struct {
		Start     []float32
		Gradients [][]float32
		Runs      []struct {
			Optimizer, Clip string
			Falling         bool
			Weights         [][]float64
		}
	}
	text, err := os.ReadFile("optim/testdata/optim.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	for _, run := range ref.Runs {
		c := Controls{Form: PyTorch}.WithMethod(optimizer(t, run.Optimizer))
		if c.Clip, err = optim.ParseClip(run.Clip); err != nil {
			t.Fatal(err)
		}
		s := sgd{w: slices.Clone(ref.Start), velocity: make([]float32, len(ref.Start))}
		for k, g := range ref.Gradients {
			eta := .05
			if run.Falling {
				eta = .05 / (1 + float64(k)/30)
			}
			g = slices.Clone(g)
			c.Clip.Apply(g)
			s.step(g, nil, eta, eta, c)
			if k%10 == 9 {
				want := run.Weights[k/10]
				top := 0.
				for _, v := range want {
					top = max(top, math.Abs(v))
				}
				near.Most(t, fmt.Sprintf("%s, clip %s: relative error after %d steps", run.Optimizer, run.Clip, k+1),
					apart(s.w, want)/top, 1e-6)
			}
		}
	}
}

// Every optimiser is put into the controls and found there again, and recorded; SGD and momentum as ever.
func TestMethodOfTheControls(t *testing.T) {
	base := Default().Controls
	for text, recorded := range map[string]string{
		"sgd":                            `"momentum":0,"weight_decay":0}`,
		"sgd:weight_decay=0.5":           `"momentum":0,"weight_decay":0.5}`,
		"momentum:mu=0.9,form=polyak":    `"momentum":0.9,"momentum_form":"polyak","weight_decay":0}`,
		"momentum:mu=0.9,form=pytorch":   `"momentum":0.9,"momentum_form":"pytorch","weight_decay":0}`,
		"nesterov:mu=0.9":                `"momentum":0,"weight_decay":0,"optimizer":"nesterov:mu=0.9"}`,
		"normalised:weight_decay=0.0001": `"momentum":0,"weight_decay":0,"optimizer":"normalised:weight_decay=0.0001"}`,
	} {
		o := optimizer(t, text)
		for _, from := range []string{"momentum:mu=0.5,weight_decay=2", "adam", "sgd"} {
			c := base.WithMethod(optimizer(t, from)).WithMethod(o)
			b, err := json.Marshal(c)
			if c.Method() != o || err != nil || !strings.HasSuffix(string(b), recorded) {
				t.Errorf("%s after %s: %s, %s, %v", o, from, c.Method(), b, err)
			}
			var again Controls
			if err := json.Unmarshal(b, &again); err != nil || !again.same(c) || again.Validate(4000) != nil {
				t.Errorf("%s reads back as %+v, %v", b, again, err)
			}
		}
	}
	clipped := base
	clipped.Clip = optim.Clip{By: optim.Entry, Limit: .5}
	b, err := json.Marshal(clipped)
	if err != nil || !strings.HasSuffix(string(b), `"weight_decay":0,"clip":"entry:0.5"}`) {
		t.Errorf("%s, %v", b, err)
	}
	var c Controls
	for _, bad := range []string{`"optimizer":"x"`, `"optimizer":"sgd"`, `"clip":"norm:-1"`, `"clip":1`} {
		if err := json.Unmarshal([]byte(`{"schedule":"0.1","arm":"both","batch":1,`+bad+`}`), &c); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}

// Controls differ by their optimiser and their clipping.
func TestSameLooksAtTheMethod(t *testing.T) {
	base := Default().Controls
	list := []Controls{base, base.WithMethod(optimizer(t, "adam")), base.WithMethod(optimizer(t, "adam:beta2=0.9")),
		base.WithMethod(optimizer(t, "adamw")), base, base}
	list[4].Clip, list[5].Clip = optim.Clip{By: optim.Norm, Limit: 1}, optim.Clip{By: optim.Norm, Limit: 2}
	for i, a := range list {
		for j, b := range list {
			if a.same(b) != (i == j) {
				t.Errorf("%+v and %+v: same = %t", a, b, a.same(b))
			}
		}
	}
}

// Another kind of optimiser begins anew; another parameter of the same kind goes on.
func TestMomentsAtAChangeOfOptimizer(t *testing.T) {
	g := []float32{1, -2}
	s := sgd{w: make([]float32, 2), velocity: make([]float32, 2)}
	steps := func(text string, n int) {
		c := Controls{Schedule: schedule.Constant{Eta0: .1}, Form: PyTorch}.WithMethod(optimizer(t, text))
		for range n {
			s.step(g, nil, .1, .1, c)
		}
	}
	steps("momentum", 3)
	steps("adam", 2)
	if s.moments.Steps != 2 || s.velocity[0] != 0 || s.form != Polyak {
		t.Errorf("after momentum and adam: %+v", s)
	}
	near.Rel(t, "mean gradient after two steps", float64(s.moments.First[0]), 1-.81, 1e-6)
	steps("adam:beta1=0.5", 1)
	near.Rel(t, "mean gradient after another beta1", float64(s.moments.First[0]), .5*.19+.5, 1e-6)
	if s.moments.Steps != 3 {
		t.Errorf("%d steps after another beta1, want 3", s.moments.Steps)
	}
	steps("adamw", 1)
	near.Rel(t, "mean gradient of adamw", float64(s.moments.First[0]), .1, 1e-6)
	steps("sign", 1)
	if s.moments.Second != nil || s.moments.Steps != 0 {
		t.Errorf("sign keeps what adamw remembered: %+v", s.moments)
	}
	steps("momentum", 1)
	if s.moments != nil || s.rule != nil || s.velocity[1] != -2 {
		t.Errorf("after sign and momentum: %+v", s)
	}
}

// No step allocates, whatever the optimiser and the clipping.
func TestStepsOfAllOptimizersAllocateNothing(t *testing.T) {
	for _, k := range optim.Kinds() {
		cfg := Default()
		cfg.Model, cfg.ProgressEvery, cfg.JumpsEvery = "mlp:9", 1<<30, 1<<30
		cfg.Controls = cfg.Controls.WithMethod(optimizer(t, k.Name))
		cfg.Controls.Clip = optim.Clip{By: optim.Norm, Limit: .1}
		r, step := silent(t, cfg), 0
		if n := testing.AllocsPerRun(30, func() {
			if err := r.update(background, step); err != nil {
				t.Fatal(err)
			}
			step++
		}); n != 0 {
			t.Errorf("%s: %g allocations a step", k.Name, n)
		}
	}
}

// A gradient that is not finite ends the run, also where a bound or a sign would make a finite step of it.
func TestClippingHidesNoDivergence(t *testing.T) {
	cases := map[string]Controls{}
	base := Default().Controls
	for _, k := range optim.Kinds()[2:] {
		cases[k.Name] = base.WithMethod(optimizer(t, k.Name))
	}
	for _, text := range []string{"norm:1", "entry:1"} {
		c, err := optim.ParseClip(text)
		if err != nil {
			t.Fatal(err)
		}
		clipped := base
		clipped.Clip = c
		cases[text] = clipped
	}
	for name, c := range cases {
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			cfg := Default()
			cfg.Model, cfg.Controls = "mlp:9", c
			r := silent(t, cfg)
			r.ws = broken{r.ws, float32(bad)}
			var found Diverged
			r.emit = func(e Event) error {
				if d, ok := e.(Diverged); ok {
					found = d
				}
				return nil
			}
			if err := r.update(background, 0); err == nil || found.Parameter != "the gradient of fc1.weight[0 3]" {
				t.Errorf("%s, %g in the gradient: %v, %+v", name, bad, err, found)
			}
		}
	}
}

// broken is a workspace with one entry of the gradient that is no number.
type broken struct {
	nn.Workspace
	bad float32
}

func (b broken) Gradient(g, w, x []float32, y nn.Targets) (float64, int) {
	loss, correct := b.Workspace.Gradient(g, w, x, y)
	g[3] = b.bad
	return loss, correct
}

// The counts of clipping are those that the norms give.
func TestClipCount(t *testing.T) {
	var c clipCount
	c.begin(10)
	norms := []float64{0, 1e-300, .5, 3, 3.1, 40, 1e300}
	for i, norm := range norms {
		number := 0
		if norm > 1 {
			number = i
		}
		c.add(optim.Clipped{Norm: norm, Number: number})
	}
	total := c.total(20)
	got := c.take(optim.Clip{By: optim.Norm, Limit: 1}, 17, 20)
	near.Rel(t, "median of seven norms", got.MedianNorm, 3, .04)
	near.Rel(t, "share of entries", got.EntryShare, (3+4+5+6)/(7*20.), 1e-12)
	if got.From != 10 || got.Step != 17 || got.Count != 4 || got.MaxNorm != 1e300 {
		t.Errorf("%+v", got)
	}
	if again := c.total(20); *again != *total || total.Steps != 7 || total.Count != 4 {
		t.Errorf("totals %+v, and %+v after the event", total, again)
	}
	c.add(optim.Clipped{Norm: 0})
	if got := c.take(optim.Clip{}, 18, 20); got.From != 17 || got.MedianNorm != 0 || got.MaxNorm != 0 {
		t.Errorf("a gradient of 0: %+v", got)
	}
}

// Weight decay and momentum of the other optimisers are found as causes too.
func TestDivergenceOfOtherOptimizers(t *testing.T) {
	for _, c := range []struct {
		text   string
		eta    float64
		cause  Cause
		advice string
	}{
		{"adamw:weight_decay=50", .1, WeightDecayCause, "weight decay too strong, lower it below 10, or eta0 below 0.02:"},
		{"nesterov:mu=0.5,weight_decay=50", .1, WeightDecayCause, "weight decay too strong, lower it below 7.5,"},
		{"sign:weight_decay=50", .01, UnknownCause, ""}, // eta lambda = .5: does not diverge
		{"nesterov:mu=0.5", 1000, LearningRateCause, "learning rate too large, lower eta0 (or momentum 0.5)"},
	} {
		cfg := Default()
		cfg.Model = "mlp:9"
		cfg.Controls = cfg.Controls.WithMethod(optimizer(t, c.text))
		cfg.Controls.Schedule = schedule.Constant{Eta0: c.eta}
		if c.advice == "" {
			r := silent(t, cfg)
			for k := range 100 {
				if err := r.update(background, k); err != nil {
					t.Errorf("%s: %v", c.text, err)
				}
			}
			continue
		}
		d := divergence(t, cfg)
		if d.Cause != c.cause || !strings.HasPrefix(d.Advice, c.advice) {
			t.Errorf("%s: %s, %s; want %s, %s", c.text, d.Cause, d.Advice, c.cause, c.advice)
		}
	}
}
