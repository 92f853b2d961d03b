package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/column"
	"levyscope/internal/plot"
	"levyscope/internal/progress"
	"levyscope/internal/report"
	"levyscope/stats"
)

// headSamples is how many of the first samples are kept in their order: for the
// centre, the block sums of the literature's estimator, and the peaks.
const headSamples = 1 << 16

// fitFlags are the flags of levyscope fit.
type fitFlags struct {
	common
	column, centre   string
	json             bool
	exact, bootstrap int
	svg, tail        string
}

// Fit is levyscope fit: laws compared on one column of samples.
func Fit() *cobra.Command {
	var f fitFlags
	cmd := &cobra.Command{
		Use:   "fit FILE",
		Short: "Say which law a column of samples follows: Gaussian, stable, or another",
		Long: "Reads one column of numbers (CSV and other delimited text, NDJSON, .npy, .npz, gzip of these; - is the standard input)\n" +
			"in one pass and constant memory, and fits Gaussian, Laplace, Student-t, generalised Gaussian, symmetric stable (SaS)\n" +
			"laws and a Gaussian of log-normal scale. All samples enter the verdict, through counts by quarters of octaves; a part of them, drawn evenly,\n" +
			"the exact likelihoods. The samples are taken to be independent and symmetric about their centre.",
		Example: "levyscope fit noise.csv --column grad --svg noise.svg\n" +
			"levyscope fit gradients.npz --column fc1:17 --json\n" +
			"zcat noise.csv.gz | levyscope fit - --centre 0",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("fit takes one FILE (- for the standard input), not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.add(cmd, "text")
	fl := cmd.Flags()
	fl.StringVar(&f.column, "column", "", "column: a name or number (from 0), a key of NDJSON, an array of .npz; default: the only one of numbers")
	fl.BoolVar(&f.json, "json", false, "the same as --format json")
	fl.StringVar(&f.centre, "centre", "auto", "what the samples are symmetric about: auto (trimmed mean of the first 65,536) or a number")
	wholeVar(fl, &f.exact, "exact", 10000, "samples, drawn evenly, for the exact likelihoods")
	wholeVar(fl, &f.bootstrap, "bootstrap", 99, "bootstrap replicates behind the p-values of KS and Anderson-Darling; 0: none")
	fl.StringVar(&f.svg, "svg", "", "write the histogram with the laws over it to this .svg (or .png)")
	fl.StringVar(&f.tail, "tail", "", "write the tail P(|x| > u), log-log, with the laws over it to this .svg (or .png)")
	return cmd
}

func (f *fitFlags) check() error {
	if f.json {
		f.format = "json"
	}
	if err := f.common.check(); err != nil {
		return err
	}
	if f.exact < report.LeastSamples || f.exact > 1_000_000 {
		return fmt.Errorf("--exact %d: from %d to 1000000 samples", f.exact, report.LeastSamples)
	}
	if f.bootstrap < 0 || f.bootstrap > 9999 {
		return fmt.Errorf("--bootstrap %d: from 0 to 9999 replicates", f.bootstrap)
	}
	if f.centre != "auto" {
		if v, err := strconv.ParseFloat(f.centre, 64); err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("--centre %q: auto or a finite number", f.centre)
		}
	}
	for _, path := range []string{f.svg, f.tail} {
		if path == "" {
			continue
		}
		if err := plot.CheckPath(path); err != nil {
			return err
		}
	}
	return nil
}

// fitted is the report as an event.
type fitted struct {
	File   string        `json:"file"`
	Column string        `json:"column"`
	Counts column.Counts `json:"counts"`
	report.Report
	Partial bool `json:"partial"`
}

// Type names the event.
func (fitted) Type() string { return "fit" }

func (f *fitFlags) run(cmd *cobra.Command, path string) error {
	if err := f.check(); err != nil {
		return err
	}
	r, err := await(cmd.Context(), func() (*column.Reader, error) {
		return column.Open(path, column.Options{Column: f.column, Stdin: cmd.InOrStdin()})
	})
	if errors.Is(err, ErrInterrupted) {
		return err
	}
	if err != nil {
		return fmt.Errorf("cannot fit: %w", err) // not the path first: the first word of an error is shown with a capital
	}
	defer r.Close()
	s := &series{keep: f.exact, centre: f.centre, draw: rand.New(rand.NewPCG(f.seed, 0x73616d70))}
	broken := f.read(cmd, r, s)
	if broken != nil && !errors.Is(broken, ErrInterrupted) {
		return fmt.Errorf("cannot fit: %w", broken)
	}
	if s.n == 0 {
		return broken
	}
	counts := s.counts
	s.settle()
	rep, err := report.Build(report.Input{Acc: s.acc, Head: s.head, Sample: s.sample, CentreSE: s.centreSE, Bootstrap: f.bootstrap, Seed: f.seed})
	if err != nil {
		return errors.Join(fmt.Errorf("cannot fit: %s: %w", path, err), broken)
	}
	out := fitted{File: path, Column: r.Name(), Counts: counts, Report: *rep, Partial: broken != nil}
	if err := f.print(cmd.OutOrStdout(), out); err != nil {
		return err
	}
	return errors.Join(f.figures(s, rep, out), broken)
}

// await is the result of do, or ErrInterrupted once ctx ends: a read from a terminal or a pipe may block for ever.
// What do still does then is nobody's.
func await[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := do()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ErrInterrupted
	}
}

