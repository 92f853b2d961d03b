package spec_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/spec"
)

// things has a kind of every syntax and a parameter of every type.
var things = spec.Grammar[int]{
	What: "thing",
	Kinds: []*spec.Kind[int]{
		{Name: "bare", Payload: 1},
		{Name: "numbers", Aliases: []string{"num", "n"}, Meaning: "x and n", Payload: 2, Params: []spec.Param{
			{Name: "x", Default: spec.Number(.5), Range: spec.Above(0).UpTo(1), Meaning: "a share"},
			{Name: "beta", Range: spec.AtLeast(0).Below(1), HideZero: true},
			{Name: "n", Type: spec.Integer, Default: spec.Number(3), Range: spec.AtLeast(1)},
			{Name: "free"},
			{Name: "cap", Range: spec.Range{}.UpTo(5)},
		}, Relate: func(v spec.Values) (string, string) {
			if v.Number("beta") <= v.Number("x") {
				return "", ""
			}
			return "beta is above x", "choose beta <= x"
		}},
		{Name: "file", Payload: 3, Params: []spec.Param{
			{Name: "path", Type: spec.String, Example: "a.csv"},
			{Name: "column", Type: spec.String, Optional: true},
			{Name: "law", Type: spec.Choice, Choices: []string{"pareto", "gauss"}},
			{Name: "size", Example: "2"},
		}},
		{Name: "fields", Syntax: spec.Positional, Payload: 4, Params: []spec.Param{
			{Name: "widths", Type: spec.String, Default: spec.Text("100-100"), Check: func(s string) (string, string) {
				if strings.Trim(s, "0123456789-") != "" {
					return fmt.Sprintf("%q is no list of widths", s), "write 100-100"
				}
				return "", ""
			}},
			{Name: "rate", Default: spec.Number(1), Range: spec.AtLeast(0)},
			{Name: "note", Type: spec.String, Optional: true},
		}},
		{Name: "expr", Syntax: spec.Free, Payload: 5, Params: []spec.Param{{Name: "U", Type: spec.String, Optional: true}}},
	},
	Short: func(text string) (string, bool) {
		rest, ok := strings.CutPrefix(text, "!")
		return "numbers:x=" + rest, ok
	},
}

