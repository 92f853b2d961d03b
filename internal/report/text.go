package report

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// WriteText writes the report for people, about 100 columns wide. Errors are those of w.
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
	fmt.Fprintf(b, "n       %d, about %s", r.N, withError(r.Centre, r.CentreSE))
	if r.AtCentre > 0 {
		fmt.Fprintf(b, "; %d at the centre exactly, which no fit uses", r.AtCentre)
	}
	text := v.String()
	fmt.Fprintf(b, "\nverdict %s\n", strings.ToUpper(text[:1])+text[1:])
	if len(v.Remarks) > 0 {
		fmt.Fprintf(b, "        %s\n", v.Note())
	}
	fmt.Fprintf(b, "        p of a Gaussian %s, of a stable law %s\n", pValue(v.PGaussian), pValue(v.PStable))
	if a := v.Alpha; !math.IsNaN(a.Alpha) {
		fmt.Fprintf(b, "SaS     alpha %s (95 %%: %.3f to %.3f), sigma %s\n",
			withError(a.Alpha, a.SE.Alpha), v.Lo, v.Hi, withError(a.Scale, a.SE.Scale))
	}
	if d := v.Drift; d.Block > 0 {
		fmt.Fprintf(b, "sums    of %d samples: alpha %s; a stable law's does not drift (p %s)\n",
			d.Block, withError(d.Sum.Alpha, d.Sum.SE), pValue(d.P))
	}
}

// writeOctaves draws the histogram of |x| by powers of two; the length of a bar is logarithmic.
func (r *Report) writeOctaves(b *strings.Builder) {
	const width = 24
	most := 2
	for _, o := range r.Octaves {
		most = max(most, o.Count)
	}
	fmt.Fprintf(b, "\n%-25s %10s  %-*s %10s %10s %10s\n",
		"|x - centre|", "count", width, "(bars: logarithm)", "best law", "SaS", "Gaussian")
	for i, o := range r.Octaves {
		if r.amongEmpty(i) {
			continue
		}
		bar := 0
		if o.Count > 0 {
			bar = 1 + int(math.Round((width-1)*math.Log(float64(o.Count))/math.Log(float64(most))))
		}
		fmt.Fprintf(b, "%10.4g to %-10.4g %10d  %-*s %9s %9s %9s\n", o.Low, o.High, o.Count,
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
	fmt.Fprintf(b, "\n%-42s %9s %9s %9s\n", "laws by the counts of all samples", "BIC-best", "AIC-best", "p(chi2)")
	leastAIC := math.Inf(1)
	for _, l := range r.Laws {
		leastAIC = min(leastAIC, l.AIC)
	}
	for _, l := range r.Laws {
		fmt.Fprintf(b, "  %-40s %9s %9s %9s\n",
			lawText(l.Name, l.Law), count(l.BIC-r.Laws[0].BIC), count(l.AIC-leastAIC), pValue(l.PFit))
	}
	if r.Exact.Error != "" {
		fmt.Fprintf(b, "\nno exact fits: %s\n", r.Exact.Error)
		return
	}
	fmt.Fprintf(b, "\n%-42s %9s %9s %7s %6s %7s %6s %6s\n", fmt.Sprintf("laws by the likelihood of %d samples", r.Exact.N),
		"BIC-best", "held-out", "KS", "p", "AD", "p", "SSE")
	for _, l := range r.Exact.Laws {
		fmt.Fprintf(b, "  %-40s %9s %9.4f %7.4f %6s %7s %6s %6.3f\n", lawText(l.Name, l.Law),
			count(l.BIC-r.Exact.Laws[0].BIC), l.HeldOut, l.KS, pValue(l.PKS), number(l.AD), pValue(l.PAD), l.SSE)
		if l.Edge != "" {
			fmt.Fprintf(b, "    (%s)\n", l.Edge)
		}
	}
	fmt.Fprintf(b, "  held-out: nats a sample, each half under the law fitted to the other; p from %d bootstrap\n"+
		"  replicates; SSE: histogram against density\n", r.Exact.Bootstrap)
}

// abbreviations are the names of families that are too long for their column.
var abbreviations = map[string]string{
	"log-normal scale mixture": "log-normal mixture",
	"generalised Gaussian":     "gen. Gaussian",
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
	for _, e := range r.Estimators {
		if math.IsNaN(e.Alpha) {
			fmt.Fprintf(b, "  %-34s %s\n", e.Name, "none: no power tail there")
			continue
		}
		fmt.Fprintf(b, "  %-34s %-18s of %d\n", e.Name, withError(e.Alpha, e.SE), e.N)
	}
	if len(r.Blocks) > 0 {
		fmt.Fprintf(b, "  block log-moment by K1:")
		for i, k := range r.Blocks {
			if i%4 == 0 {
				b.WriteString("\n   ")
			}
			fmt.Fprintf(b, " %6d: %.2f +- %.2f", k.Size, k.Alpha, k.SE)
		}
		fmt.Fprintf(b, "\n  (a drift towards 2 means: not stable)\n")
	}
}

func (r *Report) writeTail(b *strings.Builder) {
	t := r.Tail
	if t == nil {
		return
	}
	fmt.Fprintf(b, "\npeaks over %.4g (95 %% quantile of |x|, first %d samples)\n", t.Threshold, t.N)
	fmt.Fprintf(b, "  frequency %.4g a sample (95 %%: %.4g to %.4g)\n", t.Frequency, t.FrequencyLow, t.FrequencyHigh)
	fmt.Fprintf(b, "  generalised Pareto: shape %s, scale %s; a power tail has shape 1/alpha\n",
		withError(t.Shape, t.ShapeSE), withError(t.Scale, t.ScaleSE))
	fmt.Fprintf(b, "  clustering: dispersion %.3g (p %s; Poisson: 1), extremal index %.3g (independent: 1)\n",
		t.Dispersion, pValue(t.DispersionP), t.Extremal)
}
