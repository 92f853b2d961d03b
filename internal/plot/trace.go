package plot

import (
	"math"

	"gonum.org/v1/plot/plotter"
)

// frame is the rectangle that is shown. y is logarithmic, x if logX.
type frame struct {
	left, right, low, high float64
	logX                   bool
}

// at is the abscissa at the fraction u of the width.
func (f frame) at(u float64) float64 {
	if f.logX {
		return math.Exp(math.Log(f.left)*(1-u) + math.Log(f.right)*u)
	}
	return f.left*(1-u) + f.right*u
}

// up is the fraction of the height at which y stands, below 0 and above 1 outside; NaN where y has no place.
func (f frame) up(y float64) float64 {
	if !(y > 0) || math.IsInf(y, 1) {
		return math.NaN()
	}
	return (math.Log(y) - math.Log(f.low)) / (math.Log(f.high) - math.Log(f.low))
}

// down is the y at the fraction v of the height.
func (f frame) down(v float64) float64 {
	return math.Exp(math.Log(f.low)*(1-v) + math.Log(f.high)*v)
}

// spot is a point in fractions of the frame.
type spot struct{ u, v float64 }

// The curve is halved where it bends by more than bend of the height, from pieces of the width on, so
// many times at most.
const (
	pieces  = 96
	halving = 7
	bend    = 5e-4
)

// trace follows a function through the frame and returns the parts of it that lie inside.
func (f frame) trace(y func(float64) float64) []plotter.XYs {
	value := func(u float64) spot { return spot{u, f.up(y(f.at(u)))} }
	spots := []spot{value(0)}
	var follow func(a, b spot, depth int)
	follow = func(a, b spot, depth int) {
		m := value((a.u + b.u) / 2)
		inside := math.Max(a.v, math.Max(b.v, m.v)) > 0 && math.Min(a.v, math.Min(b.v, m.v)) < 1
		straight := math.Abs(m.v-(a.v+b.v)/2) < bend
		nowhere := math.IsNaN(a.v) && math.IsNaN(b.v) && math.IsNaN(m.v)
		outside := !inside && !math.IsNaN(a.v+b.v+m.v)
		if depth == 0 || straight || nowhere || outside {
			spots = append(spots, m, b)
			return
		}
		follow(a, m, depth-1)
		follow(m, b, depth-1)
	}
	for i := range pieces {
		a := spots[len(spots)-1]
		follow(a, value(float64(i+1)/pieces), halving)
	}
	return f.clip(spots)
}

// clip cuts a line of spots into its parts between the bottom and the top.
func (f frame) clip(spots []spot) (parts []plotter.XYs) {
	var part plotter.XYs
	end := func() {
		if len(part) > 1 {
			parts = append(parts, part)
		}
		part = nil
	}
	add := func(s spot) { part = append(part, plotter.XY{X: f.at(s.u), Y: f.down(s.v)}) }
	for i := 1; i < len(spots); i++ {
		a, b, seen := clipSegment(spots[i-1], spots[i])
		if !seen {
			end()
			continue
		}
		if a != spots[i-1] { // it comes in from outside
			end()
		}
		if len(part) == 0 {
			add(a)
		}
		add(b)
		if b != spots[i] {
			end()
		}
	}
	end()
	return parts
}

// clipSegment is what of the segment lies between the heights 0 and 1; false if nothing does.
func clipSegment(a, b spot) (spot, spot, bool) {
	if math.IsNaN(a.v+b.v) || math.Max(a.v, b.v) < 0 || math.Min(a.v, b.v) > 1 {
		return a, b, false
	}
	cross := func(v float64) spot { return spot{a.u + (b.u-a.u)*(v-a.v)/(b.v-a.v), v} }
	inner := func(s spot) spot {
		switch {
		case s.v < 0:
			return cross(0)
		case s.v > 1:
			return cross(1)
		}
		return s
	}
	return inner(a), inner(b), true
}

// show sets the axes of a figure to the frame.
func (f frame) show(fig *Figure) {
	axisRange(&fig.plot.X, f.left, f.right, f.logX)
	axisRange(&fig.plot.Y, f.low, f.high, true)
}

// addCurves draws the curves and names them.
func (f frame) addCurves(fig *Figure, curves []Curve) {
	for i, c := range curves {
		style := curveStyle(i)
		for _, part := range f.trace(c.F) {
			fig.plot.Add(&plotter.Line{XYs: part, LineStyle: style})
		}
		fig.name(c.Name, &plotter.Line{LineStyle: style})
	}
}
