package command

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/recording"
	"levyscope/train"
	"levyscope/train/schedule"
)

// trainFlags are the flags of levyscope train before they are parsed further.
type trainFlags struct {
	common
	cfg                     train.Config
	schedule, arm, sampling string
	script                  string
	capture, captureOut     string
	timing                  bool
}

// Train is levyscope train: a headless run, one event a line.
func Train() *cobra.Command { return new(trainFlags).command() }

// command has f for its flags.
func (f *trainFlags) command() *cobra.Command {
	f.cfg = train.Default()
	f.cfg.Steps, f.cfg.ProgressEvery = 2000, 10
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train a network and measure its gradient noise, one event a line",
		Example: "levyscope train --steps 8000 --batch 100 --schedule constant:eta0=0.1\n" +
			"levyscope train --capture 'fc2.weight[137],fc3.bias[3]' --capture-out noise.csv\n" +
			"levyscope train --schedule cosine:eta0=0.1,steps=4000 --arm noise --steps 4000 --format text",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.add(cmd, "json")
	fl, c := cmd.Flags(), &f.cfg
	fl.StringVar(&c.Data, "data", c.Data, "data set")
	fl.StringVar(&c.Model, "model", c.Model, "model: mlp:100-100, mlp:64:tanh, linear")
	fl.StringVar(&f.schedule, "schedule", "constant:eta0=0.1", "learning rate: "+strings.Join(schedule.Kinds(), ", ")+" with kind:name=value,...")
	fl.StringVar(&f.arm, "arm", "both", "what the decay acts on: both, noise, step or batch (a batch that grows instead)")
	wholeVar(fl, &c.Controls.Batch, "batch", c.Controls.Batch, "examples in a minibatch")
	realVar(fl, &c.Controls.Momentum, "momentum", 0, "momentum, in [0, 1)")
	realVar(fl, &c.Controls.WeightDecay, "weight-decay", 0, "lambda of lambda w added to the gradient")
	wholeVar(fl, &c.Steps, "steps", c.Steps, "training steps; 0: until interrupted")
	fl.StringVar(&f.sampling, "sampling", "replacement", "minibatches drawn with replacement, or epochs")
	wholeVar(fl, &c.Probe.Every, "probe-every", c.Probe.Every, "steps between probes of gradient noise; 0: none")
	wholeVar(fl, &c.Probe.Batches, "probe-batches", c.Probe.Batches, "minibatches of a probe")
	wholeVar(fl, &c.Probe.Block, "probe-block", c.Probe.Block, "block size K1 of the log-moment estimator")
	wholeVar(fl, &c.Probe.Batch, "probe-batch", c.Probe.Batch, "examples in a probe's minibatch; 0: as in training")
	realVar(fl, &c.JumpThreshold, "jump-threshold", c.JumpThreshold, "a jump: noise beyond so many scales of its parameter")
	wholeVar(fl, &c.ProgressEvery, "progress-every", c.ProgressEvery, "steps between progress events")
	wholeVar(fl, &c.JumpsEvery, "jumps-every", c.JumpsEvery, "steps between jumps events")
	wholeVar(fl, &c.EvaluateEvery, "evaluate-every", c.EvaluateEvery, "steps between evaluations; 0: at the end only")
	fl.StringVar(&f.script, "script", "", "recording whose changes of the controls are replayed")
	fl.StringVar(&f.capture, "capture", "", fmt.Sprintf("parameters whose gradient noise is captured at each probe, as fc2.weight[137],fc1.bias[3]; at most %d", train.MaxCapture))
	fl.StringVar(&f.captureOut, "capture-out", "", "CSV file for what the last probe captured, a column a parameter")
	fl.BoolVar(&f.timing, "timing", false, "give steps_per_second in the done event (null without: equal runs then have equal bytes)")
	return cmd
}

