package landscape

import (
	"errors"
	"fmt"
	"math"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
	"levyscope/sim/expr"
)

// searchHalf is half the side of the box in which Parse searches for critical points.
const searchHalf = 10

// expressionLandscape is a potential written as a formula, with the critical points that were
// found in a box.
type expressionLandscape struct {
	*expr.Expression
	critical criticalPoints
	line     *lineBasins // basins for N = 1; nil otherwise
	grid     *labelGrid  // basins for N = 2; nil otherwise
	flow     *basins     // basins for N > 1; nil otherwise
	absent   error       // why there is no minimum; nil where there is one
}

// expressionKind declares "expr:" followed by a formula.
var expressionKind = kind{
	Name:    expressionPrefix,
	Meaning: "U written in x1..xN",
	Syntax:  spec.Free,
	Params:  []spec.Param{{Name: "U", Type: spec.String, Optional: true}}, // expr.Parse refuses the empty text
	Payload: maker{
		make: func(v spec.Values, n int) (Landscape, error) { return parseExpressionLandscape(v.Text("U"), n) },
	},
}

// parseExpressionLandscape is Parse for the formula text, without its prefix.
func parseExpressionLandscape(text string, n int) (Landscape, error) {
	e, err := expr.Parse(text, n)
	if err != nil {
		return nil, err
	}
	lo, hi := make([]float64, e.Dim()), make([]float64, e.Dim())
	for i := range lo {
		lo[i], hi[i] = -searchHalf, searchHalf
	}
	return newExpressionLandscape(e, lo, hi)
}

// newExpressionLandscape is the potential e with the minima and saddles that findCritical finds
// in the box prod [lo_i, hi_i].
//
// In one dimension its Basin follows from the critical points without further error; for an x
// outside the box the direction of the force at x decides. In more dimensions Basin follows
// the flow, with an error of 1e-6 of the extent of the critical points; in two dimensions the
// first call computes a labelGrid, which makes the others cheap.
//
// Where the box holds no minimum the landscape has none, and no saddles: see AbsentMinimum.
//
// The other errors of findCritical and those of checkGradient are returned, with the text of the
// potential.
func newExpressionLandscape(e *expr.Expression, lo, hi []float64) (Landscape, error) {
	c, err := findCritical(e, lo, hi)
	if err != nil {
		err = fmt.Errorf("potential %q: %w", expressionPrefix+":"+e.String(), err)
	}
	absent := errors.As(err, &noMinimumError{})
	if err != nil && !absent {
		return nil, err
	}
	without := err
	if err := checkGradient(e, lo, hi); err != nil {
		return nil, fmt.Errorf("potential %q: %w", expressionPrefix+":"+e.String(), err)
	}
	if absent {
		return &expressionLandscape{Expression: e, absent: without}, nil
	}
	l := &expressionLandscape{Expression: e, critical: *c}
	if e.Dim() == 1 {
		l.line = newLineBasins(c, lo[0], hi[0])
		return l, nil
	}
	l.flow = newBasins(e, c.minima, c.saddles, boxExtent(lo, hi)/2)
	if e.Dim() == 2 {
		l.grid = newLabelGrid(l.flow, c.saddles)
	}
	return l, nil
}

func (l *expressionLandscape) String() string      { return expressionPrefix + ":" + l.Expression.String() }
func (l *expressionLandscape) Minima() [][]float64 { return l.critical.minima }
func (l *expressionLandscape) Saddles() []Saddle   { return l.critical.saddles }

// Basin is documented with newExpressionLandscape.
func (l *expressionLandscape) Basin(x []float64) int {
	switch {
	case l.absent != nil:
		return -1
	case l.line != nil:
		var g [1]float64
		l.Expression.Grad(g[:], x)
		return l.line.label(x[0], g[0])
	case l.grid != nil:
		return l.grid.label(x)
	}
	return l.flow.label(x, nil, flowFine)
}

// AbsentMinimum is nil for a landscape with a minimum, and else says why it has none and what to do.
// Paths in such a landscape need a start of their own, and a domain that does not lie around a minimum.
func AbsentMinimum(l Landscape) error {
	if e, ok := l.(*expressionLandscape); ok {
		return e.absent
	}
	return nil
}

// BasinsAreSearched tells whether l is a formula, of whose minima and saddles only those that a
// search found are known. A call of its Basin may then take milliseconds, since it follows the
// flow; for the named kinds Basin is a closed expression.
func BasinsAreSearched(l Landscape) bool {
	_, searched := l.(*expressionLandscape)
	return searched
}

// SearchNote is a sentence on what the search for the critical points of l left out, for users
// of figures that depend on them. It is empty if the search covered its whole box, and for
// the named kinds.
func SearchNote(l Landscape) string {
	if e, ok := l.(*expressionLandscape); ok {
		return e.critical.note
	}
	return ""
}

// checkGradient compares the gradient of u with central differences of U at 8 random points of
// the box, in random directions and at two widths. It returns an error if at some point the
// two differences agree with each other, which means that U is smooth there, but not with the
// gradient.
func checkGradient(u Potential, lo, hi []float64) error {
	n := u.Dim()
	r := rng.GradientCheck.New(n)
	x, y, d, g := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for range 8 {
		size := 1.0
		for i := range x {
			x[i] = lo[i] + (hi[i]-lo[i])*r.Float64()
			d[i] = r.Float64()*2 - 1
			size = max(size, math.Abs(x[i]))
		}
		slope := func(h float64) float64 {
			for i := range x {
				y[i] = x[i] + h*d[i]
			}
			up := u.Value(y)
			for i := range x {
				y[i] = x[i] - h*d[i]
			}
			return (up - u.Value(y)) / (2 * h)
		}
		h := 1e-5 * size
		wide, narrow := slope(2*h), slope(h)
		u.Grad(g, x)
		exact := dot(g, d)
		tolerance := 1e-5*(math.Abs(wide)+math.Abs(narrow)) + 1e-14*math.Abs(u.Value(x))/h
		if math.Abs(wide-narrow) < tolerance && !(math.Abs(exact-narrow) < 100*tolerance) {
			return fmt.Errorf("the gradient at %.4g is %g along %.3g, and differences of U say %g: "+
				"this formula is not differentiated rightly; write it in another form",
				x[:min(n, 8)], exact, d[:min(n, 8)], narrow)
		}
	}
	return nil
}

// boxExtent is the length of the longest side of a box.
func boxExtent(lo, hi []float64) float64 {
	extent := 0.0
	for i := range lo {
		extent = max(extent, hi[i]-lo[i])
	}
	return extent
}
