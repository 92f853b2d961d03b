package report_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/record"
	"levyscope/internal/report"
	"levyscope/stats/law"
	"levyscope/stats/verdict"
)

// draws are n samples of a law.
func draws(n int, draw func(*rand.Rand) float64) []float64 {
	r := rand.New(rand.NewPCG(11, 12))
	x := make([]float64, n)
	for i := range x {
		x[i] = draw(r)
	}
	return x
}

// inputOf is what a collector keeps of x; the centre NaN is estimated.
func inputOf(x []float64, centre float64) report.Input {
	c := report.NewCollector(centre, 2000, 1)
	c.Add(x)
	in := c.Input()
	in.Bootstrap, in.Seed = 19, 1
	return in
}

// event makes an event of a report.
type event struct{ report.Report }

func (event) Type() string { return "report" }

// build is the report on x, as it is, as text and as JSON.
func build(t *testing.T, x []float64, centre float64) (r *report.Report, text string, object map[string]any) {
	t.Helper()
	r, err := report.Build(context.Background(), inputOf(x, centre))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	line, err := record.Append(nil, event{*r})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &object); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return r, b.String(), object
}

func normal(r *rand.Rand) float64 { return r.NormFloat64() }

// Text and JSON say the same of samples of three laws, and of too few.
func TestReportOfEachVerdict(t *testing.T) {
	sas := law.Stable{Alpha: 1.6, Scale: .01, Loc: .5}.Sampler()
	for _, c := range []struct {
		name string
		x    []float64
		kind verdict.Kind
		best string
		text []string
	}{
		{"Gaussian", draws(6000, normal), verdict.IsGaussian, "Gaussian", []string{"verdict Gaussian (alpha in "}},
		{"stable", draws(6000, sas.Draw), verdict.IsStable, "SaS", []string{"verdict Stable, alpha = 1.", "about 0.5"}},
		{"Student", draws(6000, law.StudentT{Nu: 3, Scale: 1}.Rand), verdict.HeavyTailed, "Student-t",
			[]string{"verdict Heavy-tailed, not stable; best: Student-t nu="}},
		{"few", draws(40, normal), verdict.Undecided, "", []string{"verdict Undecided at n = 40"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, text, object := build(t, c.x, math.NaN())
			if r.Verdict.Kind != c.kind || c.best != "" && r.Laws[0].Name != c.best {
				t.Errorf("verdict %v, best %s", r.Verdict, r.Laws[0].Name)
			}
			for _, part := range append(c.text, "laws by the counts", "laws by the likelihood", "tail index, if") {
				if !strings.Contains(text, part) {
					t.Errorf("no %q in\n%s", part, text)
				}
			}
			checkText(t, text)
			checkVerdict(t, object["verdict"].(map[string]any), r.Verdict)
			checkLaws(t, object, r)
			checkOctaves(t, r)
		})
	}
}

// checkText holds the text to its width, and to having no NaN.
func checkText(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if n := len(strings.TrimSuffix(line, "\n")); n > report.Width || strings.HasSuffix(line, " \n") {
			t.Errorf("%d columns: %q", n, line)
		}
		if strings.Contains(line, "NaN") || strings.Contains(line, "Inf") || strings.Contains(line, "%!") {
			t.Errorf("a figure that is none: %s", line)
		}
	}
}

