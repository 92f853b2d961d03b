package report

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// WriteText writes the report for people, in lines of at most Width columns. Errors are those of w.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	r.writeVerdict(&b)
	r.writeOctaves(&b)
	r.writeLaws(&b)
	r.writeEstimators(&b)
	r.writeTail(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) writeVerdict(b *strings.Builder) {
	v := r.Verdict
	centre := fmt.Sprintf("%d, about %s", r.N, withError(r.Centre, r.CentreSE))
	if r.AtCentre > 0 {
		centre += fmt.Sprintf("; %d at the centre exactly, which no fit uses", r.AtCentre)
	}
	b.WriteString(Paragraph("n", centre))
	text := v.String()
	b.WriteString(Paragraph("verdict", strings.ToUpper(text[:1])+text[1:]))
	for _, finding := range v.Findings() {
		b.WriteString(Paragraph("", finding))
	}
	b.WriteString(hypotheses(v.PGaussian, v.PStable, v.PFinite))
	if a := v.Alpha; finiteNumber(a.Alpha) {
		text := "alpha " + withEdge(a.Alpha, a.SE.Alpha)
		if finiteNumber(v.Lo) && finiteNumber(v.Hi) {
			interval := fmt.Sprintf("95 %%: %.3f to %.3f)", v.Lo, v.Hi)
			if edge, ok := strings.CutSuffix(text, ")"); ok {
				text = edge + "; " + interval
			} else {
				text += " (" + interval
			}
		}
		name := "SaS"
		if v.Asymmetry != nil {
			name = "stable"
		}
		b.WriteString(Paragraph(name, text+", sigma "+withError(a.Scale, a.SE.Scale)))
		b.WriteString(Paragraph("", "(alpha = 2 is a Gaussian, whose standard deviation is sqrt(2) sigma)"))
	}
	if d := v.Drift; d.Block > 0 {
		text := fmt.Sprintf("of %d samples: alpha %s", d.Block, withEdge(d.Sum.Alpha, d.Sum.SE))
		if !math.IsNaN(d.P) {
			text += " (p of no drift, as if stable: " + pValue(d.P) + ")"
		}
		b.WriteString(Paragraph("sums", text))
	}
}

