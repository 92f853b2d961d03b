package sim

import (
	"fmt"
	"math"
	"strconv"
	"strings"
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

// LandscapeParam is a parameter of a kind of landscape.
type LandscapeParam struct {
	Name              string
	Default, Min, Max float64 // Min <= value <= Max
	Integer           bool
	Meaning           string
}

// LandscapeKind is a row of the table from which ParsePotential reads.
type LandscapeKind struct {
	Name    string
	Form    string // U in one line
	Dim     int    // coordinates; 0: any number
	Natural int    // coordinates where none are asked for
	Params  []LandscapeParam
	build   func(v []float64, n int) Landscape
}

// expressionPrefix starts the specification of a user's own potential.
const expressionPrefix = "expr"

// landscapeMaxDim keeps a specification from asking for gigabytes.
const landscapeMaxDim = 4096

// LandscapeKinds are the named landscapes with their parameters. Beside them
// ParsePotential reads "expr:", a potential written out in x1..xN.
func LandscapeKinds() []LandscapeKind {
	return []LandscapeKind{doubleWellKind(), multiWellKind(), sharpFlatKind(), valleyKind(), quarticKind()}
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
// are searched for in [-10, 10]^N (see ExpressionLandscape). The error names what is
// wrong and what would be accepted; that of an expression is an *ExpressionError
// where the text is to blame.
func ParsePotential(spec string, n int) (Landscape, error) {
	if n < 0 || n > landscapeMaxDim {
		return nil, fmt.Errorf("potential in %d coordinates: use 1 to %d", n, landscapeMaxDim)
	}
	name, list, hasList := strings.Cut(spec, ":")
	name = strings.TrimSpace(name)
	if name == expressionPrefix {
		return parseExpressionLandscape(list, n)
	}
	for _, k := range LandscapeKinds() {
		if k.Name != name {
			continue
		}
		v, err := k.assign(list, hasList)
		if err != nil {
			return nil, fmt.Errorf("potential %q: %w", spec, err)
		}
		if n == 0 {
			n = k.Natural
		}
		if k.Dim > 0 && n != k.Dim {
			return nil, fmt.Errorf("potential %q: %s has %d coordinate(s), and %d are asked for; give as many values of alpha, or write U out in x1..xN after the prefix expr", spec, name, k.Dim, n)
		}
		return k.build(v, n), nil
	}
	if name == "quadratic" {
		return nil, fmt.Errorf("potential %q: the quadratic one is made from --theta; leave the potential out to have it", spec)
	}
	return nil, fmt.Errorf("potential %q: kind %q is not known; use %s", spec, name, landscapeNames())
}

func landscapeNames() string {
	names := []string{}
	for _, k := range LandscapeKinds() {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ") + " or expr:U, with U written in x1..xN"
}

// assign is the list of values in the order of Params.
func (k LandscapeKind) assign(list string, hasList bool) ([]float64, error) {
	v := make([]float64, len(k.Params))
	given := make([]bool, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	if !hasList {
		return v, nil
	}
	for text := range strings.SplitSeq(list, ",") {
		name, number, ok := strings.Cut(strings.TrimSpace(text), "=")
		name, number = strings.TrimSpace(name), strings.TrimSpace(number)
		i := k.index(name)
		switch {
		case i < 0:
			return nil, fmt.Errorf("%q is no parameter of it; use %s", name, k.usage())
		case !ok:
			return nil, fmt.Errorf("%q has no value; write %s=%g", name, name, k.Params[i].Default)
		case given[i]:
			return nil, fmt.Errorf("%s is given twice; give it once", name)
		}
		given[i] = true
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fmt.Errorf("%s = %q is not a finite number; write a decimal number such as %g", name, number, k.Params[i].Default)
		}
		if err := k.Params[i].check(x); err != nil {
			return nil, err
		}
		v[i] = x
	}
	return v, nil
}

func (p LandscapeParam) check(x float64) error {
	if !(x >= p.Min && x <= p.Max) {
		return fmt.Errorf("%s = %g (%s): use %g to %g", p.Name, x, p.Meaning, p.Min, p.Max)
	}
	if p.Integer && x != math.Trunc(x) {
		return fmt.Errorf("%s = %g (%s): use a whole number", p.Name, x, p.Meaning)
	}
	return nil
}

func (k LandscapeKind) index(name string) int {
	for i, p := range k.Params {
		if p.Name == name {
			return i
		}
	}
	return -1
}

func (k LandscapeKind) usage() string {
	if len(k.Params) == 0 {
		return fmt.Sprintf("%s alone, it has none", k.Name)
	}
	s := make([]string, len(k.Params))
	for i, p := range k.Params {
		s[i] = fmt.Sprintf("%s (%s, default %g)", p.Name, p.Meaning, p.Default)
	}
	return strings.Join(s, ", ")
}

// spec is the text of which assign makes v.
func (k LandscapeKind) spec(v ...float64) string {
	var b strings.Builder
	b.WriteString(k.Name)
	for i, p := range k.Params {
		b.WriteByte(":,"[min(i, 1)])
		b.WriteString(p.Name + "=" + strconv.FormatFloat(v[i], 'g', -1, 64))
	}
	return b.String()
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
