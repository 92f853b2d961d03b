package chart

import (
	"math"

	"levyscope/tui/theme"
)

// Plane shows a particle in a landscape of two coordinates: level lines, the border of the domain,
// minima and saddles, the trail with its jumps, and the places where particles left. With Curve it
// shows a landscape of one: X is the coordinate and Y the height. Both axes fill the space that there
// is; the plane is not to scale.
//
// It needs 16x4 cells and a view with X0 < X1 and Y0 < Y1.
type Plane struct {
	Title          string    // in the rule above
	X0, X1, Y0, Y1 float64   // the view
	XName, YName   string    // of the axes
	Contours       []Segment // level lines (see Grid), dotted
	Border         []Segment // of the domain (see Borders)
	Walls          Walls     // straight parts of the border
	Curve          []Point   // the profile of a landscape of one coordinate; X should not decrease
	Minima         []Place   // marked with their labels
	Saddles        []Place   // marked with their labels
	Trail          []Point   // in order of time; the last fifth is bright
	JumpLength     float64   // > 0: longer steps of the trail are drawn as jumps; under a Curve, longer in X
	Cloud          []Point   // the other particles of an ensemble
	Particle       Point     // not drawn if NaN
	Exits          []Point   // in order of time; the latest ones are drawn, at the border of the view if beyond it
	Focused        bool      // the title has the colour of the focus
}

// Walls is a box around which some walls may be missing: those that are not finite.
type Walls struct{ X0, X1, Y0, Y1 float64 }

// NoWalls is a box without walls.
func NoWalls() Walls { return Walls{math.Inf(-1), math.Inf(1), math.Inf(-1), math.Inf(1)} }

// Place is a point with a short label, which stands right of its mark.
type Place struct {
	Point
	Label string // beside the mark
}

// exitsShown is how many of the latest exits are drawn.
const exitsShown = 24

// Render draws the chart; see the package comment.
func (f Plane) Render(w, h int, th theme.Theme) string {
	r := newRaster(w, h, &th)
	hd := head{title: f.Title, oneRow: true, focused: f.Focused, entries: f.legends(r)}
	hd.draw(r)
	switch {
	case w < leastWidth || h < leastHeight:
		r.say(1, "too small")
		return r.String()
	case !(f.X0 < f.X1 && f.Y0 < f.Y1 && finite(f.X0) && finite(f.X1) && finite(f.Y0) && finite(f.Y1)):
		r.say(1, "no basin yet")
		return r.String()
	}
	p := newPlot(r, newAxis(f.Y0, f.Y1, false), leastGutter)
	p.x = newAxis(f.X0, f.X1, false)
	p.axes(f.XName)
	f.drawLand(p)
	f.drawWalls(p)
	f.drawCloud(p)
	f.drawTrail(p)
	f.drawPlaces(p)
	f.drawExits(p)
	f.put(p, f.Particle, r.pick('●', '@'), theme.Now)
	r.text(p.left+1, p.top, f.YName, theme.Dim, p.w/3)
	return r.String()
}

func (f *Plane) legends(r *raster) []entry {
	var out []entry
	if f.Particle.finite() {
		at := number(f.Particle.X)
		if len(f.Curve) == 0 {
			at += ", " + number(f.Particle.Y)
		}
		out = append(out, entry{glyph: r.pick('●', '@'), role: theme.Now, value: at})
	}
	if f.JumpLength > 0 {
		out = append(out, entry{glyph: r.pick('╱', '*'), role: theme.Marker, name: "jump"})
	}
	if len(f.Exits) > 0 {
		out = append(out, entry{glyph: exitMark(r.th), role: theme.Bad, name: "exit"})
	}
	if len(f.Minima) > 1 || len(f.Saddles) > 0 {
		out = append(out, entry{glyph: minimumMark(r), role: theme.Good, name: "minimum"})
	}
	if len(f.Saddles) > 0 {
		out = append(out, entry{glyph: saddleMark(r), role: theme.Warn, name: "saddle"})
	}
	return out
}

func minimumMark(r *raster) rune { return r.pick('○', 'O') }
func saddleMark(r *raster) rune  { return r.pick('×', 'x') }

func exitMark(th *theme.Theme) rune {
	if th.Glyphs() == theme.ASCII {
		return 'X'
	}
	return '✶'
}

// drawLand draws what does not move: the level lines or the profile, and the border over them.
func (f *Plane) drawLand(p *plot) {
	d := newFaint(p.w, p.h, p.r.th)
	f.strokes(p, d, f.Contours, pen{theme.Axis, faintInk(p.r.th)}, true)
	d.onto(p.r, p.left, p.top)
	d = newDots(p.w, p.h, p.r.th)
	for i := 1; i < len(f.Curve); i++ {
		f.stroke(p, d, f.Curve[i-1], f.Curve[i], pen{theme.Dim, '.'}, false)
	}
	f.strokes(p, d, f.Border, pen{theme.Box, '#'}, false)
	d.onto(p.r, p.left, p.top)
}

