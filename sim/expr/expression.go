package expr

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"
)

// Expression is a function R^N -> R that a user wrote, compiled to a flat tape of
// operations with its gradient by reverse-mode automatic differentiation. It is safe
// for concurrent use, and evaluates without allocating. Where the formula has no
// value (log(-1)) that is NaN or an infinity, as in floating-point arithmetic.
type Expression struct {
	Text string
	N    int
	tape tape
	pool *sync.Pool // of *[]float64, registers and derivatives, for long tapes
}

// The limits of what is read.
const (
	expressionMaxBytes = 4096
	expressionMaxDepth = 200
)

// tapeOnStack is the number of registers up to which they are kept on the stack.
const tapeOnStack = 64

// ExpressionError says what is wrong with an expression, and where.
type Error struct {
	Text    string // the whole expression
	Column  int    // 1-based, in characters of Text
	Problem string // what is wrong, and what would be accepted
}

// Error is the problem with its column, then the expression with a caret below it.
func (e *Error) Error() string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return ' '
		}
		return r
	}, e.Text)
	return fmt.Sprintf("expression, column %d: %s\n  %s\n  %s^", e.Column, e.Problem, clean, strings.Repeat(" ", e.Column-1))
}

// ParseExpression reads a formula in x1..xN with n = N, 1 <= n <= 4096, or n = 0 for as
// many coordinates as the formula names. It knows
//
//	numbers, pi, e, ( ), + - * / and ^ or ** for powers, which bind to the right and
//	tighter than a minus before them: -x1^2 is -(x1^2);
//	exp log sqrt sin cos tan sinh cosh tanh atan abs sign, pow(a, b), and min and max
//	of two or more;
//	condition ? a : b, with conditions of < <= > >= == !=, combined by && || !.
//
// Whole powers are products, so (-2)^3 is -8; a broken power of a negative number is NaN.
// The derivative of a conditional is that of the branch taken; that of abs at 0 is 0, and of min
// and max of equal values that of the first.
// At most 4096 bytes, nested at most 200 deep. The error is an *ExpressionError
// unless n is out of range.
func Parse(s string, n int) (*Expression, error) {
	if n < 0 || n > maxVariables {
		return nil, fmt.Errorf("expression in %d coordinates: use 1 to %d", n, maxVariables)
	}
	s = strings.TrimSpace(s)
	if err := precheckExpression(s); err != nil {
		return nil, err
	}
	root, err := expressionTree(s)
	if err != nil {
		return nil, err
	}
	c := tapeCompiler{text: s, n: n}
	result, err := c.number(root, 0)
	if err != nil {
		return nil, err
	}
	e := &Expression{Text: s, N: n, tape: c.assemble(result)}
	if n == 0 {
		e.N = max(1, c.highest)
	}
	size := 2 * e.tape.registers()
	e.pool = &sync.Pool{New: func() any {
		buf := make([]float64, size)
		return &buf
	}}
	return e, nil
}

// precheckExpression refuses what is not to reach the parser.
func precheckExpression(s string) error {
	if s == "" {
		return &Error{s, 1, "there is nothing; write a formula such as (x1^2-1)^2/4+x2^2/2"}
	}
	if len(s) > expressionMaxBytes {
		return &Error{s[:0], 1, fmt.Sprintf("it has %d bytes; use %d at most", len(s), expressionMaxBytes)}
	}
	column, depth := 0, 0
	previous := rune(0)
	for i, r := range s {
		column++
		switch {
		case r < ' ' || r == utf8.RuneError:
			return &Error{s, column, fmt.Sprintf("the character %U does not belong in a formula; write it on one line of plain text", r)}
		case previous == '/' && (r == '/' || r == '*'):
			return &Error{s, column, fmt.Sprintf("\"/%c\" is no operator, and comments are not read; leave it out", r)}
		case r == '|' && previous != '|' && !strings.HasPrefix(s[i:], "||"):
			return &Error{s, column, "| is no operator; conditions are joined by ||"}
		case r == '(':
			depth++
		case r == ')':
			depth--
		}
		if depth > expressionMaxDepth {
			return &Error{s, column, fmt.Sprintf("parentheses are nested more than %d deep; use fewer", expressionMaxDepth)}
		}
		previous = r
	}
	return nil
}

// Dim is the number of coordinates N.
func (e *Expression) Dim() int { return e.N }

// String is what ParseExpression reads.
func (e *Expression) String() string { return e.Text }

// Value is the function at x, which has Dim() elements.
func (e *Expression) Value(x []float64) float64 {
	n := e.tape.registers()
	if n <= tapeOnStack {
		var v [tapeOnStack]float64
		e.tape.forward(v[:n], x)
		return v[e.tape.result]
	}
	buf := e.pool.Get().(*[]float64)
	e.tape.forward((*buf)[:n], x)
	y := (*buf)[e.tape.result]
	e.pool.Put(buf)
	return y
}

// Grad sets dst to the gradient at x; both have Dim() elements.
func (e *Expression) Grad(dst, x []float64) {
	n := e.tape.registers()
	if n <= tapeOnStack {
		var v, d [tapeOnStack]float64
		e.gradient(dst, x, v[:n], d[:n])
		return
	}
	buf := e.pool.Get().(*[]float64)
	clear((*buf)[n:])
	e.gradient(dst, x, (*buf)[:n], (*buf)[n:])
	e.pool.Put(buf)
}

// gradient needs registers v, and derivatives d that are zero.
func (e *Expression) gradient(dst, x, v, d []float64) {
	e.tape.forward(v, x)
	d[e.tape.result] = 1
	e.tape.reverse(d, v)
	clear(dst)
	for k, i := range e.tape.vars {
		dst[i] = d[k]
	}
}

// maxVariables keeps an expression from asking for gigabytes.
const maxVariables = 4096

// finiteConstant tells a constant that a formula may hold.
func finiteConstant(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
