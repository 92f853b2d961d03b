package schedule_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/spec"
	"levyscope/train/schedule"
)

// each is one schedule of every kind, and of every branch within a kind.
var each = []schedule.Schedule{
	schedule.Constant{Eta0: 0.1},
	schedule.Constant{Eta0: 0.1, From: 7},
	schedule.Step{Eta0: 0.1, Gamma: 0.5, Every: 2000},
	schedule.Step{Eta0: 0.1, Gamma: 0.1, Every: 30, Drops: 2, From: 100},
	schedule.Exponential{Eta0: 0.1, Kappa: 0.0005},
	schedule.Exponential{Eta0: 0.2, Kappa: 0.03, From: 9},
	schedule.Inverse{Eta0: 0.1, K0: 1000},
	schedule.Inverse{Eta0: 3, K0: 0.5, From: 1},
	schedule.Power{Eta0: 0.1, K0: 100, Gamma: 0.6},
	schedule.Power{Eta0: 0.1, K0: 1e6, Gamma: 1.2, From: 4000},
	schedule.Linear{Eta0: 0.1, Steps: 8000},
	schedule.Linear{Eta0: 0.1, Steps: 7, Floor: 0.1, From: 3},
	schedule.Cosine{Eta0: 0.1, Steps: 8000},
	schedule.Cosine{Eta0: 0.1, Steps: 11, Floor: 0.01, From: 5},
	schedule.MultiStep{Eta0: 0.1, Gamma: 0.1, At: schedule.Steps{4000, 6000}},
	schedule.MultiStep{Eta0: 0.2, Gamma: 0.5, At: schedule.Steps{1, 2, 30}, From: 11},
	schedule.Points{Eta0: 1, At: schedule.Table{{0, 0.1}, {40, 0.1}, {80, 0}}, From: 3},
	schedule.Points{Eta0: 2, At: schedule.Table{{7, 0.3}}},
}

// rising is one schedule of every kind that does not only fall.
var rising = []schedule.Schedule{
	schedule.Restarts{Eta0: 0.1, Period: 1000, Factor: 2},
	schedule.Restarts{Eta0: 0.1, Period: 7, Factor: 1, Floor: 0.01, From: 4},
	schedule.OneCycle{Eta0: 0.1, Steps: 8000, Rise: 0.3, Div: 25, Final: 10000},
	schedule.OneCycle{Eta0: 0.4, Steps: 2, Rise: 0.01, Div: 1, Final: 1, From: 9},
	schedule.Points{Eta0: 1, At: schedule.Table{{0, 0}, {10, 0.1}, {20, 0.05}}},
	schedule.WarmUp{Then: schedule.Constant{Eta0: 0.1}, Steps: 10},
	schedule.WarmUp{Then: schedule.Cosine{Eta0: 0.1, Steps: 90, Floor: 0.01}, Steps: 1, From: 6},
	schedule.WarmUp{Then: schedule.OneCycle{Eta0: 0.1, Steps: 80, Rise: 0.3, Div: 25, Final: 100}, Steps: 5},
}

