package simscreen

import (
	"fmt"

	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// drawPath shows the coordinates of the particle over all its steps, with the changes of the
// controls. Of more than two coordinates only the selected one is shown.
func (m *model) drawPath(f screen.Frame) string {
	d := &m.data
	l := chart.Line{Title: "coordinates", XLabel: "step", Markers: d.markers, Focused: f.Focused,
		XMin: new(0.0), XMax: new(screen.Horizon(float64(d.step)))}
	for i, t := range d.tracks {
		if len(d.tracks) > 2 && i != m.row {
			continue
		}
		l.Series = append(l.Series, chart.Series{Name: fmt.Sprintf("w%d, %d jumps", i+1, d.jumps[i]), Track: t,
			Role: theme.Series(i), Glyph: f.Theme.Glyph(i)})
	}
	land := m.terrain()
	row := land.row(m.row)
	l.YMin, l.YMax = &row.extent.Lo, &row.extent.Hi
	for _, v := range row.borders {
		l.HLines = append(l.HLines, chart.HLine{Y: v, Role: theme.Box})
	}
	if all := land.u.Minima(); len(all) > 1 && len(land.start) == 1 {
		for i, x := range firstPlaces(all) {
			l.HLines = append(l.HLines, chart.HLine{Y: x[0], Role: theme.Good, Label: fmt.Sprintf("minimum %d", i+1)})
		}
	}
	return l.Render(f.W, f.H, f.Theme)
}

// drawScale shows the learning rate along a path, and where the particle is on it.
func (m *model) drawScale(f screen.Frame) string {
	d := &m.data
	c := m.Controls()
	dt := d.dt
	l := chart.Line{Title: "s = eta/eta0", XLabel: m.unit(), LogY: f.Log, Focused: f.Focused, Now: new(d.time),
		XMin: new(0.0), XMax: new(screen.Horizon(max(d.time*1.4, 4000*dt)))}
	var points []chart.Point
	const n = 160
	for i := range n + 1 {
		t := float64(i) / n * *l.XMax
		points = append(points, chart.Point{X: t, Y: c.Schedule.Eta(int(t/dt)) / c.Schedule.Eta(0)})
	}
	l.Series = []chart.Series{{Name: "s", Points: points}}
	if !f.Log {
		l.YMin = new(0.0)
	}
	return l.Render(f.W, f.H, f.Theme)
}
