package trainscreen

import (
	"fmt"
	"math"

	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// blockView is what the pane of blocks shows.
type blockView uint8

// The views, in the order in which a user goes through them.
const (
	alphaByBlock blockView = iota // log-moments against the draws in a block sum
	alphaByBatch                  // likelihood against the batch size
	scaleByBatch                  // sd and median |U| against the batch size, with the slopes of two kinds of laws
	blockViews
)

// drawBlocks is alpha against the number of draws in a block sum or the batch size, or the scale of the noise against
// the batch size: all tell a stable law, whose sums have its own index.
func (m *model) drawBlocks(f screen.Frame) string {
	name := ""
	if m.layer < len(m.data.layers) {
		name = ", " + shortLayer(m.data.layers[m.layer].name)
	}
	laws, why := m.laws()
	switch {
	case laws == nil:
		return chart.Line{Title: "α by block size, " + m.drawsAxis(perParameter) + name,
			Brief: "α by K1, " + m.drawsAxisBrief(perParameter) + name, Focused: f.Focused, Empty: why}.Render(f.W, f.H, f.Theme)
	case m.blockView == alphaByBatch:
		return m.drawBatches(f, laws, name)
	case m.blockView == scaleByBatch:
		return m.drawScales(f, laws, name)
	}
	return m.drawLadder(f, laws, name)
}

// drawLadder is alpha by log-moments against the block size K1, with what laws of finite variance give.
func (m *model) drawLadder(f screen.Frame, laws *series.Laws, name string) string {
	l := chart.Line{Title: "α by block size K1, " + m.drawsAxis(perParameter) + name,
		Brief: "α by K1, " + m.drawsAxisBrief(perParameter) + name, XLabel: "K1", LogX: true,
		Focused: f.Focused, Facts: wrapped(driftWords(laws), f.W), Empty: "no parameter without an atom"}
	role := theme.Series0
	var median, laplace, student []chart.Point
	var band chart.Band
	for _, b := range laws.Blocks {
		x := float64(b.Size)
		median = append(median, chart.Point{X: x, Y: orNaN(b.Median)})
		laplace = append(laplace, chart.Point{X: x, Y: orNaN(b.Laplace)})
		student = append(student, chart.Point{X: x, Y: orNaN(b.StudentT)})
		half := tail.ShownNormal975 * b.SE
		band.X, band.Lo, band.Hi = append(band.X, x), append(band.Lo, b.Median-half), append(band.Hi, b.Median+half)
	}
	band.Role = theme.Band(role)
	l.Bands = []chart.Band{band}
	l.Series = []chart.Series{
		{Name: "median", Points: median, Role: role, Glyph: f.Theme.Glyph(0)},
		{Name: "Laplace", Points: laplace, Role: theme.Series2, Glyph: f.Theme.Glyph(2), Dashed: true, Value: " "},
		{Name: "t(3)", Points: student, Role: theme.Series3, Glyph: f.Theme.Glyph(3), Dashed: true, Value: " "},
	}
	if p, _ := m.pick(); p != nil && without(p.parameter) == "" {
		var own []chart.Point
		for i, inverse := range p.parameter.Ladder {
			if inverse > 0 {
				own = append(own, chart.Point{X: float64(series.BlockSizes[i]), Y: 1 / inverse})
			}
		}
		l.Series = append(l.Series, chart.Series{Name: "this weight", Points: own, Role: theme.Series1,
			Glyph: f.Theme.Glyph(1), Scatter: true, Guide: true, Value: " "})
	}
	l.HLines = append(l.HLines, chart.HLine{Y: 2, Role: theme.Theory, Label: "Gaussian"})
	if a := likelihoodAlpha(laws); !math.IsNaN(a) {
		l.HLines = append(l.HLines, chart.HLine{Y: a, Role: theme.Dim, Label: "likelihood"})
	}
	return l.Render(f.W, f.H, f.Theme)
}

// orNaN is a figure that is 0 where it was not computed.
func orNaN(v float64) float64 {
	if v == 0 {
		return math.NaN()
	}
	return v
}

// likelihoodAlpha is the median alpha by likelihood of the parameters without an atom, NaN of none.
func likelihoodAlpha(laws *series.Laws) float64 {
	if len(laws.Classes) == 0 || laws.Classes[0].Count == 0 {
		return math.NaN()
	}
	return laws.Classes[0].Quantiles[2]
}

// driftWords say whether alpha depends on the block size: that of a stable law does not.
func driftWords(laws *series.Laws) []string {
	var first, last *series.BlockSize
	for i := range laws.Blocks {
		if b := &laws.Blocks[i]; b.Count > 0 && !math.IsNaN(b.Median) {
			if first == nil {
				first = b
			}
			last = b
		}
	}
	if first == nil || first == last {
		return []string{"too few blocks to tell a drift"}
	}
	rise, se := last.Median-first.Median, math.Hypot(first.SE, last.SE)
	figures := fmt.Sprintf("%s ±%.2f from K1 %d to %d", chart.Signed(rise, 2), se, first.Size, last.Size)
	z := rise / se
	switch {
	case !(se > 0):
		return []string{"no error, so no word on a drift",
			chart.Signed(rise, 2) + fmt.Sprintf(" from K1 %d to %d", first.Size, last.Size)}
	case z > tail.ShownNormal975:
		return []string{"drifts towards 2: not stable", figures}
	case z < -tail.ShownNormal975:
		return []string{"falls with the block size: draws depend on each other, or few are extreme", figures}
	}
	return []string{"no drift beyond its error", figures}
}

// signed is a figure with its sign and its standard error.
func signed(v, se float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return screen.Unknown
	}
	if !(se > 0) || math.IsInf(se, 0) {
		return chart.Signed(v, 2)
	}
	return chart.Signed(v, 2) + fmt.Sprintf(" ±%.2f", se)
}

// valueAndError is a figure with its standard error, if it has one.
func valueAndError(v, se float64) string {
	if text := twoDecimals(v); text == screen.Unknown || !(se > 0) || math.IsInf(se, 0) {
		return text
	}
	return chart.Fixed(v, 2) + fmt.Sprintf(" ±%.2f", se)
}

// nextBlockMeasure turns the pane between block size and batch size.
func (m *model) nextBlockMeasure() (notice string) {
	m.blockView = (m.blockView + 1) % blockViews
	return [...]string{
		"alpha by block size: a stable law's stays, others drift towards 2",
		"alpha by batch size: a stable law's stays, others rise towards 2",
		"scale by batch: a stable law's sd and median fall alike",
	}[m.blockView]
}
