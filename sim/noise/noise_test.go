package noise

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"levyscope/sim/clock"
)

// noiseSeries is a small set of samples.
var noiseSeries = []float64{-1.5, .25, 0, 3, .25}

func loadNoiseSeries(string) ([]float64, error) { return noiseSeries, nil }

// everyNoise is at least one noise of each kind.
var everyNoise = []Noise{
	{}, {Kind: Gauss}, {Kind: SaSGauss, Gauss: .5}, {Kind: Truncated, Cut: 3}, {Kind: Tempered, Rate: 1},
	{Kind: Poisson, Rate: 2}, {Kind: Poisson, Rate: .1, Jump: GaussJumps}, {Kind: Poisson, Rate: 1, Jump: LaplaceJumps},
	{Kind: Empirical, File: "noise.csv", Samples: noiseSeries},
	{Kind: Empirical, File: `C:\a b,c;"d".csv `, Column: "fc2.weight[3 7]", Samples: noiseSeries},
}

func TestParseNoiseCanonical(t *testing.T) {
	for _, c := range []struct{ text, canonical string }{
		{"sas", "sas"},
		{" gauss ", "gauss"},
		{"sas+gauss", "sas+gauss:gauss=0.5"},
		{"sas+gauss:gauss=2e-3", "sas+gauss:gauss=0.002"},
		{"truncated", "truncated:cut=3"},
		{"truncated : cut = 1e30", "truncated:cut=1e+30"},
		{"tempered", "tempered:rate=1"},
		{"poisson", "poisson:rate=1,jump=pareto"},
		{"poisson:jump=laplace,rate=.25", "poisson:rate=0.25,jump=laplace"},
		{"empirical:file=a.csv", "empirical:file=a.csv"},
		{"empirical: column = fc1.bias[3] , file = dir/a b.csv", "empirical:file=dir/a b.csv,column=fc1.bias[3]"},
		{`empirical:file="a.csv",column="x"`, "empirical:file=a.csv,column=x"},
		{`empirical:file="a,b=\"1\".csv" , column="7"`, `empirical:file="a,b=\"1\".csv",column=7`},
		{"empirical:file=a=b:c.csv,column=", "empirical:file=a=b:c.csv"},
	} {
		n, err := Parse(c.text, loadNoiseSeries)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if n.String() != c.canonical {
			t.Errorf("%q is %q, want %q", c.text, n, c.canonical)
		}
	}
	for _, n := range everyNoise {
		back, err := Parse(n.String(), loadNoiseSeries)
		if err != nil || !reflect.DeepEqual(back, n) {
			t.Errorf("%q is read back as %#v, %v", n, back, err)
		}
	}
	if n, err := Parse("sas", nil); err != nil || !reflect.DeepEqual(n, Noise{}) {
		t.Errorf("sas is %#v, %v, not the zero value", n, err)
	}
}

// An error quotes what is wrong and names what would be right.
func TestParseNoiseErrors(t *testing.T) {
	for _, c := range []struct{ text, problem, remedy string }{
		{"", `unknown kind ""`, "use one of sas, gauss, sas+gauss, truncated, tempered, poisson, empirical:file=noise.csv"},
		{"levy:alpha=1", `unknown kind "levy"`, "use one of sas"},
		{"sas:", `"" is not a parameter`, "write name=value"},
		{"sas:alpha=1", `unknown parameter "alpha"`, "sas takes none"},
		{"truncated:rate=1", `unknown parameter "rate"`, "truncated takes cut (largest jump)"},
		{"poisson:rate=1,cut=2", `unknown parameter "cut"`,
			"poisson takes rate (jumps per unit of time), jump (law of a jump)"},
		{"truncated:3", `"3" is not a parameter`, "write name=value"},
		{"poisson:rate,jump=gauss", `"rate" is not a parameter`, "write name=value"},
		{"poisson:rate=1,", `"" is not a parameter`, "with commas between"},
		{"poisson:rate=1,rate=2", `"rate=2" is a second value for rate`, "once"},
		{"truncated:cut=x", `"cut=x" has no number after the =`, "decimal number"},
		{"truncated:cut=1e999", `"cut=1e999" is not finite`, "decimal number"},
		{"truncated:cut=NaN", `"cut=NaN" is not finite`, "decimal number"},
		{"truncated:cut=inf", `"cut=inf" is not finite`, "finite"},
		{"tempered:rate=0", "rate=0 is out of range", "above 0"},
		{"sas+gauss:gauss=-1", "gauss=-1 is out of range", "above 0"},
		{"poisson:jump=cauchy", `jump "cauchy" is not known`, "use one of pareto, gauss, laplace"},
		{"empirical", "no file is given", "file=noise.csv"},
		{"empirical:column=2", "no file is given", "file=noise.csv"},
		{`empirical:file="a`, "quotes are not closed", "as in Go"},
		{`empirical:file="a"b`, `"b" stands behind the quotes`, "comma"},
	} {
		_, err := Parse(c.text, loadNoiseSeries)
		if err == nil || !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), c.remedy) {
			t.Errorf("%q: %v\nwant %s ... %s", c.text, err, c.problem, c.remedy)
		}
	}
}

