package report

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/near"
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
		{123456, 1200, "123500 +- 1200"}, {10886.3, 450, "10890 +- 450"}, {1e-12, 1e-13, "(1.00 +- 0.10)e-12"},
		{1.2e-7, 3e-9, "(1.200 +- 0.030)e-7"}, {7.61409e6, 1.7e6, "(7.6 +- 1.7)e6"}, {0, 3e-9, "(0.0 +- 3.0)e-9"},
		{-1.2e-7, 3e-9, "(-1.200 +- 0.030)e-7"},
		{9.9996e8, 1e5, "999960000 +- 100000"}, {9.9999e11, 1e9, "(1.0000 +- 0.0010)e12"},
		{9.96, .0996, "9.96 +- 0.10"},
		{5.25e22, 1e21, "(5.25 +- 0.10)e22"}, {1.7e9, .001, "1700000000.0000 +- 0.0010"}, {-2.5, 99.6, "0 +- 100"},
		{1.5, nan, "1.5"}, {1.5, 0, "1.5"}, {1.5, inf, "1.5"}, {nan, 1, "-"}, {inf, 1, "-"}, {nan, nan, "-"},
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
		{"number", number, map[float64]string{.12345: "0.123", 999: "999", 1000: "1e+03", -2500: "-2e+03", 1e-9: "1e-09",
			0: "0", inf: "-"}},
		{"four decimals", func(x float64) string { return fixed(x, 4) },
			map[float64]string{-1.23456: "-1.2346", -62512135254.4192: "-6.3e+10", inf: "-"}},
		{"nine columns", func(x float64) string { return within(x, 9) },
			map[float64]string{1.2345e8: "1.234e+08", 1.2345e-300: "1.23e-300", -1.2345e-300: "-1.2e-300", 2: "2"}},
	} {
		for x, want := range c.want {
			if got := c.f(x); got != want {
				t.Errorf("%s %g: %q, want %q", c.what, x, got, want)
			}
		}
	}
	for what, got := range map[string]string{"p-value": pValue(nan), "count": count(nan), "number": number(nan),
		"decimals": fixed(nan, 2), "columns": within(nan, 9), "digits": significant(nan), "bootstrap": bootstrapP(nan, .01)} {
		if got != "-" {
			t.Errorf("NaN as %s: %q", what, got)
		}
	}
}

// At an edge of its search, which an estimate without an error is at too, a tail index has no error.
func TestEdges(t *testing.T) {
	for _, c := range []struct {
		alpha, se float64
		want      string
	}{
		{1.5, .02, "1.500 +- 0.020"}, {2, .01, "2 (edge of the search)"}, {.1, .002, "0.1 (edge of the search)"},
		{.4, nan, "0.4 (edge of the search)"}, {1.5, 0, "1.5 (edge of the search)"}, {nan, .1, "-"},
	} {
		if got := withEdge(c.alpha, c.se); got != c.want {
			t.Errorf("%g +- %g: %q, want %q", c.alpha, c.se, got, c.want)
		}
		want := c.se
		if strings.Contains(c.want, "edge") {
			want = nan
		}
		if got := errorInside(c.alpha, c.se); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%g +- %g: error %g, want %g", c.alpha, c.se, got, want)
		}
	}
}

// What is written reads back as the two numbers, within half of the last place; that is the place of the second digit
// of the error in both of them; and the text is short.
func TestWithErrorOverMagnitudes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		se := math.Pow(10, -290+580*r.Float64())
		v := (2*r.Float64() - 1) * se * math.Pow(10, -3+9*r.Float64())
		if r.IntN(3) == 0 { // a few digits only, so that roundings are ties
			se, v = math.Pow10(r.IntN(20)-10)*float64(1+r.IntN(99)), math.Pow10(r.IntN(20)-10)*float64(r.IntN(1000))
		}
		if !(math.Abs(v) < 1e300 && math.Abs(v) < 1e8*se) {
			continue
		}
		text := withError(v, se)
		body, unit := text, ""
		if strings.HasPrefix(text, "(") {
			body, unit, _ = strings.Cut(text[1:], ")")
		}
		left, right, ok := strings.Cut(body, " +- ")
		value, err := strconv.ParseFloat(left+unit, 64)
		errorOf, err2 := strconv.ParseFloat(right+unit, 64)
		if !ok || err != nil || err2 != nil || len(text) > 30 {
			t.Fatalf("%g +- %g: %q", v, se, text)
		}
		place := math.Pow10(power(errorOf, 1) - 1)
		near.Abs(t, text+": value", value, v, .5001*place+1e-15*math.Abs(v))
		near.Abs(t, text+": error", errorOf, se, .5001*place)
		decimals := func(s string) int {
			_, after, _ := strings.Cut(s, ".")
			return len(after)
		}
		if decimals(left) != decimals(right) {
			t.Errorf("%g +- %g: %q ends at two places", v, se, text)
		}
		if digits := strings.Trim(strings.ReplaceAll(right, ".", ""), "0"); len(digits) > 2 {
			t.Errorf("%g +- %g: %d digits of the error in %q", v, se, len(digits), text)
		}
	}
}

