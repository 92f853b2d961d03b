package expr

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Expression is a function from R^N to R that a user wrote as a formula. Its gradient is computed
// by reverse-mode automatic differentiation. It is safe for concurrent use and evaluates without
// allocating. Where the formula has no value, as log(-1), the result is NaN or an infinity, as in
// floating-point arithmetic.
type Expression struct {
	text string
	n    int
	tape tape
	pool *sync.Pool // of *[]float64: registers and derivatives of a long tape
}

// These constants bound the formulas that Parse accepts.
const (
	expressionMaxBytes = 4096 // length of the text
	expressionMaxDepth = 200  // nesting of parentheses and operators
	maxVariables       = 4096 // index of a coordinate, which bounds the memory that a text can ask for
)

// tapeOnStack is the number of registers up to which an evaluation keeps them on the stack.
const tapeOnStack = 64

// Error says what is wrong with a formula, and where.
type Error struct {
	Text    string // the whole formula
	Column  int    // 1-based, in characters of Text
	Problem string // what is wrong and what would be accepted
}

// Error is the problem with its column, followed by the formula with a caret below the column.
func (e *Error) Error() string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, e.Text)
	return fmt.Sprintf("expression, column %d: %s\n  %s\n  %s^",
		e.Column, e.Problem, clean, strings.Repeat(" ", e.Column-1))
}

// Multiline says that the text has several lines.
func (e *Error) Multiline() bool { return true }

// Parse reads a formula in x1..xN with N = n, 1 <= n <= 4096. For n = 0 the highest coordinate
// that the formula names is N. It understands
//
//	numbers, pi, e, ( ), + - * / and ^ or ** for powers, which bind to the right and
//	tighter than a minus before them: -x1^2 is -(x1^2);
//	exp log sqrt sin cos tan sinh cosh tanh atan abs sign, pow(a, b), and min and max
//	of two or more arguments;
//	condition ? a : b, with conditions of < <= > >= == !=, combined by && || !.
//
// Integer powers are products, so (-2)^3 is -8; any other power of a negative number is NaN. The
// derivative of a conditional is that of the branch taken, that of abs at 0 is 0, and that of
// min and max of equal values is that of the first of them.
//
// A formula has at most 4096 bytes and is nested at most 200 deep. The error is an *Error unless
// n is out of its range.
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
	e := &Expression{text: s, n: n, tape: c.assemble(result)}
	if n == 0 {
		e.n = max(1, c.highest)
	}
	size := 2 * e.tape.registers()
	e.pool = &sync.Pool{New: func() any {
		buf := make([]float64, size)
		return &buf
	}}
	return e, nil
}

// precheckExpression refuses texts that the parser would read as something else, or that it is not
// to be given at all.
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
			return &Error{s, column, fmt.Sprintf("the character %U does not belong in a formula; "+
				"write it on one line of plain text", r)}
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
func (e *Expression) Dim() int { return e.n }

// String is the text of the formula, which Parse reads as the same function.
func (e *Expression) String() string { return e.text }

// Value is the value of the function at x, which has Dim() elements.
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

// Grad sets dst to the gradient at x. Both have Dim() elements.
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

// gradient is Grad with scratch space for the registers v and their derivatives d, which must be
// zero.
func (e *Expression) gradient(dst, x, v, d []float64) {
	e.tape.forward(v, x)
	d[e.tape.result] = 1
	e.tape.reverse(d, v)
	clear(dst)
	for k, i := range e.tape.vars {
		dst[i] = d[k]
	}
}

// finiteConstant tells whether v is finite, as every constant of a formula must be.
func finiteConstant(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
