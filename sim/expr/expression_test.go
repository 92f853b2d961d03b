package expr

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"levyscope/internal/near"
)

func mustExpression(t testing.TB, s string, n int) *Expression {
	t.Helper()
	e, err := Parse(s, n)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The reference values are Go's own arithmetic written out.
func TestExpressionValues(t *testing.T) {
	const a, b = -1.7, .6
	x := []float64{a, b}
	for s, want := range map[string]float64{
		"x1": a, " 3 ": 3, "-x1^2": -a * a, "(-x1)^2": a * a, "x1^3": a * a * a, "x1**-2": 1 / (a * a),
		"2^-x2": math.Pow(2, -b), "2^3^2": 512, "x1-x2-1": a - b - 1, "x1/x2/2": a / b / 2,
		"x1*(x2-3)": a * (b - 3), "x1^0": 1, "x1^1": a, "x1^13": math.Pow(a, 13), "x1^100": math.Pow(a, 100),
		"x2^.5": math.Sqrt(b), "x2^1.5": math.Pow(b, 1.5), "pow(x2, x1)": math.Pow(b, a), "x1^x1": math.NaN(),
		"pi*e": math.Pi * math.E, "exp(x1)": math.Exp(a), "log(x2)": math.Log(b), "sqrt(x2)": math.Sqrt(b),
		"sin(x1)": math.Sin(a), "cos(x1)": math.Cos(a), "tan(x1)": math.Tan(a), "sinh(x1)": math.Sinh(a),
		"cosh(x1)": math.Cosh(a), "tanh(x1)": math.Tanh(a), "atan(x1)": math.Atan(a), "abs(x1)": -a,
		"sign(x1)": -1, "sign(0)": 0, "min(x1,x2)": a, "max(x1,x2,1)": 1, "+x1": a, "- -x1": a,
		"x1 < 0 ? x2 : 7": b, "x1 >= 0 ? log(x1) : 7": 7, "x1 < 0 && !(x2 < 0) ? 1 : 2": 1,
		"x1 > 0 or x2 != .6 ? 1 : 2": 2, "x1 == x1 || x1 > 3 ? 1 : 2": 1, "true && x1 > 0 ? 1 : 2": 2,
		"1e-3*x1": 1e-3 * a, "0*log(x1)": math.NaN(),
	} {
		got := mustExpression(t, s, 2).Value(x)
		if !(math.Abs(got-want) <= 1e-14*math.Abs(want)) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%s = %g at %v, want %g", s, got, x, want)
		}
	}
}

func TestDerivativesAtCorners(t *testing.T) {
	for _, c := range []struct {
		s       string
		x, want float64
	}{
		{"abs(x1)", 0, 0}, {"max(x1, 2*x1)", 0, 1}, {"min(2*x1, x1)", 0, 2}, {"sign(x1)", 3, 0},
		{"x1 < 1 ? x1^2 : log(x1 - 1)", .5, 1}, {"x1 < 1 ? log(1-x1) : x1^2", 3, 6}, {"x1^3", -2, 12}, {"x1^2", 0, 0},
		{"x1^100", -1, -100}, {"x1^-3", -2, -3. / 16},
	} {
		var g [1]float64
		mustExpression(t, c.s, 1).Grad(g[:], []float64{c.x})
		near.Abs(t, fmt.Sprintf("d/dx1 %s at %g", c.s, c.x), g[0], c.want, 1e-13)
	}
}