// At its floor, 1/(1 + replicates), a p-value of a bootstrap is known from above only.
func TestBootstrapPAtItsFloor(t *testing.T) {
	for replicates, want := range map[int]string{1: "< .5", 7: "< .13", 19: "< .05", 99: "< .01", 299: "< .0034",
		999: "< .001", 9999: "< .0001"} {
		floor := 1 / float64(replicates+1)
		if got := bootstrapP(floor, floor); got != want {
			t.Errorf("%d replicates: %q, want %q", replicates, got, want)
		}
		if got := bootstrapP(2*floor, floor); strings.HasPrefix(got, "< ") {
			t.Errorf("%d replicates, twice the floor: %q", replicates, got)
		}
	}
	if got := bootstrapP(.25, nan); got != "0.25" {
		t.Errorf("without a floor: %q", got)
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
		Kind: verdict.IsStable, N: 50, Lo: 1.25, Hi: inf, PGaussian: 1e-30, PStable: nan, PFinite: .25,
		Alpha: tail.Fit{Stable: law.Stable{Alpha: 1.5, Scale: 2e6}, SE: law.Stable{Alpha: .0625, Scale: nan}},
		Drift: verdict.SumDrift{Block: 4, Sum: tail.Estimate{Alpha: 1.75, SE: .5}, P: .25},
	}
	v.Remarks = []verdict.Remark{{Kind: verdict.FewBins}, {Kind: verdict.StudentFits, Law: "Student-t nu=1.5 <&>"}}
	v.Atoms, v.Step = []verdict.AtomShare{{Value: .5, Count: 7, Share: .125}}, 250
	v.Outlier = &verdict.Outlier{Value: nan, Size: 8, PGaussian: .5}
	v.Asymmetry = &verdict.Asymmetry{P: 1e-4, Beta: 1, BetaSE: nan, Pairs: 25, OneSided: 1}
	const want = `{"kind":"stable",` +
		`"text":"asymmetric; stable, alpha = 1.500 +- 0.062, beta = 1, the edge of its range",` +
		`"note":"12.5 % of the samples are the one value 0.5, and are set apart; ` +
		`values are rounded to steps of 250, which every test and fit allows for; ` +
		`one-sided: no sample is below zero; ` +
		`the two sides differ (p of symmetry 0.0001): judged by the differences of 25 pairs, ` +
		`which are symmetric, and stable if the samples are; ` +
		`the samples fill less than three bins: too few, or rounded too far; ` +
		`Student-t nu=1.5 \u003c\u0026\u003e fits as well: it lies in the domain of attraction of a stable law",` +
		`"p_gaussian":1e-30,"p_stable":null,"p_finite":0.25,"alpha":1.5,"alpha_se":0.0625,"alpha_low":1.25,` +
		`"alpha_high":null,"sigma":2e+06,"sigma_se":null,"sum_block":4,"sum_alpha":1.75,"sum_alpha_se":0.5,"sum_p":0.25,` +
		`"atoms":[{"value":0.5,"count":7,"share":0.125}],"step":250,"too_coarse":false,"clip":null,` +
		`"outlier":{"value":null,"size":8,"p_gaussian":0.5},` +
		`"asymmetry":{"p":0.0001,"beta":1,"beta_se":null,"pairs":25,"one_sided":1},"no_law_fits":false}`
	got, err := json.Marshal(Verdict{v})
	if err != nil || string(got) != want {
		t.Errorf("%s (%v)\nwant\n%s", got, err, want)
	}
}
