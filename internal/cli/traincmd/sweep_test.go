package traincmd_test

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/near"
)

// A run of several has the totals of the run with its parameters as flags.
func TestPointsAreRuns(t *testing.T) {
	args := clitest.Train("--seeds", "3:4", "--sweep", "eta0=0.05,0.2", "--sweep", "width=5,6",
		"--sweep", "momentum=0,0.5")
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), args...))
	points := clitest.Of(events, "point")
	if len(points) != 16 || len(events) != 17 {
		t.Fatalf("%d points in %d events", len(points), len(events))
	}
	last := events[16]
	want := clitest.Event{"type": "sweep_done", "runs": 16., "of": 16., "diverged": 0., "collapsed": 0., "partial": false}
	if !reflect.DeepEqual(last, want) {
		t.Errorf("last %v", last)
	}
	for i, p := range points {
		at := p["parameters"].(map[string]any)
		if p["seed"] != float64(3+i%2) || at["eta0"] != []float64{.05, .2}[i/8] || at["width"] != []float64{5, 6}[i/4%2] ||
			at["momentum"] != []float64{0, .5}[i/2%2] {
			t.Errorf("point %d: seed %v, parameters %v", i, p["seed"], at)
		}
		if i%5 != 0 {
			continue
		}
		single := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--seed", fmt.Sprint(p["seed"]),
			"--schedule", fmt.Sprintf("constant:eta0=%v", at["eta0"]), "--model", fmt.Sprintf("mlp:%v", at["width"]),
			"--momentum", fmt.Sprint(at["momentum"]))...))
		done := single[len(single)-1]
		delete(done, "type")
		for field, v := range done {
			if !reflect.DeepEqual(p[field], v) {
				t.Errorf("point %d: %s = %v, the run by itself %v", i, field, p[field], v)
			}
		}
	}
}

// Every parameter that a sweep may have reaches the run.
func TestSweptParameters(t *testing.T) {
	base := []string{"--probe-method", "matrix", "--model", "mlp:6-7:tanh", "--schedule", "power:k0=20", "--format", "csv"}
	first := func(more ...string) string {
		rows := clitest.Table(t, clitest.Must(t, traincmd.New(), clitest.Train(append(base, more...)...)...))
		r := rows[0]
		return r["loss"] + " " + r["alpha_fc1.weight"] + " " + r["jumps"] + " " + r["steps"]
	}
	plain := first()
	for _, c := range []struct{ sweep, flag, value string }{
		{"eta0=0.3", "--schedule", "power:k0=20,eta0=0.3"},
		{"schedule.gamma=0.9", "--schedule", "power:k0=20,gamma=0.9"},
		{"batch=5", "--batch", "5"},
		{"momentum=0.7", "--momentum", "0.7"},
		{"weight-decay=0.1", "--weight-decay", "0.1"},
		{"steps=9", "--steps", "9"},
		{"width=4", "--model", "mlp:4-4:tanh"},
		{"width_2=4", "--model", "mlp:6-4:tanh"},
		{"jump-threshold=1", "--jump-threshold", "1"},
		{"probe-every=5", "--probe-every", "5"},
		{"probe-batches=40", "--probe-batches", "40"},
		{"probe-block=8", "--probe-block", "8"},
		{"probe-batch=3", "--probe-batch", "3"},
	} {
		swept, flagged := first("--sweep", c.sweep), first(c.flag, c.value)
		if swept != flagged || swept == plain && c.sweep != "probe-every=5" {
			t.Errorf("%s: %s, %s %s: %s, without %s", c.sweep, swept, c.flag, c.value, flagged, plain)
		}
	}
	if got, want := first("--schedule", "0.1", "--sweep", "eta0=0.3"), first("--schedule", "0.3"); got != want {
		t.Errorf("a schedule that is a number: %s, want %s", got, want)
	}
	if got, want := first("--model", "mlp", "--sweep", "width=3"), first("--model", "mlp:3-3"); got != want {
		t.Errorf("a model without widths: %s, want %s", got, want)
	}
}

