package look

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// run is the clock of a run that has taken so many steps.
func run(steps float64) Clock { return Clock{Now: steps, End: steps, Step: 1, Unit: "steps"} }

// What each key makes of a window of a run of 10,000 steps, worked out by hand.
func TestWindows(t *testing.T) {
	c := run(10_000)
	last := Window{Span: 1000, Latest: true}
	fixed := Window{Span: 1000, From: 4000}
	for _, x := range []struct {
		what  string
		do    func() (Window, Limit)
		want  Window
		limit Limit
	}{
		{"into all", func() (Window, Limit) { return Window{}.Zoom(c, .5, 0, false) },
			Window{Span: 5000, From: 2500}, NoLimit},
		{"into all at 1000", func() (Window, Limit) { return Window{}.Zoom(c, .5, 1000, true) },
			Window{Span: 5000, From: 500}, NoLimit},
		{"into all at the end", func() (Window, Limit) { return Window{}.Zoom(c, .5, 10_000, true) },
			Window{Span: 5000, Latest: true}, NoLimit},
		{"into the latest", func() (Window, Limit) { return last.Zoom(c, .5, 0, false) },
			Window{Span: 500, Latest: true}, NoLimit},
		{"into the latest at 9200", func() (Window, Limit) { return last.Zoom(c, .5, 9200, true) },
			Window{Span: 500, From: 9100}, NoLimit},
		{"out", func() (Window, Limit) { return fixed.Zoom(c, 2, 0, false) }, Window{Span: 2000, From: 3500}, NoLimit},
		{"out to all", func() (Window, Limit) { return fixed.Zoom(c, 16, 0, false) }, Window{}, WholeRun},
		{"out of all", func() (Window, Limit) { return Window{}.Zoom(c, 2, 0, false) }, Window{}, WholeRun},
		{"closest", func() (Window, Limit) { return Window{Span: 10, From: 5}.Zoom(c, .5, 0, false) },
			Window{Span: 10, From: 5}, Closest},
		{"to the closest", func() (Window, Limit) { return Window{Span: 12, From: 4}.Zoom(c, .5, 0, false) },
			Window{Span: 10, From: 5}, NoLimit},
		{"left", func() (Window, Limit) { return fixed.Pan(c, -.25) }, Window{Span: 1000, From: 3750}, NoLimit},
		{"left of the latest", func() (Window, Limit) { return last.Pan(c, -.25) }, Window{Span: 1000, From: 8750}, NoLimit},
		{"to the left end", func() (Window, Limit) { return Window{Span: 1000, From: 100}.Pan(c, -.25) },
			Window{Span: 1000}, NoLimit},
		{"at the left end", func() (Window, Limit) { return Window{Span: 1000}.Pan(c, -.25) }, Window{Span: 1000}, Beginning},
		{"to the right end", func() (Window, Limit) { return Window{Span: 1000, From: 8900}.Pan(c, .25) }, last, LatestStep},
		{"at the right end", func() (Window, Limit) { return last.Pan(c, .25) }, last, LatestStep},
		{"all to the right", func() (Window, Limit) { return Window{}.Pan(c, .25) }, Window{}, WholeRun},
		{"first", fixed.First, Window{Span: 1000}, NoLimit},
		{"last", fixed.Last, last, LatestStep},
		{"holding 300", func() (Window, Limit) { return fixed.Holding(c, 300), NoLimit },
			Window{Span: 1000, From: 300}, NoLimit},
		{"holding 6000", func() (Window, Limit) { return fixed.Holding(c, 6000), NoLimit },
			Window{Span: 1000, From: 5000}, NoLimit},
		{"holding what it holds", func() (Window, Limit) { return fixed.Holding(c, 4500), NoLimit }, fixed, NoLimit},
		{"last steps", func() (Window, Limit) { return Window{}.NextLast(c), NoLimit }, last, NoLimit},
		{"more last steps", func() (Window, Limit) { return last.NextLast(c), NoLimit },
			Window{Span: 10_000, Latest: true}, NoLimit},
		{"most last steps", func() (Window, Limit) { return Window{Span: 100_000, Latest: true}.NextLast(c), NoLimit },
			Window{}, NoLimit},
		{"another run", func() (Window, Limit) { return fixed.Fresh(), NoLimit }, Window{}, NoLimit},
		{"another run, latest", func() (Window, Limit) { return last.Fresh(), NoLimit }, last, NoLimit},
	} {
		got, limit := x.do()
		if got != x.want || limit != x.limit {
			t.Errorf("%s: %+v, %d; want %+v, %d", x.what, got, limit, x.want, x.limit)
		}
	}
}

