package train_test

import (
	"bytes"
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/recording"
	"levyscope/train"
	"levyscope/train/schedule"
)

// small is a run of 120 steps with every kind of event.
func small() train.Config {
	c := train.Default()
	c.Steps, c.EvaluateEvery = 120, 40
	c.Model = "mlp:24-12"
	c.Probe = train.Probe{Every: 50, Batches: 64, Block: 8}
	c.JumpThreshold = 3
	c.JumpsEvery = 20
	c.Controls.Batch = 8
	return c
}

// tiny is a run that takes a few milliseconds beside making its data.
func tiny() train.Config {
	c := small()
	c.Model, c.Steps, c.EvaluateEvery, c.JumpsEvery = "mlp:4", 6, 3, 2
	c.Probe = train.Probe{Every: 3, Batches: 16, Block: 2}
	return c
}

func parse(t *testing.T, text string) schedule.Schedule {
	t.Helper()
	s, err := schedule.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// collect runs cfg to its end; each, if not nil, sees every event at its time.
func collect(
	t *testing.T, cfg train.Config, live *atomic.Pointer[train.Controls], each func(train.Event),
) []train.Event {
	t.Helper()
	var out []train.Event
	for e, err := range train.Run(context.Background(), cfg, live) {
		if err != nil {
			t.Fatal(err)
		}
		if each != nil {
			each(e)
		}
		out = append(out, e)
	}
	return out
}

// lines are the events as they are recorded, those of the named types left out.
func lines(t *testing.T, events []train.Event, without ...string) string {
	t.Helper()
	var b []byte
	for _, e := range events {
		if slices.Contains(without, e.Type()) {
			continue
		}
		var err error
		if b, err = recording.Append(b, e); err != nil {
			t.Fatal(err)
		}
		b = append(b, '\n')
	}
	return string(b)
}

// same says where two recordings part.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s: line %d differs:\n%.300s\n%.300s", what, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g), len(w))
}

// of are the events of one type.
func of[E train.Event](events []train.Event) []E {
	var out []E
	for _, e := range events {
		if e, ok := e.(E); ok {
			out = append(out, e)
		}
	}
	return out
}

func TestEventsDoNotDependOnTheCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	decayed := tiny() // with the full gradient at every step
	decayed.Steps = 12
	decayed.Controls.Arm, decayed.Controls.Schedule = schedule.NoiseOnly, parse(t, "inverse:eta0=0.1,k0=5")
	for name, cfg := range map[string]train.Config{"both": small(), "noise": decayed} {
		var first string
		for _, cores := range []int{1, 2, 4} {
			runtime.GOMAXPROCS(cores)
			got := lines(t, collect(t, cfg, nil, nil))
			if cores == 1 {
				first = got
			}
			same(t, name, got, first)
		}
	}
}

func TestEventsAreAFunctionOfTheSeed(t *testing.T) {
	cfg := tiny()
	first := lines(t, collect(t, cfg, nil, nil), "started")
	cfg.Seed++
	if lines(t, collect(t, cfg, nil, nil), "started") == first {
		t.Error("another seed gives the same events")
	}
}

// How often events are yielded changes no other event and no total.
func TestEventsDoNotDependOnTheirCadence(t *testing.T) {
	cfg := small()
	often := collect(t, cfg, nil, nil)
	cfg.ProgressEvery, cfg.JumpsEvery = 7, 33 // the last 21 steps' jumps come at the end
	seldom := collect(t, cfg, nil, nil)
	same(t, "others", lines(t, seldom, "started", "progress", "jumps"), lines(t, often, "started", "progress", "jumps"))

	type total struct {
		count, trials int
		largest       float64
	}
	sum := func(events []train.Event) map[string]total {
		out := map[string]total{}
		for _, j := range of[train.Jumps](events) {
			s := out[j.Layer]
			s.count += j.Count
			s.trials += j.Trials
			if j.Count > 0 {
				s.largest = max(s.largest, j.Max)
			}
			out[j.Layer] = s
		}
		return out
	}
	a, b := sum(often), sum(seldom)
	all := 0
	for layer, s := range a {
		if b[layer] != s {
			t.Errorf("%s: %+v and %+v", layer, s, b[layer])
		}
		all += s.count
	}
	if done := of[train.Done](often)[0]; done.Jumps != all || all == 0 {
		t.Errorf("done counts %d jumps, the events %d", done.Jumps, all)
	}
	for _, p := range of[train.Progress](seldom) {
		if p.Step%7 != 0 || p != of[train.Progress](often)[p.Step] {
			t.Errorf("%+v", p)
		}
	}
	last := 0
	for _, j := range of[train.Jumps](seldom) {
		if j.Layer == "fc1.weight" {
			if j.From != last || j.Step != min(last+33, cfg.Steps) {
				t.Errorf("jumps of steps %d to %d after %d", j.From, j.Step, last)
			}
			last = j.Step
		}
	}
	if last != cfg.Steps {
		t.Errorf("the last jumps end at step %d", last)
	}
}

