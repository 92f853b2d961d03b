// Package traincmd is levyscope train: a headless training run, one event a line.
package traincmd

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/schedule"
)

// flags are the flags of levyscope train before they are parsed further.
type flags struct {
	cli.Common
	cfg                     train.Config
	schedule, arm, sampling string
	form                    string // of momentum
	probeMethod             string
	method                  method
	script                  string   // a recording
	capture                 []string // lists of parameters
	captureOut              string   // a file
	iterates                iterateFlags
	force                   bool // it may replace one
	timing                  bool
	seeds                   string   // of several runs
	sweeps                  []string // parameters of several runs
	record                  cli.RecordFlags
	part                    cli.PartFlags
	weights                 weightFlags
	scripted                []train.Changed // by script
}

// New returns the command.
func New() *cobra.Command { return new(flags).command() }

// command returns a command that reads its flags into f.
func (f *flags) command() *cobra.Command {
	f.cfg = train.Default()
	f.cfg.Steps, f.cfg.ProgressEvery = 2000, 10
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train a network and measure its gradient noise, one event a line",
		Example: "levyscope train --steps 8000 --batch 100 --schedule constant:eta0=0.1\n" +
			"levyscope train --capture 'fc2.weight[137],fc3.bias[3]' --capture-out noise.csv\n" +
			"levyscope train --schedule cosine:eta0=0.1,steps=4000 --arm noise --steps 4000 --format text\n" +
			"levyscope train --optimizer adam:beta2=0.99 --schedule 0.001 --clip norm:1 --format text\n" +
			"levyscope train --seeds 1:8 --sweep eta0=0.01:1:5log --sweep batch=16,64 --steps 2000 --format csv",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.Add(cmd, cli.JSON)
	cmd.Flags().Lookup("format").Usage = "form of the output: json (one event a line), text or csv (a row a run)"
	f.addTraining(cmd)
	f.weights.add(cmd)
	f.addMeasuring(cmd)
	f.addProbe(cmd.Flags())
	f.iterates.add(cmd)
	f.addSweep(cmd)
	f.record.Add(cmd)
	f.part.Add(cmd)
	return cmd
}

// addTraining adds the flags of what is trained, and how.
func (f *flags) addTraining(cmd *cobra.Command) {
	fl, c := cmd.Flags(), &f.cfg
	fl.StringVar(&c.Data, "data", c.Data, "data set: mnist1d, moons:noise=0.2, mnist, csv:path=a.csv and others; "+
		"levyscope data list has them")
	DataDirVar(fl, &c.DataDir)
	fl.StringVar(&c.Model, "model", c.Model,
		"model: mlp:100-100, mlp:64:tanh (or gelu), residual:100:1, cnn1d, lenet5, linear, linear:nobias")
	fl.StringVar(&f.schedule, "schedule", "constant:eta0=0.1",
		"learning rate: "+strings.Join(schedule.Kinds(), ", ")+" with kind:name=value,...")
	fl.StringVar(&f.arm, "arm", "both", "what the decay acts on: both, noise, step or batch (a batch that grows instead)")
	cli.WholeVar(fl, &c.Controls.Batch, "batch", c.Controls.Batch, "examples in a minibatch")
	cli.RealVar(fl, &c.Controls.Momentum, "momentum", 0, "momentum mu, in [0, 1)")
	fl.StringVar(&f.form, "momentum-form", c.Controls.Form.String(), "form of momentum: "+
		"pytorch (v <- mu v + g, w <- w - eta v) or polyak (v <- mu v + eta g, w <- w - v)")
	cli.RealVar(fl, &c.Controls.WeightDecay, "weight-decay", 0, "lambda of lambda w added to the gradient")
	f.method.add(fl)
	cli.WholeVar(fl, &c.Steps, "steps", c.Steps, "training steps; 0: until interrupted")
	fl.StringVar(&f.sampling, "sampling", "replacement", "how minibatches are drawn, of probes too: "+
		"replacement, epochs, without (distinct examples, drawn anew each time)\n"+
		"or fresh (examples that no step has seen, of data that can be drawn: regression)")
	fl.Var(kernelFlag{&c.Kernel}, "kernel",
		"inner loops: auto, gonum, avx2 or avx512 (the last two give the same bits)")
	cli.WholeVar(fl, &c.Threads, "threads", 0,
		"threads that share a step, with the same results; worth it for convolutions on an\nidle machine; 0: one")
	fl.StringVar(&f.script, "script", "", "recording whose changes of the controls are replayed: a folder or a file")
}

// addMeasuring adds the flags of what is measured and told.
func (f *flags) addMeasuring(cmd *cobra.Command) {
	fl, c := cmd.Flags(), &f.cfg
	cli.RealVar(fl, &c.JumpThreshold, "jump-threshold", c.JumpThreshold,
		"a jump: noise beyond so many scales of its parameter")
	fl.Var(normFlag{&c.Trajectory}, "jump-norm",
		"a jump of the norm of the noise: beyond so many of its medians; 0: the noise is not followed along the path")
	cli.WholeVar(fl, &c.ProgressEvery, "progress-every", c.ProgressEvery, "steps between progress events")
	cli.WholeVar(fl, &c.JumpsEvery, "jumps-every", c.JumpsEvery, "steps between jumps events; 0: none are counted")
	cli.WholeVar(fl, &c.EvaluateEvery, "evaluate-every", c.EvaluateEvery, "steps between evaluations; 0: at the end only")
	fl.StringArrayVar(&f.capture, "capture", nil, fmt.Sprintf("parameters whose gradient noise is captured at each "+
		"probe,\nas fc2.weight[137], [0:10], [2,17] or [2,:], with commas between or given again; at most %d",
		train.MaxCapture))
	fl.BoolVar(&f.force, "force", false,
		"replace the file of --capture-out, --weights-out, --iterates-out or --out, if it exists")
	fl.StringVar(&f.captureOut, "capture-out", "", "file (.csv, .npy or .npz) for what the last probe captured, "+
		"a column a parameter;\ncomments of a .csv say step, batch, seed and centre")
	fl.BoolVar(&f.timing, "timing", false,
		"give steps_per_second in the done event (null without: equal runs then have equal bytes)")
}

