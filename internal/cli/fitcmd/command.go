// Package fitcmd is levyscope fit: laws compared on one column of samples.
package fitcmd

import (
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/column"
	"levyscope/internal/plot"
	"levyscope/internal/report"
)

// estimatedCentre is the --centre that is estimated from the samples.
const estimatedCentre = "auto"

// Ranges of the flags.
const (
	mostExact     = 1_000_000
	mostBootstrap = 9999
)

// flags are the flags of levyscope fit.
type flags struct {
	cli.Common
	eachFlags
	column    string
	centre    string
	json      bool
	exact     int    // samples
	bootstrap int    // replicates
	density   string // a file for the figure of the histogram
	tail      string // a file for the figure of the tail
	force     bool   // files that are there are replaced
	decimal   string // the character before the fraction
	allowBad  bool   // any share of bad rows
}

// New returns the command.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "fit FILE",
		Short: "Say which law a column of samples follows: Gaussian, stable, or another",
		Long: "Reads one column of numbers (CSV and other delimited text, NDJSON, .npy, .npz, gzip of these; " +
			"- is the standard input)\n" +
			"in one pass and constant memory, and fits Gaussian, Laplace, Student-t, generalised Gaussian, " +
			"symmetric stable (SaS)\n" +
			"laws and a Gaussian of log-normal scale. All samples enter the verdict, through counts by quarters of octaves; " +
			"a part of them, drawn evenly,\n" +
			"the exact likelihoods. The samples are taken to be independent and symmetric about their centre.\n" +
			"With --each every series of an array (.npy, .npz, safetensors, Parquet, columns of CSV) is judged: " +
			"the gradient noise of each\nparameter of a layer, say.",
		Example: "levyscope fit gradients.npy --each --map layer.svg --rows layer.csv\n" +
			"levyscope fit noise.csv --column grad --svg noise.svg\n" +
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
	f.add(cmd)
	return cmd
}

func (f *flags) add(cmd *cobra.Command) {
	f.Add(cmd, cli.Text)
	f.eachFlags.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.column, "column", "",
		"column: a name or number (from 0), a key of NDJSON, an array of .npz; default: the only one of numbers")
	fl.StringVar(&f.decimal, "decimal", "",
		"decimal character of text: . or , (then fields are separated by ; tab | or blanks); default: .")
	fl.BoolVar(&f.allowBad, "allow-bad", false, "go on where 10 % of the rows or more are not numbers")
	fl.BoolVar(&f.force, "force", false, "replace files that are there already: figures, rows")
	fl.BoolVar(&f.json, "json", false, "the same as --format json")
	fl.StringVar(&f.centre, "centre", estimatedCentre,
		"what the samples are symmetric about: auto (trimmed mean of the first 65,536) or a number")
	cli.WholeVar(fl, &f.exact, "exact", 10000, "samples, drawn evenly, for the exact likelihoods")
	cli.WholeVar(fl, &f.bootstrap, "bootstrap", 99,
		"bootstrap replicates behind the p-values of KS and Anderson-Darling; 0: none")
	fl.StringVar(&f.density, "svg", "", "write the histogram with the laws over it to this .svg (or .png)")
	fl.StringVar(&f.tail, "tail", "", "write the tail P(|x| > u), log-log, with the laws over it to this .svg (or .png)")
}

// decimalCharacter is --decimal.
func (f *flags) decimalCharacter() column.Decimal {
	if f.decimal == "" {
		return column.Automatic
	}
	return column.Decimal(f.decimal[0])
}

// check finds the flags valid before the file is read. It returns the centre, NaN
// where it is to be estimated.
func (f *flags) check(cmd *cobra.Command, path string) (centre float64, err error) {
	if f.json {
		f.SetFormat(cli.JSON)
	}
	var others []cli.Format
	if f.each {
		others = append(others, cli.CSV)
	}
	if err := f.Check(others...); err != nil {
		return 0, err
	}
	outputs := cli.Outputs{Force: f.force}
	outputs.Reads("FILE", path)
	if err := f.eachFlags.check(cmd, &outputs); err != nil {
		return 0, err
	}
	if f.exact < report.LeastSamples || f.exact > mostExact {
		return 0, fmt.Errorf("--exact %d: from %d to %d samples", f.exact, report.LeastSamples, mostExact)
	}
	if f.bootstrap < 0 || f.bootstrap > mostBootstrap {
		return 0, fmt.Errorf("--bootstrap %d: from 0 to %d replicates", f.bootstrap, mostBootstrap)
	}
	for _, figure := range []struct{ flag, path string }{{"--svg", f.density}, {"--tail", f.tail}} {
		if figure.path == "" {
			continue
		}
		if err := plot.CheckPath(figure.path); err != nil {
			return 0, err
		}
		if err := outputs.Try(figure.flag, figure.path); err != nil {
			return 0, err
		}
	}
	if f.decimal != "" && f.decimal != "." && f.decimal != "," {
		return 0, fmt.Errorf("--decimal %q: a point (.) or a comma (,)", f.decimal)
	}
	if f.centre == estimatedCentre {
		return math.NaN(), nil
	}
	centre, err = strconv.ParseFloat(f.centre, 64)
	if err != nil || math.IsNaN(centre) || math.IsInf(centre, 0) {
		return 0, fmt.Errorf("--centre %q: auto or a finite number", f.centre)
	}
	return centre, nil
}
