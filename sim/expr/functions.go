package expr

import (
	"github.com/expr-lang/expr/ast"
)

// tapeArity is the operation of a function and the number of its arguments.
type tapeArity struct {
	code     tapeCode
	args     int
	variadic bool // or more of them
}

var tapeFunctions = map[string]tapeArity{
	"exp": {tapeExp, 1, false}, "log": {tapeLog, 1, false}, "sqrt": {tapeSqrt, 1, false},
	"sin": {tapeSin, 1, false}, "cos": {tapeCos, 1, false}, "tan": {tapeTan, 1, false},
	"sinh": {tapeSinh, 1, false}, "cosh": {tapeCosh, 1, false}, "tanh": {tapeTanh, 1, false},
	"atan": {tapeAtan, 1, false}, "abs": {tapeAbs, 1, false}, "sign": {tapeSign, 1, false},
	"pow": {tapePow, 2, false}, "min": {tapeMin, 2, true}, "max": {tapeMax, 2, true},
}

const tapeFunctionNames = "exp log sqrt sin cos tan sinh cosh tanh atan abs sign pow min max"

// call compiles the application of a function. One of more than two arguments is applied from the
// left, two at a time.
func (c *tapeCompiler) call(at ast.Node, name string, args []ast.Node, depth int) (int32, error) {
	f, ok := tapeFunctions[name]
	switch {
	case !ok:
		return 0, c.fail(at, "the function %q is not known; there are %s", name, tapeFunctionNames)
	case len(args) < f.args || len(args) > f.args && !f.variadic:
		least := ""
		if f.variadic {
			least = "at least "
		}
		return 0, c.fail(at, "%s takes %s%d argument(s), and has %d", name, least, f.args, len(args))
	}
	a, err := c.number(args[0], depth+1)
	if err != nil {
		return 0, err
	}
	if f.args == 1 {
		return c.step(at, f.code, a, a)
	}
	for _, arg := range args[1:] {
		b, err := c.number(arg, depth+1)
		if err != nil {
			return 0, err
		}
		if a, err = c.step(at, f.code, a, b); err != nil {
			return 0, err
		}
	}
	return a, nil
}

// conditional compiles condition ? a : b. If the condition is constant, the tape holds only the
// branch that is taken.
func (c *tapeCompiler) conditional(node *ast.ConditionalNode, depth int) (int32, error) {
	if !node.Ternary {
		return 0, c.fail(node.Cond, "if has no place in a formula; write condition ? a : b")
	}
	cond, err := c.condition(node.Cond, depth+1)
	if err != nil {
		return 0, err
	}
	a, err := c.number(node.Exp1, depth+1)
	if err != nil {
		return 0, err
	}
	b, err := c.number(node.Exp2, depth+1)
	if err != nil {
		return 0, err
	}
	if v, ok := c.values[cond].constant(); ok {
		if v != 0 {
			return a, nil
		}
		return b, nil
	}
	return c.add(tapeValue{tapeStep{tapeSelect, cond, a, b}, 0}), nil
}

// tapeCondition is an operator whose result is a condition.
type tapeCondition struct {
	code    tapeCode
	swap    bool // the operands are exchanged
	logical bool // the operands are conditions and not numbers
}

var tapeConditions = map[string]tapeCondition{
	"<": {code: tapeLess}, "<=": {code: tapeLessEqual},
	">": {code: tapeLess, swap: true}, ">=": {code: tapeLessEqual, swap: true},
	"==": {code: tapeEqual}, "!=": {code: tapeNotEqual},
	"&&": {code: tapeAnd, logical: true}, "and": {code: tapeAnd, logical: true},
	"||": {code: tapeOr, logical: true}, "or": {code: tapeOr, logical: true},
}

// condition compiles a node whose value is true (1) or false (0).
func (c *tapeCompiler) condition(at ast.Node, depth int) (int32, error) {
	if depth > expressionMaxDepth {
		return 0, c.fail(at, "the formula is nested more than %d deep; split it up or use fewer parentheses",
			expressionMaxDepth)
	}
	switch node := at.(type) {
	case *ast.BoolNode:
		return c.literal(map[bool]float64{true: 1}[node.Value]), nil
	case *ast.UnaryNode:
		if node.Operator == "!" || node.Operator == "not" {
			a, err := c.condition(node.Node, depth+1)
			if err != nil {
				return 0, err
			}
			return c.step(node, tapeNot, a, a)
		}
	case *ast.BinaryNode:
		if op, ok := tapeConditions[node.Operator]; ok {
			return c.compare(node, op, depth)
		}
	}
	return 0, c.fail(at, "a condition is missing here, such as x1 < 0")
}

// compare compiles a comparison, or a connective of two conditions.
func (c *tapeCompiler) compare(node *ast.BinaryNode, op tapeCondition, depth int) (int32, error) {
	if chained(node) {
		return 0, c.fail(node, "comparisons do not chain; write a < b && b < c")
	}
	operand := c.number
	if op.logical {
		operand = c.condition
	}
	a, err := operand(node.Left, depth+1)
	if err != nil {
		return 0, err
	}
	b, err := operand(node.Right, depth+1)
	if err != nil {
		return 0, err
	}
	if op.swap {
		a, b = b, a
	}
	if op.code == tapeAnd || op.code == tapeOr {
		// A constant operand needs no step: it decides, or the other operand does.
		for _, side := range [2][2]int32{{a, b}, {b, a}} {
			if v, ok := c.values[side[0]].constant(); ok {
				if (v != 0) == (op.code == tapeAnd) {
					return side[1], nil
				}
				return side[0], nil
			}
		}
	}
	return c.step(node, op.code, a, b)
}

// chained tells whether node is a < b < c. The parser turns that into two comparisons that share
// b, and the work of compiling nested chains would double at every level.
func chained(node *ast.BinaryNode) bool {
	left, ok := node.Left.(*ast.BinaryNode)
	right, ok2 := node.Right.(*ast.BinaryNode)
	return ok && ok2 && left.Right == right.Left
}
