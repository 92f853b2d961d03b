package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// plainLines renders without styles.
func plainLines(c renderer, w, h int) [][]rune {
	var out [][]rune
	for l := range strings.SplitSeq(c.Render(w, h, theme.Theme{}), "\n") {
		out = append(out, []rune(l))
	}
	return out
}

// One sample in a million stands in its column, up to the top.
func TestLineDrawsASpikeInAMillion(t *testing.T) {
	const at = 654_321
	tr := NewTrack(2048)
	for i := range 1_000_000 {
		y := 0.0
		if i == at {
			y = 1
		}
		tr.Append(float64(i), y)
	}
	l := Line{Series: []Series{{Track: tr}}, YMin: new(-0.5), YMax: new(1.0)}
	lines := plainLines(l, 80, 16)
	var columns []int
	for x, r := range lines[1][6:] {
		if r != ' ' && r != '·' {
			columns = append(columns, x)
		}
	}
	if want := at * 74 / 1_000_000; len(columns) != 1 || columns[0] != want {
		t.Errorf("top row drawn in columns %v, want %d", columns, want)
	}
}

// Every value between two samples is on the line: no gaps where it is steep.
func TestLineHasNoGaps(t *testing.T) {
	l := Line{Series: []Series{{Points: []Point{{0, 0}, {40, 100}, {45, 3}, {100, 97}}, Glyph: '*'}}}
	for _, g := range []theme.Glyphs{theme.Braille, theme.HalfBlock, theme.ASCII} {
		th := theme.New(true, g)
		r := newRaster(80, 20, &th)
		p, traces, _ := l.layout(r)
		d := l.drawSeries(p, traces)
		cols, rows := d.size()
		low, high := -1, -1 // of the column before
		for c := range cols {
			a, b := rows, -1
			for row := range rows {
				if d.on[row/d.sy*d.w+c/d.sx][dotNumber(c%d.sx, row%d.sy)] {
					a, b = min(a, row), max(b, row)
				}
			}
			if b < 0 || low >= 0 && (a > high+1 || b < low-1) {
				t.Fatalf("%v: column %d spans %d..%d after %d..%d", g, c, a, b, low, high)
			}
			low, high = a, b
		}
	}
}

func TestLaterSeriesWinsACell(t *testing.T) {
	flat := []Point{{0, 1}, {100, 1}}
	th := theme.New(true, theme.Braille)
	l := Line{Series: []Series{{Points: flat, Value: " "}, {Points: flat, Value: " "}}}
	for _, line := range strings.Split(l.Render(60, 8, th), "\n")[1:] {
		if strings.Contains(line, th.Open(theme.Series0)) && strings.ContainsRune(ansi.Strip(line), '⠉') {
			t.Errorf("the first series shows through: %q", line)
		}
	}
}

func TestRowsAreWrittenInRuns(t *testing.T) {
	s := sampleLoss().Render(80, 16, theme.New(true, theme.Braille))
	if n := strings.Count(s, "\x1b["); n > 16*30 {
		t.Errorf("%d sequences in 80x16", n)
	}
}

func TestLegendGivesWayInOrder(t *testing.T) {
	l := Line{Title: "loss", Unit: "nats", Series: []Series{
		{Name: "train", Points: []Point{{0, 1}, {1, 0.25}}}, {Name: "test", Points: []Point{{0, 2}, {1, 0.5}}},
	}}
	for _, c := range []struct {
		w    int
		want string
	}{
		{70, "─ loss (nats) ─ ● train 0.250 [0.250 1] ─ ▲ test 0.500 [0.500 2] ────"},
		{60, "─ loss (nats) ─ ● train 0.250 ─ ▲ test 0.500 ─────────────"},
		{40, "─ loss ─ ● train 0.250 ─ ▲ test 0.500 ──"},
		{36, "─ loss (nats) ─ ● train ─ ▲ test ───"},
		{28, "─ loss ─ ● train ─ ▲ test ──"},
		{22, "─ loss ─ ● train +1 ──"},
		{16, "─ loss ─────────"},
		{5, "─ lo…"},
	} {
		got := string(plainLines(l, c.w, legendRow-1)[0])
		if c.w >= 60 {
			got, c.want = strings.TrimRight(got, "─"), strings.TrimRight(c.want, "─")
		}
		if got != c.want {
			t.Errorf("%d: %q, want %q", c.w, got, c.want)
		}
	}
}

