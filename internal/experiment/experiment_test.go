package experiment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	assert "levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/train"
)

func TestRowVerdict(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		got, low, high float64
		want           bool
	}{
		{1, .9, 1.1, true},
		{.9, .9, 1.1, true},
		{1.1, .9, 1.1, true},
		{math.Nextafter(.9, 0), .9, 1.1, false},
		{math.Nextafter(1.1, 2), .9, 1.1, false},
		{nan, .9, 1.1, false}, // nothing measured is nothing shown
		{nan, -inf, inf, false},
		{1, nan, nan, false}, // nor is anything with an unknown error
		{inf, 0, 10, false},
		{3, 3, inf, true},
	} {
		if ok := (Row{Got: c.got, Low: c.low, High: c.high}).OK(); ok != c.want {
			t.Errorf("%g in [%g, %g]: %v", c.got, c.low, c.high, ok)
		}
	}
}

// near allows four standard errors of what was measured, to both sides.
func TestNear(t *testing.T) {
	for _, c := range []struct {
		got, se float64
		want    bool
	}{{10, 0, true}, {10.1, 0, false}, {10.79, .2, true},
		{9.21, .2, true}, {10.81, .2, false}, {9.19, .2, false}, {10, nan, false}} {
		r := near("x", c.got, c.se, 10, 7)
		if r.OK() != c.want || r.What != "x" || r.Got != c.got || r.Reference != 10 || r.Formula != 7 {
			t.Errorf("%g +- %g beside 10: %+v", c.got, c.se, r)
		}
	}
}

func TestFind(t *testing.T) {
	var ids []string
	name := regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	for _, e := range All() {
		found, err := Find(e.ID)
		if err != nil || found.ID != e.ID || found.About != e.About {
			t.Errorf("%q: %+v, %v", e.ID, found, err)
		}
		if !name.MatchString(e.ID) || e.About == "" || e.Run == nil ||
			strings.Contains(" "+strings.Join(ids, " ")+" ", " "+e.ID+" ") {
			t.Errorf("%+v after %q", e, ids)
		}
		ids = append(ids, e.ID)
	}
	for _, id := range []string{"", "exit", "Exits", "quantum"} {
		_, err := Find(id)
		if err == nil || !strings.Contains(err.Error(), `"`+id+`"`) {
			t.Errorf("%q: %v", id, err)
			continue
		}
		for _, known := range ids { // the remedy: what there is
			if !strings.Contains(err.Error(), known) {
				t.Errorf("error %q lacks %q", err, known)
			}
		}
	}
}

// Every experiment takes minutes or seconds, but not when it was called off.
func TestCancelledExperimentsEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, e := range All() {
		if rows, err := e.Run(ctx, 1); !errors.Is(err, context.Canceled) || len(rows) > 0 {
			t.Errorf("%s: %d rows, %v", e.ID, len(rows), err)
		}
	}
}

// The way of the exit experiments with few paths: a free Cauchy process from
// (-1, 1), whose mean exit time is 1 (Getoor 1961), or a little more as it is
// looked at every dt only.
func TestSimulateGetoor(t *testing.T) {
	d, err := simulate(context.Background(), problem.ExitConfig{
		Seed: 1, Paths: 1500, Dt: .01, Controls: single(0, 1, 1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	want := theory.GetoorMean(1, 1, 1+theory.MonitoringShift(1, 1, .01, 1), 0)
	assert.Abs(t, "predicted mean exit time", want, 1, .1)
	assert.Abs(t, "mean exit time", d.MeanTime, want, 4*d.MeanTimeSE)
	if d.Exited != 1500 {
		t.Errorf("%d exits, want 1500", d.Exited)
	}
	if d.Theory == nil {
		t.Fatal("no theory")
	}
	assert.Abs(t, "the theory's mean exit time", d.Theory.MeanExitTime, 1, 1e-12)
}

func TestSimulateReportsABadConfiguration(t *testing.T) {
	_, err := simulate(context.Background(), problem.ExitConfig{Paths: 10, Dt: .01, Controls: single(0, 2.5, 1, 1)})
	if err == nil || !strings.Contains(err.Error(), "2.5") {
		t.Errorf("error %v", err)
	}
}

// The reference run is a valid one, with a probe at both steps that theory.md reports.
func TestReferenceRun(t *testing.T) {
	for _, seen := range alphaReported {
		cfg := reference(3, seen.batch)
		if err := cfg.Validate(15210, 4000); err != nil {
			t.Error(err)
		}
		if seen.step%cfg.Probe.Every != 0 || seen.step > cfg.Steps ||
			cfg.Probe.Block != 32 || cfg.Probe.Batches != 1024 || cfg.Probe.Batch != seen.batch || cfg.Seed != 3 {
			t.Errorf("%+v does not come to %+v", cfg, seen)
		}
	}
}

// Weights and biases alternate in an estimate; the rows are of the weights, each
// good within 0.1 of what was seen at that step and batch.
func TestNoiseRows(t *testing.T) {
	est := train.NoiseEstimate{Step: 8000, Batch: 8}
	for i, name := range []string{"fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"} {
		est.Layers = append(est.Layers, train.LayerNoise{Name: name, AlphaAll: 1.2 + .05*float64(i), AlphaAllSE: .01})
	}
	rows := noiseRows(est)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range []struct {
		layer     string
		reference float64
		ok        bool
	}{{"fc1.weight", 1.33, false}, {"fc2.weight", 1.29, true}, {"fc3.weight", 1.19, false}} { // alpha 1.2, 1.3, 1.4
		r := rows[i]
		if !strings.Contains(r.What, want.layer) || !strings.Contains(r.What, "8000") ||
			r.Reference != want.reference || r.OK() != want.ok || r.Got != est.Layers[2*i].AlphaAll || r.SE != .01 {
			t.Errorf("row %d: %+v, want %+v", i, r, want)
		}
		assert.Abs(t, fmt.Sprintf("row %d: width of what is good", i), r.High-r.Low, .2, 1e-12)
	}
	est.Step = 1000
	if rows := noiseRows(est); len(rows) != 0 {
		t.Errorf("%d rows of a step that nobody reported", len(rows))
	}
}
