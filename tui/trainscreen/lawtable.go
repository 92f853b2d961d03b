package trainscreen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/tui/screen"
)

// tablePage is a page of the table of layers per parameter.
type tablePage uint8

// The pages, in the order in which a user goes through them.
const (
	lawPage      tablePage = iota // the laws of the parameters of each array
	estimatePage                  // log-moments and the jumps
	tablePages
)

// layerName is the first column of every table.
var layerName = column{"layer", -13, func(l train.LayerNoise, _ *layerData) string { return l.Name }}

// ofLaws is a column of the laws of an array.
func ofLaws(head string, width int, text func(*series.Laws) string) column {
	return column{head, width, func(l train.LayerNoise, _ *layerData) string {
		if l.Laws == nil {
			return screen.Unknown
		}
		return text(l.Laws)
	}}
}

// lawColumns are in the order in which a narrow table keeps them.
var lawColumns = []column{
	layerName,
	ofLaws("G/S/H/L/? %", 15, func(l *series.Laws) string { return verdictsOf(l, true) }),
	ofLaws("α ±se, p0=0", 15, alphaOfLaws),
	ofLaws("SaS>G", 7, func(l *series.Laws) string {
		if l.HeldOut.Count == 0 {
			return screen.Unknown
		}
		return twoDecimals(l.HeldOut.Beats)
	}),
	ofLaws("best", 15, bestLaw),
	ofLaws("sd of α, p", 14, func(l *series.Laws) string { return effectOf(l, "all series", true) }),
	ofLaws("rows", 7, func(l *series.Laws) string { return effectOf(l, "rows", false) }),
	ofLaws("α by zeros", 30, alphaByClass),
	ofLaws("|skew|", 7, func(l *series.Laws) string {
		if l.Skewness.Count == 0 {
			return screen.Unknown
		}
		return screen.Sig2(l.Skewness.Median)
	}),
	ofLaws("counts", 22, func(l *series.Laws) string { return verdictsOf(l, false) }),
	ofLaws("dead", 6, func(l *series.Laws) string { return fmt.Sprint(l.Dead) }),
	{"n", 7, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Params) }},
}

// narrowColumns are the table where there is no room for the name and two columns of lawColumns.
var narrowColumns = []column{
	{"layer", -11, func(l train.LayerNoise, _ *layerData) string { return shortLayer(l.Name) }},
	ofLaws("G/S/H/L/? %", 14, func(l *series.Laws) string { return verdictsOf(l, true) }),
	ofLaws("α ±se", 11, alphaOfLaws),
}

// alphaOfLaws is the median alpha by likelihood of the parameters without an atom, or why there is none.
func alphaOfLaws(l *series.Laws) string {
	if len(l.Classes) == 0 || l.Classes[0].Count == 0 {
		return nothingJudged(l)
	}
	return valueAndError(l.Classes[0].Quantiles[2], l.Classes[0].SE)
}

// nothingJudged says why no parameter has a law.
func nothingJudged(l *series.Laws) string {
	judged := 0
	for _, c := range l.Classes {
		judged += c.Count
	}
	switch {
	case l.Dead == l.Params:
		return "dead"
	case judged > 0:
		return "all atoms"
	}
	return "few draws"
}

// verdictsOf are how many parameters are Gaussian, stable, heavy-tailed, light-tailed and undecided, or their shares.
func verdictsOf(l *series.Laws, share bool) string {
	var parts []string
	total := 0
	for _, v := range l.Verdicts {
		total += v.Count
		if share {
			parts = append(parts, percent(v.Share))
		} else {
			parts = append(parts, fmt.Sprint(v.Count))
		}
	}
	if total == 0 {
		return screen.Unknown
	}
	return strings.Join(parts, "/")
}

// percent is a share in whole percents; a share above 0 is not 0, and one below 1 not 100.
func percent(share float64) string {
	switch p := 100 * share; {
	case math.IsNaN(p):
		return screen.Unknown
	case p > 0 && p < .5:
		return "<1"
	case p > 99.5 && p < 100:
		return ">99"
	default:
		return fmt.Sprintf("%.0f", p)
	}
}

// bestLaw is the law that wins most often on held-out draws, with its share of the parameters.
func bestLaw(l *series.Laws) string {
	best := -1
	for i, w := range l.HeldOut.Winners {
		if w.Count > 0 && (best < 0 || w.Count > l.HeldOut.Winners[best].Count) {
			best = i
		}
	}
	if best < 0 {
		return screen.Unknown
	}
	w := l.HeldOut.Winners[best]
	name := w.Name
	if short := shortLaws[name]; short != "" {
		name = short
	}
	return name + " " + twoDecimals(w.Share)
}

// shortLaws are the names of laws where there is little room.
var shortLaws = map[string]string{"Gaussian": "Gauss", "Student-t": "t", "generalised Gaussian": "gen.Gauss",
	"log-normal scale mixture": "mixture", "two-scale Gaussian": "2 scales"}

