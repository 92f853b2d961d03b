package trainscreen

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/noise"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// laws are those of an array of rows x columns parameters, the first row dead.
func lawsOf(rows, columns int) *series.Laws {
	n := rows * columns
	g := &series.Grid{Rows: rows, Columns: columns, Of: [2]int{rows, columns}}
	for i := range n {
		alpha, kind := float32(1+float64(i%columns)/float64(columns)), uint8(verdict.HeavyTailed)
		if i < columns {
			alpha, kind = float32(math.NaN()), series.NoKind
		}
		g.Alpha, g.Kind = append(g.Alpha, alpha), append(g.Kind, kind)
		g.Atoms = append(g.Atoms, float32(i%7)/10)
	}
	l := &series.Laws{Params: n, Kept: n, Dead: columns, Draws: 1024, Rate: .01, Map: g,
		Verdicts: []series.Share{{Name: "Gaussian", Count: 1, Share: .001}, {Name: "stable"},
			{Name: "heavy-tailed", Count: n - columns, Share: .8}, {Name: "light-tailed"},
			{Name: "undecided", Count: 3, Share: .2}},
		Classes: []series.Class{{Count: 9, Quantiles: [5]float64{1, 1.1, 1.34, 1.5, 1.6}, SE: .02}, {}},
		HeldOut: series.HeldOut{Count: 300, Beats: .83, Winners: []series.Share{{Name: "SaS", Count: 9, Share: .03},
			{Name: "Student-t", Count: 132, Share: .44}}},
		Dispersion: []series.Dispersion{{Of: "1/alpha"}, {Of: "alpha", Parts: []series.Effect{
			{Name: "all series", Sd: .1, P: 1e-5}, {Name: "rows", Sd: .08, P: .2}}}},
		Batches: series.Batches{Sizes: []series.Batch{{Factor: 1, Count: 9, Alpha: 1.34, Sd: 1, MedianAbs: .5},
			{Factor: 8, Count: 9, Alpha: 1.78, AlphaSE: .01, Sd: .35, MedianAbs: .37}},
			SlopeSd: -.5, SlopeSdSE: .01, SlopeMedian: -.15,
			SlopeMedianSE: .02, Stable: -.25, Finite: -.5},
		Skewness: series.Skewness{Count: 9, Median: .45},
	}
	for i, k := range series.BlockSizes {
		l.Blocks = append(l.Blocks, series.BlockSize{Size: k, Count: 9, Median: 1.1 + .07*float64(i), SE: .02,
			Laplace: 1.5 + .08*float64(i), StudentT: 1.5 + .07*float64(i)})
	}
	return l
}

// withLaws is a screen whose last probe has laws of all arrays.
func withLaws(t testing.TB) *model {
	m := newModel(t.Context(), screen.Env{Title: "Train"}, small())
	if err := m.Advance(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	for i := range m.data.noise.Layers {
		shape := m.data.layers[i].shape
		rows := 1
		if len(shape) > 1 {
			rows = shape[0]
		}
		m.data.noise.Layers[i].Laws = lawsOf(rows, m.data.noise.Layers[i].Params/rows)
	}
	m.layer = 2
	return m
}

// focus gives the pane of a letter the focus.
func focus(t testing.TB, m *model, pane byte) {
	t.Helper()
	for panes[m.Focus()] != pane {
		screentest.Press(t, m, "tab")
	}
}

// drawn is what a pane draws, without colours.
func drawn(draw func(screen.Frame) string, w, h int) string {
	return ansi.Strip(draw(screen.Frame{W: w, H: h, Log: true, Theme: theme.New(true, theme.Braille)}))
}

// rendered draws a line chart.
func rendered(line func(screen.Frame) chart.Line) func(screen.Frame) string {
	return func(f screen.Frame) string { return line(f).Render(f.W, f.H, f.Theme) }
}

// contains reports an error for every text that is not there.
func contains(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in\n%s", w, text)
		}
	}
}

