package expr

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// tapeCompiler translates a syntax tree into a tape. Equal operations on equal operands become
// one step, and operations on constants are carried out at once.
type tapeCompiler struct {
	text    string              // the formula, for errors
	n       int                 // number of coordinates; 0 if the formula decides
	highest int                 // highest index of a coordinate so far, from 1
	values  []tapeValue         // everything that the formula computes or uses, operands first
	known   map[tapeValue]int32 // index in values of each of them
}

// tapeValue is a step, a constant, or a variable, of which a is the index from 0.
type tapeValue struct {
	tapeStep
	bits uint64 // bits of the constant, so that 0 and -0 are different keys of known
}

// constant is the number, if v is a constant.
func (v tapeValue) constant() (float64, bool) {
	return math.Float64frombits(v.bits), v.code == tapeConst
}

// fail is an *Error at the place of a node in the formula.
func (c *tapeCompiler) fail(at ast.Node, format string, args ...any) error {
	return &Error{c.text, min(at.Location().From, len([]rune(c.text))) + 1, fmt.Sprintf(format, args...)}
}

// add is the index of v in values, where it appends v if it is new.
func (c *tapeCompiler) add(v tapeValue) int32 {
	if i, ok := c.known[v]; ok {
		return i
	}
	if c.known == nil {
		c.known = map[tapeValue]int32{}
	}
	i := int32(len(c.values))
	c.values = append(c.values, v)
	c.known[v] = i
	return i
}

// literal is the index of the constant v.
func (c *tapeCompiler) literal(v float64) int32 {
	return c.add(tapeValue{tapeStep{code: tapeConst}, math.Float64bits(v)})
}

// step is the index of the value of an operation on the values a and b. An operation on
// constants is a constant, which must be finite. at is the place of the operation in the
// formula, for errors.
func (c *tapeCompiler) step(at ast.Node, code tapeCode, a, b int32) (int32, error) {
	u, constA := c.values[a].constant()
	v, constB := c.values[b].constant()
	if constA && constB {
		w := tapeFunction(code, u, v)
		if !finiteConstant(w) {
			return 0, c.fail(at, "this constant part is %g; a formula holds finite numbers only", w)
		}
		return c.literal(w), nil
	}
	switch {
	case code == tapeAdd && constA && u == 0, code == tapeMul && constA && u == 1:
		return b, nil
	case constB && v == 0 && (code == tapeAdd || code == tapeSub),
		constB && v == 1 && (code == tapeMul || code == tapeDiv):
		return a, nil
	case code == tapeDiv && constB && exactReciprocal(v):
		return c.step(at, tapeMul, a, c.literal(1/v))
	case code == tapePow && constB:
		return c.power(at, a, v)
	case (code == tapeAdd || code == tapeMul) && a > b:
		a, b = b, a
	}
	return c.add(tapeValue{tapeStep{code: code, a: a, b: b}, 0}), nil
}

// exactReciprocal tells whether v is a power of two, up to its sign, and 1/v is finite: then a
// product with 1/v is exactly the quotient by v.
func exactReciprocal(v float64) bool {
	frac, _ := math.Frexp(v)
	return math.Abs(frac) == .5 && finiteConstant(1/v) && 1/(1/v) == v
}

// power is the index of a^p for a constant p. Integer powers up to 64 are products.
func (c *tapeCompiler) power(at ast.Node, a int32, p float64) (int32, error) {
	switch {
	case p == .5:
		return c.step(at, tapeSqrt, a, a)
	case p != math.Trunc(p) || math.Abs(p) > 64:
		return c.add(tapeValue{tapeStep{code: tapePowConst, a: a, b: c.literal(p)}, 0}), nil
	case p == 0:
		return c.literal(1), nil
	case p < 0:
		up, err := c.power(at, a, -p)
		if err != nil {
			return 0, err
		}
		return c.step(at, tapeDiv, c.literal(1), up)
	case p == 1:
		return a, nil
	}
	half, err := c.power(at, a, math.Floor(p/2))
	if err != nil {
		return 0, err
	}
	square, err := c.step(at, tapeSquare, half, half)
	if err != nil || math.Mod(p, 2) == 0 {
		return square, err
	}
	return c.step(at, tapeMul, square, a)
}

