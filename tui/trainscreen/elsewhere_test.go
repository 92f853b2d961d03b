package trainscreen

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// elsewhere is the screen of a job with one array.
func elsewhere(t *testing.T) *model {
	c := train.Controls{Schedule: schedule.Constant{Eta0: 1}, Batch: 1, Form: train.PyTorch}
	m := NewElsewhere(t.Context(), screen.Env{}, Elsewhere{Controls: c, Kappa: 10, Now: func() int { return 0 },
		Knobs: func() []screen.Knob { return nil },
		Shown: func(e train.Event) []train.Event { return []train.Event{e} }}).model
	s := train.Started{Engine: "train", Parameters: 4, Layers: []train.Layer{{Name: "a.weight", Shape: []int{2, 2}}}}
	s.Config.Controls = c
	m.take(s)
	return m
}

// The future of the learning rate of a job is that of the factor that it has acknowledged, times its own.
func TestFutureOfAJobFollowsWhatItAcknowledged(t *testing.T) {
	m := elsewhere(t)
	m.take(train.Progress{Step: 10, Eta: .1})
	c := m.data.controls
	c.Schedule = schedule.Constant{Eta0: .5}
	m.take(train.Changed{Step: 20, Controls: c})
	last := func() float64 {
		p := m.etaChart(screen.Frame{}).Series[1].Points
		return p[len(p)-1].Y
	}
	near.Abs(t, "after the answer", last(), .05, 1e-12)
	m.take(train.Progress{Step: 15, Eta: .1}) // a record before the change, which came later
	near.Abs(t, "after an earlier record", last(), .05, 1e-12)
	m.take(train.Progress{Step: 25, Eta: .05})
	near.Abs(t, "after the next record", last(), .05, 1e-12)
	c.Schedule = schedule.Constant{Eta0: 2}
	m.take(train.Changed{Step: 26, Controls: c})
	Train{m}.Renew(train.Controls{Schedule: schedule.Constant{Eta0: 1}, Batch: 1})
	near.Abs(t, "after the job began again", last(), .1, 1e-12)
}

// A job has no arms, so that its learning rate has one line, also where a schedule has ended at 0.
func TestAJobHasOneLearningRate(t *testing.T) {
	m := elsewhere(t)
	c := m.data.controls
	var err error
	if c.Schedule, err = schedule.Parse("points:eta0=1,at=0:1/10:0"); err != nil {
		t.Fatal(err)
	}
	m.take(train.Changed{Step: 1, Controls: c})
	m.take(train.Progress{Step: 30, Eta: 0})
	if l := m.etaChart(screen.Frame{}); len(l.Series) != 2 || l.Series[0].Name != "eta" {
		t.Errorf("%d lines, the first one %q", len(l.Series), l.Series[0].Name)
	}
}

// Each pane that shows figures of a burst says in its title that these contain drift, in every width.
func TestTitlesSayDrift(t *testing.T) {
	m := elsewhere(t)
	laws := &series.Laws{Params: 4, Kept: 4, Map: &series.Grid{Rows: 2, Columns: 2, Of: [2]int{2, 2}}}
	m.take(train.NoiseEstimate{Step: 30, Batches: 256, Burst: &train.Burst{From: 1, Step: 257},
		Layers: []train.LayerNoise{{Name: "a.weight", Params: 4, Alpha: 1.5, Laws: laws}}})
	m.data.step = 123456
	for _, w := range []int{40, 60, 80} {
		f := screen.Frame{W: w, H: 8}
		for name, pane := range map[string]string{"tail index": m.alphaChart(f).Render(w, 8, f.Theme),
			"map": m.heat(f).Render(w, 8, f.Theme), "blocks": m.drawBlocks(f), "layers": m.drawLayers(f)} {
			title, _, _ := strings.Cut(ansi.Strip(pane), "\n")
			if !strings.Contains(title, "drift") || strings.Contains(title, "x0") || strings.Contains(title, "of 0") {
				t.Errorf("%s, %d cells: %q", name, w, title)
			}
		}
	}
	m.data.noise.Burst = nil
	for _, w := range []int{40, 60, 80} {
		if title := m.tableTitle("laws per parameter", w); !strings.Contains(title, "probe") {
			t.Errorf("of a probe, %d cells: %q", w, title)
		}
	}
}

// The schedule of a job is a factor of its learning rate, and called so.
func TestFactorsAreCalledSo(t *testing.T) {
	m := elsewhere(t)
	if k := m.AllKnobs()[0]; !strings.HasPrefix(k.What, "Factor of the job's learning rate by step") {
		t.Errorf("%q", k.What)
	}
}

// What a job does not tell of an evaluation is no bad sample of its chart.
func TestAnEvaluationInPart(t *testing.T) {
	m := elsewhere(t)
	m.take(train.Evaluated{Step: 5, TrainLoss: math.NaN(), TestLoss: 2, TrainAccuracy: math.NaN(),
		TestAccuracy: math.NaN()})
	if text := m.lossChart(screen.Frame{}).Render(60, 8, theme.Theme{}); strings.Contains(text, "NaN") {
		t.Error(text)
	}
}
