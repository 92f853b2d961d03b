// Package probetables has what a probe of the gradient noise has found as tables, for the panes that show it.
package probetables

import (
	"math"

	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/train"
	"levyscope/tui/rows"
)

// Tables are those of a pane.
type Tables = []rows.Table

// Layers are the estimates of all arrays, and how many of their parameters have which verdict.
func Layers(n *train.NoiseEstimate) Tables {
	if n == nil {
		return nil
	}
	var layer, kind []string
	var count, share []float64
	for _, l := range n.Layers {
		if l.Laws == nil {
			continue
		}
		for _, v := range l.Laws.Verdicts {
			layer, kind = append(layer, l.Name), append(kind, v.Name)
			count, share = append(count, float64(v.Count)), append(share, v.Share)
		}
	}
	out := Tables{rows.Records("layers", n.Layers)}
	if len(layer) > 0 {
		out = append(out, rows.Table{Name: "verdicts", Columns: []rows.Column{rows.Texts("layer", layer),
			rows.Texts("verdict", kind), rows.Numbers("count", count), rows.Numbers("share", share)}})
	}
	return out
}

// Map is the map of an array, a row for each of its cells.
func Map(name string, g *series.Grid) Tables {
	if g == nil {
		return nil
	}
	n := g.Rows * g.Columns
	row, column := make([]float64, n), make([]float64, n)
	kinds := make([]string, n)
	for i := range n {
		row[i], column[i] = float64(i/g.Columns), float64(i%g.Columns)
		if i < len(g.Kind) && g.Kind[i] != series.NoKind {
			kinds[i] = verdict.Kind(g.Kind[i]).String()
		}
	}
	return Tables{{Name: name, Columns: []rows.Column{rows.Numbers("row", row), rows.Numbers("column", column),
		rows.Numbers("alpha", wide(g.Alpha)), rows.Numbers("atom_share", wide(g.Atoms)), rows.Texts("verdict", kinds)}}}
}

// wide are numbers in double precision.
func wide(list []float32) []float64 {
	out := make([]float64, len(list))
	for i, v := range list {
		out[i] = float64(v)
	}
	return out
}

// Weight is what is known of one parameter: its estimates, its counts by size, the laws fitted to them. The last row of
// the counts has the draws without a size: those with U = 0, and those whose gradient is 0.
func Weight(name string, p series.Parameter, h series.Histogram, fits []verdict.LawScore) Tables {
	var from, to, below, above []float64
	for k := 0; k+1 < len(h.Edges); k++ {
		from, to = append(from, h.Edges[k]), append(to, h.Edges[k+1])
		below, above = append(below, float64(h.Below[k])), append(above, float64(h.Above[k]))
	}
	if n := len(from); n > 0 && h.OpenLow {
		from[0] = 0
	}
	if n := len(to); n > 0 && h.OpenHigh {
		to[n-1] = math.Inf(1)
	}
	nan := math.NaN()
	from, to, below, above = append(from, 0), append(to, 0), append(below, nan), append(above, nan)
	centre, zeros := make([]float64, len(from)), make([]float64, len(from))
	for k := range centre {
		centre[k], zeros[k] = nan, nan
	}
	centre[len(centre)-1], zeros[len(zeros)-1] = float64(h.Centre), float64(h.Zeros)
	return Tables{
		rows.Records("estimates of "+name, []series.Parameter{p}),
		{Name: "draws by size |U|", Columns: []rows.Column{rows.Numbers("from [gradient]", from),
			rows.Numbers("to [gradient]", to), rows.Numbers("negative", below), rows.Numbers("positive", above),
			rows.Numbers("zero_noise", centre), rows.Numbers("zero_gradient", zeros)}},
		rows.Records("laws", fits),
	}
}

// Histogram is that of the noise of an array, each parameter by its own scale, with what a Gaussian and a symmetric
// alpha-stable law expect in its bins. The first row and the last one have what lies beyond them, so that the counts
// add up to all draws.
func Histogram(name string, h train.Histogram, gauss, stable []float64) Tables {
	n := len(h.Counts)
	if n == 0 {
		return nil
	}
	from, to, count := []float64{math.Inf(-1)}, []float64{-h.Limit}, []float64{float64(h.Under)}
	for i, c := range h.Counts {
		width := 2 * h.Limit / float64(n)
		from, to = append(from, -h.Limit+float64(i)*width), append(to, -h.Limit+float64(i+1)*width)
		count = append(count, float64(c))
	}
	from, to, count = append(from, h.Limit), append(to, math.Inf(1)), append(count, float64(h.Over))
	gauss, stable = within(gauss), within(stable)
	return Tables{{Name: name, Columns: []rows.Column{rows.Numbers("from [sigma]", from),
		rows.Numbers("to [sigma]", to), rows.Numbers("count", count), rows.Numbers("gaussian", gauss),
		rows.Numbers("stable", stable)}}}
}

// within are figures of the bins as a column that has nothing in the rows below and above them.
func within(bins []float64) []float64 {
	if bins == nil {
		return nil
	}
	return append(append([]float64{math.NaN()}, bins...), math.NaN())
}

// Blocks are the tail indices by block size and by batch size.
func Blocks(l *series.Laws) Tables {
	if l == nil {
		return nil
	}
	return Tables{rows.Records("alpha by block size", l.Blocks),
		rows.Records("by batch size", []series.Batches{l.Batches})}
}
