package fitcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/array"
	"levyscope/internal/cli"
	"levyscope/internal/cli/drawflags"
	"levyscope/internal/draws"
	"levyscope/internal/each"
	"levyscope/internal/plot"
	"levyscope/internal/progress"
	"levyscope/internal/rowfile"
	"levyscope/internal/stop"
)

// eachFlags are the flags of fit --each.
type eachFlags struct {
	draws drawflags.Flags
	each  bool
	axis  int
	given bool // whether the axis was
	stack bool
	rows  string // a file for one row a series
	chart string // a file for the map
}

func (f *eachFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.each, "each", false,
		"judge every series of every array of the file: all indices but that of the samples")
	cli.WholeVar(fl, &f.axis, "axis", 0, "with --each: the axis of the samples, the first by default; -1 is the last")
	fl.BoolVar(&f.stack, "stack", false, "with --each: each .npy of a stream is one sample, whatever its shape")
	fl.StringVar(&f.rows, "rows", "", "with --each: write one row a series to this .csv, .ndjson or .parquet")
	fl.StringVar(&f.chart, "map", "", "with --each: write the map of alpha to this .svg")
	f.draws.Add(fl)
}

// check finds the flags valid, before a file is read.
func (f *eachFlags) check(cmd *cobra.Command, outputs *cli.Outputs) error {
	f.given = cmd.Flags().Changed("axis")
	of := append([]string{"axis", "stack", "rows", "map"}, drawflags.Names...)
	if f.each {
		of = []string{"exact", "bootstrap", "svg", "tail"}
	}
	for _, name := range of {
		switch {
		case !cmd.Flags().Changed(name):
		case f.each:
			return fmt.Errorf("--%s is for one column: leave it out with --each", name)
		default:
			return fmt.Errorf("--%s is for all series of an array: add --each", name)
		}
	}
	if f.rows != "" {
		if err := errors.Join(rowfile.CheckPath(f.rows), outputs.Try("--rows", f.rows)); err != nil {
			return err
		}
	}
	if f.chart != "" {
		return errors.Join(plot.CheckSVG(f.chart), outputs.Try("--map", f.chart))
	}
	return nil
}

// eachRun is fit --each on its way through a file.
type eachRun struct {
	*flags
	cmd      *cobra.Command
	path     string
	centre   float64
	file     source
	said     string // what the draws of a run are, in words; ""
	bar      *progress.Bar
	out      *tables
	rows     rowfile.Writer // nil before the first array, and if none are asked for
	rowsFile *cli.Draft
	heats    []plot.Heat
	arrays   int
	refused  []error
}

// runEach judges the arrays of the file at path one after another, and prints a table for each. After an interruption
// the table of the array under way is of what was read.
func (f *flags) runEach(cmd *cobra.Command, path string, centre float64) (err error) {
	e := &eachRun{flags: f, cmd: cmd, path: path, centre: centre}
	if err := e.open(); err != nil {
		return cannotFit(err)
	}
	defer e.file.Close()
	e.bar = progress.New(cmd.ErrOrStderr(), time.Now)
	e.out = newTables(cmd.OutOrStdout(), f.Format)
	err = e.all()
	e.bar.Clear()
	if e.arrays == 0 {
		return err
	}
	if e.rows != nil {
		err = errors.Join(err, e.rows.Close(), e.rowsFile.Close())
	}
	if f.chart != "" {
		err = errors.Join(err, cli.WriteFile(cmd.Context(), f.chart, f.force, func(w io.Writer) error {
			return plot.WriteHeats(w, e.heats)
		}))
	}
	return errors.Join(err, e.out.close())
}

// open opens a file, a folder of files, or a run's folder.
func (e *eachRun) open() (err error) {
	ctx := e.cmd.Context()
	if drawflags.IsRun(e.path) {
		for _, name := range []string{"axis", "stack"} {
			if e.cmd.Flags().Changed(name) {
				return fmt.Errorf("--%s is for arrays of files: the draws of a run are along the first axis, leave it out", name)
			}
		}
		d, err := cli.Await(ctx, func() (*draws.Draws, error) { return e.draws.Read(ctx, e.path) })
		if err != nil {
			return err
		}
		e.file, e.said = &watched{path: e.path, Draws: d, left: d.Arrays()}, d.Words()
		return nil
	}
	if err := e.draws.Refuse(e.cmd, e.path); err != nil {
		return err
	}
	f, err := cli.Await(ctx, func() (*array.File, error) {
		return array.Open(e.path, array.Options{Stdin: e.cmd.InOrStdin(), Stack: e.stack})
	})
	e.file = f
	return err
}

