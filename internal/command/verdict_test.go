package command

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"levyscope/internal/experiment"
)

// rows are one good figure without a formula and one bad one.
func rows() []experiment.Row {
	return []experiment.Row{
		{What: "train accuracy", Got: 1, SE: math.NaN(), Reference: 1, Formula: math.NaN(), Low: .99, High: 1},
		{What: "E tau", Got: 2.5, SE: .01, Reference: 2, Formula: 1.75, Low: 1.96, High: 2.04},
	}
}

func printed(t *testing.T, format string) string {
	t.Helper()
	var out bytes.Buffer
	p := newPrinter(&out, format, verdictText)
	for _, r := range rows() {
		if err := p.print(verdict{"exits", r, r.OK()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestVerdictsAsJSON(t *testing.T) {
	const want = `{"type":"verdict","id":"exits","what":"train accuracy","got":1,"se":null,"reference":1,"formula":null,"low":0.99,"high":1,"ok":true}
{"type":"verdict","id":"exits","what":"E tau","got":2.5,"se":0.01,"reference":2,"formula":1.75,"low":1.96,"high":2.04,"ok":false}
`
	if got := printed(t, "json"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestVerdictsAsText(t *testing.T) {
	lines := strings.Split(printed(t, "text"), "\n")
	if strings.Contains(lines[0], "NaN") || !strings.HasSuffix(lines[0], "  ok") {
		t.Errorf("%q", lines[0])
	}
	for _, part := range []string{"2.5 +- 0.01", " 2 ", "1.75", "NOT within 1.96 to 2.04"} {
		if !strings.Contains(lines[1], part) {
			t.Errorf("%q lacks %q", lines[1], part)
		}
	}
}

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{1: "1 figure is", 2: "2 figures are", 0: "0 figures are"} {
		if got := plural(n, "figure is", "figures are"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