// In the map the arrows move a cursor, which stops at the edges; elsewhere they choose layers and controls.
func TestTheCursorOfTheMap(t *testing.T) {
	m := withLaws(t)
	focus(t, m, 'w')
	contains(t, screentest.Press(t, m, "j"), "fc2.weight[0,0]", "single weights need a live run with streaming probes")
	contains(t, screentest.Press(t, m, "j", "l", "right"), "fc2.weight[1,2]")
	if notice := screentest.Press(t, m, "up", "k"); notice != "this is the first one" || m.layer != 2 {
		t.Errorf("above the first row: %q, layer %d", notice, m.layer)
	}
	contains(t, drawn(m.drawMap, 60, 12), "map: α per parameter, fc2", "[0,2] none")
	screentest.Press(t, m, "j")
	contains(t, drawn(m.drawMap, 60, 12), "[1,2] 1.02")
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawMap, 60, 12), "atom share", "[1,2] 0.")
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawMap, 60, 12), "verdict", "[1,2] heavy", "HHHH", "H 9.90k", "G 0")
	focus(t, m, 'l')
	contains(t, screentest.Press(t, m, "j"), "layer fc2.bias")
}

// A click selects the weight that is drawn under it, and gives its pane the focus.
func TestAClickSelects(t *testing.T) {
	m := withLaws(t)
	a := screen.Area{W: 120, H: 33, Size: screen.Full, Theme: theme.New(true, theme.Braille)}
	lines := strings.Split(ansi.Strip(m.View(a)), "\n")
	y := 0
	for i, l := range lines {
		if strings.Contains(l, "map: α") {
			y = i
		}
	}
	_, notice, _ := m.Point(a, screen.Pointer{Gesture: screen.Press, X: 3, Y: y + 2})
	if panes[m.Focus()] != 'w' || !m.points || m.cursors[2].Column < 3 || m.cursors[2].Row < 10 {
		t.Errorf("%q, focus %c, cursor %+v", notice, panes[m.Focus()], m.cursors[2])
	}
	contains(t, notice, "fc2.weight[")
	if m.Point(a, screen.Pointer{Gesture: screen.Press, X: 119, Y: 3}); panes[m.Focus()] != 'e' {
		t.Errorf("the focus is on %c", panes[m.Focus()])
	}
}

// Alpha against the block size says that it drifts, and beside it what other laws do; m turns to the batch size.
func TestBlocksSayWhatDrifts(t *testing.T) {
	m := withLaws(t)
	contains(t, drawn(m.drawBlocks, 70, 16), "α by block size K1, per parameter, fc2", "drifts towards 2: not stable",
		"+0.35 ±0.03 from K1 4 to 128", "Laplace", "t(3)", "likelihood")
	focus(t, m, 'b')
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawBlocks, 90, 16), "α by batch size, per parameter", "slope of sd -0.50 ±0.01",
		"of median |U| -0.15 ±0.02", "1/α-1 = -0.25", "-1/2", "16: α 1.34  128: α 1.78 ±0.01", "median ± 95 %")
	contains(t, drawn(m.drawBlocks, 39, 7), "α by batch, per param, fc2", "16: α 1.34")
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawBlocks, 90, 16), "scale by batch size, per parameter", "slope of sd -0.50 ±0.01",
		"sd", "median |U|", "SaS", "finite variance")
	contains(t, drawn(m.drawBlocks, 39, 9), "slope sd -0.50 ±0.01  |U| -0.15 ±0.02", "scale by batch, per param")
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawBlocks, 39, 9), "α by K1, per param, fc2")
	l := lawsOf(10, 10)
	for i := range l.Blocks {
		l.Blocks[i].Median = 1.5
	}
	if words := driftWords(l); words[0] != "no drift beyond its error" {
		t.Errorf("%q", words)
	}
	if words := driftWords(&series.Laws{}); words[0] != "too few blocks to tell a drift" {
		t.Errorf("%q", words)
	}
}

// One key turns chart, noise and table to another axis, and the titles name it, on a small screen too.
func TestAxesAreNamed(t *testing.T) {
	m := withLaws(t)
	for _, want := range []string{"per param", "pooled", "across"} {
		view := screentest.View(m, 80, 24)
		for _, pane := range []string{"tail index " + want, "noise " + strings.Replace(want, "per param", "per param", 1)} {
			contains(t, view, pane)
		}
		contains(t, screentest.View(m, 160, 48), m.axis.String())
		screentest.Press(t, m, "a")
	}
	if m.axis != perParameter {
		t.Errorf("three keys lead to %s", m.axis)
	}
	screentest.Press(t, m, "a")
	contains(t, drawn(m.drawLayers, 120, 14), "pooled: probe at step", "Simsekli", "zeros as noise")
}