// read passes the column to s, with a bar on a terminal.
func (f *fitFlags) read(cmd *cobra.Command, r *column.Reader, s *series) error {
	bar := progress.New(cmd.ErrOrStderr(), time.Now)
	defer bar.Clear()
	for {
		block := make([]float64, 8192) // a new one each time: an abandoned read may still write to its own
		n, err := await(cmd.Context(), func() (int, error) { return r.Read(block) })
		if errors.Is(err, ErrInterrupted) {
			return err
		}
		s.add(block[:n])
		s.counts = r.Counts()
		bar.Set(r.Progress())
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

func (f *fitFlags) print(w io.Writer, out fitted) error {
	if f.format == "json" {
		p := newPrinter(w, f.format, nil)
		if err := p.print(out); err != nil {
			return err
		}
		return p.close()
	}
	if out.Partial {
		fmt.Fprintln(w, "partial (interrupted):")
	}
	fmt.Fprintf(w, "file    %s, column %s\nrows    %d: %s\n", out.File, out.Column, out.Counts.Rows, out.Counts)
	return out.WriteText(w)
}

// series is what one pass keeps of a column.
type series struct {
	n        int64
	keep     int
	centre   string
	centreSE float64
	counts   column.Counts // of what was added
	acc      *stats.Accumulator
	head     []float64 // the first samples
	sample   []float64 // reservoir
	draw     *rand.Rand
}

// add takes the next samples. Each is in the sample with the same probability (algorithm R, Vitter 1985).
func (s *series) add(x []float64) {
	for _, v := range x {
		s.n++
		if len(s.sample) < s.keep {
			s.sample = append(s.sample, v)
		} else if i := s.draw.Int64N(s.n); i < int64(s.keep) {
			s.sample[i] = v
		}
	}
	if s.acc != nil {
		s.acc.Add(x)
		return
	}
	s.head = append(s.head, x[:min(len(x), headSamples-len(s.head))]...)
	if len(s.head) == headSamples {
		rest := x[len(x)-int(s.n-headSamples):]
		s.settle()
		s.acc.Add(rest)
	}
}

// settle fixes the centre once the first samples are there.
func (s *series) settle() {
	if s.acc != nil {
		return
	}
	centre := 0.
	if s.centre == "auto" {
		centre, s.centreSE = stats.Centre(s.head)
	} else {
		centre, _ = strconv.ParseFloat(s.centre, 64)
	}
	s.acc = stats.NewAccumulator(centre)
	s.acc.Add(s.head)
}

// figures draws what was asked for.
func (f *fitFlags) figures(s *series, r *report.Report, out fitted) error {
	title := out.Verdict.String()
	if f.svg != "" {
		fig, err := r.Density(title, s.sample)
		if err == nil {
			err = fig.Save(f.svg)
		}
		if err != nil {
			return fmt.Errorf("cannot draw %s: %w", f.svg, err)
		}
	}
	if f.tail != "" {
		fig, err := r.Tails(title, s.acc.Samples())
		if err == nil {
			err = fig.Save(f.tail)
		}
		if err != nil {
			return fmt.Errorf("cannot draw %s: %w", f.tail, err)
		}
	}
	return nil
}