// config turns the flags into a configuration. Its ranges are checked by train.Run.
func (f *flags) config() (cfg train.Config, err error) {
	cfg = f.cfg
	cfg.Seed = f.Seed
	if cfg.Controls.Schedule, err = schedule.Parse(f.schedule); err != nil {
		return cfg, err
	}
	if cfg.Controls.Arm, err = schedule.ParseArm(f.arm); err != nil {
		return cfg, err
	}
	if cfg.Controls.Form, err = train.ParseMomentumForm(f.form); err != nil {
		return cfg, err
	}
	if err = f.method.apply(&cfg.Controls); err != nil {
		return cfg, err
	}
	if cfg.Sampling, err = train.ParseSampling(f.sampling); err != nil {
		return cfg, err
	}
	if cfg.Probe.Method, err = train.ParseProbeMethod(f.probeMethod); err != nil {
		return cfg, err
	}
	if cfg.Capture, err = f.captures(); err != nil {
		return cfg, err
	}
	if err = f.configureWeights(&cfg); err != nil {
		return cfg, err
	}
	if cfg.Iterates, err = f.iterates.config(); err != nil {
		return cfg, err
	}
	if err = f.checkOutputs(); err != nil {
		return cfg, err
	}
	cfg.Script = f.scripted
	return cfg, f.Check(cli.CSV)
}

// readScript reads the recording of --script.
func (f *flags) readScript(cmd *cobra.Command) error {
	if f.script == "" {
		return nil
	}
	run, err := cli.ReadRecording(cmd.Context(), f.script, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if run.Watch != nil {
		return fmt.Errorf("%s is a recording of a job that trained elsewhere, whose changes are no script of levyscope train",
			f.script)
	}
	if run.Train == nil {
		return fmt.Errorf("%s is a recording of a simulation: use it with levyscope sim", f.script)
	}
	f.scripted = run.Train.Script
	return nil
}

func (f *flags) run(cmd *cobra.Command) error {
	if f.several(cmd) {
		return f.runSeveral(cmd)
	}
	switch asked, err := f.part.Asked(); {
	case err != nil:
		return err
	case asked:
		return errNoSweep
	}
	if err := f.readScript(cmd); err != nil {
		return err
	}
	if err := f.method.contradiction(cmd.Flags().Changed); err != nil {
		return err
	}
	cfg, err := f.config()
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("momentum-form") && cfg.Controls.Momentum == 0 {
		return idleForm(cfg.Controls.Form)
	}
	recorder, err := f.record.Open(cmd, cli.Events(cfg.Script))
	if err != nil {
		return err
	}
	start := time.Now()
	var started *train.Started
	var captured *train.Captured // by the last probe
	var trained *train.Trained
	var values iterateFile
	var tooMany error
	var p cli.Sink = cli.NewPrinter(cmd.OutOrStdout(), f.Format, Text)
	if f.Format == cli.CSV {
		p = newCSVTable(cmd.OutOrStdout(), nil, f)
	}
	bar := newRunBar(cmd.ErrOrStderr(), cmd.OutOrStdout(), f.Format, cfg.Steps)
	events := cli.Concluding(cmd.Context(), WithProbes(cfg, cfg.Controls,
		func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
			return train.Continue(cmd.Context(), cfg, nil, live, recorder.Due())
		}))
	err = cli.Drain(events, p, func(e train.Event) (record.Event, bool) {
		if bar.Show(e) {
			return nil, true
		}
		if t, ok := e.(train.Trained); ok {
			trained = &t
			return nil, true
		}
		recorder.Record(e)
		switch e := e.(type) {
		case train.Checkpoint:
			return nil, true
		case train.Started:
			started = &e
			noteWeights(cmd.ErrOrStderr(), e)
		case train.Done:
			return f.done(e, start), true
		case train.Captured:
			captured = &e
		case train.IterateValues:
			if f.iterates.out != "" {
				tooMany = values.add(e)
			}
		}
		return e, tooMany == nil
	})
	err = errors.Join(err, tooMany, recorder.End())
	if f.captureOut != "" && captured != nil { // of an interrupted or diverged run too
		err = errors.Join(err, f.writeCapture(cmd.Context(), started, *captured))
	}
	if f.iterates.out != "" && started != nil {
		err = errors.Join(err, values.write(cmd.Context(), f.iterates.out, f.force))
	}
	return errors.Join(err, f.writeWeights(cmd, started, trained))
}

// Done is the last event of a run, with the one figure that takes a clock.
type Done = record.Finished

// done adds the speed since start, with --timing.
func (f *flags) done(d train.Done, start time.Time) Done {
	out := Done{Done: d}
	if f.timing {
		rate := float64(d.Steps) / time.Since(start).Seconds()
		out.StepsPerSecond = &rate
	}
	return out
}
