package sweep_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/sweep"
)

func values(s sweep.Sweep) []float64 {
	var out []float64
	for i := range s.Len() {
		out = append(out, s.Value(i))
	}
	return out
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		text string
		want []float64
	}{
		{"eps=1:100:3log", []float64{1, 10, 100}},
		{"eps=1000:1:4log", []float64{1000, 100, 10, 1}},
		{"eps=0.1:0.5:5", []float64{.1, .2, .3, .4, .5}},
		{"eps=-1:1:3lin", []float64{-1, 0, 1}},
		{"dt = 3:1:2", []float64{3, 1}},
		{"alpha_2=1.5", []float64{1.5}},
		{"potential.depth-left=1, 2,4e-1", []float64{1, 2, .4}},
		{"eps=1e-300:1e300:3log", []float64{1e-300, 1, 1e300}},
		{"eps=-1.7e308:1.7e308:3", []float64{-1.7e308, 0, 1.7e308}},
	} {
		s, err := sweep.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := values(s); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
}

// Ratios of a geometric sweep are equal, to the digits that it is rounded to.
func TestGeometric(t *testing.T) {
	s, err := sweep.Parse("eps=0.03:0.3:8log")
	if err != nil {
		t.Fatal(err)
	}
	v := values(s)
	if v[0] != .03 || v[7] != .3 {
		t.Errorf("ends %g, %g", v[0], v[7])
	}
	for i := range 7 {
		near.Rel(t, "ratio of neighbours", v[i+1]/v[i], math.Pow(10, 1./7), 1e-11)
	}
}

func TestBadSweepsAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "NAME=VALUES",
		"eps":                    "NAME=VALUES",
		"=1,2":                   "NAME=VALUES",
		"2eps=1":                 "NAME=VALUES",
		"eps=":                   `""`,
		"eps=a,b":                `"a"`,
		"eps=1,NaN":              `"NaN"`,
		"eps=1,Inf":              `"Inf"`,
		"eps=1:2":                "lo:hi:N",
		"eps=1:2:3:4":            "lo:hi:N",
		"eps=1:2:0":              `"0" points`,
		"eps=1:2:1log":           `"1" points`,
		"eps=1:2:-5":             `"-5" points`,
		"eps=1:2:x":              `"x" points`,
		"eps=1:2:100001":         "100000",
		"eps=1:2:99999999999999": "100000",
		"eps=0:1:5log":           "above zero",
		"eps=-1:1:5log":          "above zero",
		"eps=1:1:5":              "both ends are 1",
		"eps=1:inf:5":            `"inf"`,
		"eps=1e999:1:5":          `"1e999"`,
	} {
		_, err := sweep.Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "sweep \""+text) {
			t.Errorf("%q: error %v, want the sweep and %q", text, err, want)
		}
	}
}

func TestGrid(t *testing.T) {
	g, err := sweep.ParseGrid([]string{"eps=1,2", "alpha=1.2:1.8:3"})
	if err != nil {
		t.Fatal(err)
	}
	var got [][2]float64
	for i := range g.Len() {
		var p [2]float64
		g.At(p[:], i)
		got = append(got, p)
	}
	want := [][2]float64{{1, 1.2}, {1, 1.5}, {1, 1.8}, {2, 1.2}, {2, 1.5}, {2, 1.8}}
	if !slices.Equal(got, want) {
		t.Errorf("points %v, want %v", got, want)
	}
	if names := g.Names(); !slices.Equal(names, []string{"eps", "alpha"}) {
		t.Errorf("names %v", names)
	}
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"eps=1,2", "eps=3"}, "eps is swept twice"},
		{[]string{"eps=1:2:1000", "alpha=1:2:1000"}, "more than 100000"},
		{[]string{"eps=1:2:100000", "alpha=1:2:100000", "dt=1:2:100000", "rho=1:2:100000", "seed=1:2:100000"},
			"more than 100000"},
		{[]string{"eps=1,2", "alpha"}, "NAME=VALUES"},
	} {
		if _, err := sweep.ParseGrid(c.texts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.texts, err, c.want)
		}
	}
	if g, err := sweep.ParseGrid(nil); err != nil || g.Len() != 1 {
		t.Errorf("no sweeps: %d points (%v)", g.Len(), err)
	}
}

// What parses, parses again from its own text, to finite values within its ends.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"eps=0.03:0.3:8log", "alpha_2=1,2,3", "dt=1:2:3lin", "a.b-c=-1e308:1e308:7",
		"x=5e-324:1:9log", "eps=1:2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := sweep.Parse(text)
		if err != nil {
			return
		}
		again, err := sweep.Parse(s.String())
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Fatalf("%q: %v, again %v (%v)", text, s, again, err)
		}
		n := s.Len()
		if n < 1 || n > sweep.MaxPoints {
			t.Fatalf("%q: %d points", text, n)
		}
		for _, i := range []int{0, n / 2, n - 1} {
			v := s.Value(i)
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%q: value %d is %g", text, i, v)
			}
			lo, hi := min(s.Lo, s.Hi), max(s.Lo, s.Hi)
			slack := 1e-11 * max(math.Abs(lo), math.Abs(hi))
			if s.Spacing != sweep.Listed && !(v >= lo-slack && v <= hi+slack) {
				t.Fatalf("%q: value %d is %g", text, i, v)
			}
		}
	})
}