// config turns the flags into a configuration.
func (f *trainFlags) config() (cfg train.Config, err error) {
	cfg = f.cfg
	cfg.Seed = f.seed
	if cfg.Controls.Schedule, err = schedule.Parse(f.schedule); err != nil {
		return cfg, err
	}
	if cfg.Controls.Arm, err = schedule.ParseArm(f.arm); err != nil {
		return cfg, err
	}
	if cfg.Sampling, err = train.ParseSampling(f.sampling); err != nil {
		return cfg, err
	}
	if cfg.Capture, err = f.captures(); err != nil {
		return cfg, err
	}
	if f.script != "" {
		run, err := readRecording(f.script)
		if err != nil {
			return cfg, err
		}
		if run.Train == nil {
			return cfg, fmt.Errorf("%s is a recording of a simulation: use it with levyscope sim", f.script)
		}
		cfg.Script = run.Train.Script
	}
	return cfg, f.check()
}

func (f *trainFlags) run(cmd *cobra.Command) error {
	cfg, err := f.config()
	if err != nil {
		return err
	}
	start := time.Now()
	var last *train.Captured
	err = drain(train.Run(cmd.Context(), cfg, nil), newPrinter(cmd.OutOrStdout(), f.format, trainText),
		func(e train.Event) (recording.Event, bool) {
			if d, ok := e.(train.Done); ok {
				return timedDone(d, f.timing, start), true
			}
			if c, ok := e.(train.Captured); ok {
				last = &c
			}
			return e, true
		})
	if f.captureOut != "" && last != nil { // of an interrupted or diverged run too
		err = errors.Join(err, writeCapture(f.captureOut, *last))
	}
	return err
}

// trainDone is the done event with the one figure that a clock must give.
type trainDone struct {
	train.Done
	StepsPerSecond *float64 `json:"steps_per_second"`
}

func timedDone(d train.Done, timing bool, start time.Time) trainDone {
	out := trainDone{Done: d}
	if timing {
		rate := float64(d.Steps) / time.Since(start).Seconds()
		out.StepsPerSecond = &rate
	}
	return out
}

// trainText is an event as a line for people.
func trainText(e recording.Event) string {
	switch e := e.(type) {
	case train.Started:
		return fmt.Sprintf("%s, %d parameters, %s, %d examples, seed %d, %s, arm %s, batch %d", e.Network, e.Parameters, e.Config.Data, e.Examples,
			e.Config.Seed, e.Config.Controls.Schedule, e.Config.Controls.Arm, e.Config.Controls.Batch)
	case train.Changed:
		return fmt.Sprintf("step %6d  changed: %s, arm %s, batch %d", e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Batch)
	case train.Evaluated:
		return fmt.Sprintf("step %6d  loss %.4f train %.4f test (nats)  accuracy %.4f train %.4f test", e.Step, e.TrainLoss, e.TestLoss, e.TrainAccuracy, e.TestAccuracy)
	case train.NoiseEstimate:
		var b strings.Builder
		fmt.Fprintf(&b, "step %6d  gradient noise, %d minibatches of %d, K1 = %d; median over parameters", e.Step, e.Batches, e.Batch, e.Block)
		for _, l := range e.Layers {
			fmt.Fprintf(&b, "\n    %-12s alpha %.3f +- %.3f  5-95 %% %.2f-%.2f  sigma %.3g +- %.2g  kurtosis %-6.3g dead %d/%d  pooled alpha %.2f (another thing)",
				l.Name, l.Alpha, l.AlphaSE, l.Quantiles[0], l.Quantiles[4], l.Sigma, l.SigmaSE, l.Kurtosis, l.Dead, l.Params, l.Pooled)
		}
		return b.String()
	case train.Captured:
		return fmt.Sprintf("step %6d  captured the gradient noise of %d parameters, %d minibatches of %d", e.Step, len(e.Names), len(e.Series[0]), e.Batch)
	case train.Diverged:
		return fmt.Sprintf("step %6d  diverged: %s is %s", e.Step, e.Parameter, e.Value)
	case trainDone:
		partial := ""
		if e.Partial {
			partial = " (partial: interrupted)"
		}
		return fmt.Sprintf("done%s: %d steps, loss %.4f nats, accuracy %.4f train %.4f test, %d jumps", partial, e.Steps, e.Loss, e.TrainAccuracy, e.TestAccuracy, e.Jumps)
	}
	return ""
}

// readRecording reads the recording in the file at path.
func readRecording(path string) (*recording.Run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	run, err := recording.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return run, nil
}
