package problem

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

func TestParseDomain(t *testing.T) {
	for text, want := range map[string]Domain{"box": {}, "ball:r=1.5": {InBall, 1.5},
		"sublevel:u=-2e-3": {InSublevel, -2e-3}, "basin": {Kind: InBasin}, "wells": {Kind: InWells}} {
		got, err := ParseDomain(text)
		if err != nil || got != want || got.String() != (Domain{want.Kind, want.Size}).String() {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "disc", "ball", "ball:", "ball:r", "ball:r=", "ball:r=0", "ball:r=-1",
		"ball:r=NaN", "ball:r=Inf", "ball:u=1", "box:r=1", "basin:", "sublevel:u=x", "sublevel:u=+Inf", "wells:1"} {
		if d, err := ParseDomain(text); err == nil {
			t.Errorf("%q was read as %+v", text, d)
		}
	}
}

func FuzzParseDomain(f *testing.F) {
	for _, s := range []string{"box", "ball:r=1.5", "sublevel:u=-1e9", "basin", "wells", "ball:r=0x1p-3",
		"sublevel:u=1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDomain(s)
		if err != nil {
			return
		}
		if back, err := ParseDomain(d.String()); err != nil || back != d {
			t.Errorf("%q is %+v, and %q is %+v, %v", s, d, d.String(), back, err)
		}
	})
}

// Controls with every field set survive a recording: JSON and back gives the same
// JSON, the same values and the same exits.
func TestControlsRoundTrip(t *testing.T) {
	g, err := expr.Parse("1+x1^2/4", 2)
	if err != nil {
		t.Fatal(err)
	}
	one, err := expr.Parse("1", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, potential := range []string{"multiwell:wells=5,width=0.4", "valley:bend=2", "sharpflat", "quartic",
		"expr:(x1^2-1)^2/4+x2^2/2", ""} {
		c := Controls{
			Schedule: schedule.Cosine{Eta0: .2, Steps: 1000, Floor: .01}, Arm: schedule.NoiseOnly, Eps: .07,
			Theta: []float64{1, 2.5}, Alpha: []float64{1.25, 2}, Sigma: []float64{.5, 1e-3},
			Box: []Interval{{math.Inf(-1), 3}, {-1. / 3, math.Inf(1)}}, Domain: Domain{InSublevel, 1.5},
			Noise: []noise.Noise{{Kind: noise.Tempered, Rate: .25},
				{Kind: noise.Poisson, Rate: 2, Jump: noise.LaplaceJumps}},
			Multiplicative: []*expr.Expression{g, one}, Reading: Marcus, Integrator: Tamed, Rho: .3,
		}
		if potential != "" {
			if c.Potential, err = landscape.Parse(potential, 2); err != nil {
				t.Fatal(err)
			}
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Controls
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(b) {
			t.Errorf("%s: %v, after a round trip\n%s, before\n%s", potential, err, again, b)
		}
		if c.Potential != nil && back.Potential.String() != c.Potential.String() {
			t.Errorf("potential %s came back as %s", c.Potential, back.Potential)
		}
		for i := range c.Multiplicative {
			if back.Multiplicative[i].String() != c.Multiplicative[i].String() {
				t.Errorf("factor %s came back as %s", c.Multiplicative[i], back.Multiplicative[i])
			}
		}
		plain := func(c Controls) Controls { c.Potential, c.Multiplicative = nil, nil; return c }
		if !reflect.DeepEqual(plain(back), plain(c)) {
			t.Errorf("%+v came back as %+v", plain(c), plain(back))
		}
	}
	// An empirical noise takes its samples along.
	c := Controls{Schedule: schedule.Constant{Eta0: 1}, Alpha: []float64{1}, Theta: []float64{1}, Sigma: []float64{1},
		Box:   []Interval{{-1, 1}},
		Noise: []noise.Noise{{Kind: noise.Empirical, File: "noise.csv", Samples: []float64{-1, .1, 2e-17}}}}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Controls
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, c) {
		t.Errorf("%v: %s came back as %+v", err, b, back)
	}
}

func TestIntervalRoundTrip(t *testing.T) {
	inf := math.Inf(1)
	for want, v := range map[string]Interval{"[-0.6,1]": {-.6, 1}, "[null,1]": {-inf, 1}, "[0.1,null]": {.1, inf},
		"[null,null]": {-inf, inf}, "[-1e+300,5e-324]": {-1e300, 5e-324}} {
		b, err := json.Marshal(v)
		if err != nil || string(b) != want {
			t.Errorf("%v: %s, %v; want %s", v, b, err, want)
		}
		back := Interval{7, 8}
		if err := json.Unmarshal(b, &back); err != nil || back != v {
			t.Errorf("%s came back as %v, %v", b, back, err)
		}
	}
	var v Interval
	for _, bad := range []string{`"x"`, `["a",1]`, `{}`} {
		if err := json.Unmarshal([]byte(bad), &v); err == nil {
			t.Errorf("%s was read as %v", bad, v)
		}
	}
}