// formulaGrammar writes a random formula in x1..x3 that is smooth and finite
// nearly everywhere.
func formulaGrammar(r *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"x1", "x2", "x3", "2", "0.7", "pi", "1.3"}[r.IntN(7)]
	}
	sub := func() string { return formulaGrammar(r, depth-1-r.IntN(depth)) }
	switch r.IntN(14) {
	case 0, 1:
		return "(" + sub() + "+" + sub() + ")"
	case 2, 3:
		return "(" + sub() + " - " + sub() + ")"
	case 4, 5:
		return sub() + "*" + sub()
	case 6:
		return sub() + "/(1+(" + sub() + ")^2)"
	case 7:
		return fmt.Sprintf("(%s)^%d", sub(), 1+r.IntN(5))
	case 8:
		return "-" + sub()
	case 9:
		return "(1+abs(" + sub() + "))**" + []string{"0.5", "1.7", "-2", "-x1", "x2"}[r.IntN(5)]
	case 10:
		return "(" + sub() + [...]string{"<", "<=", ">", ">="}[r.IntN(4)] + sub() + " ? " + sub() + " : " + sub() + ")"
	case 11:
		return [...]string{"min", "max"}[r.IntN(2)] + "(" + sub() + "," + sub() + ")"
	case 12:
		return "log(1+(" + sub() + ")^2)"
	}
	return [...]string{"sin", "cos", "tanh", "atan", "abs", "sign"}[r.IntN(6)] + "(" + sub() + ")"
}

func TestGradientsOfRandomFormulas(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	x, g := make([]float64, 3), make([]float64, 3)
	compared := 0
	for range 3000 {
		s := formulaGrammar(r, 6)
		e := mustExpression(t, s, 3)
		for i := range x {
			x[i] = 4*r.Float64() - 2
		}
		e.Grad(g, x)
		for i, old := range x {
			slope := func(h float64) float64 {
				x[i] = old + h
				up := e.Value(x)
				x[i] = old - h
				down := e.Value(x)
				x[i] = old
				return (up - down) / (2 * h)
			}
			wide, narrow := slope(2e-5), slope(1e-5)
			size := 1 + math.Abs(narrow) + math.Abs(e.Value(x))
			if !(size < 1e6) || math.Abs(wide-narrow) > 1e-7*size {
				continue // a corner near by, or too steep to tell
			}
			compared++
			if !(math.Abs(g[i]-narrow) < 1e-6*size) {
				t.Errorf("d/dx%d %s = %g at %v, differences say %g", i+1, s, g[i], x, narrow)
			}
		}
	}
	if compared < 8000 {
		t.Errorf("only %d derivatives were compared", compared)
	}
}

func TestBadFormulasPointAtTheColumn(t *testing.T) {
	deep := strings.Repeat("(", 201) + "x1" + strings.Repeat(")", 201)
	powers := "x1" + strings.Repeat("^x1", 300)
	for _, c := range []struct {
		s      string
		n      int
		column int
		want   string
	}{
		{"x3", 2, 1, "x3 is beyond 2 coordinates"},
		{"x1 + x0", 2, 6, "x1..x2"},
		{"x1 + x01", 2, 6, "x1..x2"},
		{"x1+x5000", 0, 4, "beyond 4096"},
		{"é+x1", 1, 1, "not known"},
		{"x1*'é'+y", 1, 4, "leave this out"},
		{"(x1)*é*y", 1, 6, "not known"},
		{"x1 + foo(x1)", 1, 6, "exp log sqrt"},
		{"1 + sin", 1, 5, "write sin(...)"},
		{"1 + sin(x1, x2)", 2, 5, "1 argument"},
		{"max(x1)", 1, 1, "at least 2"},
		{"pow(x1,2,3)", 1, 1, "2 argument"},
		{"2x1", 1, 2, "2*x1"},
		{"x1 @ 2", 1, 4, "unrecognized"},
		{"x1+*2", 1, 4, "not expected"},
		{"x1)", 1, 3, "not expected"},
		{"(x1", 1, 3, "too soon"},
		{"x1//2", 1, 4, "comments"},
		{"x1\n+1", 1, 3, "one line"},
		{"x1|abs", 1, 3, "||"},
		{"x1.y", 1, 4, "leave this out"},
		{"[x1][0]", 1, 5, "leave this out"},
		{"x1 % 2", 1, 4, "no number"},
		{"x1 < 0", 1, 4, "before ?"},
		{"true", 1, 1, "before ?"},
		{"x1 ? 1 : 2", 1, 1, "condition"},
		{"0 < x1 < 2 ? 1 : 2", 1, 8, "chain"},
		{"1+1/0", 1, 4, "finite"},
		{"log(-1)*x1", 1, 1, "NaN"},
		{"", 1, 1, "nothing"},
		{deep, 1, 201, "200 deep"},
		{powers, 1, 601, "200 deep"},
		{strings.Repeat("x1+", 1400) + "1", 1, 1, "4096"},
	} {
		_, err := Parse(c.s, c.n)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%.40q: %v, want an *Error", c.s, err)
			continue
		}
		if e.Column != c.column || !strings.Contains(e.Problem, c.want) {
			t.Errorf("%.40q: column %d, %s; want column %d and %q", c.s, e.Column, e.Problem, c.column, c.want)
		}
	}
}

