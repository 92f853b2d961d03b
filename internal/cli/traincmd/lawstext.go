package traincmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/report"
	"levyscope/stats/series"
	"levyscope/train"
)

// lawsLegend says what the lines of the laws hold.
const lawsLegend = `
laws: each parameter's noise is judged by itself, on |U| without its atom (gradients of exactly 0), together with all
    of its array (false discovery rate of each kind of claim as said). alpha: by likelihood of the counts of |U|, and in
    brackets by log-moments as the literature has it, atoms taken for noise; medians by share of the atom.
    A drift of alpha with K1, or slopes of -0.5 where a stable law has 1/alpha - 1, say that the noise is not stable.
    held out: laws fitted on one half of the minibatches, scored on the other, in nats a minibatch above a Gaussian.
    Arrays of one row, as biases, have their laws in the JSON alone`

// lawsText are the laws of the parameters of an array with several units in lines, "" where none were judged.
func lawsText(l train.LayerNoise) string {
	laws := l.Laws
	if laws == nil || laws.Map == nil || laws.Map.Of[0] < 2 || laws.Kept == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n    %s:", l.Name)
	for _, line := range []string{verdictsText(laws), classesText(laws), blocksText(laws.Blocks),
		batchesText(laws.Batches), heldOutText(laws.HeldOut), dispersionText(laws.Dispersion), skewnessText(laws.Skewness)} {
		if line != "" {
			b.WriteString("\n" + strings.TrimRight(report.Paragraph("", line), "\n"))
		}
	}
	return b.String()
}

// verdictsText are the shares of the verdicts.
func verdictsText(l *series.Laws) string {
	parts := make([]string, 0, len(l.Verdicts))
	judged := 0
	for _, v := range l.Verdicts {
		judged += v.Count
		if v.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s %s %%", v.Name, number("%.1f", 100*v.Share)))
		}
	}
	text := fmt.Sprintf("laws of %d parameters: %s (at a false discovery rate of %g %%)",
		judged, strings.Join(parts, ", "), 100*l.Rate)
	if few := l.Unjudged; few > 0 {
		text += fmt.Sprintf("; %d with too little beside the atom", few)
	}
	if l.Coarse > 0 {
		text += fmt.Sprintf("; %d of the undecided with values too coarse for a law", l.Coarse)
	}
	return text
}

// classesText is alpha by the share of the atom.
func classesText(l *series.Laws) string {
	var parts []string
	for _, c := range l.Classes {
		if c.Count == 0 {
			continue
		}
		alpha := number("%.3f", c.Quantiles[2])
		if c.Quantiles[2] >= 2 {
			alpha = "2 (the end of its range)"
		}
		if !math.IsNaN(c.SE) && c.Quantiles[2] < 2 {
			alpha += fmt.Sprintf(" +- %.3f", c.SE)
		}
		parts = append(parts, fmt.Sprintf("%s %s [%s] (%d)", c.Atoms, alpha, number("%.2f", c.AllMoment), c.Count))
	}
	return "alpha by atom share: " + strings.Join(parts, "; ")
}

// blocksText is alpha against the block size, with what two laws of finite variance give.
func blocksText(blocks []series.BlockSize) string {
	if len(blocks) < 2 {
		return ""
	}
	figures := func(of func(series.BlockSize) float64) string {
		parts := make([]string, len(blocks))
		for i, b := range blocks {
			parts[i] = number("%.2f", of(b))
		}
		return strings.Join(parts, " ")
	}
	first, last := blocks[0], blocks[len(blocks)-1]
	text := fmt.Sprintf("alpha at K1 = %d to %d: %s", first.Size, last.Size,
		figures(func(b series.BlockSize) float64 { return b.Median }))
	if first.Laplace != 0 {
		text += fmt.Sprintf("; Laplace %s; Student-t(3) %s", figures(func(b series.BlockSize) float64 { return b.Laplace }),
			figures(func(b series.BlockSize) float64 { return b.StudentT }))
	}
	return text
}

// batchesText is the law against the batch size.
func batchesText(b series.Batches) string {
	if len(b.Sizes) < 2 || math.IsNaN(b.SlopeSd) {
		return ""
	}
	last := b.Sizes[len(b.Sizes)-1]
	return fmt.Sprintf("batch x%d: alpha %s from %s; slope of ln sd %s, of ln median |U| %s; "+
		"a stable law has %s for both, finite variance -0.5 for the first", last.Factor, number("%.2f", last.Alpha),
		number("%.2f", b.Sizes[0].Alpha), withError(b.SlopeSd, b.SlopeSdSE),
		withError(b.SlopeMedian, b.SlopeMedianSE), number("%.3f", b.Stable))
}

// heldOutText are the scores of the laws on draws that they were not fitted to.
func heldOutText(h series.HeldOut) string {
	if h.Count == 0 {
		return ""
	}
	var winners []string
	for _, w := range h.Winners {
		if w.Count > 0 {
			winners = append(winners, fmt.Sprintf("%s %d", w.Name, w.Count))
		}
	}
	return fmt.Sprintf("held out (%d parameters without an atom): SaS beats a Gaussian in %s; nats SaS %s +- %s, "+
		"best other on average %s %s +- %s; best law: %s", h.Count, number("%.2f", h.Beats),
		number("%.4f", h.Stable), number("%.4f", h.StableSE),
		h.BestLaw, number("%.4f", h.Best), number("%.4f", h.BestSE), strings.Join(winners, ", "))
}

// dispersionText is how much the laws of the parameters differ beyond errors of estimation.
func dispersionText(all []series.Dispersion) string {
	var parts []string
	for _, d := range all {
		var effects []string
		for _, e := range d.Parts {
			effects = append(effects, fmt.Sprintf("%s %s (p %s)", e.Name, withError(e.Sd, e.SE), pText(e.P)))
		}
		if len(effects) > 0 {
			parts = append(parts, fmt.Sprintf("sd of %s by %s: %s", d.Of, d.Method, strings.Join(effects, ", ")))
		}
	}
	return strings.Join(parts, "; ")
}

// withError is a figure with its standard error, where it has one.
func withError(x, se float64) string {
	if math.IsNaN(x) || math.IsNaN(se) {
		return number("%.3f", x)
	}
	return fmt.Sprintf("%.3f +- %.3f", x, se)
}

// pText is a p-value.
func pText(p float64) string {
	if p < 1e-9 {
		return "< 1e-9"
	}
	return number("%.2g", p)
}

// skewnessText is how far the two sides differ.
func skewnessText(s series.Skewness) string {
	if s.Count == 0 {
		return ""
	}
	return fmt.Sprintf("skewness: median %s, 95 %% below %s; uneven signs in %s %%", number("%.2f", s.Median),
		number("%.2f", s.High), number("%.1f", 100*s.Uneven.Share))
}
