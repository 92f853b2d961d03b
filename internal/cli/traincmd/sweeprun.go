package traincmd

import (
	"context"
	"errors"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/progress"
	"levyscope/internal/record"
	"levyscope/train"
)

// runner makes several runs, one after another.
type runner struct {
	*grid
	ctx        context.Context
	out        cli.Sink
	bar        *progress.Bar
	onTerminal bool  // the output is on a terminal, as the bar may be
	ended      int64 // steps that the runs that are over were to take
	taken      int64 // steps that they took
}

// errNoSweep is the error of parts of a single run.
var errNoSweep = errors.New("--part divides several runs among processes, and this is one: give --seeds or --sweep")

// runSeveral makes all runs of --seeds and --sweep, or those of a part.
func (f *flags) runSeveral(cmd *cobra.Command) error {
	asked, err := f.part.Asked()
	if err != nil {
		return err
	}
	r, err := f.newRunner(cmd)
	if err != nil {
		return err
	}
	if asked {
		return r.finish(f.writePart(cmd, r))
	}
	return r.finish(r.all(r.make))
}

// newRunner validates all runs.
func (f *flags) newRunner(cmd *cobra.Command) (*runner, error) {
	if err := f.Check(cli.CSV); err != nil {
		return nil, err
	}
	g, err := f.newGrid(cmd)
	if err != nil {
		return nil, err
	}
	r := &runner{grid: g, ctx: cmd.Context(), bar: progress.New(cmd.ErrOrStderr(), time.Now)}
	w := cmd.OutOrStdout()
	if file, ok := w.(interface{ Fd() uintptr }); ok {
		r.onTerminal = term.IsTerminal(file.Fd())
	}
	if f.Format == cli.CSV {
		r.out = newCSVTable(w, g.Names(), f)
	} else {
		r.out = cli.NewPrinter(w, f.Format, newSweepText(g))
	}
	return r, nil
}

// finish ends the output; err is the error of the runs.
func (r *runner) finish(err error) error {
	r.bar.Clear()
	err = errors.Join(err, r.out.Close())
	if errors.Is(err, context.Canceled) {
		return cli.ErrInterrupted
	}
	return err
}

// all prints the runs that do makes. An interruption ends them, after what was found so far of the run under way; a
// divergence does not.
func (r *runner) all(do func(i int) (*point, error)) error {
	done := sweepDone{Of: r.runs()}
	var interrupted error
	for i := range r.runs() {
		p, err := do(i)
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		if p != nil {
			done.count(*p)
			if err := r.print(*p); err != nil {
				return err
			}
		}
		if err != nil {
			interrupted, done.Partial = err, true
			break
		}
	}
	return errors.Join(r.print(done), interrupted)
}

// print writes an event.
func (r *runner) print(e record.Event) error {
	if r.onTerminal {
		r.bar.Clear()
	}
	return r.out.Print(e)
}

// make makes run i and shows how far it is. The result is nil where an error came before any figure; beside an
// interruption it is what was found so far.
func (r *runner) make(i int) (*point, error) {
	cfg, at, err := r.run(i)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	var started *train.Started
	p := &point{Parameters: at, Seed: cfg.Seed}
	found, jumps := false, 0
	for e, failed := range cli.Concluding(r.ctx, train.Run(r.ctx, cfg, nil)) {
		if diverged := (*train.DivergedError)(nil); errors.As(failed, &diverged) {
			p.Diverged, found = &diverged.Diverged, true
			p.Done = r.flags.done(divergedTotals(diverged.Diverged, started, jumps), start)
			break
		}
		if failed != nil {
			err = failed
			break
		}
		switch e := e.(type) {
		case train.Started:
			started = &e
		case train.Jumps:
			jumps += e.Count
		case train.Progress:
			steps := int64(e.Step)
			r.bar.SetWork(float64(r.ended+steps)/float64(r.steps), r.taken+steps, "steps")
		case train.Done:
			p.Done, found = r.flags.done(e, start), true
		}
	}
	r.ended += int64(cfg.Steps)
	r.taken += int64(p.Steps)
	if !found {
		return nil, err
	}
	return p, err
}
