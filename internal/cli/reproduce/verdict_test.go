package reproduce

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"levyscope/internal/cli"
	"levyscope/internal/experiment"
)

// rows are one good figure without a formula and one bad one.
func rows() []experiment.Row {
	return []experiment.Row{
		{What: "train accuracy", Got: 1, SE: math.NaN(), Reference: 1, ReferenceSE: math.NaN(), Formula: math.NaN(), Low: .99,
			High: 1},
		{What: "E tau", Got: 2.5, SE: .03, Reference: 2, ReferenceSE: .04, Formula: 1.75, Low: 1.8, High: 2.2},
	}
}

func printed(t *testing.T, format cli.Format) string {
	t.Helper()
	var out bytes.Buffer
	p := cli.NewPrinter(&out, format, verdictText)
	for _, r := range rows() {
		if err := p.Print(newVerdict("exits", r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestVerdictsAsJSON(t *testing.T) {
	const want = `{"type":"verdict","id":"exits","what":"train accuracy","got":1,"se":null,"reference":1,` +
		`"reference_se":null,"formula":null,"low":0.99,"high":1,"sigmas":null,"ok":true}` + "\n" +
		`{"type":"verdict","id":"exits","what":"E tau","got":2.5,"se":0.03,"reference":2,` +
		`"reference_se":0.04,"formula":1.75,"low":1.8,"high":2.2,"sigmas":10,"ok":false}` + "\n"
	if got := printed(t, cli.JSON); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestVerdictsAsText(t *testing.T) {
	lines := strings.Split(printed(t, cli.Text), "\n")
	if strings.Contains(lines[0], "NaN") || !strings.HasSuffix(lines[0], "  ok") {
		t.Errorf("%q", lines[0])
	}
	for _, part := range []string{"2.5 +- 0.03", " 2 +- 0.04 ", "+10.0", "1.75", "NOT within 1.8 to 2.2"} {
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

// A figure that is held to nothing has no verdict, and a reference that is not there no text.
func TestShownFigure(t *testing.T) {
	r := experiment.Row{What: "E tau", Got: 80, SE: .5, Reference: math.NaN(), ReferenceSE: math.NaN(), Formula: 98.9,
		Low: math.Inf(-1), High: math.Inf(1)}
	if line := verdictText(newVerdict("kramers", r)); !strings.HasSuffix(line, "  shown") ||
		strings.Contains(line, "NaN") || strings.Contains(line, "ok") {
		t.Errorf("%q", line)
	}
}
