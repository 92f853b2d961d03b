package tui

import (
	"fmt"
	"math"

	"levyscope/sim"
	"levyscope/stats"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// unit is the clock of the simulation.
func (s *simScreen) unit() string {
	if s.cfg.Time == sim.Iteration {
		return "iterations"
	}
	return "SDE time"
}

// drawBasin shows the particle in its box: two coordinates, or one over time.
func (s *simScreen) drawBasin(f frame) string {
	d := &s.seen
	c := d.controls
	p := chart.Plane{Title: fmt.Sprintf("basin, path %d", d.path+1), X0: c.Box[0].Lo, X1: c.Box[0].Hi,
		XName: "w1", YName: "w2", Exits: d.exits, Focused: f.focused, Particle: chart.Point{X: math.NaN(), Y: math.NaN()},
		JumpLength: math.Sqrt(c.Eps) * c.Sigma[0]}
	trail := d.trail[max(0, len(d.trail)-trailLength):]
	if len(c.Box) == 1 {
		p.Dim1, p.XName, p.YName, p.Exits = true, "w1", s.unit(), nil
		for _, e := range trail {
			p.Trail = append(p.Trail, chart.Point{X: e.Time, Y: e.X[0]})
		}
	} else {
		// The threshold of the more restless coordinate, so that no quiet step is drawn as a jump.
		p.JumpLength = math.Sqrt(c.Eps) * max(c.Sigma[0], c.Sigma[1])
		p.Y0, p.Y1 = c.Box[1].Lo, c.Box[1].Hi
		p.Theta = [2]float64{c.Theta[0], c.Theta[1]}
		least := math.Inf(1) // the lowest point of the walls
		for i := range 2 {
			a := min(-c.Box[i].Lo, c.Box[i].Hi)
			least = min(least, c.Theta[i]*a*a/2)
		}
		p.Contours = []float64{least / 4, least}
		for _, e := range trail {
			p.Trail = append(p.Trail, chart.Point{X: e.X[0], Y: e.X[1]})
		}
	}
	if n := len(p.Trail); n > 0 {
		p.Particle = p.Trail[n-1]
	}
	return p.Render(f.w, f.h, f.th)
}

// drawSides compares the ways out with their prediction.
func (s *simScreen) drawSides(f frame) string {
	d := &s.seen
	b := chart.Bars{Title: "exit sides", Focused: f.focused}
	if d.theory != nil && !d.theory.Valid {
		b.Title += " (theory rough: " + d.theory.Caveat + ")"
	}
	for side := range 2 * len(d.controls.Alpha) {
		row := chart.Row{Label: sim.SideName(side), Measured: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), Predicted: math.NaN(), Role: theme.Series(side / 2)}
		if d.counts != nil && d.counts.Totals.Exited > 0 {
			k, n := d.counts.Totals.Sides[side], d.counts.Totals.Exited
			row.Measured = float64(k) / float64(n)
			row.Lo, row.Hi = stats.WilsonInterval(k, n, normal95)
		}
		if d.theory != nil {
			row.Predicted = d.theory.Sides[side]
		}
		b.Rows = append(b.Rows, row)
	}
	return b.Render(f.w, f.h, f.th)
}

// drawSurvival compares the share of paths still inside with exp(-H(t)).
func (s *simScreen) drawSurvival(f frame) string {
	d := &s.seen
	l := chart.Line{Title: "still inside, P(τ > t)", XLabel: s.unit(), LogY: f.log, Focused: f.focused, XMin: new(0.0)}
	if !f.log {
		l.YMin, l.YMax = new(0.0), new(1.0)
	}
	if d.counts == nil {
		return l.Render(f.w, f.h, f.th)
	}
	c := d.counts
	l.Title += fmt.Sprintf(", %d paths, %d under way", c.Totals.Paths, c.InFlight)
	var measured []chart.Point
	for j, p := range c.Survival {
		measured = append(measured, chart.Point{X: float64(j) * c.BinWidth, Y: p})
	}
	l.Series = []chart.Series{{Name: "measured", Points: measured, Stairs: true}}
	if d.theory != nil {
		predicted := s.predictedSurvival(c.BinWidth)
		l.Series = append(l.Series, chart.Series{Name: "theory", Points: predicted, Role: theme.Theory, Glyph: f.th.Glyph(3), Dashed: true})
		if d.theory.PTrap > 0 {
			l.HLines = []chart.HLine{{Y: d.theory.PTrap, Role: theme.Theory, Label: fmt.Sprintf("trapped for ever %.3f", d.theory.PTrap)}}
		}
		if e := d.theory.EpsReversal; !math.IsNaN(e) {
			l.Unit = fmt.Sprintf("eps* %s", short3(e))
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

// drawPath shows the particle's coordinates over all its steps, with the changes.
func (s *simScreen) drawPath(f frame) string {
	d := &s.seen
	l := chart.Line{Title: "coordinates", XLabel: "step", Markers: d.markers, Focused: f.focused,
		XMin: new(0.0), XMax: horizon(float64(d.step))}
	for i, t := range d.tracks {
		if len(d.tracks) > 2 && i != s.row {
			continue
		}
		box := d.controls.Box[i]
		role := theme.Series(i)
		l.Series = append(l.Series, chart.Series{Name: fmt.Sprintf("w%d, %d jumps", i+1, d.jumps[i]), Track: t, Role: role, Glyph: f.th.Glyph(i)})
		if i == s.row {
			l.HLines = append(l.HLines, chart.HLine{Y: box.Lo, Role: theme.Box}, chart.HLine{Y: box.Hi, Role: theme.Box})
			l.YMin, l.YMax = new(1.6*box.Lo), new(1.6*box.Hi)
		}
	}
	return l.Render(f.w, f.h, f.th)
}

// drawScale shows the learning rate along a path, and where the particle is on it.
func (s *simScreen) drawScale(f frame) string {
	d := &s.seen
	c := s.controls
	dt := d.dt
	l := chart.Line{Title: "s = eta/eta0", XLabel: s.unit(), LogY: f.log, Focused: f.focused, Now: new(d.time), XMin: new(0.0)}
	span := max(d.time*1.4, 4000*dt)
	l.XMax = horizon(span)
	var points []chart.Point
	const n = 160
	for i := range n + 1 {
		t := float64(i) / n * *l.XMax
		points = append(points, chart.Point{X: t, Y: c.Schedule.Eta(int(t/dt)) / c.Schedule.Eta(0)})
	}
	l.Series = []chart.Series{{Name: "s", Points: points}}
	if !f.log {
		l.YMin = new(0.0)
	}
	return l.Render(f.w, f.h, f.th)
}

// drawEscapes lists the particle's last escapes, the latest first.
func (s *simScreen) drawEscapes(f frame) string {
	d := &s.seen
	lines := []string{titleRule(fmt.Sprintf("escapes of the particle: %d", d.escaped), f),
		f.th.Style(theme.Dim).Render(fmt.Sprintf("%5s %9s %4s %8s %8s", "path", "time", "side", "jump", "to"))}
	for i := len(d.escapes) - 1; i >= 0; i-- {
		e := d.escapes[i]
		side := f.th.Spell(fmt.Sprintf("%4s %8s %8s", "none", "–", "–")) // still inside at the horizon
		if !e.Censored {
			side = f.th.Style(theme.Series(e.Side/2)).Render(fmt.Sprintf("%4s", sim.SideName(e.Side))) + fmt.Sprintf(" %8.3g %8.3g", e.Size, e.Position)
		}
		lines = append(lines, fmt.Sprintf("%5d %9.4g %s", e.Path+1, e.Time, side))
	}
	return fit(f, lines)
}
