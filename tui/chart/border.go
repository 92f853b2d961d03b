package chart

// halvings is how often an edge across which a label changes is cut in two to find where.
const halvings = 6

// Borders are the lines between the regions of X0..X1, Y0..Y1 whose points have different labels,
// found on the edges of cols x rows rectangles: where the labels at the ends of an edge differ, the
// place of the change is found by bisection. Three or four regions that meet in a rectangle have their
// borders joined in its middle. What is smaller than a rectangle may be missed.
func Borders(x0, x1, y0, y1 float64, cols, rows int, label func(x, y float64) int) []Segment {
	b := bordering{g: Grid{X0: x0, X1: x1, Y0: y0, Y1: y1, Cols: max(cols, 1), Rows: max(rows, 1)}, label: label}
	g := &b.g
	below := make([]edge, g.Cols) // the horizontal edges under the row of rectangles
	left := b.labels(0)
	b.across(below, left, 0)
	for j := range g.Rows {
		above := make([]edge, g.Cols)
		next := b.labels(j + 1)
		b.across(above, next, j+1)
		side := b.between(0, j, 0, j+1, left[0], next[0])
		for i := range g.Cols {
			far := b.between(i+1, j, i+1, j+1, left[i+1], next[i+1])
			b.join(below[i], far, above[i], side)
			side = far
		}
		below, left = above, next
	}
	return b.out
}

// edge is the place on an edge where the label changes, if it does.
type edge struct {
	at    Point
	there bool
}

type bordering struct {
	g     Grid // without values
	label func(x, y float64) int
	out   []Segment
}

// labels are those along line j.
func (b *bordering) labels(j int) []int {
	out := make([]int, b.g.Cols+1)
	for i := range out {
		p := b.g.at(float64(i), float64(j))
		out[i] = b.label(p.X, p.Y)
	}
	return out
}

// across finds the changes along line j.
func (b *bordering) across(dst []edge, labels []int, j int) {
	for i := range dst {
		dst[i] = b.between(i, j, i+1, j, labels[i], labels[i+1])
	}
}

// between finds the change from the label la of one corner to another label at the other.
func (b *bordering) between(ia, ja, ic, jc, la, lc int) edge {
	if la == lc {
		return edge{}
	}
	lo, hi := 0.0, 1.0
	place := func(t float64) Point {
		return b.g.at(float64(ia)+t*float64(ic-ia), float64(ja)+t*float64(jc-ja))
	}
	for range halvings {
		mid := (lo + hi) / 2
		if p := place(mid); b.label(p.X, p.Y) == la {
			lo = mid
		} else {
			hi = mid
		}
	}
	return edge{place((lo + hi) / 2), true}
}

// join draws what the changes on the four edges of a rectangle say.
func (b *bordering) join(edges ...edge) {
	var p [4]Point
	n := 0
	middle := Point{}
	for _, e := range edges {
		if e.there {
			p[n] = e.at
			n++
			middle.X, middle.Y = middle.X+e.at.X, middle.Y+e.at.Y
		}
	}
	if n == 2 {
		b.out = append(b.out, Segment{p[0], p[1]})
		return
	}
	for i := range n { // n is never 1: a label that changes must change back
		b.out = append(b.out, Segment{p[i], Point{middle.X / float64(n), middle.Y / float64(n)}})
	}
}
