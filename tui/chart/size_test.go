package chart

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

func samples() map[string]renderer {
	return map[string]renderer{
		"loss": sampleLoss(), "schedules": sampleSchedules(), "tail index": sampleTailIndex(), "broken": sampleBroken(),
		"events": events(), "histogram": sampleHistogram(), "linear": linearY(sampleHistogram()), "bars": sampleBars(),
		"difference": sampleDifference(), "plane": samplePlane(), "wells": sampleWells(),
		"profile": sampleProfile(), "overshoot": sampleOvershoot(),
		"heat": sampleHeat(), "kinds": sampleKinds(), "row": sampleRow(), "no heat": Heat{},
		"no line": Line{}, "no histogram": Histogram{}, "no bars": Bars{}, "no plane": Plane{},
	}
}

func TestEverySizeIsExact(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 7
	}
	for name, c := range samples() {
		for _, g := range []theme.Glyphs{theme.Braille, theme.HalfBlock, theme.ASCII} {
			th := theme.New(false, g)
			for w := -1; w < 60; w += step {
				for _, h := range []int{-1, 0, 1, 2, 3, 4, 5, 6, 9, 17} {
					out := c.Render(w, h, th)
					checkSize(t, out, w, h)
					if g == theme.ASCII {
						checkASCII(t, name, ansi.Strip(out))
					}
				}
			}
		}
	}
}

func checkASCII(t *testing.T, name, s string) {
	t.Helper()
	for _, r := range s {
		if r > '~' || r < ' ' && r != '\n' {
			t.Fatalf("%s: %q in\n%s", name, r, s)
		}
	}
}

// The styles are spread over runs; without them the same characters must remain.
func TestStylesDoNotChangeText(t *testing.T) {
	for name, c := range samples() {
		styled := c.Render(80, 12, theme.New(true, theme.Braille).WithFewColours())
		got, want := ansi.Strip(styled), c.Render(80, 12, theme.Theme{})
		if got != want {
			t.Errorf("%s:\n%s\nwithout styles:\n%s", name, got, want)
		}
	}
}

// numbers reads floats of every kind from fuzzed bytes: each byte below 16 is one of the awkward ones.
func numbers(b []byte) []float64 {
	awkward := [16]float64{
		0, math.NaN(), math.Inf(1), math.Inf(-1), 1, -1, 1e-300, 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, 1e15, 0.1, 5e-5, math.Copysign(0, -1),
	}
	var out []float64
	for len(b) > 0 && len(out) < 4096 {
		switch {
		case b[0] < 16:
			out = append(out, awkward[b[0]])
		case b[0] < 200 || len(b) < 9:
			out = append(out, float64(b[0])-108)
		default:
			out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(b[1:])))
			b = b[8:]
		}
		b = b[1:]
	}
	return out
}

func FuzzRender(f *testing.F) {
	f.Add([]byte{}, 80, 16, uint16(0), "loss")
	f.Add([]byte{5, 1, 2, 3, 4, 7, 8, 9, 10, 11}, 38, 8, uint16(0xffff), "α̂ 学習 \x1b[31m")
	f.Add([]byte{30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130}, 60, 9, uint16(0x155), "🇩🇪 👩‍🚀\n")
	f.Add([]byte{7, 8, 7, 8, 9, 10, 9, 10, 6, 11, 6, 11}, 40, 10, uint16(0xaaa), "x")
	f.Fuzz(func(t *testing.T, data []byte, w, h int, flags uint16, label string) {
		w, h = w%200, h%70
		v := numbers(data)
		th := theme.New(flags&1 != 0, theme.Glyphs(flags>>1)%3)
		for _, c := range fuzzed(v, flags>>3, label) {
			out := c.Render(w, h, th)
			checkSize(t, out, w, h)
			if th.Glyphs() == theme.ASCII {
				checkASCII(t, "fuzz", ansi.Strip(out))
			}
		}
	})
}

// Every special value of IEEE 754 in every place of every chart, and many of them together, at sizes from nothing to
// 300x100 cells: each line is as wide as asked for.
func TestSpecialValuesAtEverySize(t *testing.T) {
	special := make([]byte, 16)
	for i := range special {
		special[i] = byte(i)
	}
	widths := []int{0, 1, 2, 3, 5, 8, 15, 16, 17, 23, 38, 60, 80, 121, 160, 300}
	heights := []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 24, 48, 100}
	rnd, rounds := newRand(13), 400
	if testing.Short() {
		rounds = 25
	}
	for round := range rounds {
		data := make([]byte, 1+rnd.IntN(200))
		for i := range data {
			data[i] = byte(rnd.IntN(256))
			if round%2 == 0 || rnd.IntN(3) == 0 {
				data[i] = byte(rnd.IntN(16))
			}
		}
		if round < 2*len(special) { // one value everywhere, or once among ordinary ones
			for i := range data {
				data[i] = byte(round / 2)
				if round%2 == 1 && i != len(data)/2 {
					data[i] = byte(60 + 40*rnd.IntN(3))
				}
			}
		}
		flags := uint16(rnd.IntN(1 << 16))
		th := theme.New(round%2 == 0, theme.Glyphs(round%3))
		for _, c := range fuzzed(numbers(data), flags, "α̂ label") {
			for _, w := range widths {
				h := heights[rnd.IntN(len(heights))]
				out := c.Render(w, h, th)
				checkSize(t, out, w, h)
				if th.Glyphs() == theme.ASCII {
					checkASCII(t, "special", ansi.Strip(out))
				}
				if l, ok := c.(Line); ok {
					l.LegendAt(w, h, th, rnd.IntN(w+1), rnd.IntN(2))
					l.XAt(w, h, th, rnd.IntN(w+1))
				}
			}
		}
	}
}