// The table has verdicts, held-out scores and dispersion, and narrow ones the first of them.
func TestTheTableOfLaws(t *testing.T) {
	m := withLaws(t)
	contains(t, drawn(m.drawLayers, 160, 16), "laws per parameter", "<1/0/80/0/20", "1.34 ±0.02", "0.83", "t 0.44",
		"0.1 <.001", "0.08", "1.34 –", "0.45", "1/0/9900/0/3", "false discoveries 0.01")
	narrow := drawn(m.drawLayers, 39, 8)
	contains(t, narrow, "laws per parameter: step 0, 64x16", "G/S/H/L/?", "α ±se", "1.34 ±0.02", "fc2.bias")
	if strings.Contains(narrow, "SaS>G") {
		t.Errorf("39 cells:\n%s", narrow)
	}
	focus(t, m, 'y')
	screentest.Press(t, m, "m")
	contains(t, drawn(m.drawLayers, 120, 16), "layers per parameter", "sigma ± se", "jumps/1000")
}

// What is not there is said in its place, and nothing shows NaN.
func TestMissingLawsAreSaid(t *testing.T) {
	m := withLaws(t)
	l := &m.data.noise.Layers[2]
	for _, c := range []struct {
		spoil func()
		want  string
	}{
		{func() { l.Laws.Map = nil; l.Laws.Kept = 5000; l.Laws.Dead = 0 }, "laws of a sample of 5,000 parameters"},
		{func() { l.Laws = lawsOf(4, 4); l.Laws.Dead = 16 }, "dead"},
		{func() { l.Laws = nil }, "method matrix"},
		{func() { m.data.noise.Method = 1 }, "the recording has no laws"},
		{func() { m.data.noise = nil }, "no probe yet"},
	} {
		c.spoil()
		contains(t, drawn(m.drawMap, 70, 9), c.want)
		for _, draw := range []func(screen.Frame) string{m.drawMap, m.drawBlocks, m.drawNoise, m.drawLayers,
			rendered(m.alphaChart)} {
			if text := drawn(draw, 120, 20); strings.Contains(text, "NaN") {
				t.Errorf("after %q:\n%s", c.want, text)
			}
		}
	}
}

// Panes fill what they are given whatever it is, with laws whose figures are missing or not finite.
func TestLawsInEverySize(t *testing.T) {
	m := withLaws(t)
	nan, inf := math.NaN(), math.Inf(1)
	bad := lawsOf(3, 5)
	bad.Map.Alpha[7], bad.Map.Kind[8], bad.Map.Of = float32(inf), 200, [2]int{30, 50}
	bad.Blocks[0].Median, bad.Blocks[1].SE, bad.Blocks[2].Laplace = nan, inf, nan
	bad.Batches.Sizes[0].Sd, bad.Batches.Stable = 0, nan
	bad.Classes[0].Quantiles[2], bad.HeldOut.Beats, bad.Skewness.Median = nan, nan, nan
	m.data.noise.Layers[0].Laws, m.data.noise.Layers[1].Laws = bad, &series.Laws{Map: &series.Grid{}}
	m.points = true
	sizes := [][2]int{{0, 0}, {1, 1}, {15, 3}, {16, 4}, {40, 9}, {119, 31}}
	if !testing.Short() {
		sizes = append(sizes, [2]int{300, 100}, [2]int{40, 5})
	}
	for layer := range 3 {
		for range int(mapMeasures) * int(noiseAxes) {
			m.layer, m.mapMeasure, m.blockView = layer, (m.mapMeasure+1)%mapMeasures, (m.blockView+1)%blockViews
			m.axis = (m.axis + mapMeasureStep(m)) % noiseAxes
			for _, draw := range []func(screen.Frame) string{m.drawMap, m.drawBlocks, m.drawNoise, m.drawLayers,
				rendered(m.alphaChart)} {
				for _, size := range sizes {
					for _, th := range []theme.Theme{theme.New(false, theme.ASCII), theme.New(true, theme.HalfBlock)} {
						text := draw(screen.Frame{W: size[0], H: size[1], Theme: th})
						if size[0] > 0 {
							screentest.Fills(t, "pane", text, size[0], size[1])
						}
						if strings.Contains(text, "NaN") {
							t.Fatalf("layer %d:\n%s", layer, ansi.Strip(text))
						}
					}
				}
			}
		}
	}
}

// mapMeasureStep turns the axis once for every round of the measures.
func mapMeasureStep(m *model) noiseAxis {
	if m.mapMeasure == 0 {
		return 1
	}
	return 0
}

