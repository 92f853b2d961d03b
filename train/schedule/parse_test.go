package schedule_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/spec"
	"levyscope/train/schedule"
)

func ExampleParse() {
	s, err := schedule.Parse("power:eta0=0.1,k0=100,gamma=0.5")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Eta(0), s.Eta(300))
	_, err = schedule.Parse("step:gamma=2")
	fmt.Println(err)
	// Output:
	// 0.1 0.05
	// schedule "step:gamma=2": gamma=2 is out of range; choose gamma above 0 and at most 1, finite
}

// The decay begins at step 100; the step size halves every 50 steps from there.
func ExampleSchedule_eta() {
	s := schedule.Step{Eta0: 0.8, Gamma: 0.5, Every: 50, From: 100}
	for _, k := range []int{0, 149, 150, 200} {
		fmt.Println(k, s.Eta(k))
	}
	// Output:
	// 0 0.8
	// 149 0.8
	// 150 0.4
	// 200 0.2
}

func ExampleWith() {
	s, err := schedule.Default("cosine", 0.2)
	if err != nil {
		fmt.Println(err)
		return
	}
	shorter, err := schedule.With(s, "steps", 1000)
	fmt.Println(shorter, err)
	_, err = schedule.With(s, "floor", 0.5)
	fmt.Println(err)
	// Output:
	// cosine:eta0=0.2,steps=1000 <nil>
	// schedule "cosine:eta0=0.2,steps=8000 with floor=0.5": floor=0.5 is above eta0=0.2; choose floor <= eta0
}