// fuzzed builds one chart of each kind from a list of numbers.
func fuzzed(v []float64, flags uint16, label string) []renderer {
	on := func(bit int) bool { return flags>>bit&1 != 0 }
	at := func(i int) float64 {
		if len(v) == 0 {
			return math.NaN()
		}
		return v[i%len(v)]
	}
	track := NewTrack(int(flags % 40))
	var points []Point
	var rows []Row
	for i := range v {
		track.Append(at(i), at(2*i+1))
		points = append(points, Point{at(i), at(i + 1)})
		if i < 30 {
			rows = append(rows, Row{label, at(i), at(i + 1), at(i + 2), at(i + 3), at(i + 4), label, theme.Role(i)})
		}
	}
	lines := fuzzedLines(at, points, flags)
	line := Line{
		Title: label, Unit: label, XLabel: label,
		LogX: on(10), LogY: on(0), Empty: label, Focused: on(1), Gutter: int(flags % 9),
		Series: []Series{
			{Name: label, Track: track, Stairs: on(2), Dashed: on(3), Scatter: on(4)},
			{Name: label, Points: points, Stairs: on(3), Dashed: on(4), Scatter: on(5), Value: label},
		},
		Bands:   []Band{{X: v, Lo: v, Hi: v}, {X: v[min(1, len(v)):], Lo: v, Hi: v[min(2, len(v)):]}},
		Markers: []Marker{{at(3), label}, {at(4), label}},
		HLines:  []HLine{{at(5), theme.Theory, label}},
	}
	if on(6) {
		line.Now, line.Cursor = new(at(6)), new(at(7))
	}
	if on(7) {
		line.XMin, line.XMax = new(at(8)), new(at(9))
	}
	if on(8) {
		line.YMin, line.YMax = new(at(10)), new(at(11))
	}
	if on(9) {
		line.Smooth = math.Abs(at(12))
		if on(0) {
			line.Smooth = 0.9
		}
		for i := range line.Series {
			s := &line.Series[i]
			s.Smoothable, s.Error, s.Interval = true, func(x float64) float64 { return at(i) * x }, &line.Bands[i]
		}
	}
	line.Series[0].Hidden, line.Whole = on(11), on(12)
	return []renderer{
		line,
		Heat{Title: label, Value: label, Name: label, Note: label, Rows: int(flags % 11), Values: v, Lo: at(1), Hi: at(2),
			Cursor: &HeatCell{int(flags % 5), int(flags % 3)}},
		Heat{Title: label, Rows: int(flags % 7), Values: v, Kinds: []Kind{{'G', label, theme.Dim}, {'S', "", theme.Text}}},
		Histogram{Title: label, XLabel: label, Bins: v, Lo: at(1), Hi: at(2), Under: len(v), Over: len(v) / 2, LogY: on(0),
			Curves: []Curve{{Name: label, Y: v}, {Name: label, Y: v[len(v)/2:]}}},
		Histogram{Title: label, Bins: v, Lo: -1, Hi: 1, LogY: on(0), Curves: []Curve{{Y: v}}},
		Bars{Title: label, Unit: label, Rows: rows, More: int(flags % 3)},
		Plane{Title: label, XName: label, YName: label,
			X0: at(1), X1: at(2), Y0: at(3), Y1: at(4), Walls: Walls{at(5), at(6), at(7), at(8)},
			Contours: lines, Border: lines, Trail: points, Cloud: points, Exits: points,
			Minima: []Place{{Point{at(1), at(2)}, label}}},
		Plane{Title: label, XName: label, YName: label,
			X0: -1, X1: 1, Y0: -1, Y1: 1, Walls: NoWalls(), JumpLength: 1, Curve: points,
			Border: lines, Trail: points, Cloud: points, Exits: points,
			Particle: Point{at(1), at(2)}, Saddles: []Place{{Point{at(3), at(4)}, label}}},
	}
}

// fuzzedLines are the pieces of a line through points and, if there are any points, level lines and
// borders of functions of at.
func fuzzedLines(at func(int) float64, points []Point, flags uint16) []Segment {
	var lines []Segment
	for i := 1; i < len(points); i++ {
		lines = append(lines, Segment{points[i-1], points[i]})
	}
	if len(points) > 0 {
		g := NewGrid(-1, at(1), at(2), 1, int(flags%7), int(flags%5),
			func(x, y float64) float64 { return at(int(flags)) * x * y })
		lines = append(lines, g.Level(at(3))...)
		lines = append(lines, Borders(-1, 1, -1, at(4), int(flags%7), int(flags%5),
			func(x, y float64) int { return int(4*x) + int(3*y) })...)
	}
	return lines
}
