package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// Every cell of every entry of a legend leads to its series, in the rule and in a row of its own, and no other cell.
func TestLegendAtIsWhereItIsDrawn(t *testing.T) {
	for _, g := range []theme.Glyphs{theme.Braille, theme.ASCII} {
		th := theme.New(true, g)
		for _, size := range [][2]int{{120, 16}, {90, 16}, {70, 9}, {46, 9}, {30, 6}, {16, 4}, {3, 3}, {0, 0}} {
			w, h := size[0], size[1]
			l := legendLine()
			l.Series[1].Hidden = true
			l.Series[2].Name = "学習"
			drawn := strings.Split(ansi.Strip(l.Render(w, h, th)), "\n")
			seen := make([]string, len(l.Series))
			for y := -1; y <= min(h, 2); y++ {
				for x := -1; x <= w; x++ {
					i, ok := l.LegendAt(w, h, th, x, y)
					if !ok {
						continue
					}
					seen[i] += ansi.Cut(drawn[y], x, x+1)
				}
			}
			head := strings.Join(drawn[:min(2, len(drawn))], "\n")
			for i, text := range seen {
				name := th.Spell(l.Series[i].Name)
				if shown := strings.Contains(head, " "+name); shown != (text != "") || !strings.Contains(text, name) && shown {
					t.Errorf("%dx%d: series %d, %q, has %q of\n%s", w, h, i, name, text, head)
				}
			}
		}
	}
}

// A hidden series keeps its entry and is neither drawn nor widens a range.
func TestHiddenSeries(t *testing.T) {
	l := Line{Title: "loss", Series: []Series{
		{Name: "train", Points: []Point{{0, 1}, {10, 2}}},
		{Name: "test", Points: []Point{{0, 1}, {1000, 1e6}}, Hidden: true}}}
	text := strings.Join(strings.Split(ansi.Strip(l.Render(80, 12, theme.Theme{})), "\n"), "\n")
	head, rest, _ := strings.Cut(text, "\n")
	if !strings.Contains(head, "- test") || strings.Contains(head, "M") || strings.Contains(rest, "k") {
		t.Errorf("a hidden series shows:\n%s", text)
	}
	if n := len(l.Readout(10)); n != 1 {
		t.Errorf("%d readings, want that of the series that is shown", n)
	}
	l.Series[0].Hidden = true
	if text := l.Render(80, 12, theme.Theme{}); !strings.Contains(text, "hidden") {
		t.Errorf("all are hidden:\n%s", text)
	}
}

func TestReadoutHasErrors(t *testing.T) {
	tr := NewTrack(64)
	for i := range 50 {
		tr.Append(float64(i), float64(i*i))
	}
	band := Band{X: []float64{10, 20}, Lo: []float64{90, 380}, Hi: []float64{120, 450}}
	l := Line{Series: []Series{
		{Name: "a", Track: tr, Error: func(x float64) float64 { return x / 10 }},
		{Name: "b", Track: tr, Interval: &band},
		{Name: "c", Points: []Point{{0, 1}, {20, 3}, {22, math.NaN()}}},
		{Name: "later", Points: []Point{{40, 1}}},
	}}
	got := l.Readout(20.7)
	if len(got) != 3 || got[0].Name != "a" || got[1].Series != 1 || got[2].Name != "c" {
		t.Fatalf("%+v", got)
	}
	near.Abs(t, "a", got[0].Value, 400, 0)
	near.Abs(t, "its place", got[0].X0, 20, 0)
	near.Abs(t, "its error", got[0].Error, 2, 1e-12)
	near.Abs(t, "low end of b", got[1].Lo, 380, 0)
	near.Abs(t, "high end of b", got[1].Hi, 450, 0)
	if !math.IsNaN(got[1].Error) || !math.IsNaN(got[0].Lo) {
		t.Errorf("an interval is taken for an error: %+v", got)
	}
	near.Abs(t, "c", got[2].Value, 3, 0)
	if !math.IsNaN(got[2].Error) || !math.IsNaN(got[2].Hi) {
		t.Errorf("c has an error: %+v", got[2])
	}
	if len(l.Readout(math.NaN())) != 0 || len(l.Readout(-1)) != 0 {
		t.Error("a reading where there is nothing")
	}
}

// The moving average is that of its definition, sample by sample, and does not begin at 0.
func TestSmoothIsTheAverage(t *testing.T) {
	rnd, tr := newRand(11), NewTrack(512)
	var points []Point
	for i := range 500 {
		p := Point{float64(i), 5 + rnd.NormFloat64()}
		points = append(points, p)
		tr.Append(p.X, p.Y)
	}
	const w = 0.9
	for name, s := range map[string]Series{"points": {Points: points}, "track": {Track: tr}} {
		sum, total := 0.0, 0.0
		for i, p := range s.smoothed(w, newAxis(0, 499, false)) {
			sum, total = w*sum+points[i].Y, w*total+1
			near.Abs(t, name, p.Y, sum/total, 1e-9)
			near.Abs(t, name+": x", p.X, points[i].X, 0)
		}
	}
}

