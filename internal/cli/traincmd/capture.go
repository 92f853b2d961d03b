package traincmd

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"levyscope/train"
)

// captures are the parameters that --capture names. It is an error here, before
// the run, if --capture-out could not be written after it.
func (f *flags) captures() ([]string, error) {
	if f.captureOut == "" && f.capture == "" {
		return nil, nil
	}
	if f.capture == "" {
		return nil, errors.New("--capture-out without --capture: name the parameters, " +
			"as --capture fc2.weight[137],fc1.bias[3]")
	}
	if f.captureOut != "" {
		if info, err := os.Stat(f.captureOut); err == nil && info.IsDir() {
			return nil, fmt.Errorf("--capture-out %s is a directory: name a file in it", f.captureOut)
		}
		dir := filepath.Dir(f.captureOut)
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("--capture-out %s: there is no directory %s: make it, or choose another", f.captureOut, dir)
		}
	}
	var names []string
	for name := range strings.SplitSeq(f.capture, ",") {
		names = append(names, strings.TrimSpace(name))
	}
	return names, nil
}

// writeCapture writes the series as CSV, a column a parameter with its name in the
// header, to a file beside path that it then renames: path is never half a file.
func writeCapture(path string, c train.Captured) (err error) {
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
	err = errors.Join(writeSeries(draft, c), draft.Chmod(0o644), draft.Close()) // CreateTemp makes it 0600
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), path)
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