// A window shows what it says on a run of any length, and how much lies beyond it.
func TestWindowsOnRuns(t *testing.T) {
	for _, x := range []struct {
		w        Window
		c        Clock
		from, to float64
		beyond   float64
	}{
		{Window{}, run(500), 0, 500, 0},
		{Window{}, Clock{}, 0, 0, 0},
		{Window{Span: 100, Latest: true}, run(500), 400, 500, 0},
		{Window{Span: 100, Latest: true}, run(30), 0, 100, 0},
		{Window{Span: 100, From: 200}, run(500), 200, 300, 200},
		{Window{Span: 100, From: 200}, run(250), 150, 250, 0},
		{Window{Span: 100, From: 200}, run(0), 0, 100, 0},
		{Window{Span: 1, From: 2}, Clock{Now: 4, End: 9, Step: .5}, 2, 3, 2},
		{Window{Span: 1, From: 7}, Clock{Now: 4, End: 9, Step: .5}, 7, 8, 0},
		{Window{Span: 100, From: 200}, Clock{Now: math.NaN(), End: math.Inf(1), Step: -1}, 0, 100, 0},
	} {
		from, to := x.w.On(x.c)
		near.Abs(t, fmt.Sprintf("%+v on %+v: from", x.w, x.c), from, x.from, 1e-9)
		near.Abs(t, fmt.Sprintf("%+v on %+v: to", x.w, x.c), to, x.to, 1e-9)
		near.Abs(t, fmt.Sprintf("%+v on %+v: beyond", x.w, x.c), x.w.Beyond(x.c), x.beyond, 1e-9)
	}
}

// Whatever is done to a window on whatever clock, it begins within the run and holds the least number of steps.
func TestRandomWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	odd := []float64{0, 1, -1, 1e-300, 1e300, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1), 1e6, .01}
	pick := func() float64 {
		if r.IntN(3) == 0 {
			return odd[r.IntN(len(odd))]
		}
		return r.Float64() * 1e5
	}
	var v View
	for range 20_000 {
		c := Clock{Now: pick(), End: pick(), Step: pick()}
		switch r.IntN(8) {
		case 0:
			v.Window, _ = v.Window.Zoom(c, .5, pick(), r.IntN(2) == 0)
		case 1:
			v.Window, _ = v.Window.Zoom(c, 2, pick(), r.IntN(2) == 0)
		case 2:
			v.Window, _ = v.Window.Pan(c, r.Float64()*2-1)
		case 3:
			v.Window = v.Window.NextLast(c)
		case 4:
			v.Window, _ = v.Window.Last()
		case 5:
			v.Cursor = v.Cursor.To(c, pick())
		case 6:
			v.Cursor, _ = v.Cursor.Move(c, r.Float64()*100-50)
		case 7:
			x, _ := v.Cursor.At(c)
			v.Window = v.Window.Holding(c, x)
		}
		l := v.On(c)
		near.Least(t, "beginning", l.From, 0)
		near.Least(t, "end", l.To, l.From)
		near.Least(t, "crosshair", l.Cursor, 0)
		if t.Failed() {
			t.Fatalf("%+v on %+v: %+v", v, c, l)
		}
	}
}

// The crosshair goes by whole steps, stays in the run, and at the latest step goes on with it.
func TestTheCrosshairMoves(t *testing.T) {
	c := run(100)
	p := Cursor{}.To(c, 41.6)
	p, _ = p.Move(c, .2)
	if x, ok := p.At(c); !ok || x != 43 || p.Latest {
		t.Errorf("at %v, %+v", x, p)
	}
	p, limit := p.Move(c, 1000)
	if x, _ := p.At(run(150)); limit != LatestStep || !p.Latest || x != 150 {
		t.Errorf("the latest step: %v, %+v, limit %d", x, p, limit)
	}
	p, _ = p.Move(run(150), -10)
	if x, _ := p.At(run(200)); x != 140 || p.Latest {
		t.Errorf("at %v, %+v", x, p)
	}
	p, _ = p.Move(c, -1000)
	if p, limit = p.Move(c, -1); limit != Beginning || p.X != 0 {
		t.Errorf("beginning: %+v, limit %d", p, limit)
	}
	future := Clock{Now: 10, End: 20, Step: .5, Unit: "SDE time"}
	if p = p.To(future, 15.2); p.X != 15 || p.Latest {
		t.Errorf("in the future: %+v", p)
	}
}

func TestSmoothingIsACircle(t *testing.T) {
	w := 0.
	for _, want := range []float64{.9, .99, .999, 0, .9} {
		if w = Smoothing(w); w != want {
			t.Errorf("weight %v, want %v", w, want)
		}
	}
}
