package scenario_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"levyscope/internal/cli/explore"
	"levyscope/internal/cli/scenario"
	"levyscope/internal/scenariotext"
	"levyscope/internal/spec"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/nn/kernel"
	"levyscope/train/noise"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/train/weights"
	"levyscope/tui"
)

// reopened is the configuration that the explorer, whose probes have a share of the time, opens with a text.
func reopened(t *testing.T, text string) tui.Options {
	t.Helper()
	o := tui.Default()
	o.Sim.Seed, o.Train.Seed, o.Train.Probe.Share = 7, 7, .1
	if _, err := scenario.Apply(explore.New(), text, &o); err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return o
}

// recorded is a configuration as a recording has it, with what no recording holds.
func recorded(t *testing.T, cfg any, more ...any) string {
	t.Helper()
	b, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + fmt.Sprint(more...)
}

// sameTraining reports an error unless the scenario of cfg opens cfg.
func sameTraining(t *testing.T, cfg train.Config) {
	t.Helper()
	s := scenariotext.Train(cfg)
	if len(s.Left) > 0 {
		t.Errorf("%s: left out %v", s.Text, s.Left)
	}
	got := reopened(t, s.Text).Train
	if a, b := recorded(t, got, got.Threads), recorded(t, cfg, cfg.Threads); a != b {
		t.Errorf("%s opens\n%s, want\n%s", s.Text, a, b)
	}
}

// hostileNames are names of files that shells and grammars read in ways of their own.
var hostileNames = []string{
	"a b.csv", "it's.csv", `say "x".csv`, `back\slash.csv`, "$HOME`ls`.csv", "a,b:c;d.csv", "-dash.csv", "größe 日本.csv",
	"new\nline.csv", "tab\there.csv", "*?[x].csv", "#comment.csv", "~root.csv", "a>b|c&d.csv", "(paren).csv", "a=b.csv",
	"\\n.csv", "'", `"`, "!!.csv",
}

func TestEveryTrainingOpensAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	weightsFile := filepath.Join(t.TempDir(), "it's \"w\" $1.safetensors")
	b, err := os.ReadFile("../../../train/weights/testdata/f32.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(weightsFile, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		sameTraining(t, someTraining(t, r, weightsFile))
	}
	cfg := train.Default()
	for _, name := range hostileNames {
		cfg.Data = fmt.Sprintf("csv:path=%q", name)
		cfg.DataDir = name
		sameTraining(t, cfg)
	}
	sameTraining(t, train.Default())
}

// one is one of some values.
func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// someNumber is a number in (0, top) whose decimal form is long.
func someNumber(r *rand.Rand, top float64) float64 { return top * (1e-9 + r.Float64()*(1-2e-9)) }

// someTraining is a configuration with values of all flags.
func someTraining(t *testing.T, r *rand.Rand, weightsFile string) train.Config {
	t.Helper()
	cfg := train.Default()
	cfg.Seed = r.Uint64()
	cfg.Data = one(r, "mnist1d", "moons:noise=0.25", "regression", "mnist", "csv:path=a.csv,label=x")
	cfg.DataDir = one(r, "", "/data dir", "--odd")
	cfg.Model = one(r, "mlp:100-100", "mlp:64:tanh", "cnn1d", "linear:nobias", "residual:100:1")
	cfg.Steps = one(r, 0, 0, 40, 100000)
	cfg.Sampling = one(r, train.Replacement, train.Epochs, train.Without, train.Fresh)
	cfg.Kernel = one(r, kernel.Best(), kernel.Gonum)
	cfg.Threads = r.IntN(3)
	if r.IntN(3) == 0 {
		source, err := weights.Open(weightsFile)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Weights = &source
	}
	cfg.JumpThreshold = one(r, 10, .01, someNumber(r, 100))
	cfg.Trajectory = one(r, nil, jumps.Default(), &jumps.Settings{Norm: 1.01 + someNumber(r, 5)})
	cfg.ProgressEvery, cfg.JumpsEvery, cfg.EvaluateEvery = 1+r.IntN(3), 50*r.IntN(3), 250*r.IntN(3)
	if r.IntN(3) == 0 {
		cfg.Iterates = &train.Iterates{Names: []string{"fc1.weight[0]", "fc2.weight[2,17]"}, Every: 1 + r.IntN(2),
			Burn: r.IntN(2), Chunk: 10 * r.IntN(2)}
	}
	p := &cfg.Probe
	p.Share, p.Every = one(r, 0, .1, .25), one(r, 500, 0, 37)
	p.Batches, p.Block, p.Batch, p.PooledBlock = 1024>>r.IntN(3), 32>>r.IntN(2), r.IntN(3), 2*r.IntN(3)
	p.Method, p.Centre = one(r, train.Stream, train.Matrix), one(r, noise.Full, noise.Anchor, noise.Differences)
	if p.Centre == noise.Anchor {
		p.Anchor = 1 + r.IntN(1000)
	}
	p.Keep = 100 * r.IntN(3)
	cfg.Controls = someTrainControls(t, r)
	return cfg
}

// someTrainControls are controls of a training run.
func someTrainControls(t *testing.T, r *rand.Rand) train.Controls {
	t.Helper()
	c := train.Controls{Schedule: someSchedule(t, r), Batch: 1 + r.IntN(500),
		Arm: one(r, schedule.Both, schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch)}
	kinds := optim.Kinds()
	o, err := optim.Parse(kinds[r.IntN(len(kinds))].Name)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range optim.Params(o) {
		value := spec.Number(someNumber(r, 1))
		if len(p.Choices) > 0 {
			value = spec.Text(one(r, p.Choices...))
		}
		if with, err := optim.With(o, p.Name, value); err == nil && r.IntN(2) == 0 {
			o = with
		}
	}
	c = c.WithMethod(o)
	if c.Momentum == 0 {
		c.Form = train.PyTorch
	}
	c.Clip = one(r, optim.Clip{}, optim.Clip{By: optim.Norm, Limit: someNumber(r, 3)},
		optim.Clip{By: optim.Entry, Limit: someNumber(r, 3)})
	return c
}

// someSchedule is a schedule of any kind, with some of its parameters changed.
func someSchedule(t *testing.T, r *rand.Rand) schedule.Schedule {
	t.Helper()
	kinds := schedule.Kinds()
	s, err := schedule.Parse(kinds[r.IntN(len(kinds))])
	if err != nil {
		s, err = schedule.Parse("cosine:eta0=0.1,steps=4000")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range schedule.Params(s) {
		value := one(r, someNumber(r, 1), 1+r.ExpFloat64(), float64(r.IntN(9000)))
		if with, err := schedule.With(s, p.Name, value); err == nil && r.IntN(2) == 0 {
			s = with
		}
	}
	return s
}