// checkVerdict holds the JSON of a verdict against the verdict.
func checkVerdict(t *testing.T, got map[string]any, v report.Verdict) {
	t.Helper()
	for name, want := range map[string]any{
		"kind": v.Kind.String(), "text": v.String(), "note": v.Note(), "p_gaussian": v.PGaussian, "p_stable": v.PStable,
		"p_finite": v.PFinite,
		"alpha":    v.Alpha.Alpha, "alpha_se": v.Alpha.SE.Alpha, "alpha_low": v.Lo, "alpha_high": v.Hi,
		"sigma": v.Alpha.Scale, "sigma_se": v.Alpha.SE.Scale, "sum_block": float64(v.Drift.Block),
		"sum_alpha": v.Drift.Sum.Alpha, "sum_alpha_se": v.Drift.Sum.SE, "sum_p": v.Drift.P,
		"step": v.Step, "too_coarse": v.TooCoarse, "no_law_fits": v.NoLawFits(), "outlier": nil, "asymmetry": nil,
		"clip": nil,
	} {
		alpha := got[strings.TrimSuffix(name, "_se")]
		if strings.HasSuffix(name, "alpha_se") && (alpha == 2. || want == 0.) {
			want = nil // at the edge of the search
		}
		if f, ok := want.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
			want = nil
		}
		if value, there := got[name]; !there || value != want {
			t.Errorf("%s = %v, want %v", name, value, want)
		}
	}
	if atoms, ok := got["atoms"].([]any); !ok || len(atoms) != len(v.Atoms) {
		t.Errorf("atoms %v, want %v", got["atoms"], v.Atoms)
	}
	if len(got) != 23 {
		t.Errorf("%d fields of a verdict, want 23: %v", len(got), got)
	}
}

// checkLaws holds the tables of laws against the report, and to the order by BIC.
func checkLaws(t *testing.T, object map[string]any, r *report.Report) {
	t.Helper()
	laws := object["laws"].([]any)
	exact := object["exact"].(map[string]any)
	fitted := exact["laws"].([]any)
	if len(laws) != 7 || len(fitted) != 7 || exact["n"] != float64(r.Exact.N) || exact["bootstrap"] != 19. ||
		exact["p_floor"] != .05 ||
		exact["error"] != "" {
		t.Fatalf("%d and %d laws, exact %.200v", len(laws), len(fitted), exact)
	}
	for i, l := range r.Laws {
		got := laws[i].(map[string]any)
		if len(got) != 6 || got["name"] != l.Name || got["law"] != l.Law || got["log_likelihood"] != l.LogLik ||
			got["aic"] != l.AIC || got["bic"] != l.BIC {
			t.Errorf("law %v, want %+v", got, l)
		}
		if i > 0 {
			near.Least(t, "BIC of "+l.Name, l.BIC, r.Laws[i-1].BIC)
		}
		if !strings.HasPrefix(l.Law, l.Name+" ") {
			t.Errorf("law %q does not begin with its family, %q", l.Law, l.Name)
		}
	}
	for i, l := range r.Exact.Laws {
		got := fitted[i].(map[string]any)
		if len(got) != 12 || got["name"] != l.Name || got["bic"] != l.BIC || got["held_out"] != l.HeldOut ||
			got["ks_p"] != l.PKS {
			t.Errorf("law %v, want %+v", got, l)
		}
	}
}

// checkOctaves holds the histogram to all samples, and each law's expectation to a share of them.
func checkOctaves(t *testing.T, r *report.Report) {
	t.Helper()
	count, best := 0, 0.
	for i, o := range r.Octaves {
		count += o.Count
		best += o.Best
		if i > 0 && o.Low != r.Octaves[i-1].High {
			t.Errorf("octave %d begins at %g, the one before ends at %g", i, o.Low, r.Octaves[i-1].High)
		}
	}
	if count != r.N-r.AtCentre {
		t.Errorf("%d samples in octaves, want %d", count, r.N-r.AtCentre)
	}
	near.Abs(t, "samples that the best law expects", best/float64(count), 1, .03)
}

