package landscape

import (
	"fmt"
	"math"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
	"levyscope/sim/expr"
)

// searchHalf is half the side of the box in which critical points are searched for
// where the caller names none.
const searchHalf = 10

// expressionLandscape is a user's own potential with the critical points found in a box.
type expressionLandscape struct {
	*expr.Expression
	critical Critical
	line     *lineBasins // N = 1
	grid     *labelGrid  // N = 2
	flow     *basins     // N > 1
}

var expressionKind = Kind{
	Name:    expressionPrefix,
	Meaning: "U written in x1..xN",
	Syntax:  spec.Free,
	Params:  []spec.Param{{Name: "U", Type: spec.String, Optional: true}}, // ParseExpression refuses the empty one
	Payload: LandscapeMaker{
		make: func(v spec.Values, n int) (Landscape, error) { return parseExpressionLandscape(v.Text("U"), n) },
	},
}

func parseExpressionLandscape(text string, n int) (Landscape, error) {
	e, err := expr.Parse(text, n)
	if err != nil {
		return nil, err
	}
	lo, hi := make([]float64, e.N), make([]float64, e.N)
	for i := range lo {
		lo[i], hi[i] = -searchHalf, searchHalf
	}
	return ExpressionLandscape(e, lo, hi)
}

// ExpressionLandscape is the potential e with its minima and saddles within the box
// prod [lo_i, hi_i], as FindCritical finds them. It compares the gradient with
// differences of U at some points of the box. Basin is exact in one dimension, given
// the critical points, and where x is outside the box goes by the force there alone;
// beyond one dimension it follows the flow, to within 1e-6 of the extent of the
// critical points, in two by way of a grid of labels that its first call lays.
// Errors: an empty or unbounded box, no minimum in it, more minima than can be told apart.
func ExpressionLandscape(e *expr.Expression, lo, hi []float64) (Landscape, error) {
	c, err := FindCritical(e, lo, hi)
	if err != nil {
		return nil, fmt.Errorf("potential %q: %w", expressionPrefix+":"+e.Text, err)
	}
	if err := checkGradient(e, lo, hi); err != nil {
		return nil, fmt.Errorf("potential %q: %w", expressionPrefix+":"+e.Text, err)
	}
	l := &expressionLandscape{Expression: e, critical: *c}
	if e.N == 1 {
		l.line = newLineBasins(c, lo[0], hi[0])
		return l, nil
	}
	l.flow = newBasins(e, c.Minima, c.Saddles, boxExtent(lo, hi)/2)
	if e.N == 2 {
		l.grid = newLabelGrid(l.flow, c.Saddles)
	}
	return l, nil
}

func (l *expressionLandscape) String() string      { return expressionPrefix + ":" + l.Text }
func (l *expressionLandscape) Minima() [][]float64 { return l.critical.Minima }
func (l *expressionLandscape) Saddles() []Saddle   { return l.critical.Saddles }

func (l *expressionLandscape) Basin(x []float64) int {
	switch {
	case l.line != nil:
		var g [1]float64
		l.Expression.Grad(g[:], x)
		return l.line.label(x[0], g[0])
	case l.grid != nil:
		return l.grid.label(x)
	}
	return l.flow.label(x, nil, flowFine)
}

// BasinsAreSearched says that Basin of l takes a descent, of milliseconds at worst,
// since the minima of l were searched for.
func BasinsAreSearched(l Landscape) bool {
	_, searched := l.(*expressionLandscape)
	return searched
}

// checkGradient compares the gradient in random directions with central differences of U
// at two widths, and returns an error where these agree with each other, so that U is
// smooth there, and not with the gradient.
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
			return fmt.Errorf("the gradient at %.4g is %g along %.3g, and differences of U say %g: this formula is not differentiated rightly; write it in another form", x[:min(n, 8)], exact, d[:min(n, 8)], narrow)
		}
	}
	return nil
}

// boxExtent is the longest side of a box.
func boxExtent(lo, hi []float64) float64 {
	extent := 0.0
	for i := range lo {
		extent = max(extent, hi[i]-lo[i])
	}
	return extent
}
