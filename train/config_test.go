package train

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"levyscope/train/noise"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// Each error names the value that is wrong. The network has 1000 parameters, the
// training set 4000 examples.
func TestValidateNamesTheValue(t *testing.T) {
	for _, c := range []struct {
		change func(*Config)
		want   []string
	}{
		{func(c *Config) { c.Steps = -7 }, []string{"steps", "-7"}},
		{func(c *Config) { c.JumpThreshold = 0 }, []string{"jump threshold", "0"}},
		{func(c *Config) { c.JumpThreshold = -2.5 }, []string{"jump threshold", "-2.5"}},
		{func(c *Config) { c.JumpThreshold = math.NaN() }, []string{"jump threshold", "NaN"}},
		{func(c *Config) { c.ProgressEvery = -3 }, []string{"progress -3"}},
		{func(c *Config) { c.ProgressEvery = 0 }, []string{"progress 0"}},
		{func(c *Config) { c.JumpsEvery = -2 }, []string{"jumps -2"}},
		{func(c *Config) { c.EvaluateEvery = -1 }, []string{"evaluate -1"}},
		{func(c *Config) { c.Probe.Every = -5 }, []string{"probe -5"}},
		{func(c *Config) { c.Probe.Block = 1 }, []string{"blocks of 1:"}},
		{func(c *Config) { c.Probe.Batches = 63 }, []string{"63 minibatches", "blocks of 32"}},
		{func(c *Config) { c.Probe.Batch = -1 }, []string{"probe batch", "-1"}},
		{func(c *Config) { c.Probe.Batch = 4001 }, []string{"probe batch", "4001", "4000"}},
		{func(c *Config) { c.Probe.Method, c.Probe.Batches = Matrix, 1<<20 },
			[]string{"1048576 minibatches", "4000 MiB", "536870", "method stream"}},
		{func(c *Config) { c.Probe.Method = 7 }, []string{"probe method = 7"}},
		{func(c *Config) { c.Probe.Block = 256 }, []string{"blocks of 256", "use 2 to 128"}},
		{func(c *Config) { c.Probe.Share = math.NaN() }, []string{"probe share = NaN"}},
		{func(c *Config) { c.Probe.Share = 1 }, []string{"probe share = 1", "[0, 0.9]"}},
		{func(c *Config) { c.Probe.Keep = -1 }, []string{"= -1", "10000000"}},
		{func(c *Config) { c.Probe.Centre = noise.Anchor }, []string{"anchor of 0 examples"}},
		{func(c *Config) { c.Probe.Centre, c.Probe.Anchor = noise.Anchor, 20 }, []string{"anchor of 20 examples", "400"}},
		{func(c *Config) { c.Probe.Anchor = 5 }, []string{"anchor of 5 examples", "centre full"}},
		{func(c *Config) { c.Probe.Method, c.Probe.Keep = Matrix, 5 }, []string{"method matrix", "stream"}},
		{func(c *Config) { c.Probe.Batches, c.Probe.PooledBlock = 1<<14, 1<<20 }, []string{"pooled K1 = 1048576", "524288"}},
		{func(c *Config) { c.Controls.Probes = -1 }, []string{"probes asked for = -1"}},
		{func(c *Config) { c.Controls.Schedule = nil }, []string{"schedule"}},
		{func(c *Config) { c.Controls.Batch = 0 }, []string{"batch = 0"}},
		{func(c *Config) { c.Controls.Batch = 4001 }, []string{"batch = 4001", "4000"}},
		{func(c *Config) { c.Controls.Momentum = 1 }, []string{"momentum = 1"}},
		{func(c *Config) { c.Controls.Momentum = -.1 }, []string{"momentum = -0.1"}},
		{func(c *Config) { c.Controls.Momentum = math.NaN() }, []string{"momentum = NaN"}},
		{func(c *Config) { c.Controls.WeightDecay = -1 }, []string{"weight decay = -1"}},
		{func(c *Config) { c.Controls.WeightDecay = math.Inf(1) }, []string{"weight decay = +Inf"}},
		{func(c *Config) { c.Controls.WeightDecay = math.NaN() }, []string{"weight decay = NaN"}},
		{func(c *Config) { c.Controls.Optimizer = optim.Adam{Beta1: 1, Eps: 1} }, []string{"beta1=1 is out of range"}},
		{func(c *Config) { c.Controls.Optimizer, c.Controls.Momentum = optim.Sign{}, .9 },
			[]string{"momentum = 0.9", "optimizer sign", "set momentum to 0"}},
		{func(c *Config) { c.Controls.Optimizer, c.Controls.WeightDecay = optim.Sign{}, .1 },
			[]string{"weight decay = 0.1", "sign:weight_decay=0.1"}},
		{func(c *Config) { c.Controls.Optimizer, c.Controls.Arm = optim.Nesterov{Mu: .9}, schedule.NoiseOnly },
			[]string{"arm noise", "optimizer nesterov", "use one of these, or the arm both or batch"}},
		{func(c *Config) {
			c.Controls.Clip, c.Controls.Arm = optim.Clip{By: optim.Norm, Limit: 1}, schedule.StepOnly
		},
			[]string{"clip norm:1", "arm step", "clip none"}},
		{func(c *Config) { c.Controls.Clip = optim.Clip{By: optim.Entry, Limit: -1} }, []string{"limit=-1 is out of range"}},
	} {
		cfg := Default()
		c.change(&cfg)
		err := cfg.Validate(1000, 4000)
		if err == nil {
			t.Errorf("%+v: no error; want one with %q", cfg, c.want)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("error %q lacks %q", err, part)
			}
		}
	}
	if err := Default().Validate(1000, 4000); err != nil {
		t.Error(err)
	}
	off := Default() // a probe that is never made is not looked at
	off.Probe = Probe{Batches: 1, Block: 1, Batch: -1}
	if err := off.Validate(1000, 4000); err != nil {
		t.Error(err)
	}
}

