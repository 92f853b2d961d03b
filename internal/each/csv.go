package each

import (
	"fmt"
	"math"
	"strconv"

	"levyscope/internal/printable"
	"levyscope/stats/series"
)

// CSVHeader names the columns of CSV.
var CSVHeader = []string{"array", "quantity", "of", "value"}

// CSV is the table as rows: array, quantity, what it is of, value. Figures that do not exist are empty. Characters of
// names that a terminal would obey or hide are escaped.
func (s *Summary) CSV() [][]string {
	var out [][]string
	array := printable.Line(s.Array)
	text := func(quantity, of, value string) { out = append(out, []string{array, quantity, of, value}) }
	real := func(quantity, of string, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			text(quantity, of, "")
			return
		}
		text(quantity, of, strconv.FormatFloat(v, 'g', -1, 64))
	}
	whole := func(quantity, of string, v int) { text(quantity, of, strconv.Itoa(v)) }
	text("file", "", printable.Line(s.File))
	if s.Draws != "" {
		text("draws", "", s.Draws)
	}
	text("shape", "array", dimensions(s.Shape))
	text("shape", "series", dimensions(s.SeriesShape))
	whole("axis", "samples", s.Axis)
	text("axis", "given", strconv.FormatBool(s.AxisGiven))
	whole("count", "series", s.Count)
	whole("count", "samples", s.Samples)
	whole("count", "first samples", s.Head)
	text("centre", "", s.Centre)
	real("false discovery rate", "", s.Rate)
	text("partial", "", strconv.FormatBool(s.Partial))
	whole("count", "not judged", s.Unjudged)
	whole("count", "not finite", s.Missing)
	for _, list := range [][]series.Share{s.States, s.Kinds, s.Marks} {
		for _, k := range list {
			whole("count", k.Name, k.Count)
			real("share", k.Name, k.Share)
		}
	}
	for _, c := range s.Classes {
		of := "atoms " + c.Atoms
		whole("count", of, c.Count)
		whole("at edge", of, c.Edge)
		for k, q := range series.Quantiles {
			real(fmt.Sprintf("alpha %g", q), of, c.Quantiles[k])
		}
	}
	for _, b := range s.Blocks {
		real("log-moment alpha", fmt.Sprint("sums of ", b.Size), b.Median)
	}
	for _, d := range s.Dispersions {
		quantity := "dispersion of " + d.Of + " by " + d.Method
		whole(quantity, "series", d.Count)
		for _, e := range d.Parts {
			real(quantity, e.Name, e.Sd)
			real(quantity, e.Name+", error", e.SE)
			real(quantity, e.Name+", p", e.P)
		}
	}
	real("drift of 1/alpha", "", s.Drift.Fall)
	real("drift of 1/alpha", "error", s.Drift.SE)
	return out
}
