package controls

import (
	"math"
	"strings"
	"testing"
)

// A press sets a point, a drag moves it between its neighbours, and a applies it.
func TestPointsAreDrawnWithTheMouse(t *testing.T) {
	on := &drawn{}
	d := NewPoints(on)
	d.Sketch(1000, 10, .2, false)
	d.Sketch(3000, 10, .05, false)
	d.Sketch(500, 10, .0123456, true) // as far as the point before
	d.Sketch(995, 10, 5, false)       // takes hold of the first one that was set
	d.Sketch(900, 10, .3, true)
	d.Sketch(0, 10, math.NaN(), false) // elsewhere: nothing is held
	d.Sketch(2000, 10, .9, true)
	if give(d, "a"); on.applied == nil || on.applied.String() != "points:eta0=1,at=0:0.1/900:0.3/1001:0.0123" {
		t.Errorf("applied %v", on.applied)
	}
}

// The point of this step keeps its step, and no value breaks the drawing.
func TestSketchAtTheEdges(t *testing.T) {
	on := &drawn{}
	d := NewPoints(on)
	d.Sketch(3, 10, .1, false)
	d.Sketch(700, 10, .4, true)
	if got := text(d.set); got != "points:at=0:0.4" {
		t.Errorf("the first point moved: %s", got)
	}
	for range 1000 {
		d.Sketch(len(d.set)*1000, 1, -1, false)
		d.Sketch(1<<30, 1, math.Inf(1), true)
	}
	if !strings.Contains(d.say, "all that a schedule has") {
		t.Errorf("%d points: %q", len(d.set), d.say)
	}
}
