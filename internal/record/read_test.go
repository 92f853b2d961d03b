package record_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"levyscope/internal/record"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train"
	"levyscope/train/schedule"
)

const (
	trainStarted = `{"type":"started","engine":"train","config":{"seed":7,"data":"mnist1d","model":"linear","steps":5,` +
		`"controls":{"schedule":"constant:eta0=0.1","arm":"both","batch":4}}}`
	simStarted = `{"type":"started","engine":"sim","config":{"seed":7,"paths":3,"dt":0.01,"controls":{` +
		`"schedule":"constant:eta0=0.1","arm":"both","eps":0.1,"theta":[1],"alpha":[1.5],"sigma":[1],"box":[[-1,1]]}}}`
	trainChanged = `{"type":"changed","step":3,"controls":{"schedule":"0.05","arm":"noise","batch":2}}`
)

// write records the events.
func write(t *testing.T, events ...record.Event) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	e := record.NewEncoder(&b)
	for _, ev := range events {
		if err := e.Encode(ev); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestReadBackTraining(t *testing.T) {
	cfg := train.Default()
	cfg.Seed, cfg.Sampling, cfg.JumpThreshold, cfg.Probe.Batch = 1<<63+1, train.Epochs, 1./3, 9
	cfg.Controls.Schedule, cfg.Controls.Arm = schedule.Cosine{Eta0: .3, Steps: 70, Floor: .01, From: 3}, schedule.StepOnly
	cfg.Controls.Momentum, cfg.Controls.WeightDecay = .9, 1e-4
	first, second := cfg.Controls, cfg.Controls
	first.Batch, second.Schedule = 5, schedule.Inverse{Eta0: .1, K0: 3}
	want := cfg
	want.Script = []train.Changed{{Step: 4, Controls: first}, {Step: 4, Controls: second}}
	file := write(t,
		train.Started{Engine: "train", Config: cfg}, train.Progress{Step: 3}, want.Script[0], want.Script[1],
		train.Progress{Step: 4}, train.Done{Steps: 5})
	run, err := record.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if run.Sim != nil || run.Train == nil || !reflect.DeepEqual(*run.Train, want) || run.Events != 6 {
		t.Errorf("%d events, %+v\nwant %+v", run.Events, run.Train, want)
	}
}

func TestReadBackSimulation(t *testing.T) {
	cfg := sim.Default()
	cfg.Seed, cfg.Time, cfg.Particle, cfg.Steps, cfg.Horizon = 1<<63+1, clock.Iteration, true, 500, 1e4
	cfg.Controls.Schedule, cfg.Controls.Arm = schedule.Power{Eta0: .3, K0: .5, Gamma: .7}, schedule.NoiseOnly
	change := cfg.Controls
	change.Alpha, change.Box = []float64{1, 2}, []problem.Interval{{Lo: -3, Hi: 1e-3}, {Lo: -1, Hi: 1}}
	want := cfg
	want.Script = []sim.Changed{{Step: 64, Controls: change}}
	file := write(t,
		sim.Started{Engine: "sim", Config: cfg}, sim.Changed{Step: 64, Controls: change},
		sim.Escape{Step: 70}, sim.Done{})
	run, err := record.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if run.Train != nil || run.Sim == nil || !reflect.DeepEqual(*run.Sim, want) || run.Events != 4 {
		t.Errorf("%d events, %+v\nwant %+v", run.Events, run.Sim, want)
	}
}

// The Done of an interrupted run is not an event that a replay comes to.
func TestPartialDoneDoesNotCount(t *testing.T) {
	file := write(t, train.Started{Engine: "train", Config: train.Default()}, train.Progress{}, train.Done{Partial: true})
	if run, err := record.Read(file); err != nil || run.Events != 2 {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestReadErrorsNameTheLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no started event"},
		{`{"type":"progress","step":1}`, "no started event"},
		{"this is no recording", "line 1"},
		{trainStarted + "\n\n", "line 2"},
		{trainStarted + "\n" + trainChanged[:40] + "\n" + trainChanged, "line 2"}, // damaged, not cut
		{trainStarted[:40], "line 1 is cut"},
		{trainStarted + "\n" + trainStarted, "line 2: a second started event"},
		{trainStarted + "\n" + simStarted, "line 2: a second started event"},
		{trainChanged + "\n" + trainStarted, "line 1: a changed event before"},
		{`{"type":"started","engine":"quantum"}`, `line 1: engine "quantum"`},
		{`{"type":"started"}`, `line 1: engine ""`},
		{`{"type":"started","engine":"train"}`, "line 1"},
		{`{"type":"started","engine":"sim","config":7}`, "line 1"},
		{`{"type":"started","engine":"train","config":{"controls":{"schedule":"zigzag","arm":"both"}}}`,
			`line 1: schedule "zigzag"`},
		{`{"type":"started","engine":"train","config":{"sampling":"bootstrap"}}`, `line 1: sampling "bootstrap"`},
		{trainStarted + "\n" + `{"type":"changed","controls":{"schedule":"0.1","arm":"both","batch":1}}`,
			"line 2: a changed event without its step"},
		{trainStarted + "\n" + `{"type":"changed","step":1}`, "line 2"},
		{trainStarted + "\n" + `{"type":"changed","step":1,"controls":{"schedule":"0.1","arm":"sideways"}}`,
			`line 2: decay arm "sideways"`},
		{simStarted + "\n" + `{"type":"changed","step":1.5,"controls":{}}`, "line 2"},
		{simStarted + "\n" + `{"type":"changed","step":1,"controls":{"schedule":"-1","arm":"both"}}`,
			`line 2: schedule "-1"`},
		{simStarted + "\n" + `{"type":"changed","step":1,"controls":{"schedule":"1","arm":"both","box":[1,2]}}`,
			"line 2"},
	} {
		run, err := record.Read(strings.NewReader(c.text))
		if err == nil || run != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.90q: %+v, %v; want an error with %q", c.text, run, err, c.want)
		}
	}
}

