package command

import (
	"context"
	"errors"
	"math"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/progress"
	"levyscope/internal/recording"
	"levyscope/internal/sweep"
	"levyscope/sim"
)

// sink is where the events of runs go.
type sink interface {
	print(recording.Event) error
	close() error
}

// simRun is the run of a command line under way.
type simRun struct {
	ctx   context.Context
	out   sink
	bar   *progress.Bar
	wipe  bool  // the bar and the output share a terminal
	quiet bool  // counts are told by the bar only
	total int   // paths of all runs
	ended int   // of those that are over
	steps int64 // path-steps of those
}

func (f *simFlags) run(cmd *cobra.Command) error {
	if err := f.settle(cmd); err != nil {
		return err
	}
	r := &simRun{ctx: cmd.Context(), quiet: f.format != "json", bar: progress.New(cmd.ErrOrStderr(), time.Now)}
	if file, ok := cmd.OutOrStdout().(*os.File); ok {
		r.wipe = term.IsTerminal(file.Fd())
	}
	grid, err := sweep.ParseGrid(f.sweeps)
	if err != nil {
		return err
	}
	if len(grid) > 0 {
		err = f.runGrid(cmd, r, grid)
	} else {
		err = f.runSingle(cmd, r)
	}
	r.bar.Clear()
	if r.out != nil {
		err = errors.Join(err, r.out.close())
	}
	if errors.Is(err, context.Canceled) {
		return ErrInterrupted
	}
	return err
}

// runSingle runs one configuration.
func (f *simFlags) runSingle(cmd *cobra.Command, r *simRun) error {
	cfg, err := f.config()
	if err != nil {
		return err
	}
	if err := f.validate(cfg); err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	if r.total = f.pathsOf(cfg); f.format == "csv" {
		r.out = newSimCSV(w, csvColumns{exits: cfg.Exits, both: f.both(), seed: cfg.Seed, sides: cfg.Controls.SideNames(), wells: wellsOf(cfg.Controls)})
	} else {
		r.out = newPrinter(w, f.format, simText(f.both()))
	}
	done, compared, err := f.runMethods(r, cfg, r.print)
	if compared != nil {
		err = errors.Join(r.print(*compared), err)
	}
	if done != nil {
		err = errors.Join(r.print(*done), err)
	}
	return err
}

// validate holds cfg, by every method that is asked for, to its ranges.
func (f *simFlags) validate(cfg sim.Config) error {
	if err := cfg.Validate(); err != nil || !f.both() {
		return err
	}
	return accelerated(cfg).Validate()
}

// pathsOf is how many paths the run of cfg has to end.
func (f *simFlags) pathsOf(cfg sim.Config) int {
	if f.both() {
		return 2 * cfg.Paths
	}
	return cfg.Paths
}

// print writes an event.
func (r *simRun) print(e recording.Event) error {
	if r.wipe {
		r.bar.Clear()
	}
	return r.out.print(e)
}

// runMethods runs cfg and, with --method both, by the other method too. It passes on
// the events of the direct run, but its last one, done, which is nil where an error
// came first. Of an interrupted run there is done and the error, and what was
// compared with it if there was time for that.
func (f *simFlags) runMethods(r *simRun, cfg sim.Config, pass func(recording.Event) error) (done *sim.Done, compared *comparison, err error) {
	if done, err = r.follow(cfg, pass); err != nil || !f.both() {
		return done, nil, err
	}
	other, err := r.follow(accelerated(cfg), func(recording.Event) error { return nil })
	if other != nil {
		c := compare(*done, *other)
		compared = &c
	}
	return done, compared, err
}

// follow runs cfg, shows how far it is, and passes on all events but the last.
func (r *simRun) follow(cfg sim.Config, pass func(recording.Event) error) (done *sim.Done, err error) {
	for e, failed := range sim.Run(r.ctx, cfg, nil) {
		if failed != nil {
			return done, failed
		}
		if d, ok := e.(sim.Done); ok {
			done = &d
			r.ended += cfg.Paths
			r.steps += int64(d.PathSteps)
			continue
		}
		counts, ok := e.(sim.Counts)
		if !ok || !r.quiet {
			if err := pass(e); err != nil {
				return done, err
			}
		}
		if ok && !cfg.Particle {
			r.bar.SetWork(float64(r.ended+counts.Totals.Paths)/float64(r.total), r.steps+int64(counts.Totals.PathSteps), "path-steps")
		}
	}
	return done, nil
}

// comparison is the accelerated method beside the direct one.
type comparison struct {
	Direct      sim.Totals `json:"direct"`
	Accelerated sim.Totals `json:"accelerated"` // path_steps counts big jumps
	// Ratio is accelerated/direct of the mean exit times, with the standard error of
	// a ratio of independent means: the methods draw from the same streams, but
	// different things.
	Ratio   float64 `json:"ratio"`
	RatioSE float64 `json:"ratio_se"`
	Partial bool    `json:"partial"`
}

// Type names the event.
func (comparison) Type() string { return "comparison" }

func compare(direct, accelerated sim.Done) comparison {
	d, a := direct.Totals, accelerated.Totals
	ratio := a.MeanTime / d.MeanTime
	return comparison{d, a, ratio, ratio * math.Hypot(a.MeanTimeSE/a.MeanTime, d.MeanTimeSE/d.MeanTime), direct.Partial || accelerated.Partial}
}
