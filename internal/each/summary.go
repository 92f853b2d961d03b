package each

import (
	"fmt"
	"math"
	"slices"

	"levyscope/stats/series"
	"levyscope/stats/verdict"
)

// A Summary is the table of an array. Its tags are the names in JSON; figures that do not exist are NaN.
type Summary struct {
	File        string              `json:"file"`
	Draws       string              `json:"draws,omitempty"` // what the samples are, where a run recorded them
	Array       string              `json:"array"`
	Shape       []int               `json:"shape"`      // of the array
	Axis        int                 `json:"axis"`       // of the samples
	AxisGiven   bool                `json:"axis_given"` // else it is the first
	SeriesShape []int               `json:"series_shape"`
	Count       int                 `json:"series"`
	Samples     int                 `json:"samples"` // of each series
	Head        int                 `json:"head"`    // of the first samples gave centre, grid and atoms of each series
	Centre      string              `json:"centre"`  // "auto" or the number that was given
	Rate        float64             `json:"rate"`    // false discovery rate of the verdicts
	Partial     bool                `json:"partial"` // interrupted
	Unjudged    int                 `json:"not_judged"`
	Kinds       []series.Share      `json:"verdicts"` // of the judged series
	States      []series.Share      `json:"states"`   // of all series
	Marks       []series.Share      `json:"remarks"`  // of the judged series
	Missing     int                 `json:"not_finite"`
	Classes     []Class             `json:"alpha"`
	Blocks      []series.BlockSize  `json:"blocks"`
	Drift       series.Drift        `json:"drift"`
	Dispersions []series.Dispersion `json:"dispersion"`
}

// Type names the table as an event.
func (Summary) Type() string { return "array" }

// A Class is alpha over the series whose share of samples in atoms is in (Low, High]; the first class has none.
type Class struct {
	Atoms     string                         `json:"atoms"`
	Low       float64                        `json:"low"`
	High      float64                        `json:"high"`
	Count     int                            `json:"series"`
	Edge      int                            `json:"at_edge"` // of them at the end of the search for alpha
	Quantiles [len(series.Quantiles)]float64 `json:"quantiles"`
}

// classes are the bounds of the classes by atom share.
var classes = [...]Class{
	{Atoms: "none", Low: 0, High: 0}, {Atoms: "to .01", Low: 0, High: .01}, {Atoms: "to .05", Low: .01, High: .05},
	{Atoms: "to .2", Low: .05, High: .2}, {Atoms: "more", Low: .2, High: 1},
}

// Summary is the table; what concerns the file is left to the caller.
func (r *Result) Summary() Summary {
	s := Summary{
		SeriesShape: r.Shape, Count: r.Layout.Count(), Samples: r.Samples, Head: min(r.Head, r.Samples),
		Rate: r.Rate, Partial: r.Partial, Drift: r.Drift,
	}
	s.Unjudged = s.Count - len(r.Series)
	var kinds [verdict.LightTailed + 1]int
	var states [NotJudged + 1]int
	for i := range r.Series {
		e := &r.Series[i]
		states[e.State]++
		s.Missing += e.Missing
		if e.State == Judged {
			kinds[e.Verdict.Kind]++
		}
	}
	s.Unjudged += states[NotJudged]
	all := s.Count - s.Unjudged
	for _, k := range []verdict.Kind{verdict.IsGaussian, verdict.IsStable, verdict.HeavyTailed, verdict.LightTailed,
		verdict.Undecided} {
		s.Kinds = append(s.Kinds, series.NewShare(k.String(), kinds[k], states[Judged]))
	}
	s.States = []series.Share{series.NewShare("judged", states[Judged], all),
		series.NewShare("constant", states[Constant], all),
		series.NewShare("too few samples", states[TooFew], all)}
	s.Marks = r.marks(states[Judged])
	s.Classes, s.Blocks, s.Dispersions = r.classes(), r.blocks(), r.dispersions()
	return s
}

// marks count what the series show beside their laws.
func (r *Result) marks(judged int) []series.Share {
	marks := []struct {
		name string
		of   func(v *verdict.Verdict) bool
	}{
		{"asymmetric", func(v *verdict.Verdict) bool { return v.Asymmetry != nil }},
		{"on a grid", func(v *verdict.Verdict) bool { return v.Step > 0 }},
		{"rounded too coarsely", func(v *verdict.Verdict) bool { return v.TooCoarse }},
		{"dependent", func(v *verdict.Verdict) bool { return v.Dependence != nil && v.Dependence.Found() }},
		{"Gaussian but for one sample", func(v *verdict.Verdict) bool { return v.Outlier != nil }},
	}
	out := make([]series.Share, len(marks))
	for k, m := range marks {
		n := 0
		for i := range r.Series {
			if e := &r.Series[i]; e.State == Judged && m.of(e.Verdict) {
				n++
			}
		}
		out[k] = series.NewShare(m.name, n, judged)
	}
	return out
}

// classes are the quantiles of alpha by the share of atoms.
func (r *Result) classes() []Class {
	out := slices.Clone(classes[:])
	var alphas [len(classes)][]float64
	for i := range r.Series {
		e := &r.Series[i]
		if !e.HasAlpha() {
			continue
		}
		k := classOf(e.AtomShare())
		alphas[k] = append(alphas[k], e.Verdict.Alpha.Alpha)
		if series.AtEdge(e.Verdict.Alpha.Alpha) {
			out[k].Edge++
		}
	}
	for k := range out {
		slices.Sort(alphas[k])
		out[k].Count = len(alphas[k])
		for q, p := range series.Quantiles {
			out[k].Quantiles[q] = series.Quantile(alphas[k], p)
		}
	}
	return out
}

// classOf is the class of a share of atoms.
func classOf(share float64) int {
	for k, c := range classes {
		if share <= c.High {
			return k
		}
	}
	return len(classes) - 1
}

// blocks are the medians of the block log-moment estimates.
func (r *Result) blocks() []series.BlockSize {
	var out []series.BlockSize
	for k := range series.BlockSizes {
		var inverse []float64
		for i := range r.Series {
			if e := &r.Series[i]; e.State == Judged && !math.IsNaN(e.Inverse[k]) {
				inverse = append(inverse, e.Inverse[k])
			}
		}
		if len(inverse) > 0 {
			out = append(out, series.NewBlockSize(k, inverse))
		}
	}
	return out
}

// Title names the array and what of it is judged.
func (s *Summary) Title() string {
	name := s.Array
	if name == "" {
		name = s.File
	}
	return fmt.Sprintf("%s: %d series of %d samples", name, s.Count, s.Samples)
}