// effectOf is a part of the dispersion of alpha by likelihood on two halves, with its p-value.
func effectOf(l *series.Laws, part string, withP bool) string {
	for _, d := range l.Dispersion {
		if d.Of != "alpha" {
			continue
		}
		for _, e := range d.Parts {
			switch {
			case e.Name != part:
			case !withP || math.IsNaN(e.P):
				return screen.Sig2(e.Sd)
			case e.P < .001:
				return screen.Sig2(e.Sd) + " <.001"
			default:
				return screen.Sig2(e.Sd) + fmt.Sprintf(" %.3f", e.P)
			}
		}
	}
	return screen.Unknown
}

// alphaByClass are the medians of alpha by the share of exact zeros.
func alphaByClass(l *series.Laws) string {
	var parts []string
	for _, c := range l.Classes {
		if c.Count == 0 {
			parts = append(parts, screen.Unknown)
			continue
		}
		parts = append(parts, twoDecimals(c.Quantiles[2]))
	}
	return strings.Join(parts, " ")
}

// lawNotes say what the columns hold, the most important first.
func lawNotes(n *train.NoiseEstimate) []string {
	rate := .01
	for _, l := range n.Layers {
		if l.Laws != nil && l.Laws.Rate > 0 {
			rate = l.Laws.Rate
			break
		}
	}
	return []string{
		fmt.Sprintf("verdicts: Gaussian/stable/heavy, not stable/light/undecided, false discoveries %.2g by array", rate),
		"α: median by likelihood, atoms left out; p0: share of exact zeros; by zeros: 0, to .01, .05, .2, .9, above",
		"SaS>G: share where SaS beats a Gaussian out of sample; best: the law that wins most there",
		"sd of α: between parameters beyond error (two halves), its p; rows: between units; |skew|: median",
	}
}

// pooledColumns are the table of the pooled axis.
var pooledColumns = []column{
	layerName,
	{"pooled ±se", 16, func(l train.LayerNoise, _ *layerData) string {
		return shownIndex(l.Pooled, l.PooledBeyond, l.PooledSE, 3)
	}},
	{"K1", 7, func(l train.LayerNoise, _ *layerData) string { return orUnknown(l.PooledBlock) }},
	{"per parameter", 15, func(l train.LayerNoise, _ *layerData) string { return shownAlpha(l, 2) }},
	{"zeros as noise", 15, func(l train.LayerNoise, _ *layerData) string {
		return shownIndex(l.AlphaAll, 0, l.AlphaAllSE, 2)
	}},
	{"n", 7, func(l train.LayerNoise, _ *layerData) string { return fmt.Sprint(l.Params) }},
}

// pooledNotes say what the columns of the pooled axis hold.
func pooledNotes(n *train.NoiseEstimate) []string {
	w := n.WholeNet
	return []string{
		fmt.Sprintf("whole net (Simsekli et al. 2019, K1 %d): %s", w.Block, shownIndex(w.Alpha, w.Beyond, math.NaN(), 2)),
		"pooled: all parameters and minibatches as one series; ± as if its values were independent",
		"unlike scales alone lower it: log-normal ones of log-sd 1 make 1.55 of Gaussians at K1 1000",
		"per parameter: another quantity, for comparison",
	}
}

// orUnknown is a number that is 0 where there is none.
func orUnknown(n int) string {
	if n == 0 {
		return screen.Unknown
	}
	return fmt.Sprint(n)
}

// shownTable is what the table of layers shows now.
type shownTable struct {
	name    string
	columns []column
	narrow  []column // stand in where there is no room for three columns; nil: none do
	notes   func(*train.NoiseEstimate) []string
}

// table is what the table of layers shows now: it follows the axis, and per parameter the page.
func (m *model) table() shownTable {
	switch {
	case m.axis == pooled:
		return shownTable{name: "pooled", columns: pooledColumns, notes: pooledNotes}
	case m.axis == acrossParameters:
		return shownTable{name: "across parameters", columns: acrossColumns, notes: acrossNotes}
	case m.tablePage == lawPage && m.hasLaws():
		return shownTable{"laws per parameter", lawColumns, narrowColumns, lawNotes}
	}
	return shownTable{name: "layers per parameter", columns: layerColumns, notes: layerNotes}
}

// hasLaws says that the last probe has laws by parameter.
func (m *model) hasLaws() bool {
	if m.data.noise == nil {
		return false
	}
	for _, l := range m.data.noise.Layers {
		if l.Laws != nil {
			return true
		}
	}
	return false
}

// nextTablePage turns the table.
func (m *model) nextTablePage() (notice string) {
	switch {
	case m.axis != perParameter:
		return fmt.Sprintf("the table is %s: %s turns the axis", m.axis, screen.BindingOf(screen.NextAxis).Keys[0])
	case !m.hasLaws():
		return "there are no laws by parameter here: log-moments and jumps only"
	}
	if m.tablePage = (m.tablePage + 1) % tablePages; m.tablePage == lawPage {
		return "laws of the parameters: verdicts, held-out scores, dispersion"
	}
	return "log-moments, scales and jumps of the layers"
}