func parse(t *testing.T, text string) schedule.Schedule {
	t.Helper()
	s, err := schedule.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEtaExactValues(t *testing.T) {
	for _, c := range []struct {
		text string
		k    int
		want float64
	}{
		{"0.1", 0, 0.1},
		{"0.1", math.MaxInt, 0.1},
		{"step:eta0=0.8,gamma=0.5,every=10", 9, 0.8},
		{"step:eta0=0.8,gamma=0.5,every=10", 10, 0.4},
		{"step:eta0=0.8,gamma=0.5,every=10", 29, 0.2},
		{"step:eta0=0.8,gamma=0.5,every=10", 30, 0.1},
		{"step:eta0=0.8,gamma=0.5,every=10,drops=2", 1000000, 0.2},
		{"step:eta0=0.8,gamma=0.5,every=10,from=5", 14, 0.8},
		{"step:eta0=0.8,gamma=0.5,every=10,from=5", 15, 0.4},
		{"exp:eta0=2,kappa=0.25", 4, 2 / math.E},
		{"exp:eta0=2,kappa=0.25,from=8", 8, 2},
		{"exp:eta0=2,kappa=0.25,from=8", 12, 2 / math.E},
		{"inverse:eta0=1,k0=4", 4, 0.5},
		{"inverse:eta0=1,k0=4", 12, 0.25},
		{"inverse-time:eta0=1,k0=4,from=100", 112, 0.25},
		{"power:eta0=1,k0=4,gamma=0.5", 12, 0.5},
		{"power:eta0=1,k0=4,gamma=2", 4, 0.25},
		{"power:eta0=0.1,k0=100,gamma=0.6", 900, 0.1 * math.Pow(10, -0.6)},
		{"linear:eta0=1,steps=4", 0, 1},
		{"linear:eta0=1,steps=4", 1, 0.75},
		{"linear:eta0=1,steps=4", 4, 0},
		{"linear:eta0=1,steps=4", math.MaxInt, 0},
		{"linear:eta0=1,steps=4,floor=0.5", 2, 0.75},
		{"linear:eta0=1,steps=4,floor=0.5", 5, 0.5},
		{"linear:eta0=1,steps=4,from=10", 13, 0.25},
		{"cosine:eta0=1,steps=3", 1, 0.75},
		{"cosine:eta0=1,steps=3", 2, 0.25},
		{"cosine:eta0=1,steps=2,floor=0.5", 1, 0.75},
		{"cosine:eta0=1,steps=4", 1, (2 + math.Sqrt2) / 4},
		{"cosine:eta0=1,steps=3", 3, 0},
		{"cosine:eta0=1,steps=3,floor=0.125", 4, 0.125},
		{"cosine:eta0=1,steps=3,from=6", 7, 0.75},
	} {
		// To a few units in the last place.
		near.Rel(t, fmt.Sprintf("%s: Eta(%d)", c.text, c.k), parse(t, c.text).Eta(c.k), c.want, 1e-15)
	}
}

func TestEtaLaws(t *testing.T) {
	for _, s := range each {
		eta0, from := s.Eta(0), 0.0
		for f := 0; f < 5000; f++ { // With takes from, and nothing but from moves
			if moved, _ := schedule.With(s, "from", float64(f)); moved == s {
				from = float64(f)
				break
			}
		}
		if want := schedule.Reference(s); eta0 != want {
			t.Errorf("%v: Eta(0) = %v, want exactly the reference %v", s, eta0, want)
		}
		for _, k := range []int{math.MinInt, -1, 0, int(from)} {
			if s.Eta(k) != eta0 {
				t.Errorf("%v: Eta(%d) = %v, want eta0 = %v: the decay begins at from", s, k, s.Eta(k), eta0)
			}
		}
		for k := range 20000 {
			if a, b := s.Eta(k), s.Eta(k+1); !(b <= a && b >= 0) {
				t.Fatalf("%v: Eta(%d) = %v, Eta(%d) = %v: must fall and stay >= 0", s, k, a, k+1, b)
			}
		}
		later, err := schedule.With(s, "from", from+123)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 3000 {
			if k >= int(from) && later.Eta(k+123) != s.Eta(k) {
				t.Fatalf("%v: from=%v does not shift the decay at step %d", s, from+123, k)
			}
		}
	}
}

func TestEtaIsPure(t *testing.T) {
	for _, s := range slices.Concat(each, rising) {
		var up []float64
		for k := range 300 {
			up = append(up, s.Eta(k))
		}
		for k := 299; k >= 0; k-- {
			s.Eta(k * 17 % 300)
			if got := s.Eta(k); got != up[k] {
				t.Errorf("%v: Eta(%d) = %v, then %v", s, k, up[k], got)
			}
		}
		if n := testing.AllocsPerRun(100, func() { s.Eta(41) }); n != 0 {
			t.Errorf("%v: Eta allocates %v times", s, n)
		}
	}
}

func TestKindsAndDefaults(t *testing.T) {
	want := map[string]schedule.Schedule{
		"constant":    schedule.Constant{Eta0: 0.3},
		"step":        schedule.Step{Eta0: 0.3, Gamma: 0.5, Every: 2000},
		"exponential": schedule.Exponential{Eta0: 0.3, Kappa: 0.0005},
		"inverse":     schedule.Inverse{Eta0: 0.3, K0: 1000},
		"power":       schedule.Power{Eta0: 0.3, K0: 1000, Gamma: 0.6},
		"linear":      schedule.Linear{Eta0: 0.3, Steps: 8000},
		"cosine":      schedule.Cosine{Eta0: 0.3, Steps: 8000},
		"multistep":   schedule.MultiStep{Eta0: 0.3, Gamma: 0.1, At: schedule.Steps{4000, 6000}},
		"restarts":    schedule.Restarts{Eta0: 0.3, Period: 1000, Factor: 2},
		"onecycle":    schedule.OneCycle{Eta0: 0.3, Steps: 8000, Rise: 0.3, Div: 25, Final: 10000},
		"points":      schedule.Points{Eta0: 0.3, At: schedule.Table{{0, 1}, {4000, 1}, {8000, 0}}},
	}
	order := []string{"constant", "step", "exponential", "inverse", "power", "linear", "cosine",
		"multistep", "restarts", "onecycle", "points"}
	if got := schedule.Kinds(); !slices.Equal(got, order) {
		t.Errorf("Kinds() = %v, want %v", got, order)
	}
	for _, name := range schedule.Kinds() {
		s, err := schedule.Default(name, 0.3)
		if err != nil || s != want[name] {
			t.Errorf("Default(%q, 0.3) = %#v, %v, want %#v", name, s, err, want[name])
		}
		if schedule.Kind(s) != name {
			t.Errorf("Kind(%v) = %q, want %q", s, schedule.Kind(s), name)
		}
		if name == "points" { // whose text needs a list
			continue
		}
		bare, err := schedule.With(s, "eta0", 0.1)
		if err != nil || parse(t, name) != bare {
			t.Errorf("Parse(%q) is not the default with eta0=0.1: %v", name, err)
		}
	}
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if s, err := schedule.Default("cosine", bad); err == nil {
			t.Errorf("Default(cosine, %v) = %v, want an error", bad, s)
		}
	}
}

