package landscape

import (
	"fmt"
	"math"
	"slices"

	"levyscope/internal/spec"
)

// Landscape is a potential that knows its critical points.
type Landscape interface {
	Potential
	String() string        // what ParsePotential reads
	Minima() [][]float64   // (M)(N), the first is where paths start by default; never empty; read-only
	Saddles() []Saddle     // known or found; read-only
	Basin(x []float64) int // of the minimum to which dx/dt = -grad U leads from x, an index into Minima; -1: to none
}

// Saddle is a critical point of index one (in one dimension a maximum) and the
// basins that it joins: indices into Minima, -1 for none.
type Saddle struct {
	X        []float64 // (N)
	From, To int
}

// LandscapeMaker makes a landscape of the values of its kind.
type LandscapeMaker struct {
	Dim     int // coordinates; 0: any number
	Natural int // coordinates where none are asked for; 0: as many as its text names
	make    func(v spec.Values, n int) (Landscape, error)
}

// LandscapeKind is a kind that ParsePotential reads; its Meaning is U in one line.
type Kind = spec.Kind[LandscapeMaker]

// expressionPrefix starts the specification of a user's own potential.
const expressionPrefix = "expr"

// landscapeMaxDim keeps a specification from asking for gigabytes.
const landscapeMaxDim = 4096

// landscapeKinds are the named landscapes with their parameters.
var landscapeKinds = []*Kind{&doubleWellKind, &multiWellKind, &sharpFlatKind, &valleyKind, &quarticKind}

var potentials = spec.Grammar[LandscapeMaker]{
	What:  "potential",
	Kinds: slices.Concat(landscapeKinds, []*Kind{&expressionKind}),
}

// ParsePotential reads "kind:name=value,..." or a bare kind (all defaults) for n
// coordinates, 1 <= n <= 4096; n = 0 takes as many as the kind has by nature, or
// as the expression names. Lengths and heights are in the units of x and U:
//
//	doublewell    left [1], right [1], depth-left [1], depth-right [1]      N = 1
//	multiwell     wells [6], radius [2], width [0.5], depth [1]             N = 2
//	sharpflat     sharp [20], flat [1], distance [1.5], across [1]          any N
//	valley        curvature [20], length [2], bend [1]                      N = 2
//	quartic       U = sum x_i^4/4                                           any N
//	expr:U        U written in x1..xN, as ParseExpression reads it          any N
//
// The kinds' own files have the equations. Minima and saddles of an expression
// are searched for in [-10, 10]^N (see ExpressionLandscape). The error is a *spec.Error;
// of an expression it is an *ExpressionError where the formula is to blame.
func Parse(text string, n int) (Landscape, error) {
	fail := func(problem, remedy string) (Landscape, error) {
		return nil, &spec.Error{What: potentials.What, Input: text, Problem: problem, Remedy: remedy}
	}
	if n < 0 || n > landscapeMaxDim {
		return fail(fmt.Sprintf("%d coordinates are asked for", n), fmt.Sprintf("use 1 to %d", landscapeMaxDim))
	}
	if spec.KindOf(text) == "quadratic" {
		return fail("the quadratic one is made from --theta", "leave the potential out to have it")
	}
	s, err := potentials.Parse(text)
	if err != nil {
		return nil, err
	}
	maker := s.Kind.Payload
	if n == 0 {
		n = maker.Natural
	}
	if maker.Dim > 0 && n != maker.Dim {
		return fail(fmt.Sprintf("%s has %d coordinate(s), and %d are asked for", s.Kind.Name, maker.Dim, n),
			"give as many values of alpha, or write U out in x1..xN after the prefix expr")
	}
	return maker.make(s.Values, n)
}

// HessianDiagonal sets dst_i = d^2 U/dx_i^2 at x by central differences of the
// gradient, with an error of O(h^2) at h = 6e-6 max(1, |x_i|): ten digits or so
// where U is smooth on that scale. dst and x have Dim() elements.
func HessianDiagonal(dst []float64, u Potential, x []float64) {
	y := append([]float64(nil), x...)
	up, down := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		dst[i] = hessianColumn(u, y, i, up, down)[i]
	}
}

// hessianColumn is column i of the Hessian, in up; it leaves x as it was.
func hessianColumn(u Potential, x []float64, i int, up, down []float64) []float64 {
	old := x[i]
	h := 6e-6 * max(1, math.Abs(old))
	x[i] = old + h
	right := x[i]
	u.Grad(up, x)
	x[i] = old - h
	left := x[i]
	u.Grad(down, x)
	x[i] = old
	for j := range up {
		up[j] = (up[j] - down[j]) / (right - left)
	}
	return up
}
