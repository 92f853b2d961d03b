package trainscreen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// laws are those of the parameters of the selected array by the last probe; nil where there are none, and why says why.
func (m *model) laws() (laws *series.Laws, why string) {
	n := m.data.noise
	switch {
	case n == nil:
		return nil, "no probe yet"
	case m.layer >= len(n.Layers):
		return nil, "no such array in the probe"
	case n.Layers[m.layer].Laws == nil && n.Collapse != nil:
		return nil, n.Collapse.Short()
	case n.Layers[m.layer].Laws == nil && n.Method == train.Matrix:
		return nil, "no laws by parameter: probes of the method matrix"
	case n.Layers[m.layer].Laws == nil:
		return nil, "the recording has no laws by parameter"
	}
	return n.Layers[m.layer].Laws, ""
}

// grid is the map of the selected array.
func (m *model) grid() (g *series.Grid, why string) {
	laws, why := m.laws()
	switch {
	case laws == nil:
		return nil, why
	case laws.Map == nil || laws.Map.Rows < 1 || laws.Map.Columns < 1:
		if laws.Kept+laws.Dead+laws.Unjudged < laws.Params {
			return nil, fmt.Sprintf("no map: laws of a sample of %s parameters only", thousands(laws.Kept))
		}
		return nil, "no map of this array"
	case laws.Dead == laws.Params:
		return nil, "dead: no parameter has any noise"
	}
	return laws.Map, ""
}

// weight is a parameter of the selected array, or a cell of several in its map.
type weight struct {
	name   string // "fc2.weight[17,3]"; of a cell the parameter in its middle
	place  string // "[17,3]"
	number int    // in the array
	cells  int    // parameters that the cell of the map stands for
	at     chart.HeatCell
}

// pointed is the weight that the cursor of the map selects; ok is false where it selects none.
func (m *model) pointed() (w weight, ok bool) {
	g, _ := m.grid()
	if g == nil || !m.points || m.layer >= len(m.cursors) {
		return w, false
	}
	at := m.cursors[m.layer]
	at.Row, at.Column = min(at.Row, g.Rows-1), min(at.Column, g.Columns-1)
	row, rows := middle(at.Row, g.Rows, g.Of[0])
	column, columns := middle(at.Column, g.Columns, g.Of[1])
	l := m.data.layers[m.layer]
	w = weight{number: row*max(g.Of[1], g.Columns) + column, cells: rows * columns, at: at}
	w.place = elementOf(l.shape, w.number)
	w.name = l.name + w.place
	return w, w.number < m.data.noise.Layers[m.layer].Params
}

// middle is the middle one of those that cell i of n stands for, and how many they are.
func middle(i, n, of int) (index, count int) {
	from, to := i*of/n, (i+1)*of/n
	if to <= from {
		return i, 1
	}
	return (from + to - 1) / 2, to - from
}

// elementOf is the place of element i of an array: "[17,3]".
func elementOf(shape []int, i int) string {
	if len(shape) == 0 {
		return fmt.Sprintf("[%d]", i)
	}
	at := make([]string, len(shape))
	for d := len(shape) - 1; d >= 0; d-- {
		at[d] = fmt.Sprint(i % max(shape[d], 1))
		i /= max(shape[d], 1)
	}
	return "[" + strings.Join(at, ",") + "]"
}

// picked is what the bank of a probe knows of a weight. It is computed once for each probe and weight: the fits take
// time.
type picked struct {
	bank      *series.Bank
	index     int // of the series
	parameter series.Parameter
	histogram series.Histogram
	fits      []verdict.LawScore // best first

	bars, tails *weightChart // as the noise pane draws them; nil: not drawn yet
}

// needsLive says what a single weight needs that only the laws of arrays and the map are known of.
const needsLive = "single weights need a live run with streaming probes"

