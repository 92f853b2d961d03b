package chart

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// find gives the cells of a character.
func find(lines [][]rune, r rune) (out [][2]int) {
	for y, l := range lines {
		for x, c := range l {
			if c == r {
				out = append(out, [2]int{x, y})
			}
		}
	}
	return out
}

func TestExitsStandAtTheBorder(t *testing.T) {
	f := Plane{X0: -1.4, X1: 1.4, Y0: -1.4, Y1: 1.4,
		Walls: Walls{-1, 1, -1, 1}, Exits: []Point{{50, 0}, {0, -1e300}, {-7, 1e9}}, Particle: Point{5, 5}}
	lines := plainLines(f, 60, 20)
	want := map[[2]int]bool{{59, 9}: true, {59, 10}: true, {32, 18}: true, {33, 18}: true, {6, 1}: true}
	marks := find(lines[1:], exitMark(new(theme.Theme)))
	for _, m := range marks {
		if !want[[2]int{m[0], m[1] + 1}] {
			t.Errorf("an exit at %v", m)
		}
	}
	if len(marks) != 3 {
		t.Errorf("%d exits", len(marks))
	}
	if p := find(lines[1:], '●'); len(p) != 0 {
		t.Errorf("a particle outside the view is drawn at %v", p)
	}
}

func TestBoxIsClosed(t *testing.T) {
	lines := plainLines(Plane{X0: -0.9, X1: 1.3, Y0: -1, Y1: 1, Walls: Walls{-0.6, 1, -0.7, 0.7}}, 60, 20)
	tl, br := find(lines, '┌'), find(lines, '┘')
	if len(tl) != 1 || len(br) != 1 || tl[0][0] >= br[0][0] || tl[0][1] >= br[0][1] {
		t.Errorf("corners at %v and %v", tl, br)
	}
}

// A half-line has one wall, which crosses the whole view, and no corners.
func TestMissingWallsAreNotDrawn(t *testing.T) {
	w := NoWalls()
	w.X1 = 0.5
	lines := plainLines(Plane{X0: -1, X1: 1, Y0: -1, Y1: 1, Walls: w}, 60, 20)
	for _, c := range "┌┐└┘" {
		if at := find(lines, c); len(at) != 0 {
			t.Errorf("a corner at %v", at)
		}
	}
	column := 6 + 54*3/4
	n := 0
	for _, c := range find(lines, '│') {
		if c[0] > 6 {
			n++
			if d := c[0] - column; d < -1 || d > 1 {
				t.Errorf("a wall at %v, not in column %d", c, column)
			}
		}
	}
	if n != 18 {
		t.Errorf("the wall has %d cells of 18", n)
	}
}

// The level line of a plane is a straight line where it must be, and that of a circle lies within the interpolation's
// error h^2/8 max|U”|/|grad U| of it, here below 0.4 % of the radius.
func TestLevelLines(t *testing.T) {
	g := NewGrid(-2, 2, -1, 1, 13, 7, func(x, y float64) float64 { return 3*x - y })
	lines := g.Level(0.7)
	if len(lines) == 0 {
		t.Fatal("no line")
	}
	for _, s := range lines {
		for _, p := range []Point{s.A, s.B} {
			if v := 3*p.X - p.Y; !(math.Abs(v-0.7) <= 1e-12) {
				t.Fatalf("at %v the plane has %g, not 0.7", p, v)
			}
		}
	}
	g = NewGrid(-2, 2, -2, 2, 40, 40, func(x, y float64) float64 { return x*x + y*y })
	length := 0.0
	lines = g.Level(1)
	for _, s := range lines {
		if r := math.Hypot(s.A.X, s.A.Y); !(math.Abs(r-1) <= 0.004) {
			t.Fatalf("%v is at %g from the centre", s.A, r)
		}
		length += math.Hypot(s.A.X-s.B.X, s.A.Y-s.B.Y)
	}
	near.Abs(t, "length of the unit circle", length, 2*math.Pi, 0.02)
	closed(t, lines)
}