func TestLabelsOfXKeepTheirDistance(t *testing.T) {
	rnd := newRand(6)
	for range 2000 {
		lo := rnd.NormFloat64() * math.Pow(10, 8*rnd.Float64()-2)
		hi := lo + math.Pow(10, 10*rnd.Float64()-3)
		l := Line{XLabel: "iteration", Series: []Series{{Points: []Point{{lo, 0}, {hi, 1}}}}}
		w := 16 + rnd.IntN(120)
		lines := plainLines(l, w, 8)
		last := string(lines[len(lines)-1])
		p, _, _ := l.layout(newRaster(w, 8, new(theme.Theme)))
		p.axes("iteration")
		want := labels(p.xt)
		if strings.HasSuffix(last, "iteration") {
			want = append(want, "iteration")
		}
		if got := strings.Fields(last); !slices.Equal(got, want) {
			t.Fatalf("[%g, %g] in %d: %q holds %q, want %q", lo, hi, w, last, got, want)
		}
	}
}

func TestMessages(t *testing.T) {
	dead := NewTrack(4)
	dead.Append(1, math.NaN())
	ones := []Point{{0, 1}, {1, 1}}
	for want, l := range map[string]Line{
		"no data yet":           {},
		"no finite data":        {Series: []Series{{Track: dead}}},
		"nothing above 0":       {Series: []Series{{Points: []Point{{0, -1}, {1, 0}}}}, LogY: true},
		"no data in this range": {Series: []Series{{Points: ones}}, XMin: new(5.0)},
	} {
		if got := l.Render(60, 8, theme.Theme{}); !strings.Contains(got, want) {
			t.Errorf("want %q:\n%s", want, got)
		}
	}
	if got := (Line{Series: []Series{{Points: ones}}}).Render(60, 3, theme.Theme{}); !strings.Contains(got, "too small") {
		t.Errorf("want too small:\n%s", got)
	}
}

// What the legend says now is the value at Now, and under the cursor if there is one.
func TestLegendReadsAtNowAndCursor(t *testing.T) {
	l := sampleSchedules()
	if got := string(plainLines(l, 80, 12)[0]); !strings.Contains(got, "steps 0.0300") {
		t.Error(got)
	}
	l.Cursor = new(50_000.0)
	if got := string(plainLines(l, 80, 12)[0]); !strings.Contains(got, "steps 0.0100") {
		t.Error(got)
	}
}

func TestXAtIsWhereItIsDrawn(t *testing.T) {
	th, l := theme.New(true, theme.Braille), sampleSchedules()
	for column := range 80 {
		x, ok := l.XAt(80, 16, th, column)
		if ok != (column >= 6) {
			t.Fatalf("column %d: %v", column, ok)
		}
		if !ok {
			continue
		}
		l.Cursor = &x
		drawn := false
		for _, at := range find(plainLines(l, 80, 16), '╎') {
			drawn = drawn || at[0] == column
		}
		if !drawn {
			t.Fatalf("the cursor at %g is not in column %d", x, column)
		}
	}
	if _, ok := l.XAt(10, 2, th, 8); ok {
		t.Error("a chart that is too small has no x")
	}
}

func TestNewestMarkerLabelWins(t *testing.T) {
	l := Line{Series: []Series{{Points: []Point{{0, 0}, {100, 0}}}}, YMax: new(1.0)}
	for i := range 200 {
		l.Markers = append(l.Markers, Marker{float64(i) / 2, fmt.Sprint(i % 10)})
	}
	top := string(plainLines(l, 80, 10)[1])
	if !strings.Contains(top, "9") || strings.Contains(top, "99") {
		t.Errorf("labels in %q", top)
	}
}

// A guide does not widen the range of y: it is cut off at that of the measurements, unless it is alone.
func TestGuideKeepsOffTheAxis(t *testing.T) {
	measured := Series{Name: "measured", Points: []Point{{0, 1e-3}, {100, 1e-4}}}
	guide := Series{Name: "theory", Points: []Point{{0, 1e-3}, {100, 1e-200}}, Guide: true}
	y := func(series ...Series) axis {
		l := Line{Series: series, LogY: true}
		p, _, problem := l.layout(newRaster(80, 20, new(theme.New(true, theme.Braille))))
		if problem != "" {
			t.Fatal(problem)
		}
		return p.y
	}
	near.Least(t, "low end beside a guide", y(measured, guide).lo, -4.5)
	near.Most(t, "low end of a guide alone", y(guide).lo, -200)
	guide.Guide = false
	near.Most(t, "low end beside another series", y(measured, guide).lo, -200)
}