// The figures are those of the samples: alpha = 1.6, sigma = 0.01 about 0.5.
func TestReportOfStableSamples(t *testing.T) {
	sas := law.Stable{Alpha: 1.6, Scale: .01, Loc: .5}.Sampler()
	r, _, object := build(t, draws(20000, sas.Draw), math.NaN())
	v := r.Verdict
	near.Abs(t, "alpha", v.Alpha.Alpha, 1.6, 4*v.Alpha.SE.Alpha)
	near.Abs(t, "sigma", v.Alpha.Scale, .01, 4*v.Alpha.SE.Scale)
	near.Most(t, "standard error of alpha", v.Alpha.SE.Alpha, .02)
	near.Abs(t, "centre", r.Centre, .5, 4*r.CentreSE)
	near.Most(t, "standard error of the centre", r.CentreSE, 3e-4)
	near.Least(t, "p of symmetry", r.Symmetry, .001)
	for _, e := range r.Estimators {
		if !strings.Contains(e.Name, "5 %") { // those of the far tail are biased here
			near.Abs(t, e.Name, e.Alpha, 1.6, 4*e.SE)
		}
	}
	if n := len(r.Blocks); n < 3 || len(object["blocks"].([]any)) != n {
		t.Errorf("%d block sizes", n)
	}
	if r.Tail == nil || r.Tail.N != 20000 || r.Tail.Peaks != 1000 {
		t.Fatalf("tail %+v", r.Tail)
	}
	near.Abs(t, "shape of the excesses", r.Tail.Shape, 1/1.6, 4*r.Tail.ShapeSE)
	near.Abs(t, "frequency of peaks", r.Tail.Frequency, .05, 1e-9)
	near.Abs(t, "extremal index", r.Tail.Extremal, 1, .1)
}

// A value that repeats is told with its share, and enters no fit.
func TestReportSetsAtomsApart(t *testing.T) {
	x := draws(1000, normal)
	for i := range 200 {
		x[5*i] = 0
	}
	r, text, object := build(t, x, 0)
	if r.N != 1000 || r.AtCentre != 0 || object["at_centre"] != 0. || r.CentreSE != 0 {
		t.Errorf("%d samples, %d at the centre, error of it %g", r.N, r.AtCentre, r.CentreSE)
	}
	atom := object["verdict"].(map[string]any)["atoms"].([]any)[0].(map[string]any)
	if atom["value"] != 0. || atom["count"] != 200. || atom["share"] != .2 {
		t.Errorf("atom %v", atom)
	}
	for _, want := range []string{"20 % of the samples are the one value 0,"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	total := 0
	for _, o := range r.Octaves {
		total += o.Count
	}
	if total != 800 {
		t.Errorf("%d samples in octaves, want those 800 that are in no atom", total)
	}
}

// Signs that are uneven are a remark; about a given centre they have no excuse.
func TestReportOfAsymmetricSamples(t *testing.T) {
	r, text, _ := build(t, draws(4000, func(r *rand.Rand) float64 { return r.NormFloat64() + .2 }), 0)
	near.Most(t, "p of symmetry", r.Symmetry, 1e-6)
	if !strings.Contains(text, "% of the samples are above the centre: not symmetric about it") {
		t.Errorf("no remark in\n%s", text)
	}
}

// What has no law to fit is refused in words.
func TestBuildRefuses(t *testing.T) {
	constant := make([]float64, 100)
	nearly := make([]float64, 100)
	for i := range constant {
		constant[i] = 2.5
	}
	copy(nearly, draws(5, normal))
	for want, in := range map[string]report.Input{
		"0 samples: a fit needs 8 or more":                       inputOf(nil, 0),
		"7 samples: a fit needs 8 or more":                       inputOf(draws(7, normal), math.NaN()),
		"3 samples":                                              inputOf(draws(3, normal), math.NaN()),
		"the column is constant (2.5)":                           inputOf(constant, math.NaN()),
		"only 5 samples differ from the centre 0: a fit needs 8": inputOf(nearly, 0),
	} {
		if r, err := report.Build(context.Background(), in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("report %v, error %v, want %q", r, err, want)
		}
	}
}

// From the least number of samples on there is a report, without figures that need more.
func TestReportOfFewSamples(t *testing.T) {
	for n := report.LeastSamples; n < 24; n++ {
		r, text, object := build(t, draws(n, normal), math.NaN())
		if r.N != n || r.Verdict.Kind != verdict.Undecided || r.Tail != nil || object["tail"] != nil {
			t.Errorf("%d samples: %d, verdict %v, tail %v", n, r.N, r.Verdict, r.Tail)
		}
		checkText(t, text)
	}
}
