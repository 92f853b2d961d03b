package tui

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strings"
	"sync/atomic"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// The panes of the Train screen.
const (
	lossPane = iota
	accuracyPane
	etaPane
	alphaPane
	frequencyPane
	amplitudePane
	noisePane
	layersPane
)

var (
	trainFull = grid{3, 3, []cell{
		{lossPane, 0, 0, 1, 1}, {accuracyPane, 1, 0, 1, 1}, {etaPane, 2, 0, 1, 1},
		{alphaPane, 0, 1, 1, 1}, {frequencyPane, 1, 1, 1, 1}, {amplitudePane, 2, 1, 1, 1},
		{noisePane, 0, 2, 1, 1}, {layersPane, 1, 2, 2, 1},
	}}
	trainCompact = grid{2, 3, []cell{
		{lossPane, 0, 0, 1, 1}, {etaPane, 1, 0, 1, 1},
		{alphaPane, 0, 1, 1, 1}, {frequencyPane, 1, 1, 1, 1},
		{noisePane, 0, 2, 1, 1}, {layersPane, 1, 2, 1, 1},
	}}
)

// trainPace is the pace that the explorer begins with: slow enough to watch.
const trainPace = 512

// trainScreen shows a network as it learns.
type trainScreen struct {
	console[train.Controls, train.Event]
	cfg      train.Config
	started  *train.Started
	examples int
	layer    int // selected, in the order of the layers
	seen     trainData
	diverged *train.Diverged
	fit      fits
}

// trainData is what a run has shown so far.
type trainData struct {
	step                int
	loss, eta           *chart.Track
	trainLoss, testLoss *chart.Track
	trainAcc, testAcc   *chart.Track
	last                train.Evaluated
	evaluated           bool
	layers              []layerData
	noise               *train.NoiseEstimate
	markers             []chart.Marker
	controls            train.Controls // in force in the engine
	jumps               int
}

// layerData is what a run has shown of one parameter array.
type layerData struct {
	name          string
	alpha         *chart.Track
	alphaBand     ribbon
	frequency     *chart.Track
	frequencyBand ribbon
	predicted     *chart.Track
	median, p90   *chart.Track
	amplitude     ribbon // median to largest
	jumps, trials int
	lastJumps     train.Jumps
	weights       bool
	colour        int
}

const trackCapacity = 2048

func newTrack() *chart.Track { return chart.NewTrack(trackCapacity) }

func newTrain(ctx context.Context, cfg train.Config, o Options) *trainScreen {
	s := &trainScreen{cfg: cfg}
	s.engine = newEngine(ctx, o, "train", cfg.Controls, trainPace,
		func(ctx context.Context, c train.Controls, live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
			run := cfg
			run.Controls = c
			return train.Run(ctx, run, live)
		})
	s.full, s.compact = trainFull, trainCompact
	s.onEvent, s.onReset, s.onKey, s.dials = s.see, s.clear, s.key, s.knobs
	s.decay = func() (schedule.Schedule, schedule.Arm) { return s.controls.Schedule, s.controls.Arm }
	s.pane = []*pane{
		{name: "loss", draw: s.drawLoss, logable: true},
		{name: "accuracy", draw: s.drawAccuracy},
		{name: "learning rate", draw: s.drawEta, logable: true},
		{name: "tail index", draw: s.drawAlpha},
		{name: "jump frequency", draw: s.drawFrequency, logable: true, log: true},
		{name: "jump amplitude", draw: s.drawAmplitude, logable: true, log: true},
		{name: "gradient noise", draw: s.drawNoise, logable: true, log: true},
		{name: "layers", draw: s.drawLayers},
	}
	s.clear()
	return s
}

func (s *trainScreen) clear() {
	s.seen = trainData{loss: newTrack(), eta: newTrack(), trainLoss: newTrack(), testLoss: newTrack(), trainAcc: newTrack(), testAcc: newTrack(), controls: s.controls}
	s.started, s.diverged = nil, nil
}

func (s *trainScreen) name() string { return "Train" }

// see takes in one event.
func (s *trainScreen) see(e train.Event) {
	d := &s.seen
	switch e := e.(type) {
	case train.Started:
		s.started, s.examples = &e, e.Examples
		d.begin(e)
	case train.Changed:
		d.change(e)
	case train.Progress:
		d.step = e.Step
		d.loss.Append(float64(e.Step), e.Loss)
		d.eta.Append(float64(e.Step), e.Eta)
	case train.Evaluated:
		x := float64(e.Step)
		d.last, d.evaluated = e, true
		d.trainLoss.Append(x, e.TrainLoss)
		d.testLoss.Append(x, e.TestLoss)
		d.trainAcc.Append(x, e.TrainAccuracy)
		d.testAcc.Append(x, e.TestAccuracy)
	case train.NoiseEstimate:
		d.measure(e, s.cfg.JumpThreshold)
	case train.Jumps:
		d.jump(e)
	case train.Diverged:
		s.diverged = &e
	}
}

func (d *trainData) begin(e train.Started) {
	colour := 0
	for _, l := range e.Layers {
		data := layerData{name: l.Name, weights: len(l.Shape) > 1, alpha: newTrack(), frequency: newTrack(), predicted: newTrack(), median: newTrack(), p90: newTrack()}
		if data.weights {
			data.colour = colour
			colour++
		}
		d.layers = append(d.layers, data)
	}
}

// change marks a change of the controls in every time chart.
func (d *trainData) change(e train.Changed) {
	label := "·"
	old, now := d.controls, e.Controls
	switch {
	case old.Schedule != now.Schedule:
		label = "s"
	case old.Arm != now.Arm:
		label = "d"
	case old.Batch != now.Batch:
		label = "b"
	}
	d.controls = now
	d.markers = append(d.markers, chart.Marker{X: float64(e.Step), Label: label})
}

func (s *trainScreen) status() []figure {
	d := &s.seen
	if s.started == nil {
		return ranked("starting")
	}
	parts := []string{fmt.Sprintf("step %d", d.step)}
	if d.evaluated {
		parts = append(parts, fmt.Sprintf("test %.3f", d.last.TestAccuracy), fmt.Sprintf("train accuracy %.3f", d.last.TrainAccuracy))
	}
	if r := s.rate.perSecond(); r > 0 && s.state() == "running" {
		parts = append(parts, fmt.Sprintf("%s steps/s", short(math.Round(r))))
	}
	return ranked(parts...)
}

// card stands in for the panes before the first event and after a failure.
func (s *trainScreen) card(w, h int, th theme.Theme) string {
	switch {
	case s.started == nil && s.err == nil:
		return message(w, h, th, theme.Dim, "making the data and the network …")
	case s.err != nil && s.started == nil:
		return message(w, h, th, theme.Bad, s.err.Error())
	}
	return ""
}

// message is a card in the middle of an empty screen.
func message(w, h int, th theme.Theme, role theme.Role, text string) string {
	lines := make([]string, h)
	for i := range lines {
		lines[i] = strings.Repeat(" ", max(0, w))
	}
	if h > 0 {
		lines[h/2] = pad(bar(th, "  "+th.Style(role).Render(th.Spell(text)), "", w), w)
	}
	return strings.Join(lines, "\n")
}