// A last line that is cut is left out, and named.
func TestTornTail(t *testing.T) {
	text := trainStarted + "\n" + trainChanged + "\n"
	for n := len(trainStarted); n <= len(text); n++ {
		run, err := record.Read(strings.NewReader(text[:n]))
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		whole := strings.Count(text[:n], "\n")
		events, torn := whole, 0
		switch last := text[strings.LastIndex(text[:n], "\n")+1 : n]; {
		case last == trainStarted || last == trainChanged:
			events++
		case last != "":
			torn = whole + 1
		}
		if run.Events != events || run.Torn != torn || run.Whole.Lines != whole ||
			run.Whole.Bytes != int64(strings.LastIndex(text[:n], "\n")+1) {
			t.Fatalf("cut at %d: %+v", n, run)
		}
	}
}

// The last line need not end in a line feed, and CRLF does no harm.
func TestLineEnds(t *testing.T) {
	for _, text := range []string{trainStarted + "\n" + trainChanged, trainStarted + "\r\n" + trainChanged + "\r\n"} {
		run, err := record.Read(strings.NewReader(text))
		if err != nil || run.Events != 2 || len(run.Train.Script) != 1 ||
			run.Train.Script[0].Controls.Schedule.Eta(9) != .05 {
			t.Errorf("%+v, %v", run, err)
		}
	}
}

// Lines are longer than bufio's usual limit: 1 MiB here.
func TestLongLines(t *testing.T) {
	noise := train.NoiseEstimate{Layers: []train.LayerNoise{{Name: strings.Repeat("x", 1<<20)}}}
	run, err := record.Read(write(t, train.Started{Engine: "train", Config: train.Default()}, noise))
	if err != nil || run.Events != 2 {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestReaderErrorIsReturned(t *testing.T) {
	broken := errors.New("the disk broke")
	_, err := record.Read(io.MultiReader(strings.NewReader(trainStarted+"\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestReaderErrorNamesTheLine(t *testing.T) {
	broken := iotest.ErrReader(errors.New("the disk broke"))
	_, err := record.Read(io.MultiReader(strings.NewReader(trainStarted+"\n"), broken))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v", err)
	}
}

// Whatever the bytes are, Read gives a run of one engine or an error, and what it
// gives can be validated, and recorded again if it is valid.
func FuzzRead(f *testing.F) {
	f.Add([]byte(trainStarted + "\n" + trainChanged + "\n"))
	f.Add([]byte(simStarted + "\n" + `{"type":"changed","step":2,"controls":{"schedule":"exp:eta0=1,kappa=2",` +
		`"arm":"step","eps":0,"theta":[],"alpha":[2],"box":[[null,1]]}}`))
	f.Add([]byte(`{"type":"started","engine":"train","config":{"steps":-1,"controls":null,` +
		`"probe":{"every":1,"batches":9e9,"block":-4}}}`))
	f.Add([]byte("null\n[]\n{}"))
	f.Add([]byte(`{"type":"done","partial":true}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		run, err := record.Read(bytes.NewReader(file))
		if err != nil {
			if run != nil {
				t.Errorf("a run beside the error %v", err)
			}
			return
		}
		if (run.Train == nil) == (run.Sim == nil) || run.Events < 0 || run.Events > bytes.Count(file, []byte("\n"))+1 {
			t.Fatalf("%+v", run)
		}
		if c := run.Train; c != nil && c.Validate(100, 1000) == nil {
			line(t, train.Started{Config: *c})
		}
		if c := run.Sim; c != nil && c.Validate() == nil {
			line(t, sim.Started{Config: *c})
		}
	})
}

// A recording of a run that trained elsewhere begins with what it is a function of, or with the job's own first event.
func TestReadWatched(t *testing.T) {
	const (
		started  = `{"type":"started","engine":"watch","config":{"folder":"a/run.lvs","rank":1,"burst":128}}` + "\n"
		attached = `{"type":"attached","engine":"watch","folder":"run.lvs","session":"0a","number":1,"rank":2}` + "\n"
		rest     = `{"type":"changed","step":3}` + "\n" + `{"type":"progress","step":5,"eta":0.1,"loss":1}` + "\n"
	)
	for text, want := range map[string]record.Watched{
		started + attached + rest:  {Folder: "a/run.lvs", Rank: 1, Burst: 128},
		attached + rest + attached: {Folder: "run.lvs", Rank: 2},
	} {
		run, err := record.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if run.Watch == nil || *run.Watch != want || run.Events != 4 || run.Script || run.Train != nil {
			t.Errorf("%+v of %+v", run.Watch, run)
		}
	}
	for text, want := range map[string]string{
		attached + started:                                    "second started",
		trainStarted + "\n" + attached:                        "another engine",
		strings.Replace(attached, `"watch"`, `"train"`, 1):    "not watch",
		strings.Replace(started, `"rank":1`, `"rank":"x"`, 1): "line 1",
		strings.Replace(started, `"watch"`, `"views"`, 1):     "train, sim or watch",
		rest: "before the started",
	} {
		if _, err := record.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: error %v, want %q", text, err, want)
		}
	}
}