// closed holds that every end of a segment is that of another one too.
func closed(t *testing.T, lines []Segment) {
	t.Helper()
	ends := map[Point]int{}
	for _, s := range lines {
		ends[s.A]++
		ends[s.B]++
	}
	for p, n := range ends {
		if n%2 != 0 {
			t.Errorf("a line ends at %v", p)
		}
	}
}

// Of the two pairs of joined corners the one that the mean decides for is taken, and nothing is drawn
// beside values that are not finite.
func TestLevelOfASaddle(t *testing.T) {
	g := Grid{X1: 1, Y1: 1, Cols: 1, Rows: 1, Values: []float64{1, 0, 0, 1}}
	for _, c := range []struct{ u, diagonal float64 }{{0.4, 1}, {0.6, -1}} {
		lines := g.Level(c.u)
		if len(lines) != 2 {
			t.Fatalf("level %g: %d pieces", c.u, len(lines))
		}
		for _, s := range lines {
			slope := (s.B.Y - s.A.Y) / (s.B.X - s.A.X)
			near.Abs(t, fmt.Sprintf("level %g: slope, by the mean 0.5 of the corners", c.u), slope, c.diagonal, 1e-9)
		}
	}
	g.Values[2] = math.NaN()
	if lines := g.Level(0.4); len(lines) != 0 {
		t.Errorf("a line beside NaN: %v", lines)
	}
	if lines := (&Grid{Cols: 4, Rows: 4}).Level(0); len(lines) != 0 {
		t.Errorf("a line without values: %v", lines)
	}
}

// The border of a disc lies on its circle to within the bisection's error, and where three sectors
// meet their borders do.
func TestBorders(t *testing.T) {
	lines := Borders(-2, 2, -2, 2, 20, 20, func(x, y float64) int {
		if x*x+y*y < 1 {
			return 7
		}
		return 0
	})
	if len(lines) < 20 {
		t.Fatalf("%d pieces", len(lines))
	}
	for _, s := range lines {
		near.Abs(t, fmt.Sprintf("distance of %v from the centre", s.A), math.Hypot(s.A.X, s.A.Y), 1, 0.2/64+1e-9)
	}
	closed(t, lines)
	sectors := Borders(-1.03, 1, -1.01, 1, 9, 9,
		func(x, y float64) int { return int(3 * (math.Atan2(y, x) + math.Pi) / (2 * math.Pi) * 0.999) })
	middle := map[Point]int{}
	for _, s := range sectors {
		middle[s.B]++
	}
	joined := false
	for p, n := range middle {
		joined = joined || n == 3 && math.Hypot(p.X, p.Y) < 0.3
	}
	if !joined {
		t.Error("the borders of three sectors do not meet")
	}
	if lines := Borders(0, 1, 0, 1, 5, 5, func(x, y float64) int { return 3 }); len(lines) != 0 {
		t.Errorf("one region has a border: %v", lines)
	}
}

func TestLogarithmicX(t *testing.T) {
	l := sampleOvershoot()
	th := theme.New(true, theme.Braille)
	p, traces, problem := l.layout(newRaster(80, 20, &th))
	if problem != "" || !p.x.log {
		t.Fatalf("%q, %+v", problem, p)
	}
	// A power law is straight: its dots lie on a line from the first to the last.
	nodes := traces[0]
	a, b := nodes[0], nodes[len(nodes)-1]
	k := stroke{d: newDots(p.w, p.h, &th), y: p.y}
	for _, n := range nodes {
		want := k.row(a.last) + (k.row(b.last)-k.row(a.last))*(n.col-a.col)/(b.col-a.col)
		near.Abs(t, fmt.Sprintf("row at column %g, on the line", n.col), k.row(n.last), want, 0.5)
	}
	l.Series[0].Points, l.Series[1].Points = []Point{{-1, 1}, {0, 1}}, nil
	if _, _, problem := l.layout(newRaster(80, 20, &th)); problem == "" {
		t.Error("samples at x <= 0 are drawn on a logarithmic axis")
	}
	if x, ok := sampleOvershoot().XAt(80, 20, th, 79); !ok || x < 60 || x > 66 {
		t.Errorf("the last column is at u = %g, want about 64", x)
	}
}