// pick is what is known of the weight that the cursor selects, nil where there is none or why it is not known.
func (m *model) pick() (p *picked, why string) {
	w, ok := m.pointed()
	if !ok {
		return nil, "no weight is selected"
	}
	b := m.data.bank
	switch {
	case b == nil:
		return nil, needsLive
	case m.layer >= len(b.Arrays()):
		return nil, "the probe has no such array"
	}
	a := b.Arrays()[m.layer]
	if w.number >= a.To-a.From || a.Shape == nil {
		return nil, "this weight is not among those that the probe has kept"
	}
	index := a.From + w.number
	if m.picked == nil || m.picked.bank != b || m.picked.index != index {
		m.picked = &picked{bank: b, index: index, parameter: b.Parameter(index), histogram: b.Histogram(index),
			fits: b.Fitted(index)}
	}
	return m.picked, ""
}

// without says why a parameter has no law, "" where it has one.
func without(p series.Parameter) string {
	switch left := p.N - p.Zeros; {
	case p.N == 0:
		return "no draws"
	case p.Zeros == p.N:
		return "all atoms: the gradient is exactly 0 in every minibatch"
	case p.Dead:
		return "dead: all draws are equal"
	case p.Missing > 0:
		return fmt.Sprintf("%d draws are not finite: no law", p.Missing)
	case !p.Judged:
		return fmt.Sprintf("%d draws outside the atom: too few for a law", left)
	case !(p.Sigma > 0) || math.IsInf(p.Sigma, 0):
		return "no scale: the fit has none"
	}
	return ""
}

// adjusted are the p-values that a verdict rests on, adjusted over the array.
func adjusted(p series.Parameter) string {
	var ps []string
	for _, q := range []struct {
		law string
		q   float64
	}{{"Gauss", p.QGaussian}, {"SaS", p.QStable}, {"finite var", p.QFinite}} {
		if !math.IsNaN(q.q) {
			ps = append(ps, q.law+" "+screen.Sig2(q.q))
		}
	}
	if len(ps) == 0 {
		return "no p-values"
	}
	return "adjusted p: " + strings.Join(ps, ", ")
}

// factsOfWeight are what is known of a parameter, the most important first.
func factsOfWeight(p series.Parameter) []string {
	atoms := fmt.Sprintf("exact zeros %.3g %s apart", p.AtomShare, shareBar(p.AtomShare))
	if why := without(p); why != "" {
		return []string{why, atoms}
	}
	alpha := "α " + twoDecimals(p.Alpha)
	switch {
	case !math.IsNaN(p.AlphaSE):
		alpha += " ±" + twoDecimals(p.AlphaSE)
	case !math.IsNaN(p.AlphaLow) && !math.IsNaN(p.AlphaHigh):
		alpha += fmt.Sprintf(" [%.2f, %.2f]", p.AlphaLow, p.AlphaHigh)
	}
	return []string{p.Kind.String(), alpha, atoms, adjusted(p), "log-moment " + shownInverse(p.LogMoment),
		"kurtosis " + screen.Sig3(p.Kurtosis), "skewness " + screen.Sig2(p.Skewness), "best " + p.Best}
}

// shownInverse is the tail index whose inverse an estimate gives: none where that is not above 0, 2 with the formula's
// in brackets where it is above 2.
func shownInverse(inverse float64) string {
	switch alpha := 1 / inverse; {
	case math.IsNaN(inverse):
		return screen.Unknown
	case inverse <= 0:
		return "2 (∞)"
	case alpha > 2.005:
		return fmt.Sprintf("2 (%.2f)", alpha)
	default:
		return fmt.Sprintf("%.2f", alpha)
	}
}

// shareBar is a share as a bar of ten cells, in characters that every terminal has.
func shareBar(share float64) string {
	n := 0
	if share > 0 {
		n = min(max(int(math.Ceil(share*10)), 1), 10)
	}
	return "[" + strings.Repeat("#", n) + strings.Repeat(".", 10-n) + "]"
}

// firstLines are the first n lines.
func firstLines(n int, lines []string) []string { return lines[:min(n, len(lines))] }

// wrapped sets facts side by side in lines of at most w cells.
func wrapped(facts []string, w int) []string {
	var lines []string
	line := ""
	for _, f := range facts {
		switch {
		case line == "":
			line = f
		case len([]rune(line))+2+len([]rune(f)) <= w:
			line += "  " + f
		default:
			lines = append(lines, line)
			line = f
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
