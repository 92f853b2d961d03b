package trainscreen

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"levyscope/train"
	"levyscope/train/jumps"
)

// A line for screen readers has no accuracy of a regression, and says where nothing was evaluated.
func TestPlainLines(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		at   *train.Evaluated
		want string
	}{
		{nil, "step 7; not evaluated yet"},
		{&train.Evaluated{Step: 5, TrainLoss: .5, TestLoss: 25, TrainAccuracy: nan, TestAccuracy: nan},
			"step 7; at step 5 half squared error 0.5 train 25 test"},
		{&train.Evaluated{Step: 5, TrainLoss: .5, TestLoss: .6, TrainAccuracy: .8, TestAccuracy: .7},
			"step 7; at step 5 loss 0.500 train 0.600 test nats, accuracy 0.800 train 0.700 test"},
	} {
		s := spoken{step: 7, rate: nan, at: c.at}
		if got := s.line(); got != c.want || strings.Contains(got, "NaN") {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A line says the controls, the jumps with their interval and a probe under way; a change is said at once.
func TestPlainSaysWhatTheScreenShows(t *testing.T) {
	c := train.Default().Controls
	s := spoken{controls: c, arrays: []string{"fc1.weight"}, jumps: map[string]train.Jumps{}}
	s.take(train.Progress{Step: 50, Eta: .1})
	s.take(train.Jumps{Layer: "fc1.weight", From: 0, Step: 50, Fixed: &jumps.Count{Count: 3, Trials: 1000, Low: math.NaN(),
		High: math.NaN(), ClusteredLow: .001, ClusteredHigh: .009}})
	s.take(train.Probing{Done: 256, Batches: 1024})
	want := "step 50; learning rate 0.1, schedule constant:eta0=0.1, arm both, batch 16; not evaluated yet; " +
		"fc1 3 jumps beyond a fixed size in steps 0 to 50, 3e+03 per million weights and steps, 95 percent between " +
		"1e+03 and 9e+03; a probe is under way, 25 percent"
	if got := s.line(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	c.Batch = 8
	want = "changed at step 60: schedule constant:eta0=0.1, arm both, batch 8"
	if got := s.take(train.Changed{Step: 60, Controls: c}); got != want {
		t.Errorf("%q", got)
	}
	c.Probes++
	if got := s.take(train.Changed{Step: 61, Controls: c}); got != "" {
		t.Errorf("a probe that was asked for is said to be a change: %q", got)
	}
}

// A whole run is told from its beginning to its end.
func TestPlainRun(t *testing.T) {
	cfg := train.Default()
	cfg.Steps, cfg.Probe.Batches = 60, 64
	var b bytes.Buffer
	if err := Plain(t.Context(), cfg, &b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"training ", "done after 60 steps; step 59; learning rate 0.1", "tail index at step 0, fc1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "\x1b") {
		t.Errorf("NaN, or a sequence for a terminal, in\n%s", text)
	}
}
