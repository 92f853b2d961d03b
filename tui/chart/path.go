package chart

import (
	"math"

	"levyscope/tui/theme"
)

// path is the Line that shows a one-dimensional system over time.
func (f *Plane) path(th *theme.Theme) Line {
	y, ok := view(f.X0, f.X1, f.Margin)
	l := Line{Title: f.Title, Unit: f.XName, XLabel: f.YName, Focused: f.Focused}
	if !ok {
		return l
	}
	l.YMin, l.YMax = new(y.lo), new(y.hi)
	l.HLines = []HLine{{Y: f.X0, Role: theme.Box}, {Y: f.X1, Role: theme.Box, Label: "wall"}}
	trail := append([]Point(nil), f.Trail...)
	if f.Particle.finite() {
		trail = append(trail, f.Particle)
	}
	l.Series = []Series{{Name: "particle", Points: trail}}
	if jumps := f.jumps(); len(jumps) > 0 {
		l.Series = append(l.Series, Series{Name: "jump", Role: theme.Marker, Glyph: th.Glyph(3), Points: jumps, Value: " "})
	}
	if exits := f.Exits[max(0, len(f.Exits)-exitsShown):]; len(exits) > 0 {
		s := Series{Name: "exit", Role: theme.Bad, Glyph: exitMark(th), Scatter: true, Value: " "}
		for _, q := range exits {
			s.Points = append(s.Points, Point{q.X, y.clamp(q.Y)})
		}
		l.Series = append(l.Series, s)
	}
	return l
}

// jumps are the long steps of the trail, two points each, with a gap between them.
func (f *Plane) jumps() []Point {
	var out []Point
	for i := 1; i < len(f.Trail) && f.JumpLength > 0; i++ {
		a, b := f.Trail[i-1], f.Trail[i]
		if a.finite() && b.finite() && math.Abs(b.Y-a.Y) > f.JumpLength {
			out = append(out, a, b, Point{math.NaN(), math.NaN()})
		}
	}
	return out
}
