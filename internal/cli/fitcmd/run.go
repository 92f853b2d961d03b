package fitcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/column"
	"levyscope/internal/plot"
	"levyscope/internal/printable"
	"levyscope/internal/progress"
	"levyscope/internal/report"
	"levyscope/internal/stop"
)

// fitted is the report as an event.
type fitted struct {
	File   string        `json:"file"`
	Column string        `json:"column"`
	Counts column.Counts `json:"counts"`
	report.Report
	Partial bool `json:"partial"` // interrupted
}

// Type names the event.
func (fitted) Type() string { return "fit" }

// run reports on a column of the file at path, or on what there was of it when it
// was interrupted. The errors do not begin with the path: the first letter of an
// error is shown as a capital.
func (f *flags) run(cmd *cobra.Command, path string) error {
	centre, err := f.check(cmd, path)
	if err != nil {
		return err
	}
	if f.each {
		return f.runEach(cmd, path, centre)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("cannot fit: %s is a folder, and fit without --each is for one column: add --each", path)
	}
	r, err := cli.Await(cmd.Context(), func() (*column.Reader, error) {
		return column.Open(path, column.Options{Column: f.column, Decimal: f.decimalCharacter(), Stdin: cmd.InOrStdin()})
	})
	if errors.Is(err, cli.ErrInterrupted) {
		return err
	}
	if err != nil {
		return fmt.Errorf("cannot fit: %w", err)
	}
	defer r.Close()
	stop.Conclude(cmd.Context())
	c := report.NewCollector(centre, f.exact, f.Seed)
	counts, interrupted := collect(cmd, r, c)
	if interrupted != nil && !errors.Is(interrupted, cli.ErrInterrupted) {
		return fmt.Errorf("cannot fit: %w", interrupted)
	}
	if err := counts.TooBad(); err != nil && !f.allowBad {
		err = fmt.Errorf("cannot fit: %s: %w; mend them, or leave them out with --allow-bad", path, err)
		return errors.Join(err, interrupted)
	}
	if c.N() == 0 {
		return interrupted
	}
	in := c.Input()
	in.Bootstrap, in.Seed = f.bootstrap, f.Seed
	rep, err := report.Build(cmd.Context(), in)
	if cmd.Context().Err() != nil {
		interrupted = cli.ErrInterrupted
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot fit: %s: %w", path, err), interrupted)
	}
	out := fitted{File: path, Column: r.Name(), Counts: counts, Report: *rep, Partial: interrupted != nil}
	if err := out.print(cmd.OutOrStdout(), f.Format); err != nil {
		return err
	}
	return errors.Join(f.draw(cmd.Context(), rep, in), interrupted)
}

// collect passes the column to c, with a bar on a terminal, until its end or an
// error, which is cli.ErrInterrupted where the user broke off. The counts are of
// what c has.
func collect(cmd *cobra.Command, r *column.Reader, c *report.Collector) (counts column.Counts, err error) {
	bar := progress.New(cmd.ErrOrStderr(), time.Now)
	defer bar.Clear()
	for {
		block := make([]float64, 8192) // a new one each time: an abandoned read may still write to its own
		n, err := cli.Await(cmd.Context(), func() (int, error) { return r.Read(block) })
		if errors.Is(err, cli.ErrInterrupted) {
			return counts, err
		}
		c.Add(block[:n])
		counts = r.Counts()
		bar.Set(r.Progress())
		switch {
		case errors.Is(err, io.EOF):
			return counts, nil
		case err != nil:
			return counts, err
		}
	}
}

// print writes the report.
func (e fitted) print(w io.Writer, format cli.Format) error {
	if format == cli.JSON {
		p := cli.NewPrinter(w, format, nil)
		if err := p.Print(e); err != nil {
			return err
		}
		return p.Close()
	}
	w = printable.NewWriter(w)
	if e.Partial {
		fmt.Fprintln(w, "partial (interrupted):")
	}
	io.WriteString(w, report.Source(printable.Line(e.File), printable.Line(e.Column)))
	io.WriteString(w, report.Paragraph("rows", fmt.Sprintf("%d: %s", e.Counts.Rows, e.Counts)))
	return e.WriteText(w)
}

// draw draws the figures that were asked for, with the verdict over them.
func (f *flags) draw(ctx context.Context, rep *report.Report, in report.Input) error {
	title := rep.Verdict.String()
	if f.density != "" {
		fig, err := rep.Density(title, in.Sample)
		if err := f.save(ctx, f.density, fig, err); err != nil {
			return err
		}
	}
	if f.tail != "" {
		fig, err := rep.Tails(title, in.Acc.Samples())
		if err := f.save(ctx, f.tail, fig, err); err != nil {
			return err
		}
	}
	return nil
}

// save writes a figure, or returns the error of its drawing, with the path.
func (f *flags) save(ctx context.Context, path string, fig *plot.Figure, err error) error {
	if err != nil {
		return fmt.Errorf("cannot draw %s: %w", path, err)
	}
	return cli.WriteFile(ctx, path, f.force, func(w io.Writer) error { return fig.WriteAs(w, path) })
}
