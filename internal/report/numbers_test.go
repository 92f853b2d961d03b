package report

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

var (
	nan = math.NaN()
	inf = math.Inf(1)
)

func TestWithError(t *testing.T) {
	for _, c := range []struct {
		v, se float64
		want  string
	}{
		{1.23456, .0123, "1.235 +- 0.012"}, {1.23456, .5, "1.23 +- 0.50"}, {123.456, 12, "123 +- 12"},
		{123456, 1200, "123456 +- 1.2e+03"}, {1e-12, 1e-13, "1e-12 +- 1e-13"},
		{1.5, nan, "1.5"}, {1.5, 0, "1.5"}, {1.5, inf, "1.5"}, {nan, 1, "NaN"}, {inf, 1, "+Inf"},
	} {
		if got := withError(c.v, c.se); got != c.want {
			t.Errorf("%g +- %g: %q, want %q", c.v, c.se, got, c.want)
		}
	}
}

func TestFiguresInFewCharacters(t *testing.T) {
	for _, c := range []struct {
		what string
		f    func(float64) string
		want map[float64]string
	}{
		{"p-value", pValue, map[float64]string{1: "1.00", .049: "0.05", .0099: "0.0099", 1e-4: "0.0001", 9e-5: "<1e-4",
			0: "<1e-4"}},
		{"count", count, map[float64]string{1234.5: "1234", 99.5: "100", 99.4: "99", .01: "0.01", .001: "1e-03", 1e-100: "0",
			0: "0"}},
		{"number", number, map[float64]string{.12345: "0.123", 999: "999", 1000: "1e+03", -2500: "-2e+03"}},
	} {
		for x, want := range c.want {
			if got := c.f(x); got != want {
				t.Errorf("%s %g: %q, want %q", c.what, x, got, want)
			}
		}
	}
	if pValue(nan) != "-" || count(nan) != "-" {
		t.Errorf("NaN: %q and %q", pValue(nan), count(nan))
	}
}

func TestLawText(t *testing.T) {
	for _, c := range [][3]string{
		{"log-normal scale mixture", "log-normal scale mixture sd=1 spread=2", "log-normal mixture sd=1 spread=2"},
		{"generalised Gaussian", "generalised Gaussian shape=1 scale=2", "gen. Gaussian shape=1 scale=2"},
		{"SaS", "SaS alpha=1.5 scale=2", "SaS alpha=1.5 scale=2"},
	} {
		if got := lawText(c[0], c[1]); got != c[2] {
			t.Errorf("%q, want %q", got, c[2])
		}
	}
}

// The remark on signs goes, and no other, where the error of the centre explains them.
func TestNewVerdictDropsExplainedSigns(t *testing.T) {
	zeros := verdict.Remark{Kind: verdict.ManyZeros, Percent: 5}
	signs := verdict.Remark{Kind: verdict.UnevenSigns, Percent: 60}
	v := verdict.Verdict{Remarks: []verdict.Remark{signs, zeros}}
	for p, want := range map[float64][]verdict.Remark{
		.5: {zeros}, .0011: {zeros}, .001: {signs, zeros}, 0: {signs, zeros}, nan: {signs, zeros},
	} {
		if got := newVerdict(v, p).Remarks; !slices.Equal(got, want) {
			t.Errorf("p %g: %v, want %v", p, got, want)
		}
	}
	if !slices.Equal(v.Remarks, []verdict.Remark{signs, zeros}) {
		t.Errorf("the verdict itself has now %v", v.Remarks)
	}
}

// Names and order of the fields are an interface; what is not finite is null.
func TestVerdictAsJSON(t *testing.T) {
	v := verdict.Verdict{
		Kind: verdict.IsStable, N: 50, Lo: 1.25, Hi: inf, PGaussian: 1e-30, PStable: nan,
		Alpha: tail.Fit{Stable: law.Stable{Alpha: 1.5, Scale: 2e6}, SE: law.Stable{Alpha: .0625, Scale: nan}},
		Drift: verdict.SumDrift{Block: 4, Sum: tail.Estimate{Alpha: 1.75, SE: .5}, P: .25},
	}
	v.Remarks = []verdict.Remark{{Kind: verdict.FewBins}, {Kind: verdict.StudentFits, Law: "Student-t nu=1.5 <&>"}}
	const want = `{"kind":"stable","text":"stable, alpha = 1.500 +- 0.062",` +
		`"note":"the samples fill less than three bins: too few, or rounded too far; ` +
		`Student-t nu=1.5 \u003c\u0026\u003e fits as well: it lies in the domain of attraction of a stable law",` +
		`"p_gaussian":1e-30,"p_stable":null,"alpha":1.5,"alpha_se":0.0625,"alpha_low":1.25,` +
		`"alpha_high":null,"sigma":2e+06,"sigma_se":null,"sum_block":4,"sum_alpha":1.75,"sum_alpha_se":0.5,"sum_p":0.25}`
	got, err := json.Marshal(Verdict{v})
	if err != nil || string(got) != want {
		t.Errorf("%s (%v)\nwant\n%s", got, err, want)
	}
}
