// Package exportcmd is levyscope export: what a recording holds, as tables, lines or a figure.
package exportcmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/drawflags"
	"levyscope/internal/export"
	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/internal/spec"
	"levyscope/sim"
)

// format is what a recording is exported as.
type format uint8

// The formats.
const (
	asCSV format = iota
	asNDJSON
	asParquet
	asSVG
	asNPY
	asNPZ
)

var formats = spec.Enum[format]{
	What: "format",
	Names: []string{asCSV: "csv", asNDJSON: "ndjson", asParquet: "parquet", asSVG: "svg",
		asNPY: "npy", asNPZ: "npz"},
	Remedy: "use csv or parquet (tables), ndjson (the events as they are), svg (a figure), npy or npz (captured noise)",
}

// flags are the flags of the command.
type flags struct {
	format, out string
	what        []string
	step        int
	force       bool
	draws       drawflags.Flags
}

// texts is where the text of the events is read.
type texts interface{ Text() (io.ReadCloser, error) }

// New returns the command.
func New() *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "export DIR|FILE",
		Short: "Turn a recording into tables (CSV, Parquet), lines (NDJSON) or a figure (SVG)",
		Long: "Reads the events of a recording, a folder of --record or a file of NDJSON, and computes nothing again. " +
			"Tables have\na row for each event of a type, or for each element of a list in it, and all digits; " +
			"what there is not is empty in\nCSV and null in Parquet. A last line that is cut is left out, and said to be.\n\n" +
			"csv and parquet write all tables into the folder --out, those of --what into --out or, if it is one, " +
			"to standard\noutput. ndjson prints the events as they are, or those of the types of --what. svg draws loss, " +
			"tail indices and\njumps of a training run, survival and ways out of a simulation. npy has the noise that " +
			"--capture kept at one probe,\na row for each minibatch and a column for each parameter; npz has that as " +
			"series, with names, centres, zeros, step,\nbatch and batches.",
		Example: "levyscope export run --out tables\n" +
			"levyscope export run --what noise > noise.csv\n" +
			"levyscope export run --format parquet --what progress,noise --out tables\n" +
			"levyscope export run --format svg --out run.svg\n" +
			"levyscope export run --format npz --step 500 --out noise.npz",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := f.run(cmd, args[0])
			if errors.Is(err, context.Canceled) {
				return cli.ErrInterrupted
			}
			return err
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", asCSV.name(), "form of the output: csv, parquet, ndjson, svg, npy or npz")
	fl.StringVar(&f.out, "out", "", "folder of the tables, or file (default: standard output,\n"+
		"but for several tables)")
	fl.StringSliceVar(&f.what, "what", nil, "tables, as progress,noise; with ndjson types of events (default: all)")
	fl.IntVar(&f.step, "step", export.LastProbe, "with npy and npz, the step of the probe (-1: the last one)")
	fl.BoolVar(&f.force, "force", false, "replace files that are there")
	f.draws.Add(fl)
	return cmd
}

// name is what --format takes.
func (f format) name() string { return formats.String(f) }

// run exports the recording at path.
func (f *flags) run(cmd *cobra.Command, path string) error {
	form, err := formats.Parse(f.format)
	if err != nil {
		return err
	}
	if err := f.checkArrays(cmd, form); err != nil {
		return err
	}
	if form == asSVG && len(f.what) > 0 {
		return errors.New("--what chooses tables: a figure has its own parts, leave it out")
	}
	if form == asSVG && f.out != "" && !strings.EqualFold(filepath.Ext(f.out), ".svg") {
		return fmt.Errorf("--out %s: the figure is SVG: give a name that ends in .svg", f.out)
	}
	if drawflags.IsRun(path) {
		return f.watched(cmd, path, form)
	}
	if err := f.draws.Refuse(cmd, path); err != nil {
		return err
	}
	recording, err := cli.ReadRecording(cmd.Context(), path, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	engine := "train"
	switch {
	case recording.Sim != nil:
		engine = "sim"
	case recording.Watch != nil:
		engine = record.WatchEngine
	}
	return f.write(cmd, recording, engine, recording.Sim, form)
}

// write writes what the events of an engine are exported as. simulation is the configuration of a recorded one.
func (f *flags) write(cmd *cobra.Command, from texts, engine string, simulation *sim.Config, form format) error {
	var write func(w io.Writer, r io.Reader) error
	switch form {
	case asSVG:
		write = func(w io.Writer, r io.Reader) error {
			figure, err := export.Figure(cmd.Context(), r, engine, simulation)
			if err != nil {
				return err
			}
			return figure.WriteSVG(w)
		}
	case asNPY, asNPZ:
		write = func(w io.Writer, r io.Reader) error { return f.arrays(cmd, w, r, form) }
	case asNDJSON:
		if err := f.checkTypes(engine); err != nil {
			return err
		}
		write = func(w io.Writer, r io.Reader) error { return f.lines(cmd.Context(), w, r) }
	default:
		return f.tables(cmd, from, export.Tables(engine), form)
	}
	to := cmd.OutOrStdout()
	if form == asNPY || form == asNPZ {
		to = printable.Raw(to)
	}
	return f.single(cmd, from, to, write)
}

// single writes one output, to --out or to standard output.
func (f *flags) single(cmd *cobra.Command, from texts, to io.Writer, write func(io.Writer, io.Reader) error) error {
	r, err := from.Text()
	if err != nil {
		return err
	}
	defer r.Close()
	if f.out == "" {
		out := bufio.NewWriter(to)
		return errors.Join(write(out, r), out.Flush())
	}
	if err := cli.CheckOutput(f.out, f.force); err != nil {
		return err
	}
	return cli.WriteFile(cmd.Context(), f.out, f.force, func(w io.Writer) error { return write(w, r) })
}

// checkTypes refuses types of events that the engine does not have.
func (f *flags) checkTypes(engine string) error {
	known := export.Kinds(engine)
	for _, kind := range f.what {
		if !slices.Contains(known, kind) {
			return fmt.Errorf("event %q is not known: use some of %s", kind, strings.Join(known, ", "))
		}
	}
	return nil
}

// lines writes the events as they are, or those of --what.
func (f *flags) lines(ctx context.Context, w io.Writer, r io.Reader) error {
	return export.Lines(ctx, r, func(n int, line []byte) error {
		if len(f.what) > 0 {
			kind, err := export.KindOf(line)
			if err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			if !slices.Contains(f.what, kind) {
				return nil
			}
		}
		_, err := w.Write(append(line, '\n'))
		return err
	})
}
