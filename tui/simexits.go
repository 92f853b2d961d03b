package tui

import (
	"fmt"
	"math"
	"sort"

	"levyscope/sim"
	"levyscope/stats"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// sideName is the name of a way out.
func (s *simScreen) sideName(side int) string {
	if names := s.seen.sides; side >= 0 && side < len(names) {
		return names[side]
	}
	return sim.SideName(side)
}

// roleOf is the colour of a way out: that of its coordinate, or of the basin where ways out are basins.
func (s *simScreen) roleOf(side int) theme.Role {
	if s.seen.controls.Domain.Kind >= sim.InBasin {
		return theme.Series(side)
	}
	return theme.Series(side / 2)
}

// drawSides compares the ways out with their prediction; where there are none, the time spent in the basins.
func (s *simScreen) drawSides(f frame) string {
	d := &s.seen
	if d.controls.Domain.Kind == sim.InWells {
		return s.drawOccupation(f)
	}
	b := chart.Bars{Title: "exit sides", Focused: f.focused}
	if d.controls.Domain.Kind == sim.InBasin {
		b.Title = "exits into basins"
	}
	if d.theory != nil && !d.theory.Valid {
		b.Title += " (theory rough: " + d.theory.Caveat + ")"
	}
	shown, left := s.likeliest(f.h)
	b.More = left
	for _, side := range shown {
		row := chart.Row{Label: s.sideName(side), Measured: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), Predicted: math.NaN(), Role: s.roleOf(side)}
		if d.counts != nil && d.counts.Totals.Exited > 0 && side < len(d.counts.Totals.Sides) {
			k, n := d.counts.Totals.Sides[side], d.counts.Totals.Exited
			row.Measured = float64(k) / float64(n)
			row.Lo, row.Hi = stats.WilsonInterval(k, n, normal95)
		}
		row.Predicted = s.predicted(side)
		b.Rows = append(b.Rows, row)
	}
	return b.Render(f.w, f.h, f.th)
}

// predicted is the theory's share of a way out, NaN if there is none.
func (s *simScreen) predicted(side int) float64 {
	if t := s.seen.theory; t != nil && side < len(t.Sides) {
		return t.Sides[side]
	}
	return math.NaN()
}

// likeliest are all ways out in their order, or, where there are more than a pane of h lines holds, those with most
// exits, or with the largest prediction as long as there are no exits; left is how many others there are. A path that is
// in its home basin has not left, so that is no way out.
func (s *simScreen) likeliest(h int) (shown []int, left int) {
	d := &s.seen
	for side := range d.sides {
		if d.controls.Domain.Kind != sim.InBasin || side != s.terrain().home {
			shown = append(shown, side)
		}
	}
	if len(shown) <= max(h-1, 1) {
		return shown, 0
	}
	weight := func(side int) float64 {
		if d.counts != nil && d.counts.Totals.Exited > 0 && side < len(d.counts.Totals.Sides) {
			return float64(d.counts.Totals.Sides[side])
		}
		if p := s.predicted(side); !math.IsNaN(p) {
			return p
		}
		return -1
	}
	sort.SliceStable(shown, func(i, j int) bool { return weight(shown[i]) > weight(shown[j]) })
	few := shown[:max(h-2, 1)]
	return few, len(shown) - len(few)
}

// drawOccupation compares the share of time that paths spend in each basin with its prediction.
func (s *simScreen) drawOccupation(f frame) string {
	b := chart.Bars{Title: "occupation of basins", Focused: f.focused}
	d := &s.seen
	if d.statistics == nil || d.statistics.Transitions == nil {
		return b.Render(f.w, f.h, f.th)
	}
	t := d.statistics.Transitions
	for i, o := range t.Occupation {
		e := normal95 * o.SE
		row := chart.Row{Label: fmt.Sprint(i + 1), Measured: o.Share, Lo: o.Share - e, Hi: o.Share + e, Predicted: math.NaN(), Role: theme.Series(i)}
		if i < len(t.Stationary) {
			row.Predicted = t.Stationary[i]
		}
		if i < len(t.Counts) {
			left := 0
			for j, n := range t.Counts[i] {
				if j != i {
					left += n
				}
			}
			row.Note = fmt.Sprintf("left %dx", left)
		}
		b.Rows = append(b.Rows, row)
	}
	return b.Render(f.w, f.h, f.th)
}