func TestOrderOfEvents(t *testing.T) {
	cfg := small()
	events := collect(t, cfg, nil, nil)
	started, ok := events[0].(train.Started)
	if !ok || started.Engine != "train" || started.Parameters != 40*24+24+24*12+12+12*10+10 ||
		started.Examples != 4000 || len(started.Layers) != 6 {
		t.Errorf("first event %+v", events[0])
	}
	if _, ok := events[len(events)-1].(train.Done); !ok {
		t.Errorf("last event %T", events[len(events)-1])
	}
	for k, p := range of[train.Progress](events) {
		if p.Step != k || p.Eta != .1 || !(p.Loss > 0) {
			t.Errorf("%+v in place %d", p, k)
		}
	}
	steps := func(events []train.Evaluated) (out []int) {
		for _, e := range events {
			out = append(out, e.Step)
		}
		return out
	}
	if got, want := steps(of[train.Evaluated](events)), []int{0, 40, 80, 120}; !slices.Equal(got, want) {
		t.Errorf("evaluated at %v, want %v", got, want)
	}
	var probed []int
	for _, n := range of[train.NoiseEstimate](events) {
		probed = append(probed, n.Step)
		if n.Batch != 8 || n.Batches != 64 || n.Block != 8 || len(n.Layers) != 6 {
			t.Errorf("%+v", n)
		}
	}
	if want := []int{0, 50, 100, 120}; !slices.Equal(probed, want) {
		t.Errorf("probed at %v, want %v", probed, want)
	}
	done, last := of[train.Done](events)[0], of[train.Evaluated](events)[3]
	if done.Steps != 120 || done.Partial || done.Loss != last.TrainLoss || done.TrainAccuracy != last.TrainAccuracy ||
		done.TestLoss != last.TestLoss || done.TestAccuracy != last.TestAccuracy {
		t.Errorf("%+v after %+v", done, last)
	}
	for i, l := range of[train.NoiseEstimate](events)[3].Layers {
		want := train.LayerDone{Name: l.Name, Params: l.Params, Alpha: l.Alpha, AlphaSE: l.AlphaSE, Sigma: l.Sigma}
		if d := done.Layers[i]; d != want {
			t.Errorf("done has %+v, the last probe %+v", d, l)
		}
	}
}

// What a probe draws and how often it is made leaves training as it is.
func TestProbesDoNotTouchTraining(t *testing.T) {
	cfg := small()
	with := lines(t, training(collect(t, cfg, nil, nil)))
	cfg.Probe.Every = 0
	same(t, "without probes", lines(t, training(collect(t, cfg, nil, nil))), with)
}

// training are the events of training alone.
func training(events []train.Event) []train.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e train.Event) bool {
		return e.Type() != "progress" && e.Type() != "evaluated"
	})
}

// steer changes the controls at fixed moments of a run: stored while the first
// event is out, after a step, and in the middle of one.
func steer(t *testing.T) (live *atomic.Pointer[train.Controls], each func(train.Event), want []train.Changed) {
	live = &atomic.Pointer[train.Controls]{}
	base := small().Controls
	changes := []train.Changed{
		{Step: 0, Controls: base}, {Step: 31, Controls: base}, {Step: 51, Controls: base}, {Step: 90, Controls: base},
	}
	changes[0].Controls.Batch = 5
	changes[1].Controls.Schedule = parse(t, "power:eta0=0.2,k0=20,gamma=0.7,from=31")
	changes[2].Controls.Schedule, changes[2].Controls.Momentum = changes[1].Controls.Schedule, .8
	changes[3].Controls.Batch, changes[3].Controls.WeightDecay = 11, .01
	each = func(e train.Event) {
		switch e := e.(type) {
		case train.Started:
			live.Store(&changes[0].Controls)
		case train.Progress: // out after the update of its step: the next is Step+1
			switch e.Step {
			case 30:
				live.Store(&changes[1].Controls)
			case 60:
				c := *live.Load() // another value that is equal: no change
				live.Store(&c)
			case 89:
				live.Store(&changes[3].Controls)
			}
		case train.NoiseEstimate: // out before the update of its step
			if e.Step == 50 {
				live.Store(&changes[2].Controls)
			}
		}
	}
	return live, each, changes
}

