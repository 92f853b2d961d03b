package watchcmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/stop"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
)

// headless prints the events of a run, and its totals.
func (f *flags) headless(cmd *cobra.Command, cfg watch.Config) (err error) {
	recorder, err := f.Open(cmd, nil)
	if err != nil {
		return err
	}
	out := &output{recorder: recorder,
		printer: cli.NewPrinter(cmd.OutOrStdout(), f.Format, (&text{}).lines)}
	stop.Conclude(cmd.Context())
	err = out.all(cmd.Context(), cfg)
	return errors.Join(err, recorder.End())
}

// output is where the events go.
type output struct {
	printer  *cli.Printer
	recorder *cli.Recorder
}

// all prints all events, and the totals of what there was also where it was broken off. Where nothing could be read
// there is no last line.
func (o *output) all(ctx context.Context, cfg watch.Config) error {
	var failed error
	for e, err := range Events(ctx, cfg) {
		if err != nil {
			failed = err
			break
		}
		o.recorder.Record(e)
		if err := o.printer.Print(e); err != nil {
			return err
		}
	}
	return errors.Join(o.printer.Close(), failed)
}

// Events are what is printed and recorded of a run: what it was started with, its events, and the totals of what there
// was, also where that was broken off. The error of that is cli.ErrInterrupted.
func Events(ctx context.Context, cfg watch.Config) iter.Seq2[record.Event, error] {
	return func(yield func(record.Event, error) bool) {
		t := newTotals()
		var failed error
		begun := false
		for e, err := range watch.Run(ctx, cfg) {
			if err != nil {
				failed = err
				break
			}
			if !begun {
				begun = true
				if !yield(started(cfg), nil) {
					return
				}
			}
			if t.add(e); !yield(e, nil) {
				return
			}
		}
		if ctx.Err() != nil {
			failed = cli.ErrInterrupted
		}
		if begun && !yield(t.end(failed != nil), nil) {
			return
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// discover lists the runs in dir.
func discover(ctx context.Context, dir string) ([]stream.Summary, error) {
	runs, err := cli.AwaitFirst(ctx, func() ([]stream.Summary, error) { return stream.Discover(dir) })
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: start the job first, which makes its folder where it runs (levyscope hook --help)", err)
	}
	return runs, err
}

// listed is a run in a list.
type listed struct {
	Kind     string  `json:"type"` // "run"
	Folder   string  `json:"folder"`
	Ranks    int     `json:"ranks"`
	Sessions int     `json:"sessions"`
	Step     int     `json:"step"`    // of the last record; -1: there is none
	Written  float64 `json:"written"` // Unix seconds of the last change
	Disk     int64   `json:"disk"`    // bytes
	Ended    bool    `json:"ended"`
	Writer   string  `json:"writer,omitempty"`
	Problem  string  `json:"problem,omitempty"`
}

// list prints the runs of a folder that holds several.
func list(cmd *cobra.Command, format cli.Format, dir string, runs []stream.Summary) error {
	for i, r := range runs {
		state := "last written " + r.Written.UTC().Format(time.DateTime) + " UTC"
		switch {
		case r.Problem != "":
			state = r.Problem
		case r.Ended:
			state = "ended"
		}
		line := fmt.Sprintf("%s: step %d, %d sessions, %d ranks, %s, %s", r.Folder, r.LastStep, r.Sessions, len(r.Ranks),
			bytesText(r.Disk), state)
		lines := []string{line}
		if i == 0 {
			lines = []string{fmt.Sprintf("%s holds %d runs; name one of them to watch it:", dir, len(runs)), line}
		}
		err := cli.PrintLine(cmd.OutOrStdout(), format, listed{Kind: "run", Folder: r.Folder, Ranks: len(r.Ranks),
			Sessions: r.Sessions, Step: r.LastStep, Written: float64(r.Written.UnixMilli()) / 1000, Disk: r.Disk,
			Ended: r.Ended, Writer: r.Writer, Problem: r.Problem}, lines...)
		if err != nil {
			return err
		}
	}
	return nil
}
