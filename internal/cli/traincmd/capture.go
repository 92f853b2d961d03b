package traincmd

import (
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
	"levyscope/train"
)

// notCSV are endings of files of other formats.
var notCSV = []string{".npy", ".npz", ".gz", ".parquet", ".json", ".ndjson"}

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
		return nil, fmt.Errorf("--capture-out %s: the file is CSV, and not %s: give a name that ends in .csv",
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
	if err := cli.CheckOutput(f.captureOut, f.force); err != nil {
		return nil, fmt.Errorf("--capture-out: %w", err)
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

// writeCapture writes the series as CSV, a column a parameter with its name in the
// header, to a file beside path that it then renames: path is never half a file. A device, a
// pipe or a link is written through instead: it must not become a file.
// Comments before the header say where the series come from.
func writeCapture(path string, of *train.Started, c train.Captured) (err error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return writeThrough(path, of, c)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("capture-out: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(draft.Name())
			err = fmt.Errorf("capture-out %s: %w", path, err)
		}
	}()
	err = errors.Join(writeOrigin(draft, of, c), writeSeries(draft, c),
		draft.Chmod(0o644), draft.Close()) // CreateTemp makes it 0600
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), path)
}

// writeThrough writes to what is at path.
func writeThrough(path string, of *train.Started, c train.Captured) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err == nil {
		err = errors.Join(writeOrigin(f, of, c), writeSeries(f, c), f.Close())
	}
	if err != nil {
		return fmt.Errorf("capture-out %s: %w", path, err)
	}
	return nil
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
func writeSeries(file *os.File, c train.Captured) error {
	w := csv.NewWriter(file)
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