func TestParseSpells(t *testing.T) {
	for _, c := range []struct{ text, canonical string }{
		{"bare", "bare"},
		{" bare ", "bare"},
		{"numbers", "numbers:x=0.5,n=3,free=0,cap=0"},
		{"n : n = 1e3 , x = 0x1p-2", "numbers:x=0.25,n=1000,free=0,cap=0"},
		{"num:beta=0.25,cap=-1e300,free=-0", "numbers:x=0.5,beta=0.25,n=3,free=-0,cap=-1e+300"},
		{`num:x="1"`, "numbers:x=1,n=3,free=0,cap=0"},
		{"num:n=9007199254740992", "numbers:x=0.5,n=9007199254740992,free=0,cap=0"},
		{"!1", "numbers:x=1,n=3,free=0,cap=0"},
		{"file:path=a=b:c.csv,size=1,column=", "file:path=a=b:c.csv,law=pareto,size=1"},
		{`file: size=1 , column = "a,b" , law=gauss, path = "x" `, `file:path=x,column="a,b",law=gauss,size=1`},
		{`file:size=2,path=a"b`, `file:path="a\"b",law=pareto,size=2`},
		{`file:size=2,path=" a;"`, `file:path=" a;",law=pareto,size=2`},
		{"fields", "fields:100-100:1"},
		{"fields: 5 ", "fields:5:1"},
		{`fields:5:2: a "b" : `, ""},
		{`fields:5:2:"a:b"`, `fields:5:2:"a:b"`},
		{"fields:5:2:", "fields:5:2"},
		{"expr: x1^2 , a=\"b: ", "expr:x1^2 , a=\"b:"},
		{"expr", "expr:"},
	} {
		s, err := things.Parse(c.text)
		if c.canonical == "" {
			if err == nil {
				t.Errorf("Parse(%q) = %q, want an error", c.text, s)
			}
			continue
		}
		if err != nil || s.String() != c.canonical {
			t.Errorf("Parse(%q) = %v, %v; want %q", c.text, s, err, c.canonical)
			continue
		}
		if back, err := things.Parse(c.canonical); err != nil || back.String() != c.canonical || back.Kind != s.Kind {
			t.Errorf("Parse(%q) = %v, %v", c.canonical, back, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const kinds = "use one of bare, numbers, file:path=a.csv,size=2, fields:100-100:1, expr:U"
	const number = "write a decimal number such as 0.1 or 5e-4"
	const finite = "write a finite decimal number such as 0.1 or 5e-4"
	const takes = "numbers takes x (a share), beta, n, free, cap"
	for _, c := range []struct{ text, problem, remedy string }{
		{"", `unknown kind ""`, kinds},
		{":x=1", `unknown kind ""`, kinds},
		{"Bare", `unknown kind "Bare"`, kinds},
		{"bare:", `"" is not a parameter`, "write name=value, with commas between"},
		{"bare:x=1", `unknown parameter "x"`, "bare takes none"},
		{"num:x", `"x" is not a parameter`, "write name=value, with commas between"},
		{"num:x,n=1", `"x" is not a parameter`, "write name=value, with commas between"},
		{"num:x=1,", `"" is not a parameter`, "write name=value, with commas between"},
		{"num:y=1", `unknown parameter "y"`, takes},
		{"num:x= 1 ,x = 1 ", `"x = 1" is a second value for x`, "give each parameter once"},
		{"num:x=", `"x=" has no number after the =`, number},
		{"num:x=1=2", `"x=1=2" has no number after the =`, number},
		{"num:x=nan", `"x=nan" is not finite`, finite},
		{"num:x=1e400", `"x=1e400" is not finite`, finite},
		{"!x", `"x=x" has no number after the =`, number},
		{"num:x=0", "x=0 is out of range", "choose x above 0 and at most 1, finite"},
		{"num:x=1.5", "x=1.5 is out of range", "choose x above 0 and at most 1, finite"},
		{"num:beta=1", "beta=1 is out of range", "choose beta at least 0 and below 1, finite"},
		{"num:beta=0.75", "beta is above x", "choose beta <= x"},
		{"num:cap=6", "cap=6 is out of range", "choose cap at most 5, finite"},
		{"num:n=1.5", "n=1.5 is out of range", "choose n an integer, at least 1 and at most 9007199254740992"},
		{"num:n=1e16", "n=10000000000000000 is out of range",
			"choose n an integer, at least 1 and at most 9007199254740992"},
		{"file", "no path is given", "write for example file:path=a.csv"},
		{"file:path=,size=1", "no path is given", "write for example file:path=a.csv"},
		{"file:path=a", "no size is given", "write for example file:size=2"},
		{"file:path=a,size=1,law=cauchy", `law "cauchy" is not known`, "use one of pareto, gauss"},
		{`file:path="a`, `"\"a": the quotes are not closed, or hold an unknown escape`, `write "a,b" as in Go`},
		{`file:path="a"b,size=1`, `"b,size=1" stands behind the quotes`, "put a comma between parameters"},
		{"fields:", "no widths is given", "write for example fields:100-100"},
		{"fields:5:x", `"x" is not a number for rate`, number},
		{"fields:5:inf", `"inf" is not finite`, finite},
		{"fields:5:1:a:b", `"b" is one value too many`, "fields takes widths, rate, note"},
		{"fields:five", `"five" is no list of widths`, "write 100-100"},
	} {
		s, err := things.Parse(c.text)
		var got *spec.Error
		if !errors.As(err, &got) {
			t.Errorf("Parse(%q) = %v, %v, want a *spec.Error", c.text, s, err)
			continue
		}
		if want := (spec.Error{What: "thing", Input: c.text, Problem: c.problem, Remedy: c.remedy}); *got != want {
			t.Errorf("Parse(%q): %+v, want %+v", c.text, *got, want)
		}
	}
}

func TestWith(t *testing.T) {
	s, err := things.Parse("num:n=7")
	if err != nil {
		t.Fatal(err)
	}
	changed, err := things.With("input", s, "beta", spec.Number(.25))
	if err != nil || changed.String() != "numbers:x=0.5,beta=0.25,n=7,free=0,cap=0" {
		t.Errorf("%v, %v", changed, err)
	}
	if s.String() != "numbers:x=0.5,n=7,free=0,cap=0" {
		t.Errorf("With changed its argument: %v", s)
	}
	for name, x := range map[string]float64{
		"beta": .75, "x": 0, "free": math.NaN(), "cap": math.Inf(-1), "n": 1.5, "y": 1,
	} {
		var typed *spec.Error
		if _, err := things.With("input", s, name, spec.Number(x)); !errors.As(err, &typed) || typed.Input != "input" {
			t.Errorf("%s = %g: %v", name, x, err)
		}
	}
}

func TestEdit(t *testing.T) {
	for _, c := range []struct{ text, name, value, want string }{
		{"bare", "x", "1", "bare:x=1"},
		{"num:x=1", "x", "2", "num:x=2"},
		{"num: x = 1 , n=3", "n", "4", "num:x = 1,n=4"},
		{"num:x=1", "n", "4", "num:x=1,n=4"},
		{`file:path="a,size=1.csv",size=2`, "size", "3", `file:path="a,size=1.csv",size=3`},
		{`file:path=a=b.csv`, "b", "3", `file:path=a=b.csv,b=3`},
		{`file:size=2`, "path", "a,b", `file:size=2,path="a,b"`},
	} {
		got, err := spec.Edit(c.text, c.name, c.value)
		if err != nil || got != c.want {
			t.Errorf("Edit(%q, %s, %s) = %q, %v; want %q", c.text, c.name, c.value, got, err, c.want)
		}
	}
	for _, text := range []string{"num:", "num:x", "num:x=1,", `file:path="a`} {
		var typed *spec.Error
		if got, err := spec.Edit(text, "x", "1"); !errors.As(err, &typed) || typed.Input != text {
			t.Errorf("Edit(%q) = %q, %v, want a *spec.Error", text, got, err)
		}
	}
	for text, want := range map[string]string{"ball:r=1": "r", "ball": "", "ball:": "", "ball: u = 2,r=3": "u"} {
		if got := spec.FirstName(text); got != want {
			t.Errorf("FirstName(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		r        spec.Range
		inside   []float64
		excluded []float64
	}{
		{spec.Range{}, []float64{0, -math.MaxFloat64, math.MaxFloat64}, nil},
		{spec.Above(0), []float64{5e-324, math.MaxFloat64}, []float64{0, -1}},
		{spec.AtLeast(0), []float64{0, 1}, []float64{-5e-324}},
		{spec.Between(-1, 1), []float64{-1, 0, 1}, []float64{-1.5, 1.5}},
		{spec.AtLeast(0).Below(1), []float64{0, .999}, []float64{1, 2}},
	} {
		for _, x := range c.inside {
			if !c.r.Holds(x) {
				t.Errorf("%+v does not hold %g", c.r, x)
			}
		}
		for _, x := range append(c.excluded, math.NaN(), math.Inf(1), math.Inf(-1)) {
			if c.r.Holds(x) {
				t.Errorf("%+v holds %g", c.r, x)
			}
		}
	}
}

func TestNamesAndLookup(t *testing.T) {
	if got := things.Names(); !slices.Equal(got, []string{"bare", "numbers", "file", "fields", "expr"}) {
		t.Errorf("%q", got)
	}
	if k, err := things.Lookup("n", "n"); err != nil || k.Payload != 2 {
		t.Errorf("n: %+v, %v", k, err)
	}
	if got := spec.KindOf(" a b :x"); got != "a b" {
		t.Errorf("KindOf: %q", got)
	}
}

// A name that the kind does not declare is a programmer's error.
func TestUndeclaredNamePanics(t *testing.T) {
	for name, call := range map[string]func(){
		"Number": func() { things.Kinds[1].Bare().Values.Number("y") },
		"Spec":   func() { things.Kinds[1].Spec(spec.Number(1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			call()
		}()
	}
}

func TestHelp(t *testing.T) {
	const want = `bare              
numbers, num, n   x and n
                  x [0.5] above 0 and at most 1 (a share); beta [0] at least 0 and below 1; ` +
		`n [3] an integer at least 1; free [0]; cap [0] at most 5
file:path=a.csv,size=2 path; column; law [pareto] pareto|gauss; size
fields:100-100:1  widths [100-100]; rate [1] at least 0; note
expr:U            U
`
	trim := func(s string) string {
		lines := strings.Split(s, "\n")
		for i, line := range lines {
			lines[i] = strings.Join(strings.Fields(line), " ")
		}
		return strings.Join(lines, "\n")
	}
	if got := things.Help(); trim(got) != trim(want) {
		t.Errorf("%s", got)
	}
}