func TestParams(t *testing.T) {
	type param struct {
		name    string
		value   float64
		integer bool
	}
	for _, c := range []struct {
		text string
		want []param
	}{
		{"constant:from=4", []param{{"eta0", 0.1, false}}},
		{"step:drops=3", []param{
			{"eta0", 0.1, false}, {"gamma", 0.5, false}, {"every", 2000, true}, {"drops", 3, true}}},
		{"exp", []param{{"eta0", 0.1, false}, {"kappa", 0.0005, false}}},
		{"inverse", []param{{"eta0", 0.1, false}, {"k0", 1000, false}}},
		{"power:from=2", []param{{"eta0", 0.1, false}, {"k0", 1000, false}, {"gamma", 0.6, false}}},
		{"linear", []param{{"eta0", 0.1, false}, {"steps", 8000, true}, {"floor", 0, false}}},
		{"multistep:warmup=3", []param{{"eta0", 0.1, false}, {"gamma", 0.1, false}, {"warmup", 3, true}}},
		{"points:at=0:1", []param{{"eta0", 1, false}}},
		{"cosine:floor=0.01", []param{{"eta0", 0.1, false}, {"steps", 8000, true}, {"floor", 0.01, false}}},
	} {
		var got []param
		for _, p := range schedule.Params(parse(t, c.text)) {
			got = append(got, param{p.Name, p.Value, p.Integer})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Params(%s) = %v, want %v", c.text, got, c.want)
		}
	}
}

// Every parameter of every kind has a sentence for a list of controls, and its own text as a value changes nothing.
func TestParametersAreSetByText(t *testing.T) {
	for _, s := range slices.Concat(each, rising) {
		for _, p := range schedule.AllParams(s) {
			if !strings.HasSuffix(p.About, ".") {
				t.Errorf("%v: %s has no sentence: %q", s, p.Name, p.About)
			}
			text := p.Text
			if text == "" {
				text = fmt.Sprint(p.Value)
			}
			if same, err := schedule.Set(s, p.Name, " "+text+" "); err != nil || same != s {
				t.Errorf("Set(%v, %s, its own value %s) = %v, %v", s, p.Name, text, same, err)
			}
		}
	}
}

