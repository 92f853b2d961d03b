package chart

import "math"

// mark draws the dot nearest to a row that need not be whole; NaN and what lies outside are left out.
func (d *dots) mark(x int, y float64, p pen) {
	_, rows := d.size()
	if y = math.Round(y); y >= 0 && y < float64(rows) {
		d.set(x, int(y), p)
	}
}

// segment draws the part of a straight line that lies within the layer.
func (d *dots) segment(x0, y0, x1, y1 float64, p pen) {
	d.line(x0, y0, x1, y1, func(x, y float64) { d.mark(int(math.Round(x)), y, p) })
}

// dotted is segment with every other dot left out: those of odd places in the direction in which the line is longer.
// Where a cell has one dot nothing is left out.
func (d *dots) dotted(x0, y0, x1, y1 float64, p pen) {
	flat := math.Abs(x1-x0) >= math.Abs(y1-y0)
	d.line(x0, y0, x1, y1, func(x, y float64) {
		if at := math.Round(y); d.sx == 1 || flat && int(math.Round(x))%2 == 0 || !flat && int(at)%2 == 0 {
			d.mark(int(math.Round(x)), y, p)
		}
	})
}

// line gives the dots on the part of a straight line that lies within the layer.
func (d *dots) line(x0, y0, x1, y1 float64, dot func(x, y float64)) {
	cols, rows := d.size()
	from, to := 0.0, 1.0
	for _, e := range [...]struct{ at, step, hi float64 }{
		{x0, x1 - x0, float64(cols) - 0.5}, {y0, y1 - y0, float64(rows) - 0.5},
	} {
		if e.step == 0 {
			if e.at < -0.5 || e.at >= e.hi {
				return
			}
			continue
		}
		a, b := (-0.5-e.at)/e.step, (e.hi-e.at)/e.step
		from, to = max(from, min(a, b)), min(to, max(a, b))
	}
	if !(from <= to) {
		return
	}
	dx, dy := x1-x0, y1-y0
	n := int(math.Ceil(max(math.Abs(dx), math.Abs(dy)) * (to - from)))
	for i := range n + 1 {
		t := from
		if n > 0 {
			t += (to - from) * float64(i) / float64(n)
		}
		dot(x0+t*dx, y0+t*dy)
	}
}
