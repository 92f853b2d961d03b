package simscreen

import (
	"math"
	"sort"

	"github.com/charmbracelet/x/ansi"

	"levyscope/sim/problem"
	"levyscope/stats/tail"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// sideName is the name of a way out.
func (m *model) sideName(side int) string {
	if names := m.data.sides; side >= 0 && side < len(names) {
		return names[side]
	}
	return problem.SideName(side)
}

// roleOf is the colour of a way out: that of its coordinate or, where the ways out are
// basins, one for each basin.
func (m *model) roleOf(side int) theme.Role {
	if m.data.controls.Domain.Kind >= problem.InBasin {
		return theme.Series(side)
	}
	return theme.Series(side / 2)
}

// drawSides compares the shares of the ways out with their prediction. In domain wells,
// which has no ways out, it shows the time spent in the basins.
func (m *model) drawSides(f screen.Frame) string {
	d := &m.data
	if d.controls.Domain.Kind == problem.InWells {
		return m.drawOccupation(f)
	}
	b := chart.Bars{Title: "exit sides", Focused: f.Focused}
	if d.controls.Domain.Kind == problem.InBasin {
		b.Title = "exits into basins"
	}
	if d.theory != nil && !d.theory.Valid {
		b.Title += " (theory rough)"
	}
	notes := m.heaviest(false)
	if room := f.H - 1 - len(d.sides); room < len(notes) {
		notes = m.heaviest(true)
		notes = notes[:max(0, min(room, len(notes)))]
	}
	if d.theory != nil && d.theory.Caveat != "" && f.H > len(d.sides)+1+len(notes) {
		notes = append(notes, "theory rough: "+d.theory.Caveat)
	}
	h := f.H - len(notes)
	shown, more := m.likeliest(h)
	b.More = more
	for _, side := range shown {
		row := chart.Row{Label: m.sideName(side), Measured: math.NaN(), Lo: math.NaN(), Hi: math.NaN(),
			Predicted: m.predictedShare(side), Role: m.roleOf(side)}
		if k, n := m.exitsBy(side); n > 0 {
			row.Measured = float64(k) / float64(n)
			row.Lo, row.Hi = tail.WilsonInterval(k, n, tail.ShownNormal975)
			row.SE = math.Sqrt(row.Measured * (1 - row.Measured) / float64(n))
			if row.SE == 0 { // all or none: the interval stands for the error
				row.SE = (row.Hi - row.Lo) / (2 * tail.ShownNormal975)
			}
		}
		b.Rows = append(b.Rows, row)
	}
	out := b.Render(f.W, h, f.Theme)
	for _, note := range notes {
		line := ansi.Truncate(f.Theme.Spell(" "+note), f.W, f.Theme.Spell("…"))
		out += "\n" + f.Theme.Style(theme.Dim).Render(screen.Pad(line, f.W))
	}
	return out
}

// exitsBy is how many of n exits took a way out; n is 0 where that is not known.
func (m *model) exitsBy(side int) (k, n int) {
	c := m.data.counts
	if c == nil || side >= len(c.Totals.Sides) {
		return 0, 0
	}
	return c.Totals.Sides[side], c.Totals.Exited
}

// predictedShare is the theory's share of a way out, NaN if there is none.
func (m *model) predictedShare(side int) float64 {
	if t := m.data.theory; t != nil && side < len(t.Sides) {
		return t.Sides[side]
	}
	return math.NaN()
}

// likeliest returns the ways out that a pane of h lines shows: all in their order if it has
// room for them, else those with most exits or, as long as there are no exits, with the
// largest prediction. more is how many others there are. The home basin is no way out: a
// path in it has not left.
func (m *model) likeliest(h int) (shown []int, more int) {
	d := &m.data
	for side := range d.sides {
		if d.controls.Domain.Kind != problem.InBasin || side != m.terrain().home {
			shown = append(shown, side)
		}
	}
	if len(shown) <= max(h-1, 1) {
		return shown, 0
	}
	weight := func(side int) float64 {
		if k, n := m.exitsBy(side); n > 0 {
			return float64(k)
		}
		if p := m.predictedShare(side); !math.IsNaN(p) {
			return p
		}
		return -1
	}
	sort.SliceStable(shown, func(i, j int) bool { return weight(shown[i]) > weight(shown[j]) })
	n := max(h-2, 1)
	return shown[:n], len(shown) - n
}