func (f *Plane) strokes(p *plot, d *dots, lines []Segment, k pen, dotted bool) {
	for _, s := range lines {
		f.stroke(p, d, s.A, s.B, k, dotted)
	}
}

func (f *Plane) stroke(p *plot, d *dots, a, b Point, k pen, dotted bool) {
	if !a.finite() || !b.finite() {
		return
	}
	x0, y0 := p.dot(d, a)
	x1, y1 := p.dot(d, b)
	if dotted {
		d.dotted(x0, y0, x1, y1, k)
		return
	}
	d.segment(x0, y0, x1, y1, k)
}

// drawWalls draws the walls that there are. One that is met by another ends there, the others cross the view.
func (f *Plane) drawWalls(p *plot) {
	l, left := p.wall(p.cellX, f.Walls.X0, 0)
	r, right := p.wall(p.cellX, f.Walls.X1, p.w-1)
	t, upper := p.wall(p.cellY, f.Walls.Y1, 0)
	b, lower := p.wall(p.cellY, f.Walls.Y0, p.h-1)
	for x := l; x <= r; x++ {
		p.putIf(upper, x, t, p.r.pick('─', '-'), theme.Box)
		p.putIf(lower, x, b, p.r.pick('─', '-'), theme.Box)
	}
	for y := t; y <= b; y++ {
		p.putIf(left, l, y, p.r.pick('│', '|'), theme.Box)
		p.putIf(right, r, y, p.r.pick('│', '|'), theme.Box)
	}
	p.putIf(left && upper, l, t, p.r.pick('┌', '+'), theme.Box)
	p.putIf(right && upper, r, t, p.r.pick('┐', '+'), theme.Box)
	p.putIf(left && lower, l, b, p.r.pick('└', '+'), theme.Box)
	p.putIf(right && lower, r, b, p.r.pick('┘', '+'), theme.Box)
}

// wall is the cell of a wall, or the one at the end of the view where there is none.
func (p *plot) wall(cell func(float64) (int, bool), v float64, end int) (c int, there bool) {
	if !finite(v) {
		return end, false
	}
	if c, there = cell(v); !there {
		return end, false
	}
	return c, true
}

func (p *plot) putIf(yes bool, cx, cy int, c rune, role theme.Role) {
	if yes {
		p.put(cx, cy, c, role)
	}
}

// drawPlaces marks minima and saddles.
func (f *Plane) drawPlaces(p *plot) {
	for _, m := range f.Saddles {
		f.place(p, m, saddleMark(p.r), theme.Warn)
	}
	for _, m := range f.Minima {
		f.place(p, m, minimumMark(p.r), theme.Good)
	}
}

func (f *Plane) place(p *plot, m Place, c rune, role theme.Role) {
	if cx, cy, shown := f.put(p, m.Point, c, role); shown {
		p.r.text(p.left+cx+1, p.top+cy, m.Label, role, p.w-cx-1)
	}
}

// drawCloud draws the other particles.
func (f *Plane) drawCloud(p *plot) {
	d := newFaint(p.w, p.h, p.r.th)
	for _, q := range f.Cloud {
		if x, y := p.dot(d, q); q.finite() {
			d.mark(int(math.Round(x)), y, pen{theme.Shade0, p.r.pick('·', ',')})
		}
	}
	d.onto(p.r, p.left, p.top)
}

// drawTrail draws the trail from its oldest to its latest part.
func (f *Plane) drawTrail(p *plot) {
	d := newDots(p.w, p.h, p.r.th)
	bright := len(f.Trail) - max(len(f.Trail)/5, min(len(f.Trail), 16))
	for i, q := range f.Trail {
		k := pen{theme.Dim, ':'}
		if i >= bright {
			k = pen{theme.Series0, 'o'}
		}
		if !q.finite() {
			continue
		}
		from := q
		if i > 0 && f.Trail[i-1].finite() {
			from = f.Trail[i-1]
		}
		if f.JumpLength > 0 && f.length(from, q) > f.JumpLength {
			k = pen{theme.Marker, '*'}
		}
		x0, y0 := p.dot(d, from)
		x1, y1 := p.dot(d, q)
		d.segment(x0, y0, x1, y1, k)
	}
	d.onto(p.r, p.left, p.top)
}

func (f *Plane) length(a, b Point) float64 {
	if len(f.Curve) > 0 {
		return math.Abs(b.X - a.X)
	}
	return math.Hypot(b.X-a.X, b.Y-a.Y)
}

func (f *Plane) drawExits(p *plot) {
	for _, q := range f.Exits[max(0, len(f.Exits)-exitsShown):] {
		f.put(p, Point{p.x.clamp(q.X), p.y.clamp(q.Y)}, exitMark(p.r.th), theme.Bad)
	}
}

// put draws c at q and says in which cell, if that is within the plot.
func (f *Plane) put(p *plot, q Point, c rune, role theme.Role) (cx, cy int, shown bool) {
	if !q.finite() {
		return 0, 0, false
	}
	cx, okX := p.cellX(q.X)
	cy, okY := p.cellY(q.Y)
	if shown = okX && okY; shown {
		p.put(cx, cy, c, role)
	}
	return cx, cy, shown
}
