package tui

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
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

// drawBasin shows the particle in its landscape: two coordinates from above, or one as a profile.
func (s *simScreen) drawBasin(f frame) string {
	d := &s.seen
	c := d.controls
	land := s.terrain()
	caption := s.caption(f)
	f.h -= len(caption)
	picture := land.draw(f.w, f.h)
	p := chart.Plane{Title: fmt.Sprintf("%s, path %d", kindOf(land.u), d.path+1), X0: land.x.Lo, X1: land.x.Hi, Y0: land.y.Lo, Y1: land.y.Hi,
		XName: "w1", YName: "w2", Contours: picture.contours, Border: picture.border, Curve: picture.curve, Walls: land.walls(),
		Minima: land.minima(), Saddles: land.saddles(), Focused: f.focused, Particle: chart.Point{X: math.NaN(), Y: math.NaN()},
		JumpLength: math.Sqrt(c.Eps) * c.Sigma[0]}
	if len(c.Sigma) > 1 {
		// The threshold of the more restless coordinate, so that no quiet step is drawn as a jump.
		p.JumpLength = math.Sqrt(c.Eps) * max(c.Sigma[0], c.Sigma[1])
	} else {
		p.YName = "U"
	}
	for _, e := range d.trail[max(0, len(d.trail)-trailLength):] {
		p.Trail = append(p.Trail, land.place(e.X))
	}
	for _, x := range d.exits {
		p.Exits = append(p.Exits, land.place(x))
	}
	if n := len(p.Trail); n > 0 {
		p.Particle = p.Trail[n-1]
	}
	return p.Render(f.w, f.h, f.th) + strings.Join(append([]string{""}, caption...), "\n")
}

// terrain is made once for a landscape and a domain.
func (s *simScreen) terrain() *terrain {
	if s.seen.land == nil {
		s.seen.land = newTerrain(s.cfg.ExitConfig, s.seen.controls)
	}
	return s.seen.land
}

// drawPath shows the particle's coordinates over all its steps, with the changes.
func (s *simScreen) drawPath(f frame) string {
	d := &s.seen
	l := chart.Line{Title: "coordinates", XLabel: "step", Markers: d.markers, Focused: f.focused,
		XMin: new(0.0), XMax: horizon(float64(d.step))}
	for i, t := range d.tracks {
		if len(d.tracks) > 2 && i != s.row {
			continue
		}
		role := theme.Series(i)
		l.Series = append(l.Series, chart.Series{Name: fmt.Sprintf("w%d, %d jumps", i+1, d.jumps[i]), Track: t, Role: role, Glyph: f.th.Glyph(i)})
	}
	land := s.terrain()
	row := land.row(s.row)
	l.YMin, l.YMax = &row.extent.Lo, &row.extent.Hi
	for _, v := range row.borders {
		l.HLines = append(l.HLines, chart.HLine{Y: v, Role: theme.Box})
	}
	if all := land.u.Minima(); len(all) > 1 && len(land.start) == 1 {
		for i, m := range some(all) {
			l.HLines = append(l.HLines, chart.HLine{Y: m[0], Role: theme.Good, Label: fmt.Sprintf("minimum %d", i+1)})
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
	title := fmt.Sprintf("escapes of the particle: %d", d.escaped)
	if d.diverged > 0 {
		title += fmt.Sprintf(", %d DIVERGED", d.diverged)
	}
	lines := []string{titleRule(title, f),
		f.th.Style(theme.Dim).Render(fmt.Sprintf("%5s %9s %5s %8s %8s", "path", "time", "side", "jump", "to"))}
	for i := len(d.escapes) - 1; i >= 0 && len(lines) < f.h; i-- {
		e := d.escapes[i]
		lines = append(lines, fmt.Sprintf("%5d %9.4g %s", e.Path+1, e.Time, s.wayOut(f, e.Exit)))
	}
	return fit(f, lines)
}

// wayOut is how the particle left, in words of the table of escapes.
func (s *simScreen) wayOut(f frame, e sim.Exit) string {
	switch {
	case e.Diverged:
		return f.th.Style(theme.Bad).Render("diverged: step too long")
	case e.Censored:
		return f.th.Spell(fmt.Sprintf("%5s %8s %8s", "none", "–", "–")) // still inside at the horizon
	}
	return f.th.Style(s.roleOf(e.Side)).Render(fmt.Sprintf("%5s", s.sideName(e.Side))) + fmt.Sprintf(" %8.3g %8.3g", e.Size, e.Position)
}
