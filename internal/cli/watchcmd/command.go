// Package watchcmd is levyscope watch, which follows a job that trains elsewhere by the folder that it writes, and
// levyscope hook, which writes the Python file for that.
package watchcmd

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/explore"
	"levyscope/internal/record"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
)

// flags are the flags of levyscope watch.
type flags struct {
	cli.Common
	cli.RecordFlags
	explore.Remembered
	rank, block, least, burst int
	every, keep               int
	threshold                 float64
	noJumps                   bool
	once                      bool
	plain                     bool
}

// New returns levyscope watch.
func New() *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "watch DIR",
		Short: "Watch a network that trains elsewhere, by the folder that its job writes (levyscope hook)",
		Long: "Reads the folder in which a PyTorch or JAX job that imports levyscope_hook.py (levyscope hook) " +
			"records the gradients of a sample of its parameters, from its beginning and then as they come, and judges " +
			"their noise with the code of a built-in run: probes at frozen weights, and bursts of consecutive steps. A " +
			"burst is a trajectory, which contains drift: noise and the way of the gradient together; every format says " +
			"so.\n\n" +
			"Without --format it opens the explorer, whose keys turn the job's learning rate where the job allows that " +
			"(control=True). With --format json or text it prints events until it is interrupted, or with --once until " +
			"what is there now is read; the last line has the totals. Of a DIR with several runs it lists them. Nothing " +
			"but the explorer's commands is ever written to DIR.",
		Example: "levyscope watch run.lvs\n" +
			"levyscope watch run.lvs --format text\n" +
			"levyscope watch run.lvs --format json --once | tail -n 1\n" +
			"levyscope watch run.lvs --format text --once --record kept",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	d := watch.Default()
	f.AddFormat(cmd, cli.Text)
	f.RecordFlags.Add(cmd)
	fl := cmd.Flags()
	fl.Lookup("format").DefValue = ""
	fl.Lookup("format").Usage = "form of the output, headless: json (one event a line) or text (default: the explorer)"
	fl.BoolVar(&f.once, "once", false, "read what is there now, and end")
	fl.IntVar(&f.rank, "rank", d.Rank, "of a job of several processes, the one whose gradients are read")
	fl.Float64Var(&f.threshold, "jump-threshold", d.JumpThreshold, "scales of the noise beyond which it is a jump")
	fl.IntVar(&f.block, "probe-block", d.Block, "K1: draws in a sum of the log-moment estimate of alpha")
	fl.IntVar(&f.least, "least-draws", d.LeastDraws, "draws that a probe or burst has at least for its laws to be judged")
	fl.IntVar(&f.burst, "burst-steps", d.Burst, "steps of the trajectory that are judged together; longer bursts are cut")
	fl.IntVar(&f.every, "every", d.Every, "judge one burst of so many; 0: as many as the time allows, with --once some 32")
	fl.IntVar(&f.keep, "keep", d.Keep, "parameters that are judged one by one, at most")
	fl.BoolVar(&f.noJumps, "no-jumps", !d.Jumps, "count no jumps")
	f.Remembered.Add(fl)
	fl.BoolVar(&f.plain, "plain", false, "no pictures: print a line a second, as levyscope --plain does")
	return cmd
}

// config reads the flags. The error names the value and its range.
func (f *flags) config(folder string) (cfg watch.Config, err error) {
	cfg = watch.Default()
	cfg.Folder, cfg.Rank, cfg.Once = folder, f.rank, f.once
	cfg.JumpThreshold, cfg.Block, cfg.LeastDraws, cfg.Burst, cfg.Jumps = f.threshold, f.block, f.least, f.burst, !f.noJumps
	cfg.Every, cfg.Keep = f.every, f.keep
	cfg.Now = time.Now
	const most = 1 << 20
	switch {
	case f.rank < 0:
		err = fmt.Errorf("--rank %d: ranks count from 0", f.rank)
	case !(f.threshold > 0) || math.IsInf(f.threshold, 0):
		err = fmt.Errorf("--jump-threshold %g: a positive number of scales", f.threshold)
	case f.block < 2 || f.block > 128:
		err = fmt.Errorf("--probe-block %d: from 2 to 128 draws", f.block)
	case f.least < 2*f.block || f.least > most:
		err = fmt.Errorf("--least-draws %d: from two blocks, %d, to %d", f.least, 2*f.block, most)
	case f.every < 0:
		err = fmt.Errorf("--every %d: 0 or more", f.every)
	case f.keep < 1 || f.keep > stream.Sampled:
		err = fmt.Errorf("--keep %d: from 1 to %d parameters", f.keep, stream.Sampled)
	case f.burst < f.least || f.burst > most:
		err = fmt.Errorf("--burst-steps %d: from --least-draws %d to %d", f.burst, f.least, most)
	}
	return cfg, err
}

// run watches a folder, or lists the runs in it.
func (f *flags) run(cmd *cobra.Command, dir string) error {
	if err := errors.Join(f.Common.Check(), f.RecordFlags.Check()); err != nil {
		return err
	}
	cfg, err := f.config(dir)
	if err != nil {
		return err
	}
	headless := cmd.Flags().Changed("format") || f.once
	if f.plain && headless {
		return errors.New("--plain is a form of its own: leave out --format and --once")
	}
	if !headless {
		if f.Dir() != "" {
			return errors.New("--record records what is printed: give --format json or text as well")
		}
		return f.explore(cmd, cfg)
	}
	runs, err := discover(cmd.Context(), dir)
	if err != nil {
		return err
	}
	switch {
	case len(runs) > 1:
		if f.Dir() != "" {
			return fmt.Errorf("--record records one run, and %s holds %d: name one of them", dir, len(runs))
		}
		return list(cmd, f.Format, dir, runs)
	case len(runs) == 1:
		cfg.Folder = runs[0].Folder
	}
	return f.headless(cmd, cfg)
}

// started is the first event of what is printed and recorded.
func started(cfg watch.Config) record.WatchStarted {
	return record.WatchStarted{Engine: record.WatchEngine, Config: record.Watched{
		Folder: cfg.Folder, Rank: cfg.Rank, JumpThreshold: cfg.JumpThreshold, Block: cfg.Block, LeastDraws: cfg.LeastDraws,
		Burst: cfg.Burst, Every: cfg.Every, Keep: cfg.Keep, NoJumps: !cfg.Jumps,
	}}
}

// Config is the configuration of a recorded run; of a folder elsewhere where one is given.
func Config(w record.Watched, folder string) watch.Config {
	cfg := watch.Default()
	cfg.Folder, cfg.Rank, cfg.Once, cfg.Jumps = w.Folder, w.Rank, true, !w.NoJumps
	if folder != "" {
		cfg.Folder = folder
	}
	if w.JumpThreshold > 0 {
		cfg.JumpThreshold = w.JumpThreshold
	}
	for _, f := range []struct {
		to   *int
		from int
	}{{&cfg.Block, w.Block}, {&cfg.LeastDraws, w.LeastDraws}, {&cfg.Burst, w.Burst}, {&cfg.Every, w.Every},
		{&cfg.Keep, w.Keep}} {
		if f.from > 0 {
			*f.to = f.from
		}
	}
	return cfg
}