func TestParseNoiseLoads(t *testing.T) {
	var name string
	load := func(s string) ([]float64, error) {
		name = s
		return noiseSeries, nil
	}
	const spec = `empirical:file="a,b.csv",column=fc2.weight[137]`
	n, err := Parse(spec, load)
	if err != nil || !reflect.DeepEqual(n.Samples, noiseSeries) {
		t.Fatalf("%#v, %v", n, err)
	}
	if file, column, err := SplitSource(name); err != nil || file != "a,b.csv" || column != "fc2.weight[137]" {
		t.Errorf("load got %q: file %q, column %q, %v", name, file, column, err)
	}
	if n, err := Parse(spec, nil); err != nil || n.Samples != nil || n.Validate(1.5, 1, clock.Iteration) == nil {
		t.Errorf("without load: %#v, %v, valid", n, err)
	}
	lost := errors.New("lost")
	if _, err := Parse(spec, func(string) ([]float64, error) { return nil, lost }); !errors.Is(err, lost) {
		t.Errorf("error of load: %v", err)
	}
	for want, samples := range map[string][]float64{
		"has 1 samples: use 2 to 65536":      {1},
		"has 65537 samples: use 2 to 65536":  make([]float64, MaxSamples+1),
		"sample 1 is NaN":                    {0, math.NaN()},
		"sample 0 is -Inf":                   {math.Inf(-1), 1},
		"all 3 samples are 2: choose a para": {2, 2, 2},
	} {
		_, err := Parse(spec, func(string) ([]float64, error) { return samples, nil })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestNoiseJSON(t *testing.T) {
	for _, n := range everyNoise {
		b, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back Noise
		if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, n) {
			t.Errorf("%s is read back as %#v, %v", b, back, err)
		}
	}
	for n, want := range map[*Noise]string{
		&everyNoise[3]: `"truncated:cut=3"`,
		&everyNoise[8]: `{"spec":"empirical:file=noise.csv","samples":[-1.5,0.25,0,3,0.25]}`,
	} {
		if b, err := json.Marshal(n); err != nil || string(b) != want {
			t.Errorf("%s, %v, want %s", b, err, want)
		}
	}
	for _, text := range []string{`3`, `"levy"`, `{"spec":"levy"}`, `{"samples":[1,2]}`, `["sas"]`} {
		if err := json.Unmarshal([]byte(text), &Noise{}); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

func TestNoiseValidate(t *testing.T) {
	for _, n := range everyNoise {
		if err := n.Validate(1.5, .01, clock.Iteration); err != nil {
			t.Errorf("%v", err)
		}
		if err := n.Validate(1.5, .01, clock.SDE); (err != nil) != (n.Kind == Empirical) {
			t.Errorf("%s in SDE time: %v", n, err)
		}
	}
	for _, c := range []struct {
		n         Noise
		alpha, dt float64
		clock     clock.Time
		want      string
	}{
		{Noise{}, 0, 1, clock.SDE, "alpha = 0"},
		{Noise{}, math.NaN(), 1, clock.SDE, "alpha = NaN"},
		{Noise{}, 2.1, 1, clock.SDE, "alpha = 2.1"},
		{Noise{}, 1, 0, clock.SDE, "dt = 0"},
		{Noise{}, 1, math.Inf(1), clock.SDE, "dt = +Inf"},
		{Noise{Kind: 99}, 1, 1, clock.SDE, "kind 99"},
		{Noise{Kind: Poisson, Rate: 1, Jump: 7}, 1, 1, clock.SDE, "JumpLaw(7)"},
		{Noise{Kind: Poisson, Rate: 1e6}, 1, .01, clock.SDE, "10000 jumps in a step of 0.01"},
		{Noise{Kind: Poisson, Rate: 1e308}, 1, 1e308, clock.SDE, "lower the rate or the step"},
		{Noise{Kind: Truncated, Cut: .01}, 1.5, .1, clock.Iteration, "cut = 0.01 keeps 0.57 % of the draws at " +
			"alpha = 1.5, and 5 % are needed: use a larger cut"},
		{Noise{Kind: Truncated, Cut: 5e-324}, .1, 1, clock.SDE, "use a larger cut"},
		{Noise{Kind: Tempered, Rate: 50}, 1.5, 1, clock.Iteration, "rate = 50 keeps 1.1 % of the draws"},
		{Noise{Kind: Tempered, Rate: 1e308}, .1, 1, clock.SDE, "use a smaller rate"},
		{Noise{Kind: Tempered, Rate: 1}, .05, 1e-300, clock.SDE, "use a larger alpha"},
		{Noise{Kind: Truncated, Cut: 1}, .05, 1e300, clock.SDE, "use a larger alpha"},
		{Noise{Kind: Truncated, Cut: 1}, .049, 1, clock.SDE, "a truncated noise takes a tail index of 0.05 or more"},
		{Noise{Kind: Empirical, File: "a", Samples: noiseSeries}, 1, 1, clock.SDE,
			"a resampled noise has no law over other steps than one iteration: use --time iteration"},
	} {
		if err := c.n.Validate(c.alpha, c.dt, c.clock); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, alpha %g, dt %g: %v\nwant %s", c.n, c.alpha, c.dt, err, c.want)
		}
	}
}

// A noise that is valid has tails that are numbers, and draws numbers in a finite time.
func TestExtremeNoises(t *testing.T) {
	extremes := []float64{5e-324, 1e-300, 1e-9, .01, 1, 1e9, math.MaxFloat64}
	dst := make([]float64, 16)
	for _, alpha := range []float64{5e-324, 1e-300, 1e-6, .01, .05, .499, .5, 1 - 1e-12, 1, 1.999999999999, 2} {
		for _, dt := range extremes {
			for _, v := range extremes {
				for _, kind := range []Kind{Truncated, Tempered, Poisson} {
					n := Noise{Kind: kind, Cut: v, Rate: v}
					if n.Validate(alpha, dt, clock.SDE) != nil {
						continue
					}
					for _, y := range extremes {
						if neg, pos := n.Tails(alpha, y); !(neg >= 0 && pos == neg) {
							t.Errorf("%s, alpha %g: tails %g and %g beyond %g", n, alpha, neg, pos, y)
						}
					}
					n.Drivers(0, alpha, dt, false)[0].Increments.Fill(dst, noiseRand(19))
					for _, x := range dst {
						if math.IsNaN(x) {
							t.Errorf("%s, alpha %g, dt %g: %v", n, alpha, dt, dst)
							break
						}
					}
				}
			}
		}
	}
}

func FuzzParseNoise(f *testing.F) {
	for _, n := range everyNoise {
		f.Add(n.String())
	}
	for _, s := range []string{
		"", "poisson:rate=1e-320,jump=gauss", "truncated:cut=0x1p-3",
		`empirical:file="a\u0000",column="\xff"`, "empirical:file=\xff,column= ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		n, err := Parse(spec, loadNoiseSeries)
		if err != nil {
			return
		}
		back, err := Parse(n.String(), loadNoiseSeries)
		if err != nil || !reflect.DeepEqual(back, n) {
			t.Fatalf("%q is %q, read back as %#v, %v", spec, n, back, err)
		}
		file, column, err := SplitSource(n.source())
		if n.Kind == Empirical && (err != nil || file != n.File || column != n.Column) {
			t.Fatalf("%q: file %q, column %q, %v", n.source(), file, column, err)
		}
		dst := make([]float64, 8)
		for _, alpha := range []float64{.3, 1, 2} {
			if n.Validate(alpha, .01, clock.Iteration) == nil {
				for _, d := range n.Drivers(0, alpha, .01, true) {
					d.Increments.Fill(dst, noiseRand(1))
				}
			}
		}
	})
}