// A run that diverges is a row, and the ones after it are made.
func TestDivergedRunsAreRows(t *testing.T) {
	args := clitest.Train("--probe-method", "matrix", "--model", "mlp:30-30", "--seeds", "2",
		"--sweep", "eta0=0.1,1000,0.2")
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), args...))
	points := clitest.Of(events, "point")
	if len(points) != 6 || events[6]["diverged"] != 2. || events[6]["runs"] != 6. {
		t.Fatalf("%d points, last %v", len(points), events[len(events)-1])
	}
	for i, p := range points {
		d, diverged := p["diverged"].(map[string]any)
		if diverged != (i/2 == 1) || (p["loss"] == nil) != diverged || len(p["layers"].([]any)) != 6 {
			t.Errorf("point %d: %v", i, p)
		}
		if diverged && (d["cause"] != "learning_rate" || d["step"] != p["steps"]) {
			t.Errorf("point %d: diverged %v after %v steps", i, d, p["steps"])
		}
	}
	rows := clitest.Table(t, clitest.Must(t, traincmd.New(), append(args, "--format", "csv")...))
	if r := rows[2]; len(rows) != 6 || r["diverged"] != "true" || r["loss"] != "" || r["jumps"] != "" ||
		r["diverged_cause"] != "learning_rate" || rows[5]["diverged"] != "false" || rows[5]["loss"] == "" {
		t.Errorf("rows %v", rows)
	}
	text := clitest.Must(t, traincmd.New(), append(args, "--format", "text")...)
	clitest.Has(t, "text", text, "DIVERGED: 2 of 2, seed 1 at step", "6 runs; 2 diverged", "!NaN", "!Inf")
}

// A table fits 80 columns, and has the mean and its standard error over the seeds.
func TestSweepText(t *testing.T) {
	args := clitest.Train("--probe-method", "matrix", "--seeds", "11:13", "--sweep", "eta0=0.05,0.2", "--model", "mlp:9-8")
	points := clitest.Of(clitest.Parse(t, clitest.Must(t, traincmd.New(), args...)), "point")
	text := clitest.Must(t, traincmd.New(), append(args, "--format", "text")...)
	var losses []float64
	for _, p := range points[3:] {
		losses = append(losses, p["loss"].(float64))
	}
	mean := (losses[0] + losses[1] + losses[2]) / 3
	sum := 0.0
	for _, l := range losses {
		sum += (l - mean) * (l - mean)
	}
	se := math.Sqrt(sum / 2 / 3)
	clitest.Has(t, "text", text, "6 runs of mlp:9-8 on mnist1d: 2 points, 3 seeds (11:13)",
		fmt.Sprintf(" 0.2       3  %.4g +- %.2g", mean, se), "alpha fc3.bias", "6 runs;",
		"errors of points are not independent")
	if se == 0 {
		t.Error("the seeds give the same loss")
	}
	for _, more := range [][]string{
		{},
		{"--sweep", "weight-decay=1e-05:0.00123456:3log"},
		{"--sweep", "weight-decay=1e-05,0.1", "--sweep", "jump-threshold=10,100000", "--seeds", "1"},
		{"--sweep", "steps=1,2"},
		{"--seeds", "10000000000000000001,3,10000000000000000005,7,10000000000000000009", "--steps", "1",
			"--probe-every", "0"},
		{"--model", "mlp:4-4-4-4-4-4"},
	} {
		text := clitest.Must(t, traincmd.New(), append(append(args, "--format", "text"), more...)...)
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > 80 && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%q: %d columns in %q", more, n, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("%q: blanks at the end of %q", more, line)
			}
		}
	}
}

// A row of CSV has the figures of the event of its run.
func TestSweepCSV(t *testing.T) {
	args := clitest.Train("--seeds", "2", "--sweep", "steps=5,12")
	points := clitest.Of(clitest.Parse(t, clitest.Must(t, traincmd.New(), args...)), "point")
	rows := clitest.Table(t, clitest.Must(t, traincmd.New(), append(args, "--format", "csv")...))
	if len(rows) != len(points) || len(rows) != 4 {
		t.Fatalf("%d rows, %d points", len(rows), len(points))
	}
	for i, r := range rows {
		p := points[i]
		layer := p["layers"].([]any)[2].(map[string]any)
		for column, want := range map[string]any{
			"sweep_steps": p["parameters"].(map[string]any)["steps"], "seed": p["seed"], "steps": p["steps"],
			"loss": p["loss"], "train_accuracy": p["train_accuracy"], "test_loss": p["test_loss"],
			"test_accuracy": p["test_accuracy"], "jumps": p["jumps"], "alpha_fc2.weight": layer["alpha"],
			"alpha_se_fc2.weight": layer["alpha_se"], "sigma_fc2.weight": layer["sigma"],
		} {
			got, err := strconv.ParseFloat(r[column], 64)
			if err != nil {
				t.Fatalf("row %d: %s = %q", i, column, r[column])
			}
			near.Abs(t, column, got, want.(float64), 0)
		}
	}
}

