package landscape

import (
	"fmt"
	"strings"
	"testing"
)

func TestParsePotentialNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		spec string
		n    int
		want []string
	}{
		{"quadratic", 2, []string{"--theta"}},
		{"quadratic:theta=1", 2, []string{"--theta"}},
		{"bowl", 1, []string{`"bowl"`, "doublewell", "expr:"}},
		{"", 1, []string{"doublewell"}},
		{"doublewell", 2, []string{"1 coordinate", "2 are asked"}},
		{"multiwell", 1, []string{"2 coordinate"}},
		{"doublewell:wide=1", 1, []string{`"wide"`, "left (distance"}},
		{"doublewell:left", 1, []string{`"left"`, "name=value"}},
		{"doublewell:left=", 1, []string{`"left="`, "decimal number"}},
		{"doublewell:left=NaN", 1, []string{"left=NaN", "finite"}},
		{"doublewell:left=-1", 1, []string{"left=-1", "1e+06"}},
		{"doublewell:left=1,left=2", 1, []string{"once"}},
		{"multiwell:wells=2.5", 2, []string{"integer"}},
		{"multiwell:wells=1e9", 2, []string{"at least 2 and at most 64"}},
		{"quartic:a=1", 2, []string{`"a"`, "takes none"}},
		{"quartic", 1e6, []string{"1 to 4096"}},
		{"quartic", -1, []string{"1 to 4096"}},
		{"expr:sin(60*x1)", 1, []string{}},
		{"expr:sin(100*x1)", 1, []string{"more than 256"}},
	} {
		_, err := Parse(c.spec, c.n)
		if len(c.want) == 0 {
			if err != nil {
				t.Errorf("%q: %v", c.spec, err)
			}
			continue
		}
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q in %d: error %v, want %q in it", c.spec, c.n, err, want)
			}
		}
	}
}

// A formula without a minimum is a landscape without basins, and AbsentMinimum says what it lacks.
func TestFormulaWithoutMinimum(t *testing.T) {
	for _, c := range []struct {
		spec string
		n    int
	}{
		{"expr:-x1^2", 1}, {"expr:-x1^2-x2^2", 2}, {"expr:exp(x1)", 1}, {"expr:log(x1-100)", 1}, {"expr:x1", 1},
		{"expr:0*x1", 1}, {"expr:x1*x2", 2}, {"expr:x1+x2-x3", 3}, {"expr:(x1-50)^2", 1}, {"expr:x1^3", 1},
		{"expr:-sqrt(x1^2+x2^2+x3^2)-x9", 9},
	} {
		u := mustLandscape(t, c.spec, c.n)
		x := make([]float64, c.n)
		x[0] = .3
		if err := AbsentMinimum(u); len(u.Minima())+len(u.Saddles()) > 0 || u.Basin(x) != -1 || err == nil ||
			!strings.Contains(err.Error(), "no minimum") || !strings.Contains(err.Error(), "--box") {
			t.Errorf("%s: minima %v, saddles %v, basin %d, %v", c.spec, u.Minima(), u.Saddles(), u.Basin(x), err)
		}
	}
	if err := AbsentMinimum(mustLandscape(t, "quartic", 2)); err != nil {
		t.Error(err)
	}
}

func TestEveryKindSaysItsParameters(t *testing.T) {
	for _, k := range landscapeKinds {
		l := mustLandscape(t, k.Name, 0)
		if l.Dim() != k.Payload.natural || k.Meaning == "" {
			t.Errorf("%s: %d coordinates by default, want %d", k.Name, l.Dim(), k.Payload.natural)
		}
		for _, p := range k.Params {
			low, high := p.Range.Bounds()
			for _, v := range []float64{low, high} {
				l := mustLandscape(t, fmt.Sprintf("%s:%s=%g", k.Name, p.Name, v), 0)
				if u := l.Value(l.Minima()[0]); !finite(u) || p.Meaning == "" {
					t.Errorf("%s: U = %g at its first minimum", l, u)
				}
			}
		}
	}
}

func FuzzParsePotential(f *testing.F) {
	for _, c := range landscapeSpecs {
		f.Add(c.spec, c.n)
	}
	f.Add("doublewell:left=1e300", 1)
	f.Add("expr:1/x1", 1)
	f.Add("expr: abs(x1) + x2^2 ", 0)
	f.Fuzz(func(t *testing.T, spec string, n int) {
		l, err := Parse(spec, min(n, 3))
		if err != nil {
			return
		}
		again, err := Parse(l.String(), l.Dim())
		if err != nil || again.String() != l.String() {
			t.Fatalf("%q read again: %v, %v", l.String(), again, err)
		}
		if none := len(l.Minima()) == 0; none != (AbsentMinimum(l) != nil) || !none && len(l.Minima()[0]) != l.Dim() {
			t.Fatalf("%q has the minima %v", l.String(), l.Minima())
		}
	})
}

// The mark below a wrong expression stands where it does after the prefix.
func TestPotentialMarksTheError(t *testing.T) {
	_, err := Parse("expr: x1^2 + yy", 1)
	if want := "\n  x1^2 + yy\n         ^"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("error %v, want it to end in %q", err, want)
	}
}
