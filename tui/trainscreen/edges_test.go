package trainscreen

import (
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// counting is a run whose probes count, so that the screen has a bank.
func counting() train.Config {
	cfg := small()
	cfg.Model, cfg.Probe.Method = "mlp:12-8", train.Stream
	return cfg
}

// withBank is a screen after a probe that has left a bank, with a selected weight.
func withBank(t *testing.T) *model {
	m := open(t, counting())
	advance(t, m, 3)
	if m.data.bank == nil {
		t.Fatal("no bank")
	}
	m.points = true
	return m
}

// The whole screen has the cells of the terminal at every size, and shows NaN nowhere, whatever its panes show.
func TestEverySizeWithABank(t *testing.T) {
	m := withBank(t)
	step := 1
	if testing.Short() {
		step = 37
	}
	turn := 0
	for h := 0; h <= 100; h += step {
		for w := 0; w <= 300; w += step {
			turn++
			m.axis, m.mapMeasure = noiseAxis(turn)%noiseAxes, mapMeasure(turn/2)%mapMeasures
			m.noiseView, m.blockView = noiseView(turn/3)%noiseViews, blockView(turn/5)%blockViews
			m.tablePage, m.layer = tablePage(turn/7)%tablePages, turn%len(m.data.layers)
			if turn%11 == 0 {
				screentest.Press(t, m, "tab")
			}
			size := screen.SizeOf(w, h)
			if size == screen.TooSmall {
				continue // a card stands there
			}
			a := screen.Area{W: w, H: h - 3, Size: size, Theme: theme.New(turn%2 == 0, theme.Glyphs(turn%3))}
			text := m.View(a)
			screentest.Fills(t, "screen", text, a.W, a.H)
			if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Fatalf("%dx%d:\n%s", w, h, text)
			}
		}
	}
	for _, size := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {5, 2}, {16, 4}, {300, 100}} {
		f := screen.Frame{W: size[0], H: size[1], Theme: theme.New(true, theme.Braille)}
		for _, draw := range []func(screen.Frame) string{m.drawMap, m.drawBlocks, m.drawNoise, m.drawLayers,
			rendered(m.frequencyChart), rendered(m.amplitudeChart), rendered(m.alphaChart)} {
			if text := draw(f); strings.Contains(text, "NaN") {
				t.Fatalf("%v:\n%s", size, text)
			}
		}
	}
}

// Without a bank the pane of a selected weight says what single weights need, and does not show the array in its place.
func TestAWeightWithoutABankIsSaid(t *testing.T) {
	m := withBank(t)
	contains(t, drawn(m.drawNoise, 90, 14), "noise of fc1.weight[0,0], per parameter", "exact zeros")
	m.data.bank = nil
	contains(t, drawn(m.drawNoise, 90, 14), "noise of fc1.weight[0,0], per parameter", needsLive, "shows the array")
	contains(t, drawn(m.drawNoise, 30, 9), "fc1.weight[0,0], per param", "single weights need a live")
	focus(t, m, 'n')
	screentest.Press(t, m, "m", "m")
	contains(t, drawn(m.drawNoise, 90, 14), "gradient noise, per parameter, fc1")
	screentest.Press(t, m, "m")
	m.data.noise = nil
	contains(t, drawn(m.drawNoise, 90, 14), "noise of one weight, per parameter", needsLive+": no probe yet")
}

// A weight that stands for a cell of several says which one of how many it is.
func TestCellsOfSeveralWeights(t *testing.T) {
	m := withLaws(t)
	m.points = true
	g := m.data.noise.Layers[2].Laws.Map
	g.Of = [2]int{g.Rows, 2 * g.Columns}
	w, _ := m.pointed()
	if w.cells != 2 {
		t.Fatalf("%d weights in a cell", w.cells)
	}
	title, brief := w.titles()
	contains(t, title, ", 1 of 2, per parameter")
	contains(t, brief, ", 1 of 2, per param")
	contains(t, m.pointedWords(), "1 of 2 in its cell")
	contains(t, drawn(m.drawMap, 80, 14), "median", "selected: 1 of ")
	contains(t, drawn(m.drawMap, 39, 9), "1 of ")
}

// Jumps beyond a fixed size name the probe whose scales it is made of, and the law of that probe makes their theory.
func TestFixedSizesNameTheirProbe(t *testing.T) {
	m := withLaws(t)
	m.data.fixedSizes = true
	contains(t, drawn(rendered(m.frequencyChart), 110, 16), "jumps: updates > 10σ of a probe to come·η 0.1")
	d := &m.data
	e := *d.noise
	m.take(train.Jumps{Step: 50, Layer: "fc2.weight", Count: 3, Trials: 1000, Median: 11, P90: 12, Max: 13})
	near.Abs(t, "jumps beyond a size that is not yet", float64(d.layers[2].jumps[updatesBeyond].frequency.Len()), 0, 0)
	m.take(train.Jumps{Step: 60, Layer: "fc2.weight", Count: 3, Trials: 1000, Median: 11, P90: 12, Max: 13,
		Fixed: &jumps.Count{Count: 2, Trials: 1000, Low: .001, High: .01}})
	near.Abs(t, "jumps beyond a fixed size", float64(d.layers[2].jumps[updatesBeyond].frequency.Len()), 1, 0)
	e.Step, e.Layers = 500, append([]train.LayerNoise(nil), e.Layers...)
	for i := range e.Layers {
		e.Layers[i].Alpha = 1.5
	}
	d.measure(e, 10)
	later := e
	later.Step, later.Layers = 900, append([]train.LayerNoise(nil), e.Layers...)
	for i := range later.Layers {
		later.Layers[i].Alpha, later.Layers[i].Sigma = 1.2, 7
	}
	d.measure(later, 10)
	d.controls.Schedule = schedule.Constant{Eta0: .02}
	m.take(train.Trajectory{Window: jumps.Window{Step: 1000, Eta: .02, Reference: 500}})
	contains(t, drawn(rendered(m.frequencyChart), 110, 16), "jumps: updates > 10σ of step 500·η 0.1")
	contains(t, drawn(rendered(m.frequencyChart), 39, 7), "updates > 10σ@500·η 0.1")
	track := d.layers[2].jumps[updatesBeyond].predicted
	last, ok := track.Last()
	if !ok {
		t.Fatal("no theory")
	}
	near.Rel(t, "theory", last.Y, 2*law.TailConstant(1.5)*math.Pow(.2/10, 1.5), 1e-12)
}
