package simcmd

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/progress"
	"levyscope/internal/record"
	"levyscope/internal/sweep"
	"levyscope/sim"
)

// sink is where the events of runs go: a cli.Printer or a csvTable.
type sink interface {
	Print(record.Event) error
	Close() error
}

// runner makes the runs of a command line, one after another.
type runner struct {
	ctx          context.Context
	recorder     *cli.Recorder
	out          sink // nil until the command line is found valid
	bar          *progress.Bar
	onTerminal   bool  // the output is on a terminal, as the bar may be
	withoutCount bool  // counts of the ensemble are told by the bar only
	total        int   // paths of all runs
	ended        int   // paths of the runs that are over
	steps        int64 // path-steps of the runs that are over

	// events are those of the next run, whose configuration is given.
	events func(ctx context.Context, cfg sim.Config) iter.Seq2[sim.Event, error]
}

func (f *flags) run(cmd *cobra.Command) error {
	return f.execute(cmd, func(*runner, sweep.Grid) error { return nil })
}

// execute makes the runs of the command line, or computes its part, after prepare.
func (f *flags) execute(cmd *cobra.Command, prepare func(*runner, sweep.Grid) error) error {
	if err := f.settle(cmd); err != nil {
		return err
	}
	r := &runner{
		ctx: cmd.Context(), bar: progress.New(cmd.ErrOrStderr(), time.Now),
		withoutCount: f.Format != cli.JSON,
	}
	r.events = func(ctx context.Context, cfg sim.Config) iter.Seq2[sim.Event, error] {
		return sim.Continue(ctx, cfg, nil, nil, r.recorder.Due())
	}
	if file, ok := cmd.OutOrStdout().(interface{ Fd() uintptr }); ok {
		r.onTerminal = term.IsTerminal(file.Fd())
	}
	grid, err := sweep.ParseGrid(f.sweeps)
	if err != nil {
		return err
	}
	if err := f.recordable(len(grid) > 0); err != nil {
		return err
	}
	if err := prepare(r, grid); err != nil {
		return err
	}
	asked, err := f.part.Asked()
	switch {
	case err != nil:
		return err
	case asked:
		err = f.runPart(cmd, r, grid)
	case len(grid) > 0:
		err = f.runGrid(cmd, r, grid)
	default:
		err = f.runSingle(cmd, r)
	}
	r.bar.Clear()
	if r.out != nil {
		err = errors.Join(err, r.out.Close())
	}
	if errors.Is(err, context.Canceled) {
		return cli.ErrInterrupted
	}
	return err
}

// runSingle runs one configuration.
func (f *flags) runSingle(cmd *cobra.Command, r *runner) error {
	cfg, err := f.config()
	if err != nil {
		return err
	}
	if err := f.validate(cfg); err != nil {
		return err
	}
	if r.recorder, err = f.record.Open(cmd, cli.Events(cfg.Script)); err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	if r.total = f.pathsOf(cfg); f.Format == cli.CSV {
		r.out = newCSVTable(w, columns{
			exits: cfg.Exits, both: f.both(), seed: cfg.Seed,
			sides: cfg.Controls.SideNames(), wells: wellsOf(cfg.Controls),
		})
	} else {
		r.out = cli.NewPrinter(w, f.Format, newRunText(f.both()))
	}
	done, compared, err := f.runMethods(r, cfg, r.print)
	err = errors.Join(err, r.recorder.End())
	if compared != nil {
		err = errors.Join(r.print(*compared), err)
	}
	if done != nil {
		err = errors.Join(r.print(*done), err)
	}
	return err
}

// recordable refuses to record more than one run in a folder.
func (f *flags) recordable(several bool) error {
	switch {
	case f.record.Dir() == "":
	case several:
		return errors.New("--record is for one run, and --sweep makes several: leave out --record, or give the values " +
			"of one point in place of --sweep")
	case f.both():
		return errors.New("--record is for one run, and --method both makes two: use --method direct or accelerated")
	}
	return f.record.Check()
}

// pathsOf is how many paths the runs of cfg by all methods have to end.
func (f *flags) pathsOf(cfg sim.Config) int {
	if f.both() {
		return 2 * cfg.Paths
	}
	return cfg.Paths
}

// print writes an event.
func (r *runner) print(e record.Event) error {
	if r.onTerminal {
		r.bar.Clear()
	}
	return r.out.Print(e)
}

// runMethods runs cfg and, with --method both, by the other method too. It passes
// on the events of the direct run up to its last one, done, which is nil where an
// error came first. Of an interrupted run it returns done and the error, and the
// comparison if the other run was begun.
func (f *flags) runMethods(r *runner, cfg sim.Config, pass func(record.Event) error) (
	done *sim.Done, compared *comparison, err error) {
	if done, err = r.follow(cfg, pass); err != nil || !f.both() {
		return done, nil, err
	}
	other, err := r.follow(accelerated(cfg), func(record.Event) error { return nil })
	if other != nil {
		c := compare(*done, *other)
		compared = &c
	}
	return done, compared, err
}

// follow runs cfg, shows how far it is, and passes on all events but the last.
func (r *runner) follow(cfg sim.Config, pass func(record.Event) error) (done *sim.Done, err error) {
	for e, failed := range cli.Concluding(r.ctx, r.events(r.ctx, cfg)) {
		if failed != nil {
			return done, failed
		}
		r.recorder.Record(e)
		if _, ok := e.(sim.Checkpoint); ok {
			continue
		}
		if d, ok := e.(sim.Done); ok {
			done = &d
			r.ended += cfg.Paths
			r.steps += int64(d.PathSteps)
			continue
		}
		counts, ok := e.(sim.Counts)
		if !ok || !r.withoutCount {
			if err := pass(e); err != nil {
				return done, err
			}
		}
		if ok && !cfg.Particle {
			share := float64(r.ended+counts.Totals.Paths) / float64(r.total)
			r.bar.SetWork(share, r.steps+int64(counts.Totals.PathSteps), "path-steps")
		}
	}
	return done, nil
}