// What is wrong with a typed value is said with the value and a remedy.
func TestSetNamesValueAndRemedy(t *testing.T) {
	for _, c := range []struct{ text, name, value, problem, remedy string }{
		{"constant", "eta0", "abc", `"abc" is not a number for eta0`, "write a decimal number such as 0.1 or 5e-4"},
		{"constant", "eta0", "NaN", `"NaN" is not finite`, "write a finite decimal number such as 0.1 or 5e-4"},
		{"constant", "eta0", "-1", "eta0=-1 is out of range", "choose eta0 above 0, finite"},
		{"constant", "k0", "1", `unknown parameter "k0"`, ""},
		{"multistep", "at", "20/10", "step 10 comes after step 20", ""},
		{"points:at=0:1", "at", "0:0", "all rates are 0", ""},
		{"linear", "floor", "1", "floor=1 is above eta0=0.1", "choose floor <= eta0"},
	} {
		_, err := schedule.Set(parse(t, c.text), c.name, c.value)
		var wrong *spec.Error
		if !errors.As(err, &wrong) || wrong.Problem != c.problem || c.remedy != "" && wrong.Remedy != c.remedy {
			t.Errorf("Set(%s, %s, %s): %v, want %s; %s", c.text, c.name, c.value, err, c.problem, c.remedy)
		}
	}
}

func TestWithEveryParameter(t *testing.T) {
	for _, s := range slices.Concat(each, rising) {
		names := []string{"from", "warmup"}
		for _, p := range schedule.Params(s) {
			if p.Name == "warmup" {
				continue
			}
			names = append(names, p.Name)
			if same, err := schedule.With(s, p.Name, p.Value); err != nil || same != s {
				t.Errorf("With(%v, %s, its own value) = %v, %v", s, p.Name, same, err)
			}
		}
		for _, name := range names {
			value := 1.0 // in range for each parameter of each kind but these, given a large eta0
			if schedule.Kind(s) == "onecycle" && (name == "steps" || name == "rise") {
				value = map[string]float64{"steps": 3, "rise": 0.5}[name]
			}
			wide, err := schedule.With(s, "eta0", 5)
			if err != nil {
				t.Fatal(err)
			}
			got, err := schedule.With(wide, name, value)
			if err != nil {
				t.Errorf("With(%v, %s, %v): %v", wide, name, value, err)
				continue
			}
			if !strings.Contains(got.String(), fmt.Sprint(name, "=", value)) || parse(t, got.String()) != got {
				t.Errorf("With(%v, %s, %v) = %v", wide, name, value, got)
			}
		}
		if before := parse(t, s.String()); before != s {
			t.Errorf("With changed its argument: %v, want %v", s, before)
		}
	}
}

func TestWithRefuses(t *testing.T) {
	for _, c := range []struct {
		text, name string
		value      float64
		says       string
	}{
		{"step", "gamma", 2, "choose gamma above 0 and at most 1, finite"},
		{"step", "every", 2.5, "choose every an integer, at least 1"},
		{"step", "from", -1, "choose from an integer, at least 0"},
		{"cosine", "kappa", 1, "cosine takes eta0, steps, floor, from, warmup"},
		{"cosine", "floor", 0.2, "choose floor <= eta0"},
		{"cosine:floor=0.05", "eta0", 0.01, "floor=0.05 is above eta0=0.01"},
		{"exp", "kappa", math.NaN(), "kappa=NaN is out of range"},
	} {
		_, err := schedule.With(parse(t, c.text), c.name, c.value)
		var typed *spec.Error
		if !errors.As(err, &typed) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("With(%s, %s, %v): error %v, want one that says %q", c.text, c.name, c.value, err, c.says)
		}
	}
}

// slowed has the methods of a schedule of the package and another Eta.
type slowed struct{ schedule.Cosine }

func (s slowed) Eta(k int) float64 { return s.Cosine.Eta(k / 2) }

func TestForeignSchedules(t *testing.T) {
	for _, s := range []schedule.Schedule{
		slowed{schedule.Cosine{Eta0: 0.1, Steps: 10}},
		&schedule.Cosine{Eta0: 0.1, Steps: 10},
		schedule.WarmUp{Then: slowed{schedule.Cosine{Eta0: 0.1, Steps: 10}}, Steps: 3},
	} {
		if k, p, total := schedule.Kind(s), schedule.Params(s),
			schedule.TotalPower(s, 1); k != "" || p != nil || !math.IsNaN(total) {
			t.Errorf("%T: Kind %q, Params %v, TotalPower %v, want none and NaN", s, k, p, total)
		}
		if _, err := schedule.With(s, "eta0", 1); err == nil {
			t.Errorf("%T: With gave no error", s)
		}
	}
}
