package trainscreen

import (
	"fmt"
	"math"

	"levyscope/stats/law"
	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// drawNoise is the histogram of the noise of the selected layer's parameters, each in units
// of its own scale, with a Gaussian and a symmetric alpha-stable law.
func (m *model) drawNoise(f screen.Frame) string {
	if m.axis == perParameter && m.noiseView != arrayHistogram {
		switch p, why := m.pick(); {
		case p != nil:
			return m.drawWeight(f, p)
		case m.points:
			return m.drawUnknown(f, why)
		}
	}
	if m.axis == acrossParameters {
		return m.drawAcross(f)
	}
	g := chart.Histogram{Title: fmt.Sprintf("gradient noise, %s", m.axis),
		XLabel: "U/σ, each parameter by its own σ", LogY: f.Log, Focused: f.Focused}
	if m.data.noise == nil || m.layer >= len(m.data.noise.Layers) {
		return g.Render(f.W, f.H, f.Theme)
	}
	l := m.data.noise.Layers[m.layer]
	h := l.Histogram
	g.Title += ", " + shortLayer(l.Name)
	g.Brief = fmt.Sprintf("noise %s, %s", m.axis.brief(), shortLayer(l.Name))
	if drift := m.data.drawsBrief(); drift != "" {
		g.Title += ", " + drift
		g.Brief = "noise, drift in it, " + shortLayer(l.Name)
	}
	if m.axis == pooled {
		g.Title += ", each by its own σ"
		g.Brief += ", each by its σ"
	}
	if math.IsNaN(l.Alpha) {
		g.Title += ": " + nothingLeft(l, m.data.noise.Collapse != nil)
		g.Empty = "no noise to show: " + nothingLeft(l, m.data.noise.Collapse != nil)
		return g.Render(f.W, f.H, f.Theme)
	}
	g.Lo, g.Hi, g.Under, g.Over = -h.Limit, h.Limit, h.Under, h.Over
	total := float64(h.Under + h.Over)
	for _, n := range h.Counts {
		g.Bins = append(g.Bins, float64(n))
		total += float64(n)
	}
	fit := m.fitted(total, l.Alpha)
	g.Curves = []chart.Curve{{Name: "Gauss fit", Role: theme.Series(gaussLook), Glyph: f.Theme.Glyph(gaussLook),
		Value: fmt.Sprintf("sd %.2f", h.SD), Y: fit.gauss}}
	if m.axis == pooled { // alpha is of the values themselves: no law of these, which are over their scales
		g.Facts = wrapped(pooledFacts(m.data.noise, l), f.W)
		return g.Render(f.W, f.H, f.Theme)
	}
	g.Curves = append(g.Curves, chart.Curve{Name: "SaS fit", Role: theme.Series(stableLook),
		Glyph: f.Theme.Glyph(stableLook), Value: "α " + twoDecimals(l.Alpha), Y: fit.stable})
	return g.Render(f.W, f.H, f.Theme)
}

// The numbers of the colours and glyphs of the two fits. They differ in lightness, for those who do not see hues, and
// from those of the layers.
const (
	gaussLook  = 5
	stableLook = 4
)

// nothingLeft says why an array has no noise to show.
func nothingLeft(l train.LayerNoise, collapsed bool) string {
	switch {
	case l.Dead == l.Params:
		return "dead"
	case l.Dead+l.Atoms.Apart == l.Params:
		return "only atoms"
	case collapsed:
		return "collapsed"
	}
	return "too few draws"
}

// fits are the counts that two laws expect in the histogram of a layer.
type fits struct {
	noise         *train.NoiseEstimate
	layer         int
	alpha         float64
	gauss, stable []float64
}

// fitted computes the laws' counts once for every probe and layer: the stable
// density is an integral for every bin.
func (m *model) fitted(total, alpha float64) fits {
	if m.fit.noise != m.data.noise || m.fit.layer != m.layer || m.fit.alpha != alpha {
		l := m.data.noise.Layers[m.layer]
		h := l.Histogram
		m.fit = fits{m.data.noise, m.layer, alpha,
			expected(h.Limit, len(h.Counts), total, gaussian(h.SD)),
			expected(h.Limit, len(h.Counts), total, stableDensity(alpha))}
	}
	return m.fit
}

// stableDensity is that of SaS with scale 1, NaN where there is no tail index.
func stableDensity(alpha float64) func(float64) float64 {
	if !(alpha > 0) {
		return func(float64) float64 { return math.NaN() }
	}
	return law.SaS(min(2, alpha), 1).Prob
}

// pooledFacts are the estimates of the pooled axis.
func pooledFacts(n *train.NoiseEstimate, l train.LayerNoise) []string {
	return []string{
		fmt.Sprintf("pooled %s, unscaled: α %s", shortLayer(l.Name), shownIndex(l.Pooled, l.PooledBeyond, math.NaN(), 2)),
		fmt.Sprintf("whole net (Simsekli): %s", shownIndex(n.WholeNet.Alpha, n.WholeNet.Beyond, math.NaN(), 2)),
		fmt.Sprintf("per parameter: %s", shownAlpha(l, 2)),
	}
}

// expected is the count in each of n bins over [-limit, limit) of total draws
// from a symmetric density, by the midpoint rule.
func expected(limit float64, n int, total float64, density func(float64) float64) []float64 {
	out := make([]float64, n)
	width := 2 * limit / float64(n)
	for i := range (n + 1) / 2 {
		out[i] = total * width * density(-limit+(float64(i)+.5)*width)
		out[n-1-i] = out[i]
	}
	return out
}

// gaussian is the density of a centred normal law.
func gaussian(sd float64) func(float64) float64 {
	return func(x float64) float64 { return math.Exp(-x*x/(2*sd*sd)) / (math.Sqrt(2*math.Pi) * sd) }
}
