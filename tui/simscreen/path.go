package simscreen

import (
	"fmt"

	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/look"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// pathChart shows the coordinates of the particle over all its steps, with the changes of the
// controls. Of more than two coordinates only the selected one is shown.
func (m *model) pathChart(f screen.Frame) chart.Line {
	d := &m.data
	l := chart.Line{Title: "coordinates", XLabel: "step", Markers: d.markers,
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
	return l
}

// scaleChart shows the learning rate along a path, and where the particle is on it.
func (m *model) scaleChart(f screen.Frame) chart.Line {
	d := &m.data
	c := m.Controls()
	dt := d.dt
	l := chart.Line{Title: "s = eta/eta0", XLabel: m.unit(), LogY: f.Log, Now: new(d.time),
		XMin: new(0.0), XMax: new(m.scaleEnd())}
	next := m.Candidate()
	if next != nil {
		l.XMax = new(screen.Horizon(max(*l.XMax, d.time+float64(screen.PreviewSteps(next, 0, 4000))*dt)))
	}
	began := 0.0 // time at which the schedule began for this path
	if c.Began > 0 {
		began = max(0, d.time-float64(d.step-max(c.Began, d.pathStart))*dt)
	}
	from, to := 0.0, *l.XMax
	if f.Look.Windowed {
		from, to = f.Look.From, f.Look.To
	}
	l.Series = []chart.Series{{Name: "s", Points: scaleOf(c.Schedule, from, to, began, dt)}}
	if next != nil {
		l.Series = append(l.Series, chart.Series{Name: "preview", Points: scaleOf(next, d.time, to, d.time, dt),
			Role: theme.Series(1), Glyph: f.Theme.Glyph(1), Dashed: true})
	}
	if !f.Log {
		l.YMin = new(0.0)
	}
	return l
}

// scaleEnd is the time up to which the learning rate along a path is drawn: it is known beyond now.
func (m *model) scaleEnd() float64 { return screen.Horizon(max(m.data.time*1.4, 4000*m.data.dt)) }

// clock counts the steps of the particle, or is the time on its path.
func (m *model) clock(t screen.TimeAxis) look.Clock {
	if t == screen.PathTime {
		return look.Clock{Now: m.data.time, End: m.scaleEnd(), Step: m.data.dt, Unit: m.unit()}
	}
	now := float64(m.data.step)
	return look.Clock{Now: now, End: now, Step: 1, Unit: "steps"}
}

// scaleOf is eta/eta0 of a schedule that begins at a time, from lo to hi.
func scaleOf(s schedule.Schedule, lo, hi, began, dt float64) (points []chart.Point) {
	const n = 160
	for i := range n + 1 {
		t := lo + float64(i)/n*(hi-lo)
		points = append(points, chart.Point{X: t, Y: s.Eta(int((t-began)/dt)) / s.Eta(0)})
	}
	return points
}