// number compiles a node that has a numeric value and returns the index of that value. depth is
// the nesting of the node.
func (c *tapeCompiler) number(at ast.Node, depth int) (int32, error) {
	if depth > expressionMaxDepth {
		return 0, c.fail(at, "the formula is nested more than %d deep; split it up or use fewer parentheses",
			expressionMaxDepth)
	}
	switch node := at.(type) {
	case *ast.IntegerNode:
		return c.literal(float64(node.Value)), nil
	case *ast.FloatNode:
		return c.literal(node.Value), nil
	case *ast.IdentifierNode:
		return c.identifier(node)
	case *ast.UnaryNode:
		return c.unary(node, depth)
	case *ast.BinaryNode:
		return c.binary(node, depth)
	case *ast.ConditionalNode:
		return c.conditional(node, depth)
	case *ast.CallNode:
		if callee, ok := node.Callee.(*ast.IdentifierNode); ok {
			return c.call(node, callee.Value, node.Arguments, depth)
		}
	case *ast.BuiltinNode:
		return c.call(node, node.Name, node.Arguments, depth)
	case *ast.BoolNode:
		return 0, c.fail(at, "%v is not a number; use it nowhere but before ?", node.Value)
	}
	return 0, c.fail(at, "a formula has numbers, %s, operators and functions only; leave this out", c.names())
}

// names lists the coordinates for a message.
func (c *tapeCompiler) names() string {
	switch c.n {
	case 0:
		return "x1..xN"
	case 1:
		return "x1"
	}
	return "x1..x" + strconv.Itoa(c.n)
}

// identifier compiles the name of a constant or a coordinate.
func (c *tapeCompiler) identifier(node *ast.IdentifierNode) (int32, error) {
	switch node.Value {
	case "pi":
		return c.literal(math.Pi), nil
	case "e":
		return c.literal(math.E), nil
	}
	digits, ok := strings.CutPrefix(node.Value, "x")
	i, err := strconv.Atoi(digits)
	if !ok || err != nil || i < 1 || digits[0] == '0' || digits[0] == '+' {
		if _, isFunction := tapeFunctions[node.Value]; isFunction {
			return 0, c.fail(node, "%s is a function; write %s(...)", node.Value, node.Value)
		}
		return 0, c.fail(node, "%q is not known; there are %s, pi, e and the functions %s",
			node.Value, c.names(), tapeFunctionNames)
	}
	limit := c.n
	if limit == 0 {
		limit = maxVariables
	}
	if i > limit {
		return 0, c.fail(node, "%s is beyond %d coordinates; use x1 to x%d, or ask for more coordinates",
			node.Value, limit, limit)
	}
	c.highest = max(c.highest, i)
	return c.add(tapeValue{tapeStep{code: tapeVariable, a: int32(i - 1)}, 0}), nil
}

// unary compiles a number with a sign.
func (c *tapeCompiler) unary(node *ast.UnaryNode, depth int) (int32, error) {
	if node.Operator != "-" && node.Operator != "+" {
		return 0, c.fail(node, "%s gives no number; use it in a condition, before ?", node.Operator)
	}
	a, err := c.number(node.Node, depth+1)
	if err != nil || node.Operator == "+" {
		return a, err
	}
	return c.step(node, tapeNeg, a, a)
}

var tapeOperators = map[string]tapeCode{
	"+": tapeAdd, "-": tapeSub, "*": tapeMul, "/": tapeDiv, "^": tapePow, "**": tapePow,
}

// binary compiles an operator between two numbers.
func (c *tapeCompiler) binary(node *ast.BinaryNode, depth int) (int32, error) {
	code, ok := tapeOperators[node.Operator]
	if !ok {
		return 0, c.fail(node, "%s gives no number; there are + - * / ^, and comparisons before ?", node.Operator)
	}
	left := depth // a chain of sums or products is a tree to the left and does not count as nested
	if code == tapePow {
		left++
	}
	a, err := c.number(node.Left, left)
	if err != nil {
		return 0, err
	}
	b, err := c.number(node.Right, depth+1)
	if err != nil {
		return 0, err
	}
	return c.step(node, code, a, b)
}

// assemble makes a tape of the values on which the value with the index result depends.
func (c *tapeCompiler) assemble(result int32) tape {
	needed := make([]bool, len(c.values))
	needed[result] = true
	for i := len(c.values) - 1; i >= 0; i-- {
		if v := c.values[i]; needed[i] && v.code < tapeConst {
			needed[v.a], needed[v.b] = true, true
			if v.code == tapeSelect {
				needed[v.c] = true
			}
		}
	}
	var t tape
	register := make([]int32, len(c.values))
	place := func(is func(tapeCode) bool, emit func(tapeValue)) {
		for i, v := range c.values {
			if needed[i] && is(v.code) {
				register[i] = int32(t.registers())
				emit(v)
			}
		}
	}
	place(func(code tapeCode) bool { return code == tapeVariable }, func(v tapeValue) { t.vars = append(t.vars, v.a) })
	place(func(code tapeCode) bool { return code == tapeConst }, func(v tapeValue) {
		t.consts = append(t.consts, math.Float64frombits(v.bits))
	})
	place(func(code tapeCode) bool { return code < tapeConst }, func(v tapeValue) {
		t.steps = append(t.steps, tapeStep{v.code, register[v.a], register[v.b], register[v.c]})
	})
	t.result = register[result]
	return t
}
