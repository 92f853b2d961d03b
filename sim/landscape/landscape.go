package landscape

import (
	"fmt"
	"slices"

	"levyscope/internal/spec"
)

// Landscape is a potential whose minima, saddles and basins of attraction are known. The
// slices that its methods return are read-only.
type Landscape interface {
	Potential

	// String is the text that Parse reads as the same landscape.
	String() string

	// Minima are the local minima, (M)(N). Paths start at the first by default. M is at least 1 but for
	// a formula in whose box there is none, see AbsentMinimum.
	Minima() [][]float64

	// Saddles are the saddles between basins, as far as they are known or were found.
	Saddles() []Saddle

	// Basin is the index into Minima of the minimum to which the gradient flow
	// dx/dt = -grad U leads from x, and -1 if it leads to none.
	Basin(x []float64) int
}

// Saddle is a critical point of index one: the Hessian has one negative eigenvalue there. In
// one dimension it is a maximum.
type Saddle struct {
	X        []float64 // (N)
	From, To int       // the basins on its two sides, indices into Minima; -1 for none
}

// maker makes the landscapes of one kind.
type maker struct {
	dim     int // number of coordinates that the kind has; 0 if it can have any
	natural int // number of coordinates where none is asked for; 0 if the text decides
	make    func(v spec.Values, n int) (Landscape, error)
}

// kind declares a kind of landscape. Its Meaning is U in one line.
type kind = spec.Kind[maker]

// expressionPrefix is the kind of a potential that is written out as a formula.
const expressionPrefix = "expr"

// maxDim is the largest number of coordinates, which bounds the memory that a text can ask for.
const maxDim = 4096

// landscapeKinds are the named kinds. A formula is another kind, see potentials.
var landscapeKinds = []*kind{&doubleWellKind, &multiWellKind, &sharpFlatKind, &valleyKind, &quarticKind}

// potentials is the grammar that Parse reads.
var potentials = spec.Grammar[maker]{
	What:  "potential",
	Kinds: slices.Concat(landscapeKinds, []*kind{&expressionKind}),
}

// Parse reads a landscape in n coordinates, 1 <= n <= 4096, from "kind:name=value,..." or from
// a bare kind, which has all parameters at their defaults. For n = 0 the kind or the formula
// decides the number of coordinates. The kinds, their parameters with the defaults, and the
// number N of coordinates are as follows; lengths are in units of x, heights in units of U.
//
//	doublewell    left [1], right [1], depth-left [1], depth-right [1]      N = 1
//	multiwell     wells [6], radius [2], width [0.5], depth [1]             N = 2
//	sharpflat     sharp [20], flat [1], distance [1.5], across [1]          any N
//	valley        curvature [20], length [2], bend [1]                      N = 2
//	quartic       U = sum x_i^4/4                                           any N
//	expr:U        U written in x1..xN, as expr.Parse reads it               any N
//
// The equations stand with the types doubleWell, multiWell, sharpFlat, valley and quartic.
// The minima and saddles of a formula are searched for in [-10, 10]^N. The gradient of a
// formula is compared with differences of U at some points of that box.
//
// The error is a *spec.Error, an *expr.Error for a formula that cannot be read, and another
// one for a formula with more than 256 minima in the box.
func Parse(text string, n int) (Landscape, error) {
	fail := func(problem, remedy string) (Landscape, error) {
		return nil, &spec.Error{What: potentials.What, Input: text, Problem: problem, Remedy: remedy}
	}
	if n < 0 || n > maxDim {
		return fail(fmt.Sprintf("%d coordinates are asked for", n), fmt.Sprintf("use 1 to %d", maxDim))
	}
	if spec.KindOf(text) == "quadratic" {
		return fail("the quadratic one is made from --theta", "leave the potential out to have it")
	}
	s, err := potentials.Parse(text)
	if err != nil {
		return nil, err
	}
	m := s.Kind.Payload
	if n == 0 {
		n = m.natural
	}
	if m.dim > 0 && n != m.dim {
		return fail(fmt.Sprintf("%s has %d coordinate(s), and %d are asked for", s.Kind.Name, m.dim, n),
			"give as many values of alpha, or write U out in x1..xN after the prefix expr")
	}
	return m.make(s.Values, n)
}