func TestControlsTakeEffectAtTheNextStep(t *testing.T) {
	live, each, want := steer(t)
	cfg := small()
	events := collect(t, cfg, live, each)
	if got := of[train.Changed](events); !slices.Equal(got, want) {
		t.Fatalf("changes %+v, want %+v", got, want)
	}
	now := cfg.Controls
	step := -1
	for _, e := range events {
		switch e := e.(type) {
		case train.Changed:
			if e.Step != step+1 {
				t.Errorf("the change of step %d stands after step %d", e.Step, step)
			}
			now = e.Controls
		case train.Progress:
			step = e.Step
			if want := now.Schedule.Eta(step); e.Eta != want {
				t.Errorf("step %d: learning rate %g, want %g", step, e.Eta, want)
			}
		case train.NoiseEstimate:
			if e.Batch != now.Batch {
				t.Errorf("probe at step %d with batch %d, want %d", e.Step, e.Batch, now.Batch)
			}
		}
	}
}

// A run whose script is what was recorded yields the same events, bit for bit.
func TestReplay(t *testing.T) {
	live, each, _ := steer(t)
	events := collect(t, small(), live, each)
	var file bytes.Buffer
	enc := recording.NewEncoder(&file)
	for _, e := range events {
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.Flush(); err != nil {
		t.Fatal(err)
	}
	want := file.String()
	run, err := recording.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	if run.Train == nil || len(run.Train.Script) != 4 || run.Events != len(events) {
		t.Fatalf("read back %+v", run)
	}
	same(t, "replay", lines(t, collect(t, *run.Train, nil, nil)), want)
}

// With a constant learning rate there is nothing for the arms to take apart.
func TestArmsAgreeUnderAConstantSchedule(t *testing.T) {
	cfg := small()
	cfg.Controls.Momentum, cfg.Controls.WeightDecay = .5, 1e-3
	want := lines(t, collect(t, cfg, nil, nil), "started")
	for _, arm := range []schedule.Arm{schedule.NoiseOnly, schedule.StepOnly} {
		cfg.Controls.Arm = arm
		same(t, arm.String(), lines(t, collect(t, cfg, nil, nil), "started"), want)
	}
}

// Under decay they differ, and Progress gives the learning rate of the noise.
func TestArmsUnderDecay(t *testing.T) {
	losses := map[schedule.Arm]float64{}
	for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly} {
		cfg := tiny()
		cfg.Controls.Arm, cfg.Controls.Schedule = arm, parse(t, "step:eta0=0.4,gamma=0.5,every=2")
		progress := of[train.Progress](collect(t, cfg, nil, nil))
		for k, p := range progress {
			want := .4 * math.Pow(.5, float64(k/2))
			if arm == schedule.StepOnly {
				want = .4
			}
			if p.Eta != want {
				t.Errorf("arm %s, step %d: learning rate %g, want %g", arm, k, p.Eta, want)
			}
		}
		losses[arm] = progress[len(progress)-1].Loss
	}
	a, b, c := losses[schedule.Both], losses[schedule.NoiseOnly], losses[schedule.StepOnly]
	if a == b || b == c || a == c {
		t.Errorf("losses of the arms %v", losses)
	}
	near.Most(t, "largest loss of the arms", max(a, b, c), 5)
}

func TestTrainingLearns(t *testing.T) {
	cfg := train.Default()
	cfg.Steps, cfg.Probe.Every = 600, 0
	events := collect(t, cfg, nil, nil)
	done := of[train.Done](events)[0]
	near.Least(t, "training accuracy after 600 steps", done.TrainAccuracy, .4)
	near.Least(t, "test accuracy after 600 steps", done.TestAccuracy, .3)
	near.Most(t, "loss after 600 steps", done.Loss, 1.6)
	// Untrained, ten classes are guessed: accuracy 0.1, loss ln 10.
	first := of[train.Evaluated](events)[0]
	near.Abs(t, "training accuracy before the first step", first.TrainAccuracy, .1, .05)
	near.Abs(t, "loss before the first step", first.TrainLoss, math.Log(10), .05)
}
