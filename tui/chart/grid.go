package chart

// Segment is the straight piece of a line from A to B.
type Segment struct{ A, B Point }

// Grid holds a function of the plane at the corners of Cols x Rows equal rectangles, which fill X0..X1
// and Y0..Y1. It is what level lines are drawn from: made once for a size and a function that may be
// slow, and then as fast as any chart.
type Grid struct {
	X0, X1, Y0, Y1 float64
	Cols, Rows     int       // at least 1
	Values         []float64 // (Rows+1, Cols+1), row-major, the first row at Y0; what is not finite is left out
}

// NewGrid samples f, (Cols+1)(Rows+1) times. Less than one column or row is taken for one.
func NewGrid(x0, x1, y0, y1 float64, cols, rows int, f func(x, y float64) float64) Grid {
	g := Grid{X0: x0, X1: x1, Y0: y0, Y1: y1, Cols: max(cols, 1), Rows: max(rows, 1)}
	g.Values = make([]float64, 0, (g.Cols+1)*(g.Rows+1))
	for j := range g.Rows + 1 {
		for i := range g.Cols + 1 {
			p := g.at(float64(i), float64(j))
			g.Values = append(g.Values, f(p.X, p.Y))
		}
	}
	return g
}

// at is the place of column i and row j, which need not be whole. Both ends are met exactly.
func (g *Grid) at(i, j float64) Point {
	u, v := i/float64(g.Cols), j/float64(g.Rows)
	return Point{g.X0*(1-u) + g.X1*u, g.Y0*(1-v) + g.Y1*v}
}

// corners are the values around the rectangle of column i and row j, from its lower left one counterclockwise.
func (g *Grid) corners(i, j int) (v [4]float64, ok bool) {
	k := j*(g.Cols+1) + i
	above := k + g.Cols + 1
	v = [4]float64{g.Values[k], g.Values[k+1], g.Values[above+1], g.Values[above]}
	for n := range v {
		if !finite(v[n]) {
			return v, false
		}
		v[n] = bound(v[n])
	}
	return v, true
}

// onEdge is the place at a share t of the way along edge n of a rectangle: edge n leads from corner n to the next one.
func (g *Grid) onEdge(i, j, n int, t float64) Point {
	x, y := float64(i), float64(j)
	switch n {
	case 0:
		return g.at(x+t, y)
	case 1:
		return g.at(x+1, y+t)
	case 2:
		return g.at(x+1-t, y+1)
	}
	return g.at(x, y+1-t)
}

// Level is the line on which the function has the value u, by marching squares: straight within each rectangle, through
// the places on its edges where linear interpolation gives u. Where all four edges are met, the mean of the corners
// says which of them are joined. A rectangle with a corner that is not finite has no line.
//
// Source: Lorensen and Cline 1987, in two dimensions.
func (g *Grid) Level(u float64) []Segment {
	if len(g.Values) < (g.Cols+1)*(g.Rows+1) {
		return nil
	}
	var out []Segment
	for j := range g.Rows {
		for i := range g.Cols {
			if v, ok := g.corners(i, j); ok {
				out = g.march(out, i, j, v, u)
			}
		}
	}
	return out
}

func (g *Grid) march(out []Segment, i, j int, v [4]float64, u float64) []Segment {
	var p [4]Point
	n := 0
	for e := range 4 {
		a, b := v[e], v[(e+1)%4]
		if (a < u) != (b < u) {
			p[n] = g.onEdge(i, j, e, (u-a)/(b-a))
			n++
		}
	}
	switch {
	case n == 2:
		return append(out, Segment{p[0], p[1]})
	case n < 4:
		return out
	case (v[0]/4+v[1]/4+v[2]/4+v[3]/4 < u) == (v[0] < u): // corners 0 and 2 are joined
		return append(out, Segment{p[0], p[1]}, Segment{p[2], p[3]})
	}
	return append(out, Segment{p[3], p[0]}, Segment{p[1], p[2]})
}