func TestProbeMemoryInTheError(t *testing.T) {
	cfg := Default()
	cfg.Probe.Method, cfg.Probe.Batches = Matrix, 64
	err := cfg.Validate(16<<20, 4000) // 64 x 16 Mi x 4 bytes
	if err == nil || !strings.Contains(err.Error(), "4096 MiB") {
		t.Errorf("error %v", err)
	}
}

// Data sets and models that are not known are named by the run's only event.
func TestUnknownNames(t *testing.T) {
	for want, change := range map[string]func(*Config){
		"cifar-99":      func(c *Config) { c.Data = "cifar-99" },
		"transformer:3": func(c *Config) { c.Model = "transformer:3" },
		"-44":           func(c *Config) { c.Steps = -44 },
	} {
		cfg := Default()
		change(&cfg)
		events := 0
		for e, err := range Run(background, cfg, nil) {
			if events++; e != nil || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v %v, want an error with %q", e, err, want)
			}
		}
		if events != 1 {
			t.Errorf("%q: %d events", want, events)
		}
	}
}

// A recorded configuration is read back as it was.
func TestConfigThroughJSON(t *testing.T) {
	cfg := Default()
	cfg.Seed, cfg.Sampling, cfg.JumpThreshold = math.MaxUint64, Epochs, 1.0/3
	cfg.Controls = controls(t, "power:eta0=0.3,k0=17.5,gamma=0.6,from=9", schedule.StepOnly, 33)
	cfg.Controls.Momentum, cfg.Controls.WeightDecay = .9, 1e-4
	text, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var back Config
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(back); err != nil || string(again) != string(text) {
		t.Errorf("%s is read back as %s (%v)", text, again, err)
	}
	if !reflect.DeepEqual(back, cfg) {
		t.Errorf("%+v, want %+v", back, cfg)
	}
}

func TestBadRecordedControls(t *testing.T) {
	for text, want := range map[string]string{
		`{"schedule":"zigzag:eta0=1","arm":"both","batch":1}`:   "zigzag",
		`{"schedule":"constant","arm":"sideways","batch":1}`:    "sideways",
		`{"schedule":"constant","arm":"both","batch":"twelve"}`: "batch",
	} {
		var c Controls
		if err := json.Unmarshal([]byte(text), &c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	var s Sampling
	if err := s.UnmarshalText([]byte("bootstrap")); err == nil || !strings.Contains(err.Error(), "bootstrap") {
		t.Errorf("sampling: %v", err)
	}
}

// A batch of B examples grows as B eta(0)/eta(k), up to all of them (Smith et al.
// 2018); no other arm changes it.
func TestBatchGrows(t *testing.T) {
	step := schedule.Step{Eta0: .4, Gamma: .25, Every: 10, Drops: 9}
	c := Controls{Schedule: step, Batch: 30, Arm: schedule.GrowBatch}
	for _, want := range []struct{ k, n, size int }{
		{0, 4000, 30}, {9, 4000, 30}, {10, 4000, 120}, {20, 4000, 480}, {20, 300, 300}, {40, 4000, 4000},
	} {
		if got := c.BatchSize(want.k, want.n); got != want.size {
			t.Errorf("step %d of %d examples: batch %d, want %d", want.k, want.n, got, want.size)
		}
	}
	c.Schedule = schedule.Cosine{Eta0: .4, Steps: 10}
	if got := c.BatchSize(10, 4000); got != 4000 {
		t.Errorf("at eta = 0: batch %d, want all 4000", got)
	}
	c.Schedule = schedule.WarmUp{Then: step, Steps: 4} // the batch is Batch where the rate is the reference, .4
	for _, want := range []struct{ k, n, size int }{{0, 4000, 120}, {1, 4000, 60}, {3, 4000, 30}, {14, 4000, 120}} {
		if got := c.BatchSize(want.k, want.n); got != want.size {
			t.Errorf("with a warm-up, step %d: batch %d, want %d", want.k, got, want.size)
		}
	}
	for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly} {
		if c.Arm = arm; c.BatchSize(10, 4000) != 30 {
			t.Errorf("arm %s: batch %d, want 30", arm, c.BatchSize(10, 4000))
		}
	}
}
