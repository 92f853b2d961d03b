package chart

import (
	"math"

	"levyscope/tui/theme"
)

// Plane shows a particle in the basin of a quadratic potential: the box around the minimum, level lines, the trail with
// its jumps, and the places where particles left. Both axes fill the space that there is; the plane is not to scale.
//
// It needs 16x4 cells and a box with X0 < X1 and Y0 < Y1.
type Plane struct {
	Title          string
	X0, X1, Y0, Y1 float64 // the box
	XName, YName   string
	Margin         float64 // the view is wider than the box by this share of it on each side; 0 stands for 0.2
	Theta          [2]float64
	Contours       []float64 // levels U of Theta[0] x²/2 + Theta[1] y²/2 = U; needs both Theta > 0
	Trail          []Point   // in order of time; the last fifth is bright
	JumpLength     float64   // > 0: longer steps of the trail are drawn as jumps
	Cloud          []Point   // the other particles of an ensemble
	Particle       Point     // not drawn if NaN
	Exits          []Point   // in order of time; the latest ones are drawn, at the border of the view if beyond it
	Focused        bool

	// Dim1 shows a system of one dimension over time instead: in Trail, Particle and Exits, X is the time and Y the
	// coordinate, X0 and X1 are the walls, and JumpLength is a distance of Y. XName names the coordinate and YName
	// the time. Contours and Cloud are not drawn.
	Dim1 bool
}

// exitsShown is how many of the latest exits are drawn.
const exitsShown = 24

// Render draws the chart; see the package comment.
func (f Plane) Render(w, h int, th theme.Theme) string {
	if f.Dim1 {
		return f.path(&th).Render(w, h, th)
	}
	r := newRaster(w, h, &th)
	hd := head{title: f.Title, focused: f.Focused, entries: f.legends(r)}
	hd.draw(r)
	x, okX := view(f.X0, f.X1, f.Margin)
	y, okY := view(f.Y0, f.Y1, f.Margin)
	switch {
	case w < leastWidth || h < leastHeight:
		r.say(1, "too small")
		return r.String()
	case !okX || !okY:
		r.say(1, "no basin yet")
		return r.String()
	}
	p := newPlot(r, y, leastGutter)
	p.x = x
	p.axes(f.XName)
	f.drawContours(p)
	f.drawBox(p)
	f.drawCloud(p)
	f.drawTrail(p)
	f.drawExits(p)
	f.put(p, f.Particle, r.pick('●', '@'), theme.Now)
	r.text(p.left+1, p.top, f.YName, theme.Dim, p.w/3)
	return r.String()
}

// view is the axis around a box from a to b.
func view(a, b, margin float64) (axis, bool) {
	if !finite(a) || !finite(b) || !(a < b) {
		return axis{}, false
	}
	if !(margin > 0) {
		margin = 0.2
	}
	pad := (bound(b) - bound(a)) * min(margin, 10)
	return newAxis(a-pad, b+pad, false), true
}

func (f *Plane) legends(r *raster) []entry {
	var out []entry
	if f.Particle.finite() {
		at := number(f.Particle.X) + ", " + number(f.Particle.Y)
		out = append(out, entry{glyph: r.pick('●', '@'), role: theme.Now, value: at})
	}
	if f.JumpLength > 0 {
		out = append(out, entry{glyph: r.pick('╱', '*'), role: theme.Marker, name: "jump"})
	}
	if len(f.Exits) > 0 {
		out = append(out, entry{glyph: exitMark(r.th), role: theme.Bad, name: "exit"})
	}
	return out
}

func exitMark(th *theme.Theme) rune {
	if th.Glyphs() == theme.ASCII {
		return 'X'
	}
	return '✶'
}

// drawContours draws each ellipse through its columns and through its rows, so that it is closed wherever it runs.
func (f *Plane) drawContours(p *plot) {
	if !(f.Theta[0] > 0 && f.Theta[1] > 0) {
		return
	}
	d := newFaint(p.w, p.h, p.r.th)
	k := pen{theme.Axis, faintInk(p.r.th)}
	cols, rows := d.size()
	for _, u := range f.Contours {
		if !(u > 0) || !finite(u) {
			continue
		}
		for c := range cols {
			x := p.x.value(float64(c) / float64(cols-1))
			y := math.Sqrt((2*u - f.Theta[0]*x*x) / f.Theta[1]) // NaN outside the ellipse
			for _, y := range [...]float64{y, -y} {
				d.mark(c, float64(rows-1)-p.y.place(y, rows), k)
			}
		}
		for r := range rows {
			y := p.y.value(float64(rows-1-r) / float64(rows-1))
			x := math.Sqrt((2*u - f.Theta[1]*y*y) / f.Theta[0])
			for _, x := range [...]float64{x, -x} {
				d.mark(int(min(max(math.Round(p.x.place(x, cols)), -1), float64(cols))), float64(r), k)
			}
		}
	}
	d.onto(p.r, p.left, p.top)
}

// drawBox draws the walls.
func (f *Plane) drawBox(p *plot) {
	l, _ := p.cellX(f.X0)
	r, _ := p.cellX(f.X1)
	t, _ := p.cellY(f.Y1)
	b, _ := p.cellY(f.Y0)
	for x := l; x <= r; x++ {
		p.put(x, t, p.r.pick('─', '-'), theme.Box)
		p.put(x, b, p.r.pick('─', '-'), theme.Box)
	}
	for y := t; y <= b; y++ {
		p.put(l, y, p.r.pick('│', '|'), theme.Box)
		p.put(r, y, p.r.pick('│', '|'), theme.Box)
	}
	p.put(l, t, p.r.pick('┌', '+'), theme.Box)
	p.put(r, t, p.r.pick('┐', '+'), theme.Box)
	p.put(l, b, p.r.pick('└', '+'), theme.Box)
	p.put(r, b, p.r.pick('┘', '+'), theme.Box)
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
		if f.JumpLength > 0 && math.Hypot(q.X-from.X, q.Y-from.Y) > f.JumpLength {
			k = pen{theme.Marker, '*'}
		}
		x0, y0 := p.dot(d, from)
		x1, y1 := p.dot(d, q)
		d.segment(x0, y0, x1, y1, k)
	}
	d.onto(p.r, p.left, p.top)
}

func (f *Plane) drawExits(p *plot) {
	for _, q := range f.Exits[max(0, len(f.Exits)-exitsShown):] {
		f.put(p, Point{p.x.clamp(q.X), p.y.clamp(q.Y)}, exitMark(p.r.th), theme.Bad)
	}
}

func (f *Plane) put(p *plot, q Point, c rune, role theme.Role) {
	if !q.finite() {
		return
	}
	cx, okX := p.cellX(q.X)
	cy, okY := p.cellY(q.Y)
	if okX && okY {
		p.put(cx, cy, c, role)
	}
}