func TestParseCanonical(t *testing.T) {
	for _, c := range []struct{ text, canonical string }{
		{"0.1", "constant:eta0=0.1"},
		{" 1e-3 ", "constant:eta0=0.001"},
		{"constant", "constant:eta0=0.1"},
		{"constant:from=5", "constant:eta0=0.1,from=5"},
		{"step", "step:eta0=0.1,gamma=0.5,every=2000"},
		{"step:drops=0,from=0", "step:eta0=0.1,gamma=0.5,every=2000"},
		{"step:from=3,drops=2,every=5e6,gamma=1,eta0=1", "step:eta0=1,gamma=1,every=5000000,drops=2,from=3"},
		{"exp:kappa=-0", "exponential:eta0=0.1,kappa=0"},
		{"exponential", "exponential:eta0=0.1,kappa=0.0005"},
		{"inverse-time:k0=.5", "inverse:eta0=0.1,k0=0.5"},
		{"power:eta0=0.1,k0=100,gamma=0.6", "power:eta0=0.1,k0=100,gamma=0.6"},
		{"power:k0=1000000", "power:eta0=0.1,k0=1e+06,gamma=0.6"},
		{"linear : steps = 10 , floor = 0.01", "linear:eta0=0.1,steps=10,floor=0.01"},
		{"linear:floor=-0", "linear:eta0=0.1,steps=8000"},
		{"cosine", "cosine:eta0=0.1,steps=8000"},
		{"multistep:at= 1e3 / 2000", "multistep:eta0=0.1,gamma=0.1,at=1000/2000"},
		{"multi-step:warmup=0", "multistep:eta0=0.1,gamma=0.1,at=4000/6000"},
		{"restarts", "restarts:eta0=0.1,period=1000,factor=2"},
		{"one-cycle:warmup=5,from=2", "onecycle:eta0=0.1,steps=8000,rise=0.3,div=25,final=10000,from=2,warmup=5"},
		{"points: at=0 : .1/1e2:-0", "points:eta0=1,at=0:0.1/100:0"},
		{"constant:warmup=7", "constant:eta0=0.1,warmup=7"},
		{"cosine:floor=0.1,from=9", "cosine:eta0=0.1,steps=8000,floor=0.1,from=9"},
	} {
		s := parse(t, c.text)
		if s.String() != c.canonical {
			t.Errorf("Parse(%q) = %q, want %q", c.text, s, c.canonical)
		}
		if parse(t, s.String()) != s {
			t.Errorf("Parse(%q) != %#v", s, s)
		}
	}
	for _, s := range slices.Concat(each, rising) {
		if parse(t, s.String()) != s {
			t.Errorf("Parse(%q) != %#v", s, s)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const kinds = "use one of constant, step, exponential, inverse, power, linear, cosine, " +
		"multistep, restarts, onecycle, points:at=0:0.1/4000:0.1/8000:0"
	const steps = "write 1 to 32 steps in rising order, such as 1000/2000"
	const points = "write 1 to 32 points step:rate with rising steps, such as 0:0.1/4000:0.1/8000:0"
	for _, c := range []struct{ text, problem, remedy string }{
		{"", `unknown kind ""`, kinds},
		{"cosin", `unknown kind "cosin"`, kinds},
		{"cosin:steps=4", `unknown kind "cosin"`, kinds},
		{"Cosine", `unknown kind "Cosine"`, kinds},
		{"power:", `"" is not a parameter`, "write name=value, with commas between"},
		{"power:k0=1,", `"" is not a parameter`, "write name=value, with commas between"},
		{"power:k0", `"k0" is not a parameter`, "write name=value, with commas between"},
		{"power:every=3", `unknown parameter "every"`, "power takes eta0, k0, gamma, from, warmup"},
		{"step:gama=1", `unknown parameter "gama"`, "step takes eta0, gamma, every, drops, from, warmup"},
		{"power:k0=1,k0=1", `"k0=1" is a second value for k0`, "give each parameter once"},
		{"power:k0=", `"k0=" has no number after the =`, "write a decimal number such as 0.1 or 5e-4"},
		{"power:k0=1o", `"k0=1o" has no number after the =`, "write a decimal number such as 0.1 or 5e-4"},
		{"power:k0=1=2", `"k0=1=2" has no number after the =`, "write a decimal number such as 0.1 or 5e-4"},
		{"power:k0=nan", `"k0=nan" is not finite`, "write a finite decimal number such as 0.1 or 5e-4"},
		{"power:k0=-Inf", `"k0=-Inf" is not finite`, "write a finite decimal number such as 0.1 or 5e-4"},
		{"power:k0=1e400", `"k0=1e400" is not finite`, "write a finite decimal number such as 0.1 or 5e-4"},
		{"NaN", `"eta0=NaN" is not finite`, "write a finite decimal number such as 0.1 or 5e-4"},
		{"-0.1", "eta0=-0.1 is out of range", "choose eta0 above 0, finite"},
		{"0", "eta0=0 is out of range", "choose eta0 above 0, finite"},
		{"step:gamma=0", "gamma=0 is out of range", "choose gamma above 0 and at most 1, finite"},
		{"step:gamma=1.5", "gamma=1.5 is out of range", "choose gamma above 0 and at most 1, finite"},
		{"step:every=0", "every=0 is out of range", "choose every an integer, at least 1 and at most 9007199254740992"},
		{"step:every=1.5", "every=1.5 is out of range", "choose every an integer, at least 1 and at most 9007199254740992"},
		{"step:drops=-1", "drops=-1 is out of range", "choose drops an integer, at least 0 and at most 9007199254740992"},
		{"exp:kappa=-1e-9", "kappa=-1e-09 is out of range", "choose kappa at least 0, finite"},
		{"inverse:k0=0", "k0=0 is out of range", "choose k0 above 0, finite"},
		{"power:gamma=0", "gamma=0 is out of range", "choose gamma above 0, finite"},
		{"linear:steps=0", "steps=0 is out of range", "choose steps an integer, at least 1 and at most 9007199254740992"},
		{"linear:floor=-1", "floor=-1 is out of range", "choose floor at least 0, finite"},
		{"linear:floor=0.2", "floor=0.2 is above eta0=0.1", "choose floor <= eta0"},
		{"constant:warmup=-1", "warmup=-1 is out of range",
			"choose warmup an integer, at least 0 and at most 9007199254740992"},
		{"multistep:at=", "no at is given", "write for example multistep:at=4000/6000"},
		{"multistep:at=3/2", "step 2 comes after step 3", steps},
		{"multistep:at=0/2", `"0" is not a step from 1 to 9007199254740992`, steps},
		{"multistep:at=1.5", `"1.5" is not a step from 1 to 9007199254740992`, steps},
		{"multistep:at=1/nan", `"nan" is not a step from 1 to 9007199254740992`, steps},
		{"multistep:at=1" + strings.Repeat("/2", 32), "33 steps are too many", steps},
		{"restarts:factor=0", "factor=0 is out of range", "choose factor an integer, at least 1 and at most 1000"},
		{"restarts:floor=1", "floor=1 is above eta0=0.1", "choose floor <= eta0"},
		{"onecycle:rise=1", "rise=1 is out of range", "choose rise above 0 and below 1, finite"},
		{"onecycle:steps=1", "steps=1 is out of range", "choose steps an integer, at least 2 and at most 9007199254740992"},
		{"points", "no at is given", "write for example points:at=0:0.1/4000:0.1/8000:0"},
		{"points:at=5", `"5" is not step:rate with a step from 0 to 9007199254740992`, points},
		{"points:at=0:0.1/0:1", "step 0 comes after step 0", points},
		{"points:at=0:-1", `"0:-1" has no finite rate of at least 0`, points},
		{"points:at=0:NaN", `"0:NaN" has no finite rate of at least 0`, points},
		{"points:at=0:Inf", `"0:Inf" has no finite rate of at least 0`, points},
		{"points:at=0:0/9:0", "all rates are 0", points},
		{"points:eta0=1e300,at=0:1e300", "eta0=1e+300 times the largest rate 1e+300 is no finite number above 0",
			"choose rates and eta0 nearer to 1"},
		{"cosine:from=1e16", "from=10000000000000000 is out of range",
			"choose from an integer, at least 0 and at most 9007199254740992"},
	} {
		s, err := schedule.Parse(c.text)
		var got *spec.Error
		if !errors.As(err, &got) {
			t.Errorf("Parse(%q) = %v, %v, want a *spec.Error", c.text, s, err)
			continue
		}
		if want := (spec.Error{What: "schedule", Input: c.text, Problem: c.problem, Remedy: c.remedy}); *got != want {
			t.Errorf("Parse(%q): %+v, want %+v", c.text, *got, want)
		}
		for _, part := range []string{c.problem, c.remedy} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	}
	if _, err := schedule.Default("tanh", 0.1); err == nil || !strings.Contains(err.Error(), kinds) {
		t.Errorf("Default(tanh): %v, want the kinds listed", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range slices.Concat(each, rising) {
		f.Add(s.String())
	}
	for _, text := range []string{
		"0.1", "1e400", "exp:", "step:every=1e3,drops=0x1p4", "power : k0 = 5", "cosine:floor=-0,from=1",
		"points:at=0:5e-324/1e15:1/9007199254740992:0,eta0=1e-3", "restarts:period=1,factor=1000,warmup=3",
		"onecycle:steps=2,rise=1e-9", "multistep:at=1/2/9007199254740992"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := schedule.Parse(text)
		if err != nil {
			var typed *spec.Error
			if !errors.As(err, &typed) || typed.Input != text || typed.Problem == "" || typed.Remedy == "" {
				t.Fatalf("Parse(%q): %#v", text, err)
			}
			return
		}
		if again, err := schedule.Parse(s.String()); err != nil || again != s {
			t.Fatalf("Parse(%q) = %#v, and its String %q reads as %#v, %v", text, s, s, again, err)
		}
		top := schedule.Reference(s)
		for _, k := range []int{math.MinInt, 0, 1, 1000, 1 << 30, math.MaxInt} {
			if eta := s.Eta(k); !(eta >= 0 && eta <= top) {
				t.Fatalf("%v: Eta(%d) = %v, want one in [0, %v]", s, k, eta, top)
			}
		}
		for _, p := range []float64{0.5, 1, 1.5, 2} {
			if total := schedule.TotalPower(s, p); !(total > 0) {
				t.Fatalf("%v: TotalPower(%v) = %v, want a positive sum", s, p, total)
			}
		}
	})
}
