package trainscreen

import (
	"cmp"
	"fmt"
	"math"

	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// noiseView is what the noise pane shows.
type noiseView uint8

// The views, in the order in which a user goes through them.
const (
	weightHistogram noiseView = iota // of the selected weight; of the array where none is selected
	weightTails                      // P(|U| > u) of the selected weight, log-log
	arrayHistogram                   // of the array, whatever is selected
	noiseViews
)

// The histogram of one weight reaches to so many scales, in so many bins.
const (
	weightLimit = 12.
	weightBins  = 96
)

// weightChart is what the noise pane draws of a weight, but for its place and size.
type weightChart struct {
	bars        []float64 // counts of draws by scale, that is draws a bin over its width in scales
	under, over int
	fits        []fitCurve
	tails       []chart.Point // P(|U| > u) against u in scales
	n           int           // draws outside the atom
}

// fitCurve is a fitted law of a weightChart.
type fitCurve struct {
	name  string
	look  int // number of its colour and glyph
	bars  []float64
	tails []chart.Point
}

// The look of the best law, where that is neither of the two.
const bestLook = 2

// compared are the laws to draw, in the order of their curves: Gaussian, SaS and the best one where that is another.
func (p *picked) compared() (laws []verdict.LawScore, looks []int) {
	for _, c := range []struct {
		name string
		look int
	}{{"Gaussian", gaussLook}, {"SaS", stableLook}} {
		for _, l := range p.fits {
			if l.Name == c.name {
				laws, looks = append(laws, l), append(looks, c.look)
			}
		}
	}
	if len(p.fits) > 0 && p.fits[0].Name != "Gaussian" && p.fits[0].Name != "SaS" {
		laws, looks = append(laws, p.fits[0]), append(looks, bestLook)
	}
	return laws, looks
}

// fitName is the name of a law in the legend.
func (p *picked) fitName(l verdict.LawScore) string {
	name := cmp.Or(shortLaws[l.Name], l.Name)
	if l.Name == p.fits[0].Name {
		name = "best: " + name
	}
	return name
}

// asBars is the histogram of the weight with the densities of its laws.
func (p *picked) asBars() *weightChart {
	if p.bars != nil {
		return p.bars
	}
	sigma := p.parameter.Sigma
	c := &weightChart{n: p.parameter.N - p.parameter.Zeros}
	c.bars, c.under, c.over = spread(p.histogram, sigma)
	laws, looks := p.compared()
	for i, l := range laws {
		scaled := func(x float64) float64 { return sigma * l.Prob(x*sigma) }
		c.fits = append(c.fits, fitCurve{name: p.fitName(l), look: looks[i],
			bars: expected(weightLimit, weightBins, float64(c.n)/(2*weightLimit/weightBins), scaled)})
	}
	p.bars = c
	return c
}

// spread is a histogram in bins of equal width over [-weightLimit, weightLimit) scales, as draws a scale: the draws of
// a bin of the counts lie evenly in it.
func spread(h series.Histogram, sigma float64) (bars []float64, under, over int) {
	const width = 2 * weightLimit / weightBins
	bars = make([]float64, weightBins)
	put := func(from, to, n float64, sign float64) {
		lo, hi := int(from/width), min(int(math.Ceil(to/width)), weightBins/2)
		for k := max(lo, 0); k < hi; k++ {
			part := (min(to, float64(k+1)*width) - max(from, float64(k)*width)) / (to - from)
			at := weightBins/2 + k
			if sign < 0 {
				at = weightBins/2 - 1 - k
			}
			bars[at] += n * max(part, 0) / width
		}
	}
	for k := 0; k+1 < len(h.Edges); k++ {
		from, to := h.Edges[k]/sigma, h.Edges[k+1]/sigma
		if k == 0 && h.OpenLow {
			from = 0
		}
		if !(to > from) {
			continue
		}
		if from >= weightLimit {
			under, over = under+h.Below[k], over+h.Above[k]
			continue
		}
		to = min(to, weightLimit)
		put(from, to, float64(h.Above[k]), 1)
		put(from, to, float64(h.Below[k]), -1)
	}
	put(0, width, float64(h.Centre)/2, 1)
	put(0, width, float64(h.Centre)/2, -1)
	return bars, under, over
}

// tailPoints is the number of points of a law's survival function.
const tailPoints = 64

// asTails is the share of draws beyond u with what the laws give.
func (p *picked) asTails() *weightChart {
	if p.tails != nil {
		return p.tails
	}
	sigma, h := p.parameter.Sigma, p.histogram
	c := &weightChart{n: p.parameter.N - p.parameter.Zeros}
	beyond := 0
	for k := len(h.Edges) - 2; k >= 0; k-- {
		if beyond += h.Below[k] + h.Above[k]; beyond > 0 && h.Edges[k] > 0 && !(k == 0 && h.OpenLow) {
			c.tails = append(c.tails, chart.Point{X: h.Edges[k] / sigma, Y: float64(beyond) / float64(c.n)})
		}
	}
	for i, j := 0, len(c.tails)-1; i < j; i, j = i+1, j-1 {
		c.tails[i], c.tails[j] = c.tails[j], c.tails[i]
	}
	laws, looks := p.compared()
	for i, l := range laws {
		curve := fitCurve{name: p.fitName(l), look: looks[i]}
		for j := range tailPoints {
			x := .1 * math.Pow(1e4, float64(j)/(tailPoints-1)) // .1 to 1,000 scales
			curve.tails = append(curve.tails, chart.Point{X: x, Y: min(1, 2*l.Survival(x*sigma))})
		}
		c.fits = append(c.fits, curve)
	}
	p.tails = c
	return c
}

// titles are those of a pane about the weight. Of a cell of several it says which one of how many this is.
func (w *weight) titles() (title, brief string) {
	of := ""
	if w.cells > 1 {
		of = fmt.Sprintf(", 1 of %d", w.cells)
	}
	return fmt.Sprintf("noise of %s%s, %s", w.name, of, perParameter), w.name + of + ", " + perParameter.brief()
}

// drawUnknown says why nothing is known of the weight that the cursor selects.
func (m *model) drawUnknown(f screen.Frame, why string) string {
	title, brief := "noise of one weight, "+perParameter.String(), "one weight, "+perParameter.brief()
	if w, ok := m.pointed(); ok {
		title, brief = w.titles()
	}
	if g, none := m.grid(); g == nil {
		why = needsLive + ": " + none
	}
	key := screen.BindingOf(screen.NextMeasure).Keys[0]
	return drawWords(f, []string{title, brief}, []string{why, key + ", with the focus here, shows the array"})
}

// drawWeight is the noise of the selected weight alone.
func (m *model) drawWeight(f screen.Frame, p *picked) string {
	w, _ := m.pointed()
	title, brief := w.titles()
	facts := wrapped(factsOfWeight(p.parameter), f.W)
	if why := without(p.parameter); why != "" {
		return chart.Histogram{Title: title, Brief: brief, Focused: f.Focused, Facts: facts, Empty: why}.
			Render(f.W, f.H, f.Theme)
	}
	if m.noiseView == weightTails {
		return m.drawTails(f, p, facts)
	}
	c := p.asBars()
	g := chart.Histogram{Title: title, Brief: brief, XLabel: "U/σ; draws a σ", LogY: f.Log, Focused: f.Focused,
		Lo: -weightLimit, Hi: weightLimit, Bins: c.bars, Under: c.under, Over: c.over, N: float64(c.n), Facts: facts,
		Empty: "no draws within " + fmt.Sprint(weightLimit) + " σ"}
	for _, fit := range c.fits {
		g.Curves = append(g.Curves, chart.Curve{Name: fit.name, Role: theme.Series(fit.look),
			Glyph: f.Theme.Glyph(fit.look), Y: fit.bars})
	}
	return g.Render(f.W, f.H, f.Theme)
}

// drawTails is the survival function of the size of the weight's noise on logarithmic axes: a straight line is a power
// law.
func (m *model) drawTails(f screen.Frame, p *picked, facts []string) string {
	w, _ := m.pointed()
	title, brief := w.titles()
	c := p.asTails()
	l := chart.Line{Title: title, Brief: brief, Unit: "P(|U| > u), u in σ", XLabel: "|U|/σ", LogX: true, LogY: true,
		Focused: f.Focused, Facts: facts}
	for _, fit := range c.fits {
		l.Series = append(l.Series, chart.Series{Name: fit.name, Points: fit.tails, Role: theme.Series(fit.look),
			Glyph: f.Theme.Glyph(fit.look), Guide: true, Value: " "})
	}
	l.Series = append(l.Series, chart.Series{Name: "draws", Points: c.tails, Role: theme.Series0,
		Glyph: f.Theme.Glyph(0), Scatter: true, Value: " "})
	if n := len(c.tails); n > 0 {
		l.XMin, l.XMax = new(max(c.tails[0].X, .1)), new(2*c.tails[n-1].X)
	}
	return l.Render(f.W, f.H, f.Theme)
}

// nextNoiseView turns the noise pane.
func (m *model) nextNoiseView() (notice string) {
	if !m.points {
		return "select a weight in the map first: tab leads there, arrows or a click select"
	}
	m.noiseView = (m.noiseView + 1) % noiseViews
	return [...]string{
		"histogram of the selected weight", "P(|U| > u) of the selected weight, log-log: a straight line is a power law",
		"histogram of all parameters of the array, each by its own scale",
	}[m.noiseView]
}