// A single run as CSV is one row.
func TestSingleCSV(t *testing.T) {
	rows := clitest.Table(t, clitest.Must(t, traincmd.New(), clitest.Train("--format", "csv", "--seed", "7")...))
	swept := clitest.Table(t, clitest.Must(t, traincmd.New(), clitest.Train("--format", "csv", "--seeds", "7:7")...))
	if len(rows) != 1 || !reflect.DeepEqual(rows, swept) || rows[0]["seed"] != "7" {
		t.Errorf("rows %v, want %v", rows, swept)
	}
	out, err := clitest.Execute(t.Context(), traincmd.New(), clitest.Train("--model", "mlp:30-30",
		"--schedule", "1000", "--format", "csv")...)
	if rows := clitest.Table(t, out); err == nil || len(rows) != 1 || rows[0]["diverged"] != "true" {
		t.Errorf("error %v after\n%s", err, out)
	}
}

// An interruption ends the sweep after what was found so far, in every format.
func TestSweepInterrupted(t *testing.T) {
	events := clitest.Parse(t, clitest.Interrupted(t, `"eta0":0.1},"seed":1`, traincmd.New(),
		clitest.Train("--seeds", "2", "--sweep", "eta0=0.1,0.2")...))
	last := events[len(events)-1]
	if last["type"] != "sweep_done" || last["partial"] != true || last["runs"] != 1. || last["of"] != 4. ||
		len(events) != 3 || events[0]["partial"] != false || events[1]["partial"] != true {
		t.Errorf("events %v", events)
	}
	rows := clitest.Table(t, clitest.Interrupted(t, ",1,", traincmd.New(),
		clitest.Train("--seeds", "2", "--sweep", "eta0=0.1,0.2", "--format", "csv")...))
	if len(rows) != 2 || rows[1]["partial"] != "true" {
		t.Errorf("rows %v", rows)
	}
	text := clitest.Interrupted(t, "fc2.bias", traincmd.New(),
		clitest.Train("--seeds", "1", "--sweep", "eta0=0.1,0.2", "--format", "text")...)
	clitest.Has(t, "text", text, "partial (interrupted): 1 of 2 runs")
}

func TestBadSweepsAreRefused(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--sweep eta0", []string{"NAME=VALUES"}},
		{"--sweep speed=1,2", []string{`"speed"`, "eta0, schedule.gamma"}},
		{"--sweep seed=1,2", []string{"--seeds 1:8"}},
		{"--sweep eta0=0.1,-1", []string{"point 2", "eta0 = -1"}},
		{"--sweep schedule.gamma=1,2", []string{"gamma", "constant"}},
		{"--sweep batch=16,4001", []string{"point 2", "batch = 4001"}},
		{"--sweep batch=1.5", []string{"sweep batch", "whole number"}},
		{"--sweep momentum=0,1", []string{"momentum = 1"}},
		{"--sweep steps=0,5", []string{"point 1", "1 or more steps"}},
		{"--sweep width_3=5", []string{"no hidden layer 3"}},
		{"--sweep width_0=5", []string{`no hidden layer "0"`}},
		{"--sweep width=0", []string{"point 1", `"0"`}},
		{"--sweep width=5 --model linear", []string{`"linear"`, "no hidden layers"}},
		{"--sweep probe-block=1,2", []string{"blocks of 1"}},
		{"--seeds 0", []string{"0 seeds"}},
		{"--seeds 1,1", []string{"1 comes twice"}},
		{"--seeds=", []string{"as 1:8"}},
		{"--seeds 1:4 --seed 7", []string{"--seed 7", "1:4"}},
		{"--seeds 2 --script x", []string{"--script"}},
		{"--seeds 2 --capture fc1.bias[0]", []string{"--capture", "single run"}},
		{"--seeds 2 --momentum-form polyak", []string{"no effect without momentum"}},
		{"--seeds 2 --format yaml", []string{`"yaml"`, "csv"}},
		{"--seeds 1:1000 --sweep eta0=1:2:1000", []string{"more than 100000 runs"}},
		{"--seeds 2 --data cifar-99", []string{`"cifar-99"`}},
	} {
		clitest.Refused(t, traincmd.New(), strings.Fields(c.args), c.want...)
	}
}

func TestSweepOutputErrorsAreReturned(t *testing.T) {
	for _, format := range []string{"json", "text", "csv"} {
		clitest.WithoutRoom(t, traincmd.New(), clitest.Train("--seeds", "2", "--format", format)...)
	}
	clitest.WithoutRoom(t, traincmd.New(), clitest.Train("--format", "csv")...)
}

// A table of regressions has no accuracy, and its loss is not in nats.
func TestSweepOfRegressions(t *testing.T) {
	out := clitest.Must(t, traincmd.New(), "--data", "regression:d=2", "--model", "linear", "--steps", "20",
		"--probe-every", "0", "--sweep", "batch=1,2", "--format", "text")
	clitest.Has(t, "table", out, "half mean squared", "jumps", "!nats", "!accuracy", "!over minibatches")
}