func TestSmoothIsAnOverlay(t *testing.T) {
	l := sampleLoss()
	bare := l.Render(80, 16, theme.Theme{})
	l.Smooth = 0.98
	if l.Render(80, 16, theme.Theme{}) != bare {
		t.Error("a series that does not ask for it is smoothed")
	}
	l.Series[0].Smoothable = true
	l.Series[0].Cloud = true
	th := theme.New(true, theme.ASCII)
	text := ansi.Strip(l.Render(100, 16, th))
	if !strings.Contains(text, "ema .98") || strings.Count(text, "~") < 20 {
		t.Errorf("no average:\n%s", text)
	}
	if n := strings.Count(text, string(th.Glyph(0))); n < 40 {
		t.Errorf("%d cells of the samples remain:\n%s", n, text)
	}
}

// The last row says what stands at the cursor: places, ranges and errors where there is room, else values alone.
func TestTheLastRowReadsAtTheCursor(t *testing.T) {
	l := Line{Title: "loss", XLabel: "step", Cursor: new(5000.7), Series: []Series{
		{Name: "train", Track: tracked(9000, func(i int) float64 { return float64(i) })},
		{Name: "test", Points: []Point{{0, 2}, {4000, 1}, {8000, 0.5}}, Error: func(float64) float64 { return 0.25 }},
		{Name: "off", Points: []Point{{0, 1}}, Hidden: true},
		{Name: "over", Points: []Point{{0, 1}, {10, 1}}},
	}}
	last := func(l Line, w int, g theme.Glyphs) string {
		lines := strings.Split(ansi.Strip(l.Render(w, 10, theme.New(true, g))), "\n")
		return strings.TrimSpace(lines[len(lines)-1])
	}
	for _, c := range []struct {
		w    int
		want string
	}{
		{120, "step 5000  ● train mean 5001.5, 5000 to 5003 (steps 5000-5003)  ▲ test 1±0.250 @4000"},
		{60, "step 5000-5003  ● train mean 5001.5  ▲ test 1±0.250"},
		{30, "5000-5003  ● 5.00k  ▲ 1"},
	} {
		if got := last(l, c.w, theme.Braille); got != c.want {
			t.Errorf("%d: %q, want %q", c.w, got, c.want)
		}
	}
	if got := last(l, 120, theme.ASCII); !strings.Contains(got, "test 1+-0.250 @4000") {
		t.Errorf("ASCII: %q", got)
	}
	l.Cursor = new(8500.0)
	if got := last(l, 120, theme.Braille); !strings.Contains(got, "train 8500  ▲") { // recent: a single step
		t.Errorf("a recent step: %q", got)
	}
	l.XMax, l.Cursor = new(20_000.0), new(15_000.0)
	if got := last(l, 120, theme.Braille); got != "step 15000  nothing here" {
		t.Errorf("after the end: %q", got)
	}
	for _, at := range []float64{-1000, 3e4, math.NaN(), math.Inf(1)} { // beside the plot
		l.Cursor = &at
		if got := last(l, 120, theme.Braille); strings.Contains(got, "nothing") || !strings.Contains(got, "10k") {
			t.Errorf("a cursor at %g: %q", at, got)
		}
	}
}

func TestReadingAsText(t *testing.T) {
	nan := math.NaN()
	for want, r := range map[string]Reading{
		"a 1 at 7":                        {Value: 1, Min: 1, Max: 1, Error: nan, Lo: nan, Hi: nan, X0: 7, X1: 7},
		"a 1±0.500, 0 to 2 at 0.125..7":   {Value: 1, Max: 2, Error: .5, Lo: nan, Hi: 1.5, X0: .125, X1: 7},
		"a mean 1, 0 to 2 at 3..7":        {Value: 1, Max: 2, Count: 5, Error: nan, Lo: nan, X0: 3, X1: 7},
		"a 1.2346 [0.750 3] at 123456789": {Value: 1.23456, Error: nan, Lo: .75, Hi: 3, X0: 123456789, X1: 123456789},
		"a 1.2346e9±1.00k [1 2] at -1..0": {Value: 1.23456e9, Error: 1e3, Lo: 1, Hi: 2, X0: -1, X1: math.Copysign(0, -1)},
		"a NaN at 0.333333":               {Value: nan, Min: nan, Max: nan, Error: -nan, Lo: nan, X0: 1. / 3, X1: 1. / 3},
	} {
		r.Name = "a"
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
