package screen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// fills says why rects do not fill w x h cells but for a gap before each that does not begin at the left; "" if they
// do.
func fills(rects []rect, w, h int) string {
	taken := make([]bool, w*h)
	for _, r := range rects {
		if r.w < leastPaneW || r.h < leastPaneH {
			return fmt.Sprintf("%+v is too small", r)
		}
		if r.x > 0 {
			r.x, r.w = r.x-gap, r.w+gap
		}
		for y := r.y; y < r.y+r.h; y++ {
			for x := r.x; x < r.x+r.w; x++ {
				if taken[y*w+x] {
					return fmt.Sprintf("%d,%d is taken twice", x, y)
				}
				taken[y*w+x] = true
			}
		}
	}
	if slices.Contains(taken, false) {
		return "cells are left"
	}
	return ""
}

var gridsTried = []Grid{
	NewGrid("to", "to"),
	NewGrid("lantfy", "lan", "tfn", "yyy"),
	NewGrid("bstpne", "bbbbbbssssss", "bbbbbbssssss", "bbbbbbtttttt", "bbbbbbtttttt", "pppppnnneeee", "pppppnnneeee"),
}

// A border moves by the cells asked for, at the expense of the panes beside it, and panes keep their least size.
func TestABorderMoves(t *testing.T) {
	g := gridsTried[1]
	const w, h = 120, 32
	var b Borders
	at := func() []rect { return g.place(w, h, b) }
	before := at()
	l, sign, ok := g.beside(0, true) // right of l
	if !ok || sign != 1 || l != (line{true, 1}) {
		t.Fatalf("%+v %d %v", l, sign, ok)
	}
	b, ok = g.moved(b, w, h, l, 7)
	after := at()
	if !ok || after[0].w != before[0].w+7 || after[1].x != before[1].x+7 || after[2] != before[2] {
		t.Errorf("%v: %+v, was %+v", ok, after, before)
	}
	if why := fills(after, w, h); why != "" {
		t.Errorf("%s: %+v", why, after)
	}
	if _, ok := g.moved(b, w, h, l, 15); ok {
		t.Error("the second column becomes narrower than a pane may be")
	}
	if l, sign, ok = g.beside(2, true); !ok || sign != -1 || l != (line{true, 2}) { // n stands at the right end
		t.Errorf("%+v %d %v", l, sign, ok)
	}
	if _, _, ok = g.beside(5, true); ok {
		t.Error("y fills the width")
	}
	if l, sign, ok = g.beside(5, false); !ok || sign != -1 || l != (line{false, 2}) { // y stands at the foot
		t.Errorf("%+v %d %v", l, sign, ok)
	}
}

// Borders that were moved at one size fill every other, with the least size of each pane wherever equal parts have it.
func TestMovedBordersFillEverySize(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i, g := range gridsTried {
		for range 10 {
			var b Borders
			for range 40 {
				pane := g.cells[r.IntN(len(g.cells))].pane
				if l, sign, ok := g.beside(pane, r.IntN(2) == 0); ok {
					if next, ok := g.moved(b, 160, 45, l, sign*(r.IntN(21)-10)); ok {
						b = next
					}
				}
			}
			if why := fills(g.place(160, 45, b), 160, 45); why != "" {
				t.Fatalf("grid %d, %+v: %s", i, b, why)
			}
			if !b.fits(g) {
				t.Fatalf("grid %d: %+v do not fit", i, b)
			}
			for range 6 {
				w, h := 64+r.IntN(240), 15+r.IntN(90)
				if fills(g.place(w, h, Borders{}), w, h) != "" {
					continue // too small for the grid
				}
				if why := fills(g.place(w, h, b), w, h); why != "" {
					t.Fatalf("grid %d at %dx%d, %+v: %s", i, w, h, b, why)
				}
			}
		}
	}
}

// Every border can be taken at the column between two panes or at the title of the pane below it, and nothing else can.
func TestBordersUnderTheMouse(t *testing.T) {
	g := gridsTried[1]
	for _, x := range []struct {
		x, y int
		want line
		ok   bool
	}{
		{39, 3, line{true, 1}, true}, {79, 12, line{true, 2}, true}, {5, 10, line{false, 1}, true},
		{60, 20, line{false, 2}, true}, {5, 0, line{}, false}, {5, 5, line{}, false}, {119, 5, line{}, false},
		{39, 25, line{}, false}, {-1, -1, line{}, false}, {500, 500, line{}, false},
	} {
		if got, ok := g.lineAt(Borders{}, 120, 30, x.x, x.y); got != x.want || ok != x.ok {
			t.Errorf("%d,%d: %+v %v, want %+v %v", x.x, x.y, got, ok, x.want, x.ok)
		}
	}
}

// What comes from a file and is no share of a length is refused.
func TestBordersThatDoNotFit(t *testing.T) {
	g := NewGrid("tobc", "to", "bc")
	for _, b := range []Borders{
		{Columns: []float64{.2, .4}}, {Columns: []float64{0}}, {Columns: []float64{1}}, {Columns: []float64{math.NaN()}},
		{Columns: []float64{math.Inf(1)}}, {Rows: []float64{-.1}}, {Rows: []float64{.1, .2, .3}},
	} {
		if b.fits(g) {
			t.Errorf("%+v fit", b)
		}
	}
	if !(Borders{}).fits(g) || !(Borders{Columns: []float64{.3}}).fits(g) {
		t.Error("borders that fit are refused")
	}
}
