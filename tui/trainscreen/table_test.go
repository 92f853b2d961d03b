package trainscreen

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// A tail index is never shown above 2: what the formula gives stands in brackets.
func TestShownIndex(t *testing.T) {
	for _, c := range []struct {
		alpha, beyond, se float64
		want              string
	}{
		{1.7, 0, .02, "1.700 ±0.020"}, {2, 14.48, .1, "2 (14.480)"}, {2, 2.0001, .02, "2.000 ±0.020"},
		{2, math.Inf(1), math.NaN(), "2 (∞)"}, {math.NaN(), 0, math.NaN(), screen.Unknown}, {1.5, 0, math.NaN(), "1.500"},
	} {
		if got := shownIndex(c.alpha, c.beyond, c.se, 3); got != c.want {
			t.Errorf("alpha %g, beyond %g: %q, want %q", c.alpha, c.beyond, got, c.want)
		}
	}
}

// shown is the text of the table of layers, w cells wide.
func shown(m *model, w int) string {
	return ansi.Strip(m.drawLayers(screen.Frame{W: w, H: 20, Theme: theme.New(true, theme.Braille)}))
}

// The table shows how many parameters stand apart for their atoms, with their median share.
func TestTableShowsAtoms(t *testing.T) {
	cfg := small()
	cfg.Probe.Batches = 256
	m := open(t, cfg)
	advance(t, m, 2)
	if !strings.Contains(shown(m, 79), "atoms") {
		t.Error("the atoms have no column at 79 cells")
	}
	l := m.data.noise.Layers[2] // fc2.weight: a fresh unit is off for half of the examples
	if l.Atoms.Apart == 0 {
		t.Fatalf("%+v", l.Atoms)
	}
	cell := layerColumns[4].text(l, &m.data.layers[2])
	for _, want := range []string{cell, "Simsekli et al. 2019", "one standard error"} {
		if !strings.Contains(shown(m, 110), want) {
			t.Errorf("%q is not in\n%s", want, shown(m, 110))
		}
	}
}

// A collapsed network is called that in the head and in the table, and nothing shows NaN.
func TestTheScreenOfACollapsedNetwork(t *testing.T) {
	cfg := small()
	cfg.Controls.Schedule = schedule.Constant{Eta0: 3}
	m := open(t, cfg)
	advance(t, m, 320)
	if m.data.noise.Collapse == nil {
		t.Fatalf("no collapse: %+v", m.data.noise.Layers[0].Atoms)
	}
	head := screen.Abreast(m.Figures(), 40)
	table := shown(m, 120)
	if !strings.Contains(head, "COLLAPSED") || !strings.Contains(table, "COLLAPSED") {
		t.Errorf("head %q, table\n%s", head, table)
	}
	for layer := range m.data.layers {
		m.layer = layer
		for w, h := range map[int]int{120: 36, 80: 24, 40: 12} {
			for _, draw := range []func(screen.Frame) string{
				m.drawLayers, rendered(m.alphaChart), rendered(m.frequencyChart), rendered(m.amplitudeChart), m.drawNoise,
			} {
				f := screen.Frame{W: w, H: h, Theme: theme.New(true, theme.Braille)}
				if text := ansi.Strip(draw(f)); strings.Contains(text, "NaN") {
					t.Errorf("layer %d, %d cells:\n%s", layer, w, text)
				}
			}
		}
	}
	spoken := spoken{step: 300, at: &train.Evaluated{}, noise: m.data.noise}
	if line := spoken.line(); !strings.Contains(line, "collapsed") {
		t.Errorf("plain: %s", line)
	}
}

// Of more rows than there is room for, those around the selected one are shown.
func TestRowsScrollToTheSelectedOne(t *testing.T) {
	rows := []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
	for _, c := range []struct {
		selected, n int
		want        string
	}{{0, 4, "0123"}, {5, 4, "3456"}, {9, 4, "6789"}, {9, 10, "0123456789"}, {7, 0, "7"}, {3, 1, "3"}} {
		if got := strings.Join(scrolled(rows, c.selected, c.n), ""); got != c.want {
			t.Errorf("row %d in %d lines: %s, want %s", c.selected, c.n, got, c.want)
		}
	}
}