// hypotheses is a paragraph with the p-values that a verdict rests on, as far as they exist.
func hypotheses(gaussian, stable, finite float64) string {
	var parts []string
	for _, h := range []struct {
		of string
		p  float64
	}{{"a Gaussian", gaussian}, {"a stable law", stable}, {"the closest law of finite variance", finite}} {
		if !math.IsNaN(h.p) {
			parts = append(parts, "of "+h.of+" "+pValue(h.p))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return Paragraph("", "p "+strings.Join(parts, ", "))
}

// writeOctaves draws the histogram of |x| by powers of two; the length of a bar is logarithmic.
func (r *Report) writeOctaves(b *strings.Builder) {
	const width = 19 // of the longest bar
	most := 2
	for _, o := range r.Octaves {
		most = max(most, o.Count)
	}
	fmt.Fprintf(b, "\n%-22s %9s  %-*s %8s %8s %8s\n",
		"|x - centre|", "count", width, "(bars: logarithm)", "best law", "SaS", "Gaussian")
	for i, o := range r.Octaves {
		if r.amongEmpty(i) {
			continue
		}
		bar := 0
		if o.Count > 0 {
			bar = 1 + int(math.Round((width-1)*math.Log(float64(o.Count))/math.Log(float64(most))))
		}
		fmt.Fprintf(b, "%9s to %-9s %9d  %-*s %8s %8s %8s\n", within(o.Low, 9), within(o.High, 9), o.Count,
			width, strings.Repeat("#", bar), count(o.Best), count(o.Stable), count(o.Gaussian))
	}
}

// amongEmpty says that octave i and both of its neighbours are empty.
func (r *Report) amongEmpty(i int) bool {
	return i > 0 && i < len(r.Octaves)-1 &&
		r.Octaves[i-1].Count == 0 && r.Octaves[i].Count == 0 && r.Octaves[i+1].Count == 0
}

// writeLaws lists the families by the counts of all samples, and by the likelihood of those drawn.
func (r *Report) writeLaws(b *strings.Builder) {
	if len(r.Laws) == 0 {
		return
	}
	b.WriteByte('\n')
	writeRow(b, "laws by the counts of all samples", fmt.Sprintf("%8s %8s %7s", "BIC-best", "AIC-best", "p(chi2)"))
	leastAIC := math.Inf(1)
	for _, l := range r.Laws {
		leastAIC = min(leastAIC, l.AIC)
	}
	for _, l := range r.Laws {
		writeRow(b, "  "+lawText(l.Name, l.Law),
			fmt.Sprintf("%8s %8s %7s", count(l.BIC-r.Laws[0].BIC), count(l.AIC-leastAIC), pValue(l.PFit)))
	}
	if r.Exact.Error != "" {
		b.WriteByte('\n')
		wrap(b, 0, indent, "no exact fits: "+r.Exact.Error)
		return
	}
	const columns = "%12s %10s %8s %7s %8s %7s %10s"
	fmt.Fprintf(b, "\nlaws by the likelihood of %d samples\n", r.Exact.N)
	writeRow(b, "", fmt.Sprintf(columns, "BIC-best", "held-out", "KS", "p", "AD", "p", "SSE"))
	floor := float64(r.Exact.PFloor)
	for _, l := range r.Exact.Laws {
		text := lawText(l.Name, l.Law)
		if l.Edge != "" {
			text += " (" + l.Edge + ")"
		}
		b.WriteString("  ")
		wrap(b, 2, 4, text)
		writeRow(b, "", fmt.Sprintf(columns, count(l.BIC-r.Exact.Laws[0].BIC), fixed(l.HeldOut, 4), fixed(l.KS, 4),
			bootstrapP(l.PKS, floor), number(l.AD), bootstrapP(l.PAD, floor), number(l.SSE)))
	}
	b.WriteString("  ")
	wrap(b, 2, 2, fmt.Sprintf("held-out: nats a sample, each half under the law fitted to the other; "+
		"p from %d bootstrap replicates; SSE: histogram against density", r.Exact.Bootstrap))
}

// writeRow writes the figures at the right end of a line that begins with the text, or, where there is no room for
// both, of the line below it.
func writeRow(b *strings.Builder, text, figures string) {
	used := columns(text)
	if used+1+len(figures) > Width {
		b.WriteString("  ")
		wrap(b, 2, 4, text)
		used = 0
	} else {
		b.WriteString(text)
	}
	fmt.Fprintf(b, "%*s\n", Width-used, figures)
}

// abbreviations are the names of families that are too long for their column.
var abbreviations = map[string]string{
	"log-normal scale mixture": "log-normal mixture",
	"generalised Gaussian":     "gen. Gaussian",
	"two-scale Gaussian":       "two-scale",
}

// lawText is a fitted law, which begins with the name of its family, with that abbreviated.
func lawText(family, law string) string {
	if short, ok := abbreviations[family]; ok {
		return short + strings.TrimPrefix(law, family)
	}
	return law
}

func (r *Report) writeEstimators(b *strings.Builder) {
	fmt.Fprintf(b, "\ntail index, if the law were stable\n")
	if len(r.Estimators) == 0 {
		b.WriteString("  interrupted before the estimates were done\n")
	}
	for _, e := range r.Estimators {
		if !finiteNumber(e.Alpha) {
			why := "none from these samples"
			if strings.Contains(e.Name, "5 %") {
				why = "none: no power tail there"
			}
			fmt.Fprintf(b, "  %-32s %s\n", e.Name, why)
			continue
		}
		value := withError(e.Alpha, e.SE)
		if e.Edge {
			value = significant(e.Alpha) + " (edge of the search)"
		}
		fmt.Fprintf(b, "  %-32s %-26s of %d\n", e.Name, value, e.N)
	}
	if len(r.Blocks) > 0 {
		fmt.Fprintf(b, "  block log-moment by K1:")
		for i, k := range r.Blocks {
			cell := fmt.Sprintf("%7d: %s", k.Size, withError(k.Alpha, k.SE))
			if i%3 == 0 {
				b.WriteString("\n ")
			} else {
				cell = fmt.Sprintf("%*s", 25, cell)
			}
			b.WriteString(cell)
		}
		fmt.Fprintf(b, "\n  (a drift towards 2 means: not stable)\n")
	}
}

func (r *Report) writeTail(b *strings.Builder) {
	t := r.Tail
	if t == nil {
		return
	}
	fmt.Fprintf(b, "\n%d peaks over %s (95 %% quantile of |x|, first %d samples)\n",
		t.Peaks, significant(t.Threshold), t.N)
	item := func(text string) {
		b.WriteString("  ")
		wrap(b, 2, 4, text)
	}
	item(fmt.Sprintf("generalised Pareto: shape %s, scale %s; a power tail has shape 1/alpha",
		withError(t.Shape, t.ShapeSE), withError(t.Scale, t.ScaleSE)))
	item(fmt.Sprintf("clustering: dispersion %s (p %s; Poisson: 1), extremal index %s (independent: 1)",
		number(t.Dispersion), pValue(t.DispersionP), number(t.Extremal)))
	if d := r.Dependence; finiteNumber(d.P) {
		item(fmt.Sprintf("dependence: rank correlation %s at lag 1, %s between sizes; p of independence %s",
			fixed(d.Values.Lag1, 3), fixed(d.Sizes.Lag1, 3), pValue(d.P)))
	}
}
