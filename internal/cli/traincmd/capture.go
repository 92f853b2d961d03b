package traincmd

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"levyscope/internal/cli"
	"levyscope/internal/export"
	"levyscope/train"
)

// notCSV are endings of files of other formats.
var notCSV = []string{".gz", ".parquet", ".json", ".ndjson"}

// captures are the parameters that --capture names. It is an error here, before
// the run, if --capture-out could not be written after it.
func (f *flags) captures() ([]string, error) {
	var names []string
	for _, list := range f.capture {
		named := splitNames(list)
		if len(named) == 0 {
			return nil, fmt.Errorf("--capture %q names no parameter: use one as 'fc2.weight[137]'", list)
		}
		names = append(names, named...)
	}
	if f.captureOut == "" {
		return names, nil
	}
	if len(names) == 0 {
		return nil, errors.New("--capture-out without --capture: name the parameters, " +
			"as --capture 'fc2.weight[137],fc1.bias[0:4]'")
	}
	if ending := strings.ToLower(filepath.Ext(f.captureOut)); slices.Contains(notCSV, ending) {
		return nil, fmt.Errorf("--capture-out %s: the file is CSV, or NumPy's, and not %s: "+
			"give a name that ends in .csv, .npy or .npz",
			f.captureOut, ending)
	}
	if info, err := os.Stat(f.captureOut); err == nil && info.IsDir() {
		return nil, fmt.Errorf("--capture-out %s is a directory: name a file in it", f.captureOut)
	}
	dir := filepath.Dir(f.captureOut)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--capture-out %s: there is no directory %s: make it, or choose another",
			f.captureOut, dir)
	}
	return names, nil
}

// splitNames splits a list at its commas outside of brackets.
func splitNames(list string) []string {
	depth := 0
	names := strings.FieldsFunc(list, func(r rune) bool {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		return r == ',' && depth <= 0
	})
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	return names
}

// writeCapture writes the series as an array, an archive of arrays, or CSV, a column a parameter with its name in the
// header. Comments before the header say where the series come from.
func (f *flags) writeCapture(ctx context.Context, of *train.Started, c train.Captured) error {
	err := cli.WriteFile(ctx, f.captureOut, f.force, func(w io.Writer) error {
		switch strings.ToLower(filepath.Ext(f.captureOut)) {
		case ".npy":
			return capturedArrays(c).WriteNPY(w)
		case ".npz":
			return capturedArrays(c).WriteNPZ(w)
		}
		return errors.Join(writeOrigin(w, of, c), writeSeries(w, c))
	})
	if err != nil {
		return fmt.Errorf("--capture-out: %w", err)
	}
	return nil
}

// capturedArrays are the series as arrays, as levyscope export has them.
func capturedArrays(c train.Captured) *export.Captured {
	out := &export.Captured{Step: c.Step, Batch: c.Batch, Names: c.Names, Centres: c.Centres, Zeros: c.Zeros}
	for j, s := range c.Series {
		if out.Series == nil {
			out.Draws = len(s)
			out.Series = make([]float64, len(s)*len(c.Series))
		}
		for m, v := range s {
			out.Series[m*len(c.Series)+j] = v
		}
	}
	return out
}

// writeOrigin writes comments: what a row and a value are, step, batch, seed, sampling and model,
// and for each parameter the centre and the share of gradients that are exactly 0.
func writeOrigin(w io.Writer, of *train.Started, c train.Captured) error {
	pairs := func(values []float64) string {
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = c.Names[i] + " " + strconv.FormatFloat(v, 'g', -1, 64)
		}
		return strings.Join(parts, "; ")
	}
	_, err := fmt.Fprintf(w, "# gradient noise, the gradient of a minibatch minus the centre: "+
		"a row a minibatch, a column a parameter, weights frozen\n"+
		"# step %d; batch %d; seed %d; %s; %s; %s\n"+
		"# centre (full gradient): %s\n"+
		"# share of gradients that are exactly 0 (noise minus the centre): %s\n",
		c.Step, c.Batch, of.Config.Seed, of.Config.Sampling.Words(), of.Network, of.Config.Data,
		pairs(c.Centres), pairs(c.Zeros))
	return err
}

// writeSeries writes the header and a row for each minibatch of the probe.
func writeSeries(to io.Writer, c train.Captured) error {
	w := csv.NewWriter(to)
	rows := 0
	for _, s := range c.Series {
		rows = max(rows, len(s))
	}
	if err := w.Write(c.Names); err != nil {
		return err
	}
	row := make([]string, len(c.Names))
	for m := range rows {
		for i, s := range c.Series {
			row[i] = strconv.FormatFloat(s[m], 'g', -1, 64)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
