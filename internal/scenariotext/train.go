package scenariotext

import (
	"fmt"
	"strconv"

	"levyscope/train"
	"levyscope/train/data"
	"levyscope/train/jumps"
	"levyscope/train/noise"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// Train is the command line of a training run of cfg. Its flags are those of package traincmd; a flag is left out
// where its value is that of a scenario without it, but for the six that say what is trained and how.
func Train(cfg train.Config) Scenario {
	l, c, usual := &line{text: "train"}, cfg.Controls, train.Default()
	l.flag("data", named(cfg.Data, data.Canonical))
	if cfg.DataDir != "" {
		l.flag("data-dir", cfg.DataDir)
	}
	l.flag("model", cfg.Model)
	l.training(c)
	l.flag("seed", strconv.FormatUint(cfg.Seed, 10))
	unless(l, "steps", cfg.Steps, 0, strconv.Itoa)
	unless(l, "sampling", cfg.Sampling, usual.Sampling, train.Sampling.String)
	if cfg.Kernel != usual.Kernel && cfg.Kernel.String() != "" {
		l.flag("kernel", cfg.Kernel.String())
	}
	unless(l, "threads", cfg.Threads, 0, strconv.Itoa)
	if cfg.Weights != nil {
		l.flag("weights", cfg.Weights.Path)
	}
	l.probes(cfg.Probe, usual.Probe)
	unless(l, "jump-threshold", cfg.JumpThreshold, usual.JumpThreshold, real)
	unless(l, "jump-norm", norm(cfg.Trajectory), norm(usual.Trajectory), real)
	unless(l, "progress-every", cfg.ProgressEvery, usual.ProgressEvery, strconv.Itoa)
	unless(l, "jumps-every", cfg.JumpsEvery, usual.JumpsEvery, strconv.Itoa)
	unless(l, "evaluate-every", cfg.EvaluateEvery, usual.EvaluateEvery, strconv.Itoa)
	l.iterates(cfg.Iterates)
	if len(cfg.Capture) > 0 {
		l.leave("the parameters whose noise is captured")
	}
	return l.scenario()
}

// training adds the flags of the controls.
func (l *line) training(c train.Controls) {
	if c.Schedule != nil {
		l.flag("schedule", c.Schedule.String())
	}
	unless(l, "arm", c.Arm, schedule.Both, schedule.Arm.String)
	l.flag("batch", strconv.Itoa(c.Batch))
	if m := c.Method(); m != (optim.SGD{}) {
		l.flag("optimizer", m.String())
	}
	unless(l, "clip", c.Clip, optim.Clip{}, optim.Clip.String)
}

// probes adds the flags of the probes of the noise.
func (l *line) probes(p, usual train.Probe) {
	if p.Share > 0 || p.Every == usual.Every {
		l.flag("probe-share", real(p.Share)) // the explorer has another one than a command where none is given
	}
	unless(l, "probe-every", p.Every, usual.Every, strconv.Itoa)
	unless(l, "probe-batches", p.Batches, usual.Batches, strconv.Itoa)
	unless(l, "probe-block", p.Block, usual.Block, strconv.Itoa)
	unless(l, "probe-batch", p.Batch, usual.Batch, strconv.Itoa)
	unless(l, "pooled-k1", p.PooledBlock, usual.PooledBlock, strconv.Itoa)
	switch {
	case p.Centre == noise.Anchor:
		l.flag("probe-centre", fmt.Sprintf("%s:%d", p.Centre, p.Anchor))
	case p.Centre != usual.Centre:
		l.flag("probe-centre", p.Centre.String())
	}
	unless(l, "probe-keep", p.Keep, usual.Keep, strconv.Itoa)
	unless(l, "probe-method", p.Method, usual.Method, train.ProbeMethod.String)
}

// iterates adds the flags of the parameters that are followed from step to step.
func (l *line) iterates(i *train.Iterates) {
	if i == nil {
		return
	}
	for _, name := range i.Names {
		l.flag("iterates", name)
	}
	unless(l, "iterates-every", i.Every, 1, strconv.Itoa)
	unless(l, "iterates-burn", i.Burn, 0, strconv.Itoa)
	unless(l, "iterates-chunk", i.Chunk, 0, strconv.Itoa)
}

// norm is the factor of the jumps of the norm, 0 where they are not followed.
func norm(s *jumps.Settings) float64 {
	if s == nil {
		return 0
	}
	return s.Norm
}

// named is a text of the grammar as it was given, or in the form that it writes itself, in which strange characters are
// escaped, where it has characters that no line can hold.
func named(text string, canonical func(string) (string, error)) string {
	if !strange(text) {
		return text
	}
	if full, err := canonical(text); err == nil {
		return full
	}
	return text
}