// A key asks for a probe at the next step, which is no change to undo, and the knobs of the probes move.
func TestProbesAreAskedFor(t *testing.T) {
	m := open(t, small())
	advance(t, m, 3)
	contains(t, screentest.Press(t, m, "p"), "a probe of the noise at the next step")
	near.Abs(t, "probes asked for", float64(m.Controls().Probes), 1, 0)
	if notice := screentest.Press(t, m, "u"); notice != "there is no change to undo" {
		t.Errorf("undo: %q", notice)
	}
	for _, k := range m.knobs() {
		if k.Name == "probe draws" {
			contains(t, k.Move(1), "after a restart")
		}
	}
	near.Abs(t, "draws", float64(m.cfg.Probe.Batches), 128, 0)
	m.cfg.Probe.Every = 0
	contains(t, screentest.Press(t, m, "p"), "no probes")
}

// Words on a weight say why it has no law, and never take its zeros for a tail.
func TestFactsOfAWeight(t *testing.T) {
	nan := math.NaN()
	p := series.Parameter{N: 100, Zeros: 31, AtomShare: .31, Judged: true, Sigma: 1, Alpha: 1.71, AlphaSE: .04,
		LogMoment: .5, Kurtosis: 5, Skewness: -.2, Kind: verdict.HeavyTailed, Best: "Student-t(3)", QGaussian: .0002,
		QStable: .001, QFinite: nan}
	contains(t, strings.Join(factsOfWeight(p), "; "), "heavy-tailed, not stable; ", "adjusted p: Gauss 0.0002, SaS 0.001",
		"α 1.71 ±0.04", "exact zeros 0.31 [####......] apart", "log-moment 2.00", "skewness -0.2", "Student-t(3)")
	for want, p := range map[string]series.Parameter{
		"all atoms": {N: 9, Zeros: 9, Dead: true}, "dead": {N: 9, Dead: true}, "no draws": {},
		"not finite": {N: 9, Missing: 1}, "too few": {N: 9, Zeros: 4}, "no scale": {N: 99, Judged: true, Sigma: nan},
	} {
		contains(t, strings.Join(factsOfWeight(p), "; "), want)
	}
	for inverse, want := range map[float64]string{.5: "2.00", .4: "2 (2.50)", -1: "2 (∞)", 1: "1.00"} {
		if got := shownInverse(inverse); got != want {
			t.Errorf("1/alpha %g: %s, want %s", inverse, got, want)
		}
	}
	near.Abs(t, "spread", sum(spread(series.Histogram{Edges: []float64{0, 1, 2, 50, 60}, Below: []int{3, 2, 0, 1},
		Above: []int{4, 1, 2, 0}, Centre: 2}, 1)), 15, 1e-9)
}

// sum is the number of draws in a spread histogram.
func sum(bars []float64, under, over int) float64 {
	n := float64(under + over)
	for _, v := range bars {
		n += v * 2 * weightLimit / weightBins
	}
	return n
}

// Counts with clusters have the wider interval, others that of a Poisson law; what the path shows is said.
func TestJumpsAlongThePath(t *testing.T) {
	m := withLaws(t)
	m.data.fixedSizes = true
	c := &jumps.Count{Count: 12, Trials: 1000, Low: .006, High: .02, ClusteredLow: .002, ClusteredHigh: .04, Fano: 5,
		FanoP: .001, Several: .5}
	e := train.Jumps{Step: 50, Layer: "fc2.weight", Count: 3, NoiseCount: 9, Trials: 1000, Fixed: c, Median: math.NaN()}
	count, trials, lo, hi := countOf(e, updatesBeyond)
	near.Abs(t, "jumps", float64(count)/float64(trials), .012, 0)
	near.Abs(t, "low", lo, .002, 0)
	near.Abs(t, "high", hi, .04, 0)
	_, _, lo, hi = countOf(e, noiseBeyond)
	near.Rel(t, "Poisson, low", lo, .004115, 1e-3) // Garwood's interval of 9: 4.115 to 17.08
	near.Rel(t, "Poisson, high", hi, .017085, 1e-3)
	m.take(e)
	m.take(train.Trajectory{Window: jumps.Window{Step: 50, Caveat: "drift", Reference: 0,
		Serial: jumps.Serial{Signed: .02, SignedSE: .01, SignedNull: -.005, Norm: math.NaN()},
		Loss:   jumps.Loss{Norm: jumps.Change{Steps: 3, Around: -.1, AroundSE: .05}}}})
	contains(t, drawn(rendered(m.frequencyChart), 110, 16), "fc2: 12 jumps", "Fano 5, come together, band widened",
		"50 % in steps with several", "σ: of the probe at step 0")
	contains(t, drawn(rendered(m.amplitudeChart), 110, 16), "serial correlation +0.02 ±0.01", "contains drift",
		"loss a step after a jump -0.10 ±0.05")
}

