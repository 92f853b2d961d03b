package traincmd

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/npy"
	"levyscope/train"
)

// iterateFlags are the flags about the values of parameters from step to step.
type iterateFlags struct {
	names              []string // lists of parameters
	every, burn, chunk int
	out                string // a file
}

// add adds the flags to the command.
func (f *iterateFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringArrayVar(&f.names, "iterates", nil, fmt.Sprintf("parameters whose values are followed from step to step, "+
		"named as for --capture;\nthe done event has the tail index of each, and Kesten's where it is known; at most %d",
		train.MaxIterates))
	cli.WholeVar(fl, &f.every, "iterates-every", 1, "updates between the values of --iterates that are taken")
	cli.WholeVar(fl, &f.burn, "iterates-burn", 0, "updates before the first value of --iterates")
	cli.WholeVar(fl, &f.chunk, "iterates-chunk", 0, "values of each parameter in an iterates event; 0: no such events")
	fl.StringVar(&f.out, "iterates-out", "", "file for the values of --iterates, .npy (a row a parameter) or .csv "+
		"(a column a parameter), as fit reads them")
}

// config is what the flags ask for; nil for nothing.
func (f *iterateFlags) config() (*train.Iterates, error) {
	out := &train.Iterates{Every: f.every, Burn: f.burn, Chunk: f.chunk}
	for _, list := range f.names {
		named := splitNames(list)
		if len(named) == 0 {
			return nil, fmt.Errorf("--iterates %q names no parameter: use one as 'fc1.weight[0]'", list)
		}
		out.Names = append(out.Names, named...)
	}
	if len(out.Names) == 0 {
		if f.out != "" || f.every != 1 || f.burn != 0 || f.chunk != 0 {
			return nil, errors.New("--iterates-... without --iterates: name the parameters, as --iterates 'fc1.weight[0]'")
		}
		return nil, nil
	}
	if f.out == "" {
		return out, nil
	}
	if ending := strings.ToLower(filepath.Ext(f.out)); ending != ".npy" && ending != ".csv" {
		return nil, fmt.Errorf("--iterates-out %s: give a name that ends in .npy or .csv", f.out)
	}
	if out.Chunk == 0 {
		out.Chunk = fileChunk
	}
	return out, nil
}

// fileChunk is the number of values in an event where a file is written and no other number is asked for.
const fileChunk = 1000

// maxIterateValues bounds the values that are held for a file: a GiB.
const maxIterateValues = 1 << 28

// iterateFile gathers the values for the file of --iterates-out.
type iterateFile struct {
	names  []string
	values [][]float32 // (names, values)
}

// add takes in an event.
func (f *iterateFile) add(e train.IterateValues) error {
	f.names = e.Names
	if f.values == nil {
		f.values = make([][]float32, len(e.Names))
	}
	for i, v := range e.Values {
		f.values[i] = append(f.values[i], v...)
	}
	if n := len(f.values) * len(f.values[0]); n > maxIterateValues {
		return fmt.Errorf("--iterates-out: %d values are more than a file holds, %d: take fewer by --iterates-every",
			n, maxIterateValues)
	}
	return nil
}

// write writes the file; one without values is an error.
func (f *iterateFile) write(ctx context.Context, path string, force bool) error {
	if len(f.values) == 0 {
		return fmt.Errorf("--iterates-out %s: there is no value to write: the run ended before the burn-in did", path)
	}
	err := cli.WriteFile(ctx, path, force, func(w io.Writer) error {
		if strings.EqualFold(filepath.Ext(path), ".npy") {
			var flat []float32
			shape := []int{len(f.values[0])}
			if len(f.values) > 1 {
				shape = []int{len(f.values), len(f.values[0])}
			}
			for _, v := range f.values {
				flat = append(flat, v...)
			}
			return npy.Write(w, shape, flat)
		}
		return f.writeCSV(w)
	})
	if err != nil {
		return fmt.Errorf("--iterates-out: %w", err)
	}
	return nil
}

// writeCSV writes a column a parameter.
func (f *iterateFile) writeCSV(to io.Writer) error {
	b := bufio.NewWriter(to)
	w := csv.NewWriter(b)
	if err := w.Write(f.names); err != nil {
		return err
	}
	row := make([]string, len(f.names))
	for j := range f.values[0] {
		for i, v := range f.values {
			row[i] = strconv.FormatFloat(float64(v[j]), 'g', -1, 32)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return errors.Join(w.Error(), b.Flush())
}

// iteratesText says what the tails of the iterates are, a line a parameter.
func iteratesText(tails []train.IterateTail) string {
	var b strings.Builder
	for _, t := range tails {
		fmt.Fprintf(&b, "\n    iterates of %s: ", t.Name)
		if math.IsNaN(t.Alpha) {
			fmt.Fprintf(&b, "no tail index from %d values", t.Values)
		} else {
			fmt.Fprintf(&b, "tail index %.3f +- %s from the top %.3g %% of %d values", t.Alpha, number("%.2g", t.AlphaSE),
				100*t.Fraction, t.Values)
		}
		if t.Theory != nil {
			b.WriteString("; " + theoryText(*t.Theory))
		}
		if t.NoTheory != "" {
			b.WriteString("; Kesten's index is not known: " + t.NoTheory)
		}
		if t.Caveat != "" {
			b.WriteString("\n        NOT TO BE RELIED ON, index and error: " + t.Caveat)
		}
		if len(t.Tails) > 1 {
			b.WriteString("\n        by fraction beyond the threshold:")
			for _, e := range t.Tails {
				fmt.Fprintf(&b, "  %.3g %% %s +- %s", 100*e.Fraction, number("%.3f", e.Alpha), number("%.2g", e.SE))
			}
		}
	}
	if len(tails) > 0 {
		b.WriteString("\n    heavy tails of iterates are not heavy gradient noise; +- allows for dependence, not for the " +
			"bias where\n    the index drifts with the fraction; it is that of a stationary law only if nothing was changed")
	}
	return b.String()
}

// theoryText is Kesten's index in words.
func theoryText(t train.IterateTheory) string {
	switch {
	case !t.Stationary:
		return fmt.Sprintf("Kesten: no stationary law, the iterates run away (E ln|M e1| = %.3g a step)", t.Lyapunov)
	case math.IsInf(t.Alpha, 1):
		return "Kesten: above 100, no heavy tail"
	}
	return fmt.Sprintf("Kesten: %.4g", t.Alpha)
}
