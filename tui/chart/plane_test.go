package chart

import (
	"testing"

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
	f := Plane{X0: -1, X1: 1, Y0: -1, Y1: 1, Exits: []Point{{50, 0}, {0, -1e300}, {-7, 1e9}}, Particle: Point{5, 5}}
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
	lines := plainLines(Plane{X0: -0.6, X1: 1, Y0: -0.7, Y1: 0.7}, 60, 20)
	tl, br := find(lines, '┌'), find(lines, '┘')
	if len(tl) != 1 || len(br) != 1 || tl[0][0] >= br[0][0] || tl[0][1] >= br[0][1] {
		t.Errorf("corners at %v and %v", tl, br)
	}
}

// A level line is a closed ring around the minimum: a ray in any direction crosses it.
func TestContourIsClosed(t *testing.T) {
	f := Plane{X0: -1, X1: 1, Y0: -1, Y1: 1, Theta: [2]float64{1, 3}, Contours: []float64{0.2}}
	th := theme.New(true, theme.Braille)
	r := newRaster(80, 30, &th)
	p := newPlot(r, newAxis(-1.2, 1.2, false), leastGutter)
	p.x = newAxis(-1.2, 1.2, false)
	f.drawContours(p)
	for c := p.w * 3 / 10; c < p.w*7/10; c++ {
		crossings := 0
		for y := range p.h {
			if v := r.cells[(p.top+y)*r.w+p.left+c]; v != ' ' {
				crossings++
			}
		}
		if crossings < 2 {
			t.Fatalf("column %d crosses the ellipse %d times", c, crossings)
		}
	}
}

func TestJumpsAreMarked(t *testing.T) {
	f := samplePath()
	n := 0
	for _, p := range f.jumps() {
		if !p.finite() {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d jumps", n)
	}
}
