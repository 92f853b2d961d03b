package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"levyscope/tui/theme"
)

// million is a Track of 1e6 heavy-tailed samples about a falling curve.
func million(seed uint64) *Track {
	rnd, t := rand.New(rand.NewPCG(seed, 1)), NewTrack(2048)
	for i := range 1_000_000 {
		x := float64(i)
		t.Append(x, 0.2+2*math.Exp(-x/2e5)+0.02*math.Tan(3*(rnd.Float64()-0.5)))
	}
	return t
}

func liveLine() Line {
	return Line{
		Title: "loss", Unit: "nats", XLabel: "iteration",
		Series: []Series{
			{Name: "train", Track: million(1)}, {Name: "test", Track: million(2)}, {Name: "ema", Track: million(3)}},
		Markers: []Marker{{2e5, "s"}, {6e5, "d"}},
		HLines:  []HLine{{Y: 0.2, Label: "floor"}},
	}
}

func BenchmarkLineMillion(b *testing.B) {
	th, l := theme.New(true, theme.Braille), liveLine()
	b.ReportAllocs()
	for b.Loop() {
		l.Render(80, 16, th)
	}
}

func BenchmarkLineMillionLog(b *testing.B) {
	th, l := theme.New(true, theme.Braille), liveLine()
	l.LogY = true
	b.ReportAllocs()
	for b.Loop() {
		l.Render(80, 16, th)
	}
}

// frame draws a screen of 160x48 with six charts of 80x16.
func frame(l Line, th theme.Theme) string {
	var columns [2][]string
	for i := range 6 {
		l.LogY = i == 0
		columns[i%2] = append(columns[i%2], strings.Split(l.Render(80, 16, th), "\n")...)
	}
	var s strings.Builder
	for y, row := range columns[0] {
		s.WriteString(row)
		s.WriteString(columns[1][y])
		s.WriteByte('\n')
	}
	return s.String()
}

// BenchmarkFrame is a screen of six charts of three series of 1e6 samples each, all drawn anew; the bound is 8 ms.
// Windows show all, what is recent, and what is long past; what is asked for besides costs little more.
func BenchmarkFrame(b *testing.B) {
	th, l := theme.New(true, theme.Braille), liveLine()
	closer := func(from, to float64) Line {
		l := l
		l.XMin, l.XMax = &from, &to
		return l
	}
	read := l
	read.Cursor, read.Smooth, read.Series = new(3e5), 0.98, slices.Clone(l.Series)
	for i := range read.Series {
		read.Series[i].Smoothable = true
	}
	points := l
	points.Series = slices.Clone(l.Series[:1])
	points.Series[0] = Series{Name: "points", Points: millionPoints()}
	zoomed := points
	zoomed.XMin, zoomed.XMax = new(5e5), new(5.1e5)
	for _, c := range []struct {
		name string
		line Line
	}{
		{"all", l}, {"last-1000", closer(999_000, 1e6)}, {"last-50000", closer(950_000, 1e6)},
		{"past", closer(200_000, 210_000)}, {"cursor-and-averages", read},
		{"points", points}, {"points-zoomed", zoomed},
	} {
		b.Run(c.name, func(b *testing.B) {
			size := 0
			b.ReportAllocs()
			for b.Loop() {
				size = len(frame(c.line, th))
			}
			b.ReportMetric(float64(size), "bytes/frame")
		})
	}
}

func millionPoints() []Point {
	rnd, out := newRand(4), make([]Point, 1_000_000)
	for i := range out {
		out[i] = Point{float64(i), rnd.NormFloat64()}
	}
	return out
}

func BenchmarkHistogram(b *testing.B) {
	th, g := theme.New(true, theme.Braille), sampleHistogram()
	b.ReportAllocs()
	for b.Loop() {
		g.Render(80, 16, th)
	}
}

func BenchmarkPlane(b *testing.B) {
	th, f := theme.New(true, theme.Braille), samplePlane()
	b.ReportAllocs()
	for b.Loop() {
		f.Render(80, 24, th)
	}
}

func BenchmarkBars(b *testing.B) {
	th, t := theme.New(true, theme.Braille), sampleBars()
	b.ReportAllocs()
	for b.Loop() {
		t.Render(80, 8, th)
	}
}

func BenchmarkTrackAppend(b *testing.B) {
	t, x := NewTrack(2048), 0.0
	b.ReportAllocs()
	for b.Loop() {
		t.Append(x, math.Sqrt(x))
		x++
	}
}
