package train_test

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/internal/safetensors"
	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// taken is a checkpoint in its written form, and how many lines the recording had before it.
type taken struct {
	step    int
	text    []byte
	tensors []byte
	before  int
}

// take writes a state down.
func take(t *testing.T, s *train.State) taken {
	t.Helper()
	text, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := safetensors.Write(&file, s.Tensors()); err != nil {
		t.Fatal(err)
	}
	return taken{step: s.Step(), text: text, tensors: file.Bytes()}
}

// read reads it again.
func (c taken) read(t *testing.T, cfg train.Config) *train.State {
	t.Helper()
	tensors, err := safetensors.Read(bytes.NewReader(c.tensors), int64(len(c.tensors)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := train.ReadState(cfg, c.text, tensors)
	if err != nil {
		t.Fatalf("step %d: %v", c.step, err)
	}
	return s
}

// follow records a run from a state on, and the checkpoints that due asks for. Its error is the
// last line.
func follow(t *testing.T, cfg train.Config, from *train.State, due func() bool) (recorded []string, all []taken) {
	t.Helper()
	for e, err := range train.Continue(context.Background(), cfg, from, nil, due) {
		if err != nil {
			var diverged *train.DivergedError
			if !errors.As(err, &diverged) {
				t.Fatal(err)
			}
			recorded = append(recorded, err.Error())
			continue
		}
		if c, ok := e.(train.Checkpoint); ok {
			at := take(t, c.State)
			if at.before = len(recorded); at.step != c.Step {
				t.Errorf("the checkpoint of step %d has the state of step %d", c.Step, at.step)
			}
			all = append(all, at)
		} else if _, transient := e.(record.Transient); transient {
			continue
		}
		line, err := record.Append(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := e.(train.Checkpoint); !ok {
			recorded = append(recorded, string(line))
		}
	}
	return recorded, all
}

// moments are the steps before which there are checkpoints; in the fast lane only some.
func moments() []int {
	if testing.Short() {
		return []int{31, 130, 1100}
	}
	return []int{0, 1, 14, 30, 31, 36, 62, 89, 130, 1100, 2200}
}

// resumable are configurations that cover the options of a run.
func resumable(t *testing.T) map[string]train.Config {
	tiny := train.Default()
	tiny.Model, tiny.Steps, tiny.EvaluateEvery, tiny.JumpsEvery = "mlp:6", 90, 20, 7
	tiny.Probe = train.Probe{Every: 30, Batches: 32, Block: 4}
	tiny.JumpThreshold, tiny.Controls.Batch = 2, 8
	with := func(change func(c *train.Config)) train.Config {
		c := tiny
		change(&c)
		return c
	}
	decay := parse(t, "power:eta0=0.2,k0=20,gamma=0.7,from=10")
	out := map[string]train.Config{
		"plain":      tiny,
		"no probes":  with(func(c *train.Config) { c.Probe.Every, c.EvaluateEvery = 0, 0 }),
		"not a step": with(func(c *train.Config) { c.ProgressEvery, c.JumpsEvery = 4, 1 }),
		"epochs": with(func(c *train.Config) {
			c.Sampling, c.Controls.Batch = train.Epochs, 600
		}),
		"fresh": with(func(c *train.Config) {
			c.Data, c.Model, c.Sampling = "regression:d=3,n=50", "linear:nobias", train.Fresh
		}),
		"iterates": with(func(c *train.Config) {
			c.Iterates = &train.Iterates{Names: []string{"fc1.weight[3]", "fc2.bias[:]"}, Every: 2, Burn: 11, Chunk: 7}
		}),
		"settled iterates": with(func(c *train.Config) {
			c.Data, c.Model, c.Sampling, c.Steps = "regression:d=2,n=50", "linear:nobias", train.Fresh, 2300
			c.Probe.Every, c.EvaluateEvery, c.ProgressEvery, c.JumpsEvery = 0, 0, 500, 0
			c.Iterates = &train.Iterates{Names: []string{"fc1.weight[:]"}, Every: 1, Burn: 5}
		}),
		"without": with(func(c *train.Config) { c.Sampling, c.Controls.Batch = train.Without, 9 }),
		"capture": with(func(c *train.Config) { c.Capture = []string{"fc1.weight[3]", "fc2.bias[:]"} }),
		"collapse": with(func(c *train.Config) {
			c.Model, c.Controls.Schedule = "mlp:20-20-20-20", schedule.Constant{Eta0: 3}
			c.Controls.WeightDecay, c.Probe.Every = 1e-4, 15
		}),
		"polyak": with(func(c *train.Config) {
			c.Controls.Momentum, c.Controls.Form, c.Controls.Schedule = .9, train.Polyak, decay
		}),
		"weight decay diverges": with(func(c *train.Config) {
			c.Controls.WeightDecay, c.Controls.Momentum = 50, .5
		}),
		"diverges late": with(func(c *train.Config) {
			c.Controls.Batch, c.Controls.Arm = 4, schedule.StepOnly
			c.Controls.Schedule = schedule.Step{Eta0: .8, Gamma: .01, Every: 10}
			c.Steps, c.Probe.Every = 300, 0
		}),
		"diverges after a change": with(func(c *train.Config) {
			other := c.Controls
			other.Schedule = schedule.Constant{Eta0: 1e4}
			c.Script = []train.Changed{{Step: 33, Controls: other}}
		}),
		"changes": with(func(c *train.Config) {
			a, b, d := c.Controls, c.Controls, c.Controls
			a.Momentum, a.Form, a.Batch = .9, train.PyTorch, 16
			b.Momentum, b.Form, b.Arm, b.Schedule = .8, train.PyTorch, schedule.NoiseOnly, decay
			d.Momentum, d.Form, d.Schedule, d.WeightDecay = .7, train.Polyak, decay, .01
			c.Script = []train.Changed{{Step: 5, Controls: a}, {Step: 31, Controls: b}, {Step: 31, Controls: a},
				{Step: 50, Controls: b}, {Step: 70, Controls: d}}
		}),
	}
	norm, entry := optim.Clip{By: optim.Norm, Limit: .5}, optim.Clip{By: optim.Entry, Limit: .02}
	out["adam, clipped"] = with(func(c *train.Config) {
		c.Controls.Optimizer, c.Controls.Clip = optim.Adam{Beta1: .9, Beta2: .99, Eps: 1e-8}, norm
		c.Controls.Schedule = schedule.Constant{Eta0: .01}
	})
	out["clipped, no jumps"] = with(func(c *train.Config) {
		c.Controls.Optimizer, c.Controls.Clip, c.JumpsEvery = optim.Sign{Mu: .9}, entry, 0
		c.Controls.Schedule = schedule.Constant{Eta0: .001}
	})
	out["changes of the optimizer"] = with(func(c *train.Config) {
		c.Controls.Momentum, c.Controls.Form = .9, train.PyTorch
		for i, rule := range []optim.Rule{optim.AdamW{Beta1: .9, Beta2: .999, Eps: 1e-8, WeightDecay: .1},
			optim.AdamW{Beta1: .9, Beta2: .9, Eps: 1e-8}, optim.Nesterov{Mu: .5}, optim.Normalised{Mu: .5}, nil} {
			other := c.Controls
			other.Momentum, other.Optimizer, other.Schedule = 0, rule, schedule.Constant{Eta0: .01}
			other.Clip = []optim.Clip{norm, norm, entry, {}, {}}[i]
			c.Script = append(c.Script, train.Changed{Step: []int{10, 31, 36, 50, 62}[i], Controls: other})
		}
	})
	for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch} {
		out["arm "+arm.String()] = with(func(c *train.Config) {
			c.Controls.Arm, c.Controls.Schedule, c.Controls.Momentum = arm, decay, .5
			c.Controls.Form = train.PyTorch
		})
	}
	return out
}

// A run that goes on from a checkpoint yields exactly the lines that the unbroken run yields next, and
// asking for checkpoints changes none.
func TestContinueIsTheUnbrokenRun(t *testing.T) {
	for name, cfg := range resumable(t) {
		t.Run(name, func(t *testing.T) {
			if full := strings.HasPrefix(name, "arm ") || name == "collapse" || name == "capture"; full && testing.Short() {
				t.Skip("computes full gradients")
			}
			want, none := follow(t, cfg, nil, nil)
			if none != nil {
				t.Fatal("a checkpoint that nobody asked for")
			}
			step := -1
			due := func() bool { step++; return slices.Contains(moments(), step) }
			watched, all := follow(t, cfg, nil, due)
			if !slices.Equal(watched, want) {
				t.Fatal("checkpoints change the events")
			}
			if len(all) == 0 {
				t.Fatalf("%d checkpoints only", len(all))
			}
			for _, c := range all {
				got, _ := follow(t, cfg, c.read(t, cfg), nil)
				if !slices.Equal(got, want[c.before:]) {
					t.Errorf("from step %d on: %s", c.step, firstDifference(got, want[c.before:]))
				}
			}
			if c := all[len(all)-1]; !bytes.Equal(take(t, c.read(t, cfg)).text, c.text) {
				t.Error("a state that was read is written in another way")
			}
		})
	}
}

// firstDifference shows the first lines that differ.
func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return "line\n" + got[i] + "\nwant\n" + want[i]
		}
	}
	return "one ends before the other"
}

// The run that was continued once, on another number of cores, gives checkpoints that are those of the
// unbroken run.
func TestCheckpointsOfAContinuedRunAreTheSame(t *testing.T) {
	cfg := resumable(t)["changes"]
	every := func() bool { return true }
	_, all := follow(t, cfg, nil, every)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	_, again := follow(t, cfg, all[20].read(t, cfg), every)
	if len(all) != cfg.Steps || len(again) != cfg.Steps-20 {
		t.Fatalf("%d and %d checkpoints in %d steps", len(all), len(again), cfg.Steps)
	}
	for i, c := range again {
		if want := all[20+i]; !bytes.Equal(c.text, want.text) || !bytes.Equal(c.tensors, want.tensors) {
			t.Fatalf("the checkpoint of step %d differs from that of step %d:\n%s\n%s", c.step, want.step, c.text, want.text)
		}
	}
}