// cannotFit is an error of a file as the command's, unless the user broke off.
func cannotFit(err error) error {
	if err == nil || errors.Is(err, cli.ErrInterrupted) {
		return err
	}
	return fmt.Errorf("cannot fit: %w", err)
}

// all judges the arrays. An array that is refused does not keep the others from being read.
func (e *eachRun) all() error {
	var names []string
	captured := false // the file is one of captured noise, whose first array is that of the samples
	for {
		a, err := cli.Await(e.cmd.Context(), e.file.Next)
		var refused *array.Refused
		switch {
		case errors.Is(err, io.EOF):
			return cannotFit(e.end(names))
		case errors.As(err, &refused):
			if !captured || !beside(refused.Name) {
				e.refused = append(e.refused, err)
			}
			continue
		case err != nil:
			return cannotFit(err)
		}
		captured = captured || len(names) == 0 && a.Name == "series"
		names = append(names, a.Name)
		if captured && e.column == "" && beside(a.Name) {
			continue
		}
		if e.column != "" && a.Columns == nil && a.Name != e.column {
			continue
		}
		if err := e.one(a); err != nil {
			return cannotFit(err)
		}
	}
}

// beside says that an array of that name describes the samples of an archive of captured noise, and is none itself.
func beside(name string) bool {
	return slices.Contains([]string{"names", "centres", "zeros", "step", "batch", "batches", "steps", "losses",
		"trajectory"}, name)
}

// end is the error of a file that is read: none if there was an array to judge, and no other was refused.
func (e *eachRun) end(names []string) error {
	switch {
	case e.arrays > 0 || len(e.refused) > 0:
		return errors.Join(e.refused...)
	case e.column != "":
		return fmt.Errorf("%s has no array %q: --column takes one of %q", e.path, e.column, names)
	}
	return fmt.Errorf("%s holds no array of numbers", e.path)
}

// one judges an array.
func (e *eachRun) one(a *array.Array) error {
	axis := e.axis
	if axis < 0 {
		axis += len(a.Shape)
	}
	l, err := a.Layout(e.axis)
	if err != nil {
		return fmt.Errorf("array %q %w", a.Name, err)
	}
	stop.Conclude(e.cmd.Context())
	result, err := each.Collect(e.cmd.Context(), awaited{e.cmd.Context(), a}, l, each.Options{
		Centre: e.centre, Single: a.Float32,
		Read: func() { e.bar.Set(e.file.Progress()) },
		Judged: func(done, total int) {
			e.bar.SetWork(float64(done)/float64(total), int64(total), "series")
		},
	})
	switch {
	case errors.Is(err, context.Canceled):
		return cli.ErrInterrupted
	case err != nil:
		return fmt.Errorf("array %q: %w", a.Name, err)
	}
	e.arrays++
	s := result.Summary()
	s.Draws = e.said
	s.File, s.Array, s.Shape = e.path, a.Name, slices.Clone(a.Shape)
	s.Shape[axis], s.Axis, s.AxisGiven, s.Centre = result.Samples, axis, e.given, e.flags.centre
	e.bar.Clear()
	m := result.Map()
	if err := e.out.print(&s, m); err != nil {
		return err
	}
	if e.chart != "" {
		e.heats = append(e.heats, m.Heat(e.withSaid(s.Title())))
	}
	if e.flags.rows != "" {
		if e.rows == nil {
			if e.rowsFile, err = cli.Create(e.cmd.Context(), e.flags.rows, e.force); err != nil {
				return err
			}
			if e.rows, err = rowfile.New(e.rowsFile, e.flags.rows, each.Row{}); err != nil {
				return err
			}
		}
		for k := range result.Series {
			row := result.Row(a.Name, k)
			row.Remarks = e.withSaid(row.Remarks)
			if err := e.rows.Write(row); err != nil {
				return err
			}
		}
	}
	if result.Partial {
		return cli.ErrInterrupted
	}
	return nil
}

// withSaid is a text with what the draws are.
func (e *eachRun) withSaid(text string) string {
	if text == "" || e.said == "" {
		return text + e.said
	}
	return text + "; " + e.said
}

// awaited is an array whose reads end at once when the context does. A read that was given up may write to its own
// memory only.
type awaited struct {
	ctx context.Context
	a   *array.Array
}

func (w awaited) Read(dst []float64) (int, error) {
	return cli.Await(w.ctx, func() (int, error) { return w.a.Read(dst) })
}

func (w awaited) ReadFloat32(dst []float32) (int, error) {
	return cli.Await(w.ctx, func() (int, error) { return w.a.ReadFloat32(dst) })
}