// measure is what is shown of the exit times.
type measure uint8

// The measures, in the order in which a user goes through them.
const (
	survivalOf measure = iota
	quantilesOf
	overshootOf
	measureCount
)

var measureNames = [...]string{"survival", "exponential QQ", "overshoot"}

func (m measure) next() measure  { return (m + 1) % measureCount }
func (m measure) String() string { return measureNames[m] }

// turnsTo says what the key of the measures leads to.
func (s *simScreen) turnsTo() string {
	return fmt.Sprintf("; %s: %s", bindingOf(nextMeasure).keys[0], s.measure.next())
}

// drawMeasure shows one of the measures.
func (s *simScreen) drawMeasure(f frame) string {
	switch {
	case s.seen.controls.Domain.Kind == sim.InWells:
		return chart.Line{Title: s.measure.String(), Focused: f.focused, Empty: "nothing leaves domain wells"}.Render(f.w, f.h, f.th)
	case s.measure == quantilesOf:
		return s.drawQuantiles(f)
	case s.measure == overshootOf:
		return s.drawOvershoot(f)
	}
	return s.drawSurvival(f)
}

// drawSurvival compares the share of paths still inside with exp(-H(t)).
func (s *simScreen) drawSurvival(f frame) string {
	d := &s.seen
	l := chart.Line{Title: "still inside, P(τ > t)", XLabel: s.unit(), LogY: f.log, Focused: f.focused, Empty: tooFew, XMin: new(0.0)}
	if !f.log {
		l.YMin, l.YMax = new(0.0), new(1.0)
	}
	if d.counts == nil {
		return l.Render(f.w, f.h, f.th)
	}
	c := d.counts
	l.Unit = fmt.Sprintf("%d paths, %d under way%s", c.Totals.Paths, c.InFlight, s.turnsTo())
	var measured []chart.Point
	for j, p := range c.Survival {
		measured = append(measured, chart.Point{X: float64(j) * c.BinWidth, Y: p})
	}
	l.Series = []chart.Series{{Name: "measured", Points: measured, Stairs: true}}
	if d.statistics != nil {
		band := chart.Band{Role: theme.Band(theme.Series0)}
		for _, p := range d.statistics.Survival {
			if !math.IsNaN(p.Lo) && !math.IsNaN(p.Hi) {
				band.X, band.Lo, band.Hi = append(band.X, p.Time), append(band.Lo, p.Lo), append(band.Hi, p.Hi)
			}
		}
		l.Bands = []chart.Band{band}
	}
	if d.theory != nil {
		predicted := s.predictedSurvival(c.BinWidth)
		l.Series = append(l.Series, chart.Series{Name: "theory", Points: predicted, Role: theme.Theory, Glyph: f.th.Glyph(3), Dashed: true})
		if d.theory.PTrap > 0 {
			l.HLines = []chart.HLine{{Y: d.theory.PTrap, Role: theme.Theory, Label: fmt.Sprintf("trapped for ever %.3f", d.theory.PTrap)}}
		}
		if e := d.theory.EpsReversal; !math.IsNaN(e) {
			l.Unit = fmt.Sprintf("eps* %s, %s", short3(e), l.Unit)
		}
	}
	return l.Render(f.w, f.h, f.th)
}

// curve is the theory's survival function for a bin width.
type curve struct {
	theory *sim.Theory
	width  float64
	points []chart.Point
}

// predictedSurvival is computed once for every prediction: under a decay it is an integral.
func (s *simScreen) predictedSurvival(width float64) []chart.Point {
	if s.survival.theory != s.seen.theory || s.survival.width != width {
		y := make([]float64, survivalPoints)
		s.seen.theory.Survival(y, width)
		points := make([]chart.Point, len(y))
		for j, p := range y {
			points[j] = chart.Point{X: float64(j) * width, Y: p}
		}
		s.survival = curve{s.seen.theory, width, points}
	}
	return s.survival.points
}