// The tail across parameters is an axis of its own, in chart, table and noise.
func TestTheAxisAcross(t *testing.T) {
	m := withLaws(t)
	a := &noise.Across{Gradients: 8, WholeNet: noise.AcrossArray{Alpha: 1.1, AlphaSpread: .02}}
	for i := range m.data.layers {
		a.Arrays = append(a.Arrays, noise.AcrossArray{Params: 10 * i, Nonzero: 7, Alpha: 1.2, AlphaSpread: .03,
			Hill: math.NaN(), HillSpread: math.NaN()})
	}
	m.data.noise.Across = a
	m.data.noteAcross(3, a)
	screentest.Press(t, m, "a", "a")
	contains(t, drawn(m.drawLayers, 100, 14), "across parameters: probe", "1.20, 0.03",
		"whole net: α 1.10, 0.02", "8 gradients")
	contains(t, drawn(m.drawNoise, 60, 9), "noise across parameters, fc2", "α 1.20, 0.03", "7 of 20 parameters")
	contains(t, drawn(rendered(m.alphaChart), 80, 9), "tail index α, across parameters", "whole net")
	m.data.noteAcross(4, nil)
	contains(t, drawn(m.drawNoise, 60, 9), "no tail across")
}

// BenchmarkFrame is a screen of 160x48 whose data are new, with a map and laws of all arrays; the bound is 8 ms.
func BenchmarkFrame(b *testing.B) {
	m := withLaws(b)
	m.points = true
	a := screen.Area{W: 160, H: 45, Size: screen.Full, Theme: theme.New(true, theme.Braille)}
	b.ReportAllocs()
	for b.Loop() {
		m.Take(train.Progress{Step: m.data.step + 1, Eta: .1, Loss: 1})
		m.View(a)
	}
}

// A held run takes one step for a probe that is asked for, and is held again: it measures the weights of now.
func TestProbeOfAHeldRun(t *testing.T) {
	m := open(t, small())
	cmd := m.Begin()
	for m.data.step < 2 {
		cmd = m.Update(cmd())
	}
	screentest.Press(t, m, "space")
	contains(t, screentest.Press(t, m, "p"), "one step was taken for it")
	// The progress of the probed step ends it. A step that was under way at the key may have taken the probe itself:
	// then the one step that was asked for comes after it.
	for m.data.noise == nil || m.data.noise.Step == 0 || m.data.step < m.data.noise.Step {
		cmd = m.Update(cmd())
	}
	if f := m.Witness(); !f.Paused || f.Run != 1 || f.Step > f.Probe.Step+1 {
		t.Errorf("%+v", f)
	}
	<-m.Stop()
}

// The jumps of windows are kept for the way in as long as only the schedule changes.
func TestWindowsOfTheWayIn(t *testing.T) {
	d := newData(small().Controls)
	d.keepWindow(&jumps.Window{Step: 50, Eta: .1, Reference: -1, Fixed: jumps.Count{Count: 9, Trials: 9}})
	d.keepWindow(&jumps.Window{From: 50, Step: 100, Fixed: jumps.Count{Count: 9, Trials: 9}})
	next := d.controls
	next.Schedule = schedule.Constant{Eta0: .05}
	d.change(train.Changed{Step: 120, Controls: next})
	if len(d.windows) != 2 || d.windows[0].Fixed.Trials != 0 || d.windows[1].Fixed.Count != 9 {
		t.Errorf("%+v", d.windows)
	}
	next.Batch *= 2
	d.change(train.Changed{Step: 130, Controls: next})
	d.keepWindow(&jumps.Window{From: 100, Step: 150})
	if len(d.windows) != 0 || d.steady != 130 {
		t.Errorf("%+v, steady from %d on", d.windows, d.steady)
	}
	for i := range 2 * mostWindows {
		d.keepWindow(&jumps.Window{From: 150 + i, Step: 151 + i})
	}
	near.Abs(t, "windows", float64(len(d.windows)), mostWindows, 0)
}
