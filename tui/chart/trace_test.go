package chart

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// Many points in one column are taken in a shorter way: it comes to the same as one by one.
func TestTraceOfManyPointsIsThatOfEach(t *testing.T) {
	for seed := range uint64(60) {
		rnd := newRand(seed)
		var points []Point
		x := 0.0
		for range 3000 {
			x += rnd.ExpFloat64() * float64(rnd.IntN(2))
			p := Point{x, rnd.NormFloat64()}
			switch rnd.IntN(300) {
			case 0:
				p.Y = math.NaN()
			case 1:
				p.Y = math.MaxFloat64
			case 2:
				p.X = math.Inf(1)
			case 3:
				p.X -= 50 * rnd.Float64()
			}
			points = append(points, p)
		}
		ax, cols, log := newAxis(-5, x*rnd.Float64(), false), 1+rnd.IntN(200), seed%2 == 0
		each := trace{lo: ax.lo, per: float64(cols-1) / (ax.hi - ax.lo), cols: cols, log: log, gap: true}
		for _, p := range points {
			if !p.finite() || log && p.Y <= 0 {
				each.gap = true
				continue
			}
			y := bound(p.Y)
			each.add(each.column(bound(p.X)), node{lo: y, hi: y, first: y, last: y, begin: y, count: 1})
		}
		if got := traceOf(&Series{Points: points}, ax, cols, log); !slices.Equal(got, each.nodes) {
			t.Fatalf("seed %d: %d nodes, want %d", seed, len(got), len(each.nodes))
		}
	}
}

// Thousands of points are found by bisection: a window of them is drawn as if it were all there is.
func TestWindowOfManyPoints(t *testing.T) {
	rnd := newRand(8)
	points := make([]Point, 3*manyPoints)
	for i := range points {
		points[i] = Point{float64(i / 3), rnd.NormFloat64()}
		if rnd.IntN(50) == 0 {
			points[i].Y = math.NaN()
		}
		if rnd.IntN(50) == 0 {
			points[i].X = math.NaN()
		}
	}
	s := Series{Points: points}
	for range 300 {
		ax := newAxis(float64(rnd.IntN(5000)-500), float64(rnd.IntN(5000)), false)
		few := Series{Points: slices.Clone(s.window(ax.value(-0.51/99), ax.value(1+0.51/99)))}
		all := trace{lo: ax.lo, per: 99 / (ax.hi - ax.lo), cols: 100, gap: true}
		for _, p := range points {
			if !p.finite() {
				all.gap = true
				continue
			}
			all.add(all.column(p.X), node{lo: p.Y, hi: p.Y, first: p.Y, last: p.Y, begin: p.Y, count: 1})
		}
		got := traceOf(&few, ax, 100, false)
		in := func(nodes []node) (out []node) {
			within(nodes, 100, func(n *node) { out = append(out, *n) })
			return out
		}
		if a, b := in(got), in(all.nodes); !slices.Equal(a, b) {
			t.Fatalf("[%g, %g]: %d nodes, want %d", ax.lo, ax.hi, len(a), len(b))
		}
		x := float64(rnd.IntN(4500) - 200)
		want, found := Point{}, false
		for _, p := range points {
			if p.finite() && p.X <= x {
				want, found = p, true
			}
		}
		if p, ok := s.latest(x); p != want || ok != found {
			t.Fatalf("latest(%g) is %v %v, want %v %v", x, p, ok, want, found)
		}
	}
	lo, hi, ok := s.extent(false)
	if first := s.Points[s.firstFinite(0, false)].X; !ok || lo != first || hi < float64(manyPoints-20) {
		t.Errorf("extent %g %g %v", lo, hi, ok)
	}
}

// A sample less than a column beside the plot is not drawn in it, and has no part in the range of y.
func TestSamplesBesideThePlotStayThere(t *testing.T) {
	s := Series{Points: []Point{{-0.9, 50}, {0, 1}, {50, 2}, {99, 1}, {99.5, 60}, {99.9, 70}}}
	nodes := traceOf(&s, newAxis(0, 99, false), 100, false)
	within(nodes, 100, func(n *node) {
		if n.hi > 2 {
			t.Errorf("%+v is in the plot", *n)
		}
	})
	l := Line{Series: []Series{s}, XMin: new(0.0), XMax: new(99.0)}
	y, _ := rangeOf(t, l)
	near.Most(t, "the range of y", y.hi, 2.2)
}
