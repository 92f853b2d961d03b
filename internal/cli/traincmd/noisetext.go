package traincmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/train"
	"levyscope/train/noise"
)

// noiseLegend says what the lines of a probe hold.
const noiseLegend = `
gradient noise: medians over the active parameters of each array; +- is one standard error (of the median, by a
    jackknife over groups of minibatches; of sigma, unless all gradients were kept, that of a single parameter, in the
    middle of theirs); 5-95 % is the spread of alpha over parameters. Where the formula gives a
    tail index above 2, which none is, the figure is 2 and what the formula gives stands behind it
with atoms: parameters whose gradient is exactly 0 in more than 5 % of the minibatches (a unit that is off); dead:
    parameters without any noise. Neither enters the other figures or the count of jumps: their alpha is not measured
pooled: the active parameters of an array as one series, summed by K1 (of the first line, if not said) neighbours of
    a minibatch. whole net: the estimate
    of Simsekli et al. 2019, all parameters and minibatches in one sample, atoms included, K1 near the root of its
    size. Neither is the tail index of a parameter: unequal scales alone make both heavy-tailed`

// noiseText is a probe, with a line for each layer.
func noiseText(e train.NoiseEstimate) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %6d  gradient noise, %d minibatches of %d %s, K1 = %d",
		e.Step, e.Batches, e.Batch, e.Sampling.Words(), e.Block)
	b.WriteString(centreText(e))
	if e.Kept > 0 {
		fmt.Fprintf(&b, ", %d parameters kept one by one", e.Kept)
	}
	if e.TrainingBatch > 0 {
		fmt.Fprintf(&b, "\n    BOUNDED: training has grown to batches of %d, whose noise is weaker; "+
			"a probe takes %d examples in all, unless --probe-batch is given", e.TrainingBatch, e.Batch*e.Batches)
	}
	return b.String() + NoiseBody(e)
}

// NoiseLegend says what the lines of NoiseBody hold.
const NoiseLegend = noiseLegend + lawsLegend

// NoiseBody are the lines of a probe below its head.
func NoiseBody(e train.NoiseEstimate) string {
	var b strings.Builder
	if e.Collapse != nil {
		fmt.Fprintf(&b, "\n    COLLAPSED: %s", e.Collapse.Caveat)
	}
	for _, l := range e.Layers {
		fmt.Fprintf(&b, "\n    %-12s ", l.Name)
		if e.Collapse == nil {
			fmt.Fprintf(&b, "%s  ", figuresText(l, e.Block))
		}
		fmt.Fprintf(&b, "%s  dead %d/%d", atomsText(l), l.Dead, l.Params)
	}
	if e.Collapse == nil {
		for _, l := range e.Layers {
			b.WriteString(lawsText(l))
		}
	}
	b.WriteString(acrossText(e))
	if w := e.WholeNet; e.Collapse == nil {
		fmt.Fprintf(&b, "\n    whole net    pooled alpha %s, K1 = %d of %d values (Simsekli et al. 2019)",
			alphaText("%.2f", w.Alpha, w.Beyond, nan), w.Block, w.Values)
	}
	return b.String()
}

// acrossText is the tail across the parameters of one gradient.
func acrossText(e train.NoiseEstimate) string {
	if e.Across == nil || e.Collapse != nil {
		return ""
	}
	w := e.Across.WholeNet
	const text = "\n    across       alpha %s (sd %s over %d gradients), Hill 5 %% %s: the tail over " +
		"the %d parameters of one gradient, the law of none"
	return fmt.Sprintf(text, number("%.2f", w.Alpha), number("%.2f", w.AlphaSpread), e.Across.Gradients,
		number("%.2f", w.Hill), w.Params)
}

// centreText says what the noise was measured from, unless that is the gradient over all examples.
func centreText(e train.NoiseEstimate) string {
	switch e.Centre {
	case noise.Anchor:
		text := fmt.Sprintf(", centre: the gradient over %d examples (off by %.2g sd of the noise, the same in every "+
			"minibatch)", e.CentreExamples, e.CentreError)
		if len(e.Layers) > 0 && e.Layers[0].Laws == nil {
			text += "\n    NOT JUDGED: that is too far off for laws of parameters; use a larger anchor"
		}
		return text
	case noise.Differences:
		return ", " + e.Centre.Words()
	}
	return ""
}

// figuresText are the figures of the active parameters of an array; block is K1 of the probe.
func figuresText(l train.LayerNoise, block int) string {
	if l.Dead+l.Atoms.Apart == l.Params {
		return "alpha - (no active parameter)"
	}
	pooled := alphaText("%.2f", l.Pooled, l.PooledBeyond, nan)
	if l.PooledBlock > 0 && l.PooledBlock != block {
		pooled += fmt.Sprintf(" (K1 = %d)", l.PooledBlock)
	}
	return fmt.Sprintf("alpha %s  5-95 %% %s-%s  sigma %s +- %s  kurtosis %-6s pooled alpha %s",
		alphaText("%.3f", l.Alpha, l.AlphaBeyond, l.AlphaSE), number("%.2f", l.Quantiles[0]), number("%.2f", l.Quantiles[4]),
		number("%.3g", l.Sigma), number("%.2g", l.SigmaSE), number("%.3g", l.Kurtosis), pooled)
}

// atomsText counts the parameters of an array that are set apart for their atoms.
func atomsText(l train.LayerNoise) string {
	if l.Atoms.Apart == 0 {
		return fmt.Sprintf("with atoms 0/%d", l.Params)
	}
	return fmt.Sprintf("with atoms %d/%d (median share %.2f)", l.Atoms.Apart, l.Params, l.Atoms.ApartShare)
}

// alphaText is a tail index with its standard error, NaN for none, or, where the formula
// gives more than 2, the bound with what the formula gives.
func alphaText(format string, alpha, beyond, se float64) string {
	error := ""
	if !math.IsNaN(se) && !math.IsInf(se, 0) {
		error = " +- " + fmt.Sprintf(format, se)
	}
	switch {
	case math.IsInf(beyond, 0):
		return "2 (beyond the range: no finite value by the formula)"
	case beyond > 0 && fmt.Sprintf(format, beyond) != fmt.Sprintf(format, 2.):
		return fmt.Sprintf("2 (beyond the range: "+format+"%s by the formula)", beyond, error)
	case math.IsNaN(alpha):
		return "-"
	}
	return fmt.Sprintf(format, alpha) + error
}

// number formats a figure; "-" stands for one that there is not.
func number(format string, v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "-"
	}
	return fmt.Sprintf(format, v)
}

// jumpsText counts the jumps of a run.
func jumpsText(d train.Done) string {
	text := fmt.Sprintf("%d jumps", d.Jumps)
	if d.Uncounted {
		text = "jumps were not counted"
	}
	if d.AtomJumps > 0 {
		text += fmt.Sprintf(" (and %d of parameters with atoms, which are left out)", d.AtomJumps)
	}
	if d.Collapse != nil {
		text += "; the network has collapsed"
	}
	return text
}

var nan = math.NaN()