// survivalPoints is the length of the theory's curve, that of the life table.
const survivalPoints = 121

const tooFew = "too few exits yet"

// drawQuantiles compares the quantiles of the exit times with those of an exponential law: on the diagonal they agree.
func (s *simScreen) drawQuantiles(f frame) string {
	l := chart.Line{Title: "exponential QQ", Unit: "τ/E τ" + s.turnsTo(), XLabel: "quantile of Exp(1)", Focused: f.focused, Empty: tooFew, XMin: new(0.0), YMin: new(0.0)}
	st := s.seen.statistics
	if st == nil || len(st.QQ) == 0 {
		return l.Render(f.w, f.h, f.th)
	}
	if v := st.Variation; !math.IsNaN(v.CV) {
		l.Title += fmt.Sprintf(", CV %.3g ±%s", v.CV, short2(v.SE))
	}
	unit := st.Mean.Mean
	if st.Rescaled {
		unit, l.Unit = 1, "H(τ)"+s.turnsTo()
	}
	var measured []chart.Point
	end := 0.0
	for _, q := range st.QQ {
		if !math.IsNaN(q.Empirical) {
			measured = append(measured, chart.Point{X: q.Exponential, Y: q.Empirical / unit})
			end = max(end, q.Exponential)
		}
	}
	diagonal := []chart.Point{{X: 0, Y: 0}, {X: end, Y: end}}
	l.Series = []chart.Series{
		{Name: "exponential", Points: diagonal, Role: theme.Theory, Glyph: f.th.Glyph(3), Dashed: true, Value: " "},
		{Name: "measured", Points: measured, Role: theme.Series0, Glyph: f.th.Glyph(0), Scatter: true, Value: " "},
	}
	return l.Render(f.w, f.h, f.th)
}

// noWalls says why a basin or a sub-level set has no overshoots: theirs has no one distance to measure in.
const noWalls = "measured at walls of box or ball only"

// drawOvershoot compares how far beyond the wall paths land with the power law of a single big jump.
func (s *simScreen) drawOvershoot(f frame) string {
	l := chart.Line{Title: "overshoot", Unit: "P(|w| > u·wall)" + s.turnsTo(), XLabel: "u", LogX: true, LogY: true, Focused: f.focused, Empty: tooFew}
	if s.seen.controls.Domain.Kind > sim.InBall {
		l.Empty = noWalls
	}
	st := s.seen.statistics
	if st == nil || len(st.Overshoot) == 0 {
		return l.Render(f.w, f.h, f.th)
	}
	if a := st.OvershootAlpha; a.N > 0 && !math.IsNaN(a.Alpha) {
		l.Title += fmt.Sprintf(", α %.3g ±%s", a.Alpha, short2(a.SE))
	}
	var measured, theory []chart.Point
	band := chart.Band{Role: theme.Band(theme.Series0)}
	for _, o := range st.Overshoot {
		if o.Exits == 0 {
			break // nobody was farther out
		}
		measured = append(measured, chart.Point{X: o.Ratio, Y: o.Survival})
		if !math.IsNaN(o.Theory) {
			theory = append(theory, chart.Point{X: o.Ratio, Y: o.Theory})
		}
		band.X, band.Lo, band.Hi = append(band.X, o.Ratio), append(band.Lo, o.Lo), append(band.Hi, o.Hi)
	}
	l.Bands = []chart.Band{band}
	l.Series = []chart.Series{
		{Name: "theory (1/u)^α", Points: theory, Role: theme.Theory, Glyph: f.th.Glyph(3), Dashed: true, Value: " "},
		{Name: "measured", Points: measured, Role: theme.Series0, Glyph: f.th.Glyph(0), Scatter: true, Value: " "},
	}
	return l.Render(f.w, f.h, f.th)
}
