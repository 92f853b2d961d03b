package chart

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

type renderer interface {
	Render(w, h int, th theme.Theme) string
}

func focused(l Line) Line {
	l.Focused = true
	return l
}

func logY(l Line) Line {
	l.LogY = true
	return l
}

func withCursor(l Line) Line {
	l.Cursor = new(9_000.0)
	l.Series[1].Dashed = true
	return l
}

func linearY(g Histogram) Histogram {
	g.LogY, g.Focused = false, true
	return g
}

func oneSample() Line {
	t := NewTrack(8)
	t.Append(5, 3)
	return Line{Title: "one sample", XLabel: "iteration", Series: []Series{{Name: "a", Track: t}}}
}

func events() Line {
	l := sampleLoss()
	l.Series = append(l.Series[:1], Series{
		Name: "jumps", Scatter: true, Value: "4", Points: []Point{{3000, 2.5}, {11_000, 2}, {27_123, 1.6}, {36_000, 1}},
	})
	return l
}

func TestGolden(t *testing.T) {
	braille, half, ascii := theme.New(true, theme.Braille), theme.New(true, theme.HalfBlock), theme.New(true, theme.ASCII)
	for _, c := range []struct {
		name  string
		chart renderer
		w, h  int
		th    theme.Theme
	}{
		{"line_38x8", focused(sampleLoss()), 38, 8, braille},
		{"line_80x16", focused(sampleLoss()), 80, 16, braille},
		{"line_log_38x8", logY(sampleLoss()), 38, 8, braille},
		{"line_log_80x16", logY(sampleLoss()), 80, 16, braille},
		{"line_cursor_80x10", withCursor(sampleLoss()), 80, 10, braille},
		{"line_now_38x8", sampleSchedules(), 38, 8, braille},
		{"line_now_80x16", sampleSchedules(), 80, 16, braille},
		{"line_band_38x8", sampleTailIndex(), 38, 8, braille},
		{"line_band_80x16", sampleTailIndex(), 80, 16, braille},
		{"line_events_80x12", events(), 80, 12, braille},
		{"line_nan_80x10", sampleBroken(), 80, 10, braille},
		{"line_one_60x6", oneSample(), 60, 6, braille},
		{"line_empty_60x6", Line{Title: "loss", Series: []Series{{Name: "train"}}}, 60, 6, braille},
		{"line_small_14x3", sampleLoss(), 14, 3, braille},
		{"line_halfblock_80x16", sampleLoss(), 80, 16, half},
		{"line_ascii_80x16", sampleLoss(), 80, 16, ascii},
		{"line_ascii_now_80x12", sampleSchedules(), 80, 12, ascii},
		{"line_ascii_band_80x12", sampleTailIndex(), 80, 12, ascii},
		{"histogram_80x16", sampleHistogram(), 80, 16, braille},
		{"histogram_38x8", sampleHistogram(), 38, 8, braille},
		{"histogram_linear_80x16", linearY(sampleHistogram()), 80, 16, braille},
		{"histogram_ascii_80x12", sampleHistogram(), 80, 12, ascii},
		{"bars_80x6", sampleBars(), 80, 6, braille},
		{"bars_80x4", sampleBars(), 80, 4, braille},
		{"bars_38x6", sampleBars(), 38, 6, braille},
		{"bars_signed_80x4", sampleDifference(), 80, 4, braille},
		{"bars_ascii_80x6", sampleBars(), 80, 6, ascii},
		{"plane_80x22", samplePlane(), 80, 22, braille},
		{"plane_38x10", samplePlane(), 38, 10, braille},
		{"plane_halfblock_80x22", samplePlane(), 80, 22, half},
		{"plane_ascii_80x22", samplePlane(), 80, 22, ascii},
		{"plane_wells_80x22", sampleWells(), 80, 22, braille},
		{"plane_wells_halfblock_60x20", sampleWells(), 60, 20, half},
		{"plane_wells_ascii_60x20", sampleWells(), 60, 20, ascii},
		{"plane_profile_80x14", sampleProfile(), 80, 14, braille},
		{"plane_profile_ascii_40x10", sampleProfile(), 40, 10, ascii},
		{"line_overshoot_60x14", sampleOvershoot(), 60, 14, braille},
		{"heat_40x12", sampleHeat(), 40, 12, braille},
		{"heat_shades_40x12", sampleHeat(), 40, 12, braille.WithFewColours()},
		{"heat_ascii_80x16", sampleHeat(), 80, 16, ascii},
		{"heat_kinds_80x12", sampleKinds(), 80, 12, braille},
		{"heat_kinds_38x8", sampleKinds(), 38, 8, braille},
		{"heat_row_60x6", sampleRow(), 60, 6, half},
		{"heat_empty_40x6", Heat{Title: "map"}, 40, 6, braille},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := c.chart.Render(c.w, c.h, c.th)
			checkSize(t, out, c.w, c.h)
			golden(t, c.name+".txt", ansi.Strip(out))
		})
	}
	t.Run("styled", func(t *testing.T) {
		golden(t, "line_now_80x16.ansi", focused(sampleSchedules()).Render(80, 16, braille))
		golden(t, "heat_20x6.ansi", sampleHeat().Render(20, 6, braille))
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s differs; if that is meant: go test ./tui/chart -run Golden -update\ngot:\n%s\nwant:\n%s",
			name, got, want)
	}
}

// checkSize holds the promise of the package: h lines of w cells.
func checkSize(t *testing.T, s string, w, h int) {
	t.Helper()
	if h <= 0 {
		if s != "" {
			t.Fatalf("h=%d: %q", h, s)
		}
		return
	}
	lines := strings.Split(s, "\n")
	if len(lines) != h {
		t.Fatalf("%dx%d: %d lines", w, h, len(lines))
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n != max(w, 0) {
			t.Fatalf("%dx%d: line %d is %d wide: %q", w, h, i, n, l)
		}
	}
}