// legendLine is a chart of four measured series and a theory.
func legendLine() Line {
	var all []Series
	for _, name := range []string{"fc1", "fc2", "fc3", "fc4"} {
		all = append(all, Series{Name: name, Points: []Point{{0, 1}, {9, 2}}})
	}
	all = append(all, Series{Name: "theory", Role: theme.Theory, Points: []Point{{0, 1}, {9, 1}}})
	return Line{Title: "a title that takes nearly all of the rule", Brief: "brief", Series: all}
}

// Where the rule has no room for the legend it gets a row of its own, and where the chart is too low for that the
// theory is the last entry to go.
func TestLegendsNeverHideTheTheory(t *testing.T) {
	th := theme.New(true, theme.Braille)
	high := strings.Split(ansi.Strip(legendLine().Render(46, 9, th)), "\n")
	for _, want := range []string{"fc1", "fc2", "fc3", "fc4", "theory"} {
		if !strings.Contains(high[1], want) {
			t.Errorf("%q is missing in the row of the legend:\n%s", want, strings.Join(high, "\n"))
		}
	}
	low := strings.Split(ansi.Strip(legendLine().Render(30, 6, th)), "\n")[0]
	if !strings.Contains(low, "brief") || !strings.Contains(low, "theory") {
		t.Errorf("a low chart: %q", low)
	}
}

// The curves of a histogram are the last entries to go, before the number of samples.
func TestLegendsNeverHideTheFits(t *testing.T) {
	g := Histogram{Title: "gradient noise, fc1", Brief: "noise, fc1", Lo: -1, Hi: 1, Bins: []float64{1, 2, 1},
		Curves: []Curve{{Name: "Gauss fit", Y: []float64{1, 1, 1}}, {Name: "SaS fit", Y: []float64{1, 2, 1}}}}
	head := strings.Split(ansi.Strip(g.Render(39, 6, theme.New(true, theme.Braille))), "\n")[0]
	if !strings.Contains(head, "Gauss fit") || !strings.Contains(head, "SaS fit") {
		t.Errorf("%q", head)
	}
}

// Neighbouring markers with one label are one marker with their number; others stand alone.
func TestMarkersOfRepeatedPressesMerge(t *testing.T) {
	l := Line{Series: []Series{{Name: "y", Points: []Point{{0, 0}, {1000, 1}}}}, Markers: []Marker{
		{100, "s"}, {110, "s"}, {130, "s"}, {500, "s"}, {600, "d"}, {900, "d"}}}
	text := ansi.Strip(l.Render(60, 10, theme.New(true, theme.Braille)))
	top := strings.Split(text, "\n")[1]
	if strings.Count(top, "s×3") != 1 || strings.Count(top, "s") != 2 || strings.Count(top, "d") != 2 {
		t.Errorf("labels %q in\n%s", top, text)
	}
	if n := strings.Count(strings.Split(text, "\n")[8], "┊"); n != 4 {
		t.Errorf("%d lines, want 4:\n%s", n, text)
	}
}

// A line that crosses a cloud stays a line: its cells hold its dots alone.
func TestALineStaysALineOverACloud(t *testing.T) {
	var noisy []Point
	for i := range 400 {
		noisy = append(noisy, Point{float64(i), float64(i % 2)})
	}
	line := Series{Name: "mean", Points: []Point{{0, .5}, {399, .5}}}
	cloud := Series{Name: "cloud", Points: noisy, Cloud: true}
	th := theme.New(true, theme.Braille)
	at := Line{Series: []Series{cloud, line}, YMin: new(0.0), YMax: new(1.0)}
	alone := Line{Series: []Series{{Name: "cloud"}, line}, YMin: new(0.0), YMax: new(1.0)}
	row := func(l Line) string { return strings.Split(ansi.Strip(l.Render(60, 12, th)), "\n")[6] }
	if got, want := row(at), row(alone); got != want {
		t.Errorf("over the cloud %q, alone %q", got, want)
	}
}
