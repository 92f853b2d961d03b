package simscreen

import (
	"fmt"

	"levyscope/sim/path"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// drawEscapes lists the particle's last escapes, the latest first.
func (m *model) drawEscapes(f screen.Frame) string {
	d := &m.data
	title := fmt.Sprintf("escapes of the particle: %d", d.escaped)
	if d.diverged > 0 {
		title += fmt.Sprintf(", %d DIVERGED", d.diverged)
	}
	lines := []string{screen.TitleRule(title, f),
		f.Theme.Style(theme.Dim).Render(fmt.Sprintf("%5s %9s %5s %8s %8s", "path", "time", "side", "jump", "to"))}
	for i := len(d.escapes) - 1; i >= 0 && len(lines) < f.H; i-- {
		e := d.escapes[i]
		lines = append(lines, fmt.Sprintf("%5d %9.4g %s", e.Path+1, e.Time, m.wayOut(f, e.Exit)))
	}
	return screen.FitLines(f, lines)
}

// wayOut is how the particle left: side, size of the jump and where it landed.
func (m *model) wayOut(f screen.Frame, e path.Exit) string {
	switch {
	case e.Diverged:
		return f.Theme.Style(theme.Bad).Render("could not be followed")
	case e.Censored:
		return f.Theme.Spell(fmt.Sprintf("%5s %8s %8s", "none", screen.Unknown, screen.Unknown)) // inside at the horizon
	}
	side := f.Theme.Style(m.roleOf(e.Side)).Render(fmt.Sprintf("%5s", m.sideName(e.Side)))
	return side + fmt.Sprintf(" %8.3g %8.3g", e.Size, e.Position)
}
