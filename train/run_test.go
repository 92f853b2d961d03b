package train_test

import (
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/record"
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
		if b, err = record.Append(b, e); err != nil {
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
			if testing.Short() && cores == 2 {
				continue
			}
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
	same(t, "others", lines(t, seldom, "started", "progress", "jumps", "trajectory", "jump_law"),
		lines(t, often, "started", "progress", "jumps", "trajectory", "jump_law"))

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
		want := train.LayerDone{Name: l.Name, Params: l.Params, Apart: l.Atoms.Apart,
			Alpha: l.Alpha, AlphaBeyond: l.AlphaBeyond, AlphaSE: l.AlphaSE, Sigma: l.Sigma}
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