func TestLongSumsAreNotNested(t *testing.T) {
	s := "x1"
	for i := range 900 {
		s += fmt.Sprintf("+x%d", i%3+1)
	}
	e := mustExpression(t, s, 3)
	if got := e.Value([]float64{1, 10, 100}); got != 1+300*111 {
		t.Errorf("a sum of 901 terms is %g, want %d", got, 1+300*111)
	}
	var g [3]float64
	e.Grad(g[:], make([]float64, 3))
	if g != [3]float64{301, 300, 300} {
		t.Errorf("its gradient is %v", g)
	}
}

func TestExpressionsAllocateNothingAndAreSharedSafely(t *testing.T) {
	long := strings.Repeat("sin(x1*x2)*cos(x2)+x1/(3+x2)-1.5*x1^3+", 40) + "exp(-x1^2)" +
		strings.Repeat("+x1^7*2.7/x2^3*tanh(x2)", 20) + longFormula()
	for _, s := range []string{"(x1^2-1)^2/4+x2^2/2", long} {
		e := mustExpression(t, s, 2)
		x, g := []float64{.3, .4}, make([]float64, 2)
		// One by one: the race detector has a sync.Pool lose a quarter of what it is given.
		value := testing.AllocsPerRun(200, func() { e.Value(x) })
		grad := testing.AllocsPerRun(200, func() { e.Grad(g, x) })
		if value+grad > 0 {
			t.Errorf("%.30s: %g and %g allocations a call", s, value, grad)
		}
		want := e.Value(x)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 500 {
					if got := e.Value(x); got != want {
						t.Errorf("%.30s = %g beside other goroutines, want %g", s, got, want)
						return
					}
				}
			})
		}
		wg.Wait()
	}
}

// longFormula needs more registers than are kept on the stack.
func longFormula() string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "+%d*sin(x1+%d)", i+2, i)
	}
	return b.String()
}

func FuzzParseExpression(f *testing.F) {
	for _, s := range []string{
		"(x1^2-1)^2/4", "x1<0?x2:-x1", "min(x1,2)**3", "1e400", "x1 not in [1]", "(((", "filter(x1, # > 2)",
		"é^x1", "a?.b", "1..2", "x1<x2<x1?1:2",
	} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		e, err := Parse(s, n)
		var wrong *Error
		if err != nil {
			if errors.As(err, &wrong) && (wrong.Column < 1 || wrong.Column > len([]rune(s))+1) {
				t.Fatalf("%q: column %d", s, wrong.Column)
			}
			_ = err.Error()
			return
		}
		again, err := Parse(e.String(), e.Dim())
		if err != nil || again.String() != e.String() || again.Dim() != e.Dim() {
			t.Fatalf("%q read again: %v, %v", e.String(), again, err)
		}
		x, g := make([]float64, e.Dim()), make([]float64, e.Dim())
		if u, v := e.Value(x), again.Value(x); u != v && u == u {
			t.Fatalf("%q = %g, read again %g", s, u, v)
		}
		e.Grad(g, x)
	})
}

func BenchmarkExpressionGrad(b *testing.B) {
	e := mustExpression(b, "(x1^2-1)^2/4+x2^2/2", 2)
	x, g := []float64{.3, .4}, make([]float64, 2)
	for b.Loop() {
		e.Grad(g, x)
	}
}
