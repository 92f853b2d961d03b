package report

import (
	"strings"
	"testing"

	"levyscope/stats/verdict"
)

// written is what write adds to a text.
func written(write func(*strings.Builder)) string {
	var b strings.Builder
	write(&b)
	return b.String()
}

// Criteria are told from the best by each: BIC from the first law, AIC from the least.
func TestWriteLaws(t *testing.T) {
	r := Report{Laws: []verdict.LawScore{
		{Name: "SaS", Law: "SaS alpha=1.5", BIC: 100, AIC: 90, PFit: .5},
		{Name: "Laplace", Law: "Laplace scale=1", BIC: 104, AIC: 88, PFit: nan},
		{Name: "Student-t", Law: "Student-t nu=2", BIC: 230, AIC: 220, PFit: 1e-9},
	}}
	r.Exact.Error = "no spread"
	text := strings.Join(strings.Fields(written(r.writeLaws)), " ")
	for _, want := range []string{"SaS alpha=1.5 0 2 0.50", "Laplace scale=1 4 0 -", "Student-t nu=2 130 132 <1e-4",
		"no exact fits: no spread"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// A row that is empty between empty ones is left out; the bars are logarithmic.
func TestWriteOctaves(t *testing.T) {
	var r Report
	for i, n := range []int{1, 0, 0, 0, 100, 0, 10} {
		r.Octaves = append(r.Octaves, Octave{Low: float64(i), High: float64(i + 1), Count: n, Best: nan, Stable: nan,
			Gaussian: nan})
	}
	lines := strings.Split(strings.TrimSpace(written(r.writeOctaves)), "\n")[1:]
	var got []string
	for _, line := range lines {
		fields := strings.Fields(line)
		got = append(got, fields[0])
		bar := strings.Count(line, "#")
		if want := map[string]int{"1": 1, "10": 10, "100": 19}[fields[3]]; bar != want {
			t.Errorf("bar of %s: %d, want %d", fields[3], bar, want)
		}
	}
	if want := "0 1 3 4 5 6"; strings.Join(got, " ") != want {
		t.Errorf("rows %v, want %s", got, want)
	}
}

// Figures stand at the right end; a law that leaves no room for them has a line to itself.
func TestWriteRow(t *testing.T) {
	for _, c := range [][2]string{
		{"  short", "  short" + strings.Repeat(" ", Width-10) + "1 2\n"},
		{strings.Repeat("x", Width-4), strings.Repeat("x", Width-4) + " 1 2\n"},
		{"  " + strings.Repeat("x", Width-5),
			"  " + strings.Repeat("x", Width-5) + "\n" + strings.Repeat(" ", Width-3) + "1 2\n"},
	} {
		if got := written(func(b *strings.Builder) { writeRow(b, c[0], "1 2") }); got != c[1] {
			t.Errorf("%q, want %q", got, c[1])
		}
	}
}

// Whatever the parameters of a law, its rows keep to the width.
func TestLawsOfLongNames(t *testing.T) {
	long := "two-scale Gaussian scale=1.234e-300 ratio=1.234e+200 share=1.234e-05 loc=-1.234e+100"
	r := Report{Laws: []verdict.LawScore{{Name: "two-scale Gaussian", Law: long, BIC: 1e300, PFit: nan}}}
	r.Exact.Laws = []verdict.LawComparison{{Name: "two-scale Gaussian", Law: long, BIC: 1, HeldOut: -1e300, KS: nan,
		PKS: nan, AD: inf, PAD: nan, SSE: 1e300, Edge: strings.Repeat("an edge ", 20)}}
	for line := range strings.Lines(written(r.writeLaws)) {
		if n := len(strings.TrimSuffix(line, "\n")); n > Width || strings.Contains(line, "NaN") ||
			strings.Contains(line, "Inf") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// Of the p-values those are told that exist.
func TestHypotheses(t *testing.T) {
	for _, c := range []struct {
		gaussian, stable, finite float64
		want                     string
	}{
		{nan, nan, nan, ""}, {.5, nan, nan, "        p of a Gaussian 0.50\n"},
		{0, .25, nan, "        p of a Gaussian <1e-4, of a stable law 0.25\n"},
		{0, .25, .002, "        p of a Gaussian <1e-4, of a stable law 0.25, of the closest law of\n" +
			"        finite variance 0.0020\n"},
	} {
		if got := hypotheses(c.gaussian, c.stable, c.finite); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// On a grid what lies within half a step of the centre is one row, whatever the rounding leaves of the distance.
func TestOctavesOnAGrid(t *testing.T) {
	d := verdict.NewDyadic(verdict.Quarters)
	for range 50 {
		d.Add(3e-18)
	}
	d.Add(1)
	d.Add(-2)
	got := octaves(d, verdict.Verdict{Step: 1})
	if got[0].Low != 0 || got[0].High != .5 || got[0].Count != 50 {
		t.Errorf("%+v", got)
	}
}
