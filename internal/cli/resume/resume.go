// Package resume is levyscope resume: a recorded run goes on from where it stopped.
package resume

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/printable"
	"levyscope/internal/probetime"
	"levyscope/internal/record"
	"levyscope/internal/record/folder"
	"levyscope/sim"
	"levyscope/train"
)

// New returns the command.
func New() *cobra.Command {
	var f cli.Common
	var dataDir string
	cmd := &cobra.Command{
		Use:   "resume DIR",
		Short: "Go on with a recorded run from where it stopped",
		Long: "Goes on with the run of a folder that --record made. It begins at the last good checkpoint, computes the\n" +
			"recorded events behind it again and compares them, and then appends to the folder, and prints, the events that\n" +
			"follow: those of a run that was never broken off. Recorded changes of the controls are applied.",
		Example: "levyscope train --steps 100000 --record run; levyscope resume run",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			return resume(cmd, args[0], dataDir, f.Format)
		},
	}
	f.AddFormat(cmd, cli.JSON)
	traincmd.DataDirVar(cmd.Flags(), &dataDir)
	return cmd
}

// resume goes on with the run in dir.
func resume(cmd *cobra.Command, dir, dataDir string, format cli.Format) error {
	c, err := cli.AwaitFirst(cmd.Context(), func() (*folder.Claimed, error) { return folder.Claim(dir) })
	if err != nil {
		return err
	}
	t := &tail{ctx: cmd.Context(), claimed: c, dir: dir, notes: cmd.ErrOrStderr()}
	defer t.close()
	if c.Watch != nil {
		return fmt.Errorf("%s is a recording of a job that trains elsewhere, which goes on there: "+
			"levyscope watch %s follows it, with --record into a new folder", dir, c.Watch.Folder)
	}
	if c.Ended && c.Whole.Lines == c.Events { // the last line has its line feed
		t.note("the run has come to its end after %d events: there is nothing to go on with", c.Events)
		return nil
	}
	if c.Torn > 0 {
		t.note("line %d is cut, and computed anew", c.Torn)
	}
	if c.Sim != nil {
		return t.sim(cmd, format)
	}
	c.Train.DataHere = dataDir
	return t.train(cmd, format)
}

// sim goes on with a simulation.
func (t *tail) sim(cmd *cobra.Command, format cli.Format) error {
	cfg := *t.claimed.Sim
	state, before := lastGood(t, func(c folder.Checkpoint) (*sim.State, error) {
		return sim.ReadState(cfg, c.State, c.Tensors)
	})
	if err := t.begin(before); err != nil {
		return err
	}
	p := cli.NewPrinter(cmd.OutOrStdout(), format, simcmd.Text())
	events := cli.Concluding(cmd.Context(), sim.Continue(cmd.Context(), cfg, state, nil, t.due))
	return t.end(cli.Drain(events, p, func(e sim.Event) (record.Event, bool) {
		if _, ok := e.(sim.Checkpoint); ok {
			t.recorder.Record(e)
			return nil, true
		}
		return t.next(e, e)
	}))
}

// train goes on with a training run.
func (t *tail) train(cmd *cobra.Command, format cli.Format) error {
	cfg := *t.claimed.Train
	if missing := traincmd.MissingKernel(cfg); missing != "" {
		return fmt.Errorf("%s: resume it where it is, or begin a run from its weights", missing)
	}
	state, before := lastGood(t, func(c folder.Checkpoint) (*train.State, error) {
		return train.ReadState(cfg, c.State, c.Tensors)
	})
	if err := t.begin(before); err != nil {
		return err
	}
	p := cli.NewPrinter(cmd.OutOrStdout(), format, traincmd.Text)
	bar := traincmd.NewProbeBar(cmd.ErrOrStderr())
	budget := probetime.NewBudget(0) // none is asked for before the recorded events are behind the run
	from := cfg.Controls
	if state != nil {
		from = state.Controls()
	}
	events := cli.Concluding(cmd.Context(), probetime.Run(budget, from, nil, time.Now,
		func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
			return train.Continue(cmd.Context(), cfg, state, live, t.due)
		}))
	return t.end(cli.Drain(events, p, func(e train.Event) (record.Event, bool) {
		if t.recorder != nil {
			budget.Set(cfg.Probe.Share)
		}
		if bar.Show(e) {
			return nil, true
		}
		switch e := e.(type) {
		case train.Checkpoint:
			t.recorder.Record(e)
			return nil, true
		case train.Done:
			return t.next(e, traincmd.Done{Done: e})
		}
		return t.next(e, e)
	}))
}

// lastGood is the state of the last checkpoint that can be read, and the events before it; nil where there is none.
// What is wrong with others is noted.
func lastGood[S any](t *tail, read func(folder.Checkpoint) (*S, error)) (*S, record.Extent) {
	good, bad := t.claimed.Checkpoints()
	for _, err := range bad {
		t.note("%v: it is not used", err)
	}
	for _, c := range good {
		s, err := read(c)
		if err == nil {
			t.note("goes on from the checkpoint of step %d", c.Step)
			return s, c.Before
		}
		t.note("the checkpoint of step %d is not used: %v", c.Step, err)
	}
	return nil, record.Extent{}
}

// tail is what a run does behind the recorded events.
type tail struct {
	ctx      context.Context // of the command
	claimed  *folder.Claimed
	dir      string
	notes    io.Writer
	check    *cli.Check
	closer   io.Closer     // of what check compares with
	recorder *cli.Recorder // nil until the recorded events are behind the run
	err      error         // why nothing can be appended
}

func (t *tail) note(format string, arguments ...any) {
	fmt.Fprintf(t.notes, "levyscope: %s: %s\n", printable.Line(t.dir), printable.Line(fmt.Sprintf(format, arguments...)))
}

// begin makes ready for the events behind the given ones.
func (t *tail) begin(behind record.Extent) error {
	match, closer, err := t.claimed.Rest(behind)
	if err != nil {
		return err
	}
	match.Added = t.claimed.OtherBuild()
	t.closer = closer
	t.check = &cli.Check{Name: t.dir, Reason: t.claimed.Reason, Notes: t.notes, Match: match,
		Left: t.claimed.Whole.Lines - behind.Lines, Rule: t.claimed.Thinned}
	return nil
}

// due says that it is time for a checkpoint, once the run is behind the recorded events.
func (t *tail) due() bool { return t.recorder != nil && t.recorder.Due()() }

// next takes the next event, which is printed as shown once the run is behind the recorded ones.
func (t *tail) next(e, shown record.Event) (print record.Event, goOn bool) {
	if t.check.Left > 0 {
		if !record.Interrupted(e) {
			t.check.Next(e)
		}
		return nil, t.check.Err() == nil
	}
	if t.recorder == nil {
		w, err := t.claimed.Append()
		if err != nil {
			t.err = err
			return nil, false
		}
		t.recorder = cli.NewRecorder(t.ctx, w, t.notes)
	}
	t.recorder.Record(e)
	if !t.claimed.Thinned.Keeps(e) {
		return nil, true
	}
	return shown, true
}

// end is the error of a run that ended in err.
func (t *tail) end(err error) error {
	if t.err != nil {
		return fmt.Errorf("%s: cannot go on with the recording: %w", t.dir, t.err)
	}
	return errors.Join(t.check.End(err), t.recorder.End())
}

// close lets go of the folder, and completes what was appended.
func (t *tail) close() {
	if t.closer != nil {
		t.closer.Close()
	}
	if t.recorder == nil {
		t.claimed.Close()
	}
}
