package each

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"levyscope/internal/printable"
	"levyscope/internal/report"
	"levyscope/stats/series"
)

// WriteText writes the table for people, in lines of at most report.Width columns. Errors are those of w.
func (s *Summary) WriteText(w io.Writer) error {
	var b strings.Builder
	if s.Partial {
		b.WriteString("partial (interrupted):\n")
	}
	s.writeHead(&b)
	s.writeVerdicts(&b)
	s.writeClasses(&b)
	s.writeBlocks(&b)
	s.writeDispersions(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *Summary) writeHead(b *strings.Builder) {
	b.WriteString("file    " + report.Shorten(printable.Line(s.File), report.Width-8) + "\n")
	if s.Draws != "" {
		b.WriteString(report.Paragraph("draws", s.Draws))
	}
	if s.Array != "" {
		b.WriteString("array   " + report.Shorten(printable.Line(s.Array), report.Width-8) + "\n")
	}
	axis := fmt.Sprintf("%s; samples along axis %d", dimensions(s.Shape), s.Axis)
	if !s.AxisGiven {
		axis += " (the first: --axis K takes another)"
	}
	b.WriteString(report.Paragraph("shape", axis))
	text := fmt.Sprintf("%d of %d samples each; grid and atoms by the first %d", s.Count, s.Samples, s.Head)
	if s.Centre == "auto" {
		text = fmt.Sprintf("%d of %d samples each; centre, grid and atoms by the first %d", s.Count, s.Samples, s.Head)
	} else {
		text += ", about " + s.Centre
	}
	if s.Missing > 0 {
		text += fmt.Sprintf("; %d NaN or infinite samples are left out", s.Missing)
	}
	b.WriteString(report.Paragraph("series", text))
}

// dimensions is a shape in words, "1024 x 64 x 784" for example; "?" stands for a length that is not known.
func dimensions(shape []int) string {
	parts := make([]string, len(shape))
	for k, n := range shape {
		parts[k] = strconv.Itoa(n)
		if n < 0 {
			parts[k] = "?"
		}
	}
	return strings.Join(parts, " x ")
}

func (s *Summary) writeVerdicts(b *strings.Builder) {
	fmt.Fprintf(b, "\nverdicts, at a false discovery rate of %.3g %% over the series\n", 100*s.Rate)
	for _, k := range s.Kinds {
		fmt.Fprintf(b, "  %-28s %10d  %s\n", k.Name, k.Count, percent(k.Share))
	}
	for _, k := range s.States[1:] {
		if k.Count > 0 {
			fmt.Fprintf(b, "  %-28s %10d  %s of all, without a verdict\n", k.Name, k.Count, percent(k.Share))
		}
	}
	if s.Unjudged > 0 {
		fmt.Fprintf(b, "  %-28s %10d  interrupted before\n", "not judged", s.Unjudged)
	}
	var marks []string
	for _, m := range s.Marks {
		if m.Count > 0 {
			marks = append(marks, fmt.Sprintf("%d %s", m.Count, m.Name))
		}
	}
	if len(marks) > 0 {
		b.WriteString(report.Paragraph("  among", "the judged ones: "+strings.Join(marks, ", ")))
	}
}

// percent is a share in percent, in seven columns; "-" for one of nothing.
func percent(share float64) string {
	if math.IsNaN(share) {
		return fmt.Sprintf("%7s", "-")
	}
	return fmt.Sprintf("%5.1f %%", 100*share)
}

func (s *Summary) writeClasses(b *strings.Builder) {
	b.WriteString("\nalpha, by the share of samples in atoms (values that repeat)\n")
	fmt.Fprintf(b, "  %-10s %9s", "atoms", "series")
	for _, q := range series.Quantiles {
		fmt.Fprintf(b, " %7.0f %%", 100*q)
	}
	b.WriteByte('\n')
	edge := 0
	for _, c := range s.Classes {
		fmt.Fprintf(b, "  %-10s %9d", c.Atoms, c.Count)
		edge += c.Edge
		if c.Count == 0 {
			b.WriteString("   no series\n")
			continue
		}
		for _, q := range c.Quantiles {
			fmt.Fprintf(b, " %9s", decimals(q, 3))
		}
		b.WriteByte('\n')
	}
	if edge > 0 {
		b.WriteString(report.Paragraph("  edge", fmt.Sprintf("%d at the end of the search for alpha (%g or %g), "+
			"where it has no error; 2 is a Gaussian", edge, series.LeastAlpha, float64(series.MostAlpha))))
	}
}

// decimals is x with so many decimals; "-" if it is not finite.
func decimals(x float64, n int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', n, 64)
}

func (s *Summary) writeBlocks(b *strings.Builder) {
	if len(s.Blocks) == 0 {
		return
	}
	b.WriteString("\nalpha by block log-moments, median over the series\n")
	fmt.Fprintf(b, "  %-10s", "sums of")
	for _, k := range s.Blocks {
		fmt.Fprintf(b, " %8d", k.Size)
	}
	fmt.Fprintf(b, "\n  %-10s", "alpha")
	for _, k := range s.Blocks {
		fmt.Fprintf(b, " %8s", decimals(k.Median, 3))
	}
	b.WriteByte('\n')
	if text := driftWords(s.Drift); text != "" {
		b.WriteString(report.Paragraph("  drift", text))
	}
}

// writeDispersions tells whether the laws differ, beyond errors of estimation.
func (s *Summary) writeDispersions(b *strings.Builder) {
	if len(s.Dispersions) == 0 {
		return
	}
	b.WriteString("\ndo the laws differ? standard deviation beyond errors of estimation\n")
	fmt.Fprintf(b, "  %-34s %9s %20s %10s\n", "", "series", "sd", "p(equal)")
	for _, d := range s.Dispersions {
		for k, e := range d.Parts {
			name, count := "  "+e.Name, ""
			if k == 0 {
				name, count = d.Of+" by "+d.Method, strconv.Itoa(d.Count)
			}
			fmt.Fprintf(b, "  %-34s %9s %20s %10s\n", name, count, report.WithError(e.Sd, e.SE), report.PValue(e.P))
		}
	}
	b.WriteString(report.Paragraph("  note", "an sd below 0 is the root of a variance estimated below 0, as happens "+
		"half the time where laws are equal; series may share their minibatches"))
}

// driftErrors is how many standard errors of the mean fall are called a drift.
const driftErrors = 4

// driftWords say what the drift is; "" where there is none to tell.
func driftWords(d series.Drift) string {
	if math.IsNaN(d.Fall) || math.IsNaN(d.SE) {
		return ""
	}
	text := fmt.Sprintf("1/alpha falls by %s in the mean from sums of 4 to sums of 128: ", report.WithError(d.Fall, d.SE))
	switch {
	case d.Fall > driftErrors*d.SE:
		return text + "alpha rises towards 2 as sums grow, which no stable law's does"
	case d.Fall < -driftErrors*d.SE:
		return text + "alpha falls as sums grow, as that of dependent samples does"
	}
	return text + "none, as for stable laws"
}
