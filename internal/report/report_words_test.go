package report_test

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/report"
	"levyscope/stats/law"
)

// The text keeps to its width and has no figure that is none, whatever the size of the numbers, and without replicates.
func TestReportOfAnyMagnitude(t *testing.T) {
	for _, alpha := range []float64{.3, 1, 1.9} {
		for _, scale := range []float64{1e-290, 1e-12, 1, 1e12, 1e200} {
			if alpha < 1 && scale > 1e12 {
				continue
			}
			sas := law.Stable{Alpha: alpha, Scale: scale, Loc: 3 * scale}.Sampler()
			for _, bootstrap := range []int{0, 1} {
				in := inputOf(draws(600, sas.Draw), math.NaN())
				in.Bootstrap = bootstrap
				r, err := report.Build(context.Background(), in)
				if err != nil {
					t.Fatal(err)
				}
				var b strings.Builder
				if err := r.WriteText(&b); err != nil {
					t.Fatal(err)
				}
				checkText(t, b.String())
			}
		}
	}
}

// A Gaussian's sigma is explained once, p-values at their floor and the p-values that decide are told, and a frequency
// that is given by the threshold has no interval.
func TestReportSaysWhatItsFiguresMean(t *testing.T) {
	_, text, object := build(t, draws(3000, law.StudentT{Nu: 3, Scale: 1}.Rand), math.NaN())
	for want, times := range map[string]int{
		"whose standard deviation is sqrt(2) sigma": 1, "< .05": 4, "of the closest law of": 1, "a sample (95 %": 0,
		"150 peaks over": 1,
	} {
		if n := strings.Count(text, want); n < times || times < 2 && n > times {
			t.Errorf("%q stands %d times, want %d, in\n%s", want, n, times, text)
		}
	}
	peaks := object["tail"].(map[string]any)
	if _, there := peaks["frequency_low"]; there || len(peaks) != 11 {
		t.Errorf("tail %v", peaks)
	}
	near.Abs(t, "frequency", peaks["frequency"].(float64), .05, 1e-12)
}

// Dependence is told beside the verdict, with what it does to p-values.
func TestReportOfDependentSamples(t *testing.T) {
	v := 0.
	r, text, object := build(t, draws(5000, func(r *rand.Rand) float64 {
		v = .95*v + r.NormFloat64()
		return v
	}), math.NaN())
	if words := strings.Join(strings.Fields(text), " "); strings.Count(words, "the samples depend on each other") != 1 {
		t.Errorf("dependence is not told once in\n%s", text)
	}
	d := object["dependence"].(map[string]any)
	if d["n"] != 5000. || d["words"] != r.Dependence.Words() || d["lag1"] != r.Dependence.Values.Lag1 || len(d) != 13 {
		t.Errorf("dependence %v", d)
	}
	near.Most(t, "p of independence", d["p"].(float64), 1e-10)
	near.Abs(t, "effective sample size", d["effective_n"].(float64), 400, 200)
	_, text, object = build(t, draws(5000, normal), math.NaN())
	if words := object["dependence"].(map[string]any)["words"]; words != "" || strings.Contains(text, "depend on each") {
		t.Errorf("independent samples: %v", words)
	}
}

// Few, rounded, repeated, one-sided and huge samples: whatever there is a report on is told in figures that exist.
func TestReportOfOddSamples(t *testing.T) {
	seeds := uint64(400)
	if testing.Short() {
		seeds = 40
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 5))
		scale := math.Pow(10, float64(r.IntN(600)-300))
		step := []float64{0, 0, .01, .5, 3}[r.IntN(5)] * scale
		zeros := []float64{0, 0, .1, .5, .97}[r.IntN(5)]
		draw := []func(*rand.Rand) float64{
			law.SaS(.3, 1).Rand, law.SaS(1.5, 1).Rand, law.SaS(2, 1).Rand, (*rand.Rand).Float64,
			func(r *rand.Rand) float64 { return float64(r.IntN(3)) },
			func(r *rand.Rand) float64 { return math.Exp(3 * r.NormFloat64()) },
		}[r.IntN(6)]
		x := make([]float64, report.LeastSamples+r.IntN(300))
		for i := range x {
			if x[i] = draw(r) * scale; step > 0 {
				x[i] = math.Round(x[i]/step) * step
			}
			if r.Float64() < zeros {
				x[i] = 0
			}
		}
		in := inputOf(x, math.NaN())
		in.Bootstrap = r.IntN(3)
		rep, err := report.Build(context.Background(), in)
		if err != nil {
			continue // refused in words: TestBuildRefuses
		}
		var b strings.Builder
		if err := rep.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		checkText(t, b.String())
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// The tail index of Gaussian samples is at the edge of its search: no error, in text and in JSON.
func TestReportAtTheEdge(t *testing.T) {
	r, text, object := build(t, draws(6000, normal), math.NaN())
	if r.Verdict.Alpha.Alpha != 2 || !strings.Contains(text, "SaS     alpha 2 (edge of the search; 95 %: 1.9") {
		t.Errorf("alpha %g in\n%s", r.Verdict.Alpha.Alpha, text)
	}
	for _, v := range object["estimators"].([]any) {
		e := v.(map[string]any)
		alpha, edge := e["alpha"], e["edge"].(bool)
		name := e["name"].(string)
		if edge != (alpha == 2. && !strings.Contains(name, "5 %")) || edge && e["se"] != nil {
			t.Errorf("estimator %v", e)
		}
	}
	if se := object["verdict"].(map[string]any)["alpha_se"]; se != nil {
		t.Errorf("an error of %v at the edge", se)
	}
}
