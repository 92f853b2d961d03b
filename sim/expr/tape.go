package expr

import "math"

// tapeCode is the operation of a step on its operands a, b and c.
type tapeCode uint8

// The operations. Comparisons and connectives give 1 or 0, and their derivatives are zero.
const (
	tapeAdd tapeCode = iota // a + b
	tapeSub
	tapeMul
	tapeDiv
	tapeNeg
	tapeSquare
	tapePow      // a^b
	tapePowConst // a^b for a constant b
	tapeExp
	tapeLog
	tapeSqrt
	tapeSin
	tapeCos
	tapeTan
	tapeSinh
	tapeCosh
	tapeTanh
	tapeAtan
	tapeAbs
	tapeSign
	tapeMin
	tapeMax
	tapeLess
	tapeLessEqual
	tapeEqual
	tapeNotEqual
	tapeAnd
	tapeOr
	tapeNot
	tapeSelect   // b if a is not 0, else c
	tapeConst    // a constant; in the compiler only
	tapeVariable // a variable; in the compiler only
)

// tapeStep is one operation on registers.
type tapeStep struct {
	code    tapeCode
	a, b, c int32
}

// tape is a straight-line program. Its registers hold the variables that occur, then the
// constants, then the results of the steps, one register a step. Both branches of a conditional
// are evaluated, and one of the results is selected.
type tape struct {
	vars   []int32    // by register from 0: index in x of the variable
	consts []float64  // by register from len(vars)
	steps  []tapeStep // by register from len(vars)+len(consts)
	result int32      // the register of the result
}

// registers is the number of registers.
func (t *tape) registers() int { return len(t.vars) + len(t.consts) + len(t.steps) }

// forward sets the registers v to their values at x.
func (t *tape) forward(v, x []float64) {
	for k, i := range t.vars {
		v[k] = x[i]
	}
	base := len(t.vars)
	base += copy(v[base:], t.consts)
	w := v[base:][:len(t.steps)]
	for k := range w {
		s := &t.steps[k]
		a := v[s.a]
		switch s.code {
		case tapeAdd:
			w[k] = a + v[s.b]
		case tapeSub:
			w[k] = a - v[s.b]
		case tapeMul:
			w[k] = a * v[s.b]
		case tapeDiv:
			w[k] = a / v[s.b]
		case tapeSquare:
			w[k] = a * a
		case tapeSelect:
			w[k] = v[s.c]
			if a != 0 {
				w[k] = v[s.b]
			}
		default:
			w[k] = tapeFunction(s.code, a, v[s.b])
		}
	}
}

// tapeFunction is the result of an operation with one or two operands. Those with one ignore b.
func tapeFunction(code tapeCode, a, b float64) float64 {
	switch code {
	case tapeAdd:
		return a + b
	case tapeSub:
		return a - b
	case tapeMul:
		return a * b
	case tapeDiv:
		return a / b
	case tapeSquare:
		return a * a
	case tapeNeg:
		return -a
	case tapePow, tapePowConst:
		return math.Pow(a, b)
	case tapeExp:
		return math.Exp(a)
	case tapeLog:
		return math.Log(a)
	case tapeSqrt:
		return math.Sqrt(a)
	case tapeSin:
		return math.Sin(a)
	case tapeCos:
		return math.Cos(a)
	case tapeTan:
		return math.Tan(a)
	case tapeSinh:
		return math.Sinh(a)
	case tapeCosh:
		return math.Cosh(a)
	case tapeTanh:
		return math.Tanh(a)
	case tapeAtan:
		return math.Atan(a)
	case tapeAbs:
		return math.Abs(a)
	case tapeSign:
		return tapeSignOf(a)
	case tapeMin:
		return min(a, b)
	case tapeMax:
		return max(a, b)
	}
	return tapeTruth(code, a, b)
}

// tapeTruth is 1 or 0 for a comparison or a connective of them.
func tapeTruth(code tapeCode, a, b float64) float64 {
	var yes bool
	switch code {
	case tapeLess:
		yes = a < b
	case tapeLessEqual:
		yes = a <= b
	case tapeEqual:
		yes = a == b
	case tapeNotEqual:
		yes = a != b
	case tapeAnd:
		yes = a != 0 && b != 0
	case tapeOr:
		yes = a != 0 || b != 0
	case tapeNot:
		yes = a == 0
	}
	if yes {
		return 1
	}
	return 0
}

// tapeSignOf is -1, 0 or 1, and NaN for NaN.
func tapeSignOf(a float64) float64 {
	switch {
	case a > 0:
		return 1
	case a < 0:
		return -1
	}
	return a * 0
}

// reverse sets d to the derivatives of the result in every register, by reverse-mode
// differentiation at the values v. On entry d is 1 for the result and 0 otherwise. Registers
// that do not act on the result are skipped, so that a branch that is not taken contributes
// nothing even where its value is not finite.
func (t *tape) reverse(d, v []float64) {
	base := len(t.vars) + len(t.consts)
	for k := len(t.steps) - 1; k >= 0; k-- {
		g := d[base+k]
		if g == 0 {
			continue
		}
		s := &t.steps[k]
		switch s.code {
		case tapeAdd:
			d[s.a] += g
			d[s.b] += g
		case tapeSub:
			d[s.a] += g
			d[s.b] -= g
		case tapeMul:
			d[s.a] += g * v[s.b]
			d[s.b] += g * v[s.a]
		case tapeDiv:
			d[s.a] += g / v[s.b]
			d[s.b] -= g * v[base+k] / v[s.b]
		case tapeSquare:
			d[s.a] += 2 * g * v[s.a]
		case tapePow:
			a, b := v[s.a], v[s.b]
			d[s.a] += g * b * math.Pow(a, b-1)
			d[s.b] += g * v[base+k] * math.Log(a)
		case tapeSelect:
			if v[s.a] != 0 {
				d[s.b] += g
			} else {
				d[s.c] += g
			}
		case tapeMin, tapeMax: // if the operands are equal, the first counts
			if v[base+k] == v[s.a] {
				d[s.a] += g
			} else {
				d[s.b] += g
			}
		default:
			d[s.a] += g * tapeSlope(s.code, v[s.a], v[s.b], v[base+k])
		}
	}
}

// tapeSlope is dy/da for an operation with the result y and one variable operand a.
func tapeSlope(code tapeCode, a, b, y float64) float64 {
	switch code {
	case tapeNeg:
		return -1
	case tapePowConst:
		return b * math.Pow(a, b-1)
	case tapeExp:
		return y
	case tapeLog:
		return 1 / a
	case tapeSqrt:
		return .5 / y
	case tapeSin:
		return math.Cos(a)
	case tapeCos:
		return -math.Sin(a)
	case tapeTan:
		return 1 + y*y
	case tapeSinh:
		return math.Cosh(a)
	case tapeCosh:
		return math.Sinh(a)
	case tapeTanh:
		return 1 - y*y
	case tapeAtan:
		return 1 / (1 + a*a)
	case tapeAbs:
		return tapeSignOf(a)
	}
	return 0 // sign, comparisons and connectives
}
