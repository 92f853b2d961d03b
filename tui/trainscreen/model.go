// Package trainscreen is the Train screen: a network learns, live, with its tail indices,
// its jumps and the learning rate, past and to come.
package trainscreen

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"levyscope/internal/probetime"
	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// The panes by their letters, in the order in which the focus goes through them: loss,
// accuracy, eta, tail index, jump frequency, amplitude of jumps (m), noise, map of weights (w), blocks, layers (y).
const panes = "laetfmnwby"

var (
	fullGrid     = screen.NewGrid(panes, slices.Concat(rows(7, "lae"), rows(8, "tfm"), rows(9, "wnb"), rows(8, "yyy"))...)
	compactGrids = []screen.Grid{
		screen.NewGrid(panes, "le", "tf", "ny"), screen.NewGrid(panes, "wn", "wn", "by"), screen.NewGrid(panes, "la", "em"),
	}
)

// rows are n rows of a grid that are alike.
func rows(n int, row string) []string { return slices.Repeat([]string{row}, n) }

// firstPace is the pace at the start, in steps a second: slow enough to watch.
const firstPace = 512

// model is the Train screen.
type model struct {
	*screen.Console[train.Controls, train.Event]
	cfg      train.Config         // of the run; its controls are those at its beginning
	asFirst  train.Config         // of the first run
	budget   *probetime.Budget    // of the time for probes; nil: they come at fixed steps
	costly   time.Duration        // work of so much is asked about before a restart; 0: it is not asked about
	worked   func() time.Duration // how long the run under way has worked
	started  *train.Started       // nil until the run has begun
	examples int                  // of the training set; 0 until the first run has begun
	layer    int                  // selected, in the order of the layers
	data     data
	fit      fits

	jumpMeasure jumpMeasure // of the chart of jumps
	axis        noiseAxis   // of tail index, noise and layers
	mapMeasure  mapMeasure
	noiseView   noiseView
	blockView   blockView
	tablePage   tablePage
	points      bool             // the cursor of the map is shown
	cursors     []chart.HeatCell // its place in the map of each array
	picked      *picked          // what it selects; may be old
	elsewhere   *Elsewhere       // nil of a built-in run
	chooser
}

// New returns the screen of a run of cfg that is not under way.
func New(ctx context.Context, env screen.Env, cfg train.Config) screen.Screen {
	return newModel(ctx, env, cfg)
}

func newModel(ctx context.Context, env screen.Env, cfg train.Config) *model {
	m := &model{cfg: cfg, asFirst: cfg, costly: env.Costly}
	if share := cfg.Probe.Share; share > 0 {
		m.budget = probetime.NewBudget(share)
	}
	m.Console = screen.NewConsole(ctx, env, m.spec())
	m.worked = m.Work
	m.clear()
	return m
}

// spec is what the screen adds to its console.
func (m *model) spec() screen.Spec[train.Controls, train.Event] {
	return screen.Spec[train.Controls, train.Event]{
		Engine:   "train",
		Controls: m.cfg.Controls,
		Pace:     firstPace,
		Run: func(ctx context.Context, c train.Controls,
			live *atomic.Pointer[train.Controls], due func() bool) iter.Seq2[train.Event, error] {
			run := m.cfg
			run.Controls = c
			return m.withProbes(c, live, func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
				return train.Continue(ctx, run, nil, live, due)
			})
		},
		ChangedAt: func(e train.Event) (step int, c train.Controls, ok bool) {
			changed, ok := e.(train.Changed)
			return changed.Step, changed.Controls, ok
		},
		Bare:      unasked,
		OnEvent:   m.take,
		OnRestart: m.clear,
		Waiting:   m.waiting,
		Panes: []*screen.Pane{
			{Name: "loss", Line: m.lossChart, Time: screen.StepTime, AxisFree: true},
			{Name: "accuracy", Line: m.accuracyChart, Time: screen.StepTime},
			{Name: "learning rate", Line: m.etaChart, Time: screen.StepTime, AxisFree: true},
			{Name: "tail index", Line: m.alphaChart, Time: screen.StepTime},
			{Name: "jump frequency", Line: m.frequencyChart, Time: screen.StepTime, AxisFree: true, Log: true},
			{Name: "jump amplitude", Line: m.amplitudeChart, Time: screen.StepTime, AxisFree: true, Log: true},
			{Name: "gradient noise", Draw: m.still(m.drawNoise), Data: m.noiseData, AxisFree: true, Log: true},
			{Name: "map of weights", Draw: m.still(m.drawMap), Data: m.mapData, Move: m.moveCursor,
				Click: m.clickMap},
			{Name: "block size", Draw: m.still(m.drawBlocks), Data: m.blocksData},
			{Name: "layers", Draw: m.drawLayers, Data: m.layersData, Click: m.clickLayer,
				Scroll: m.selectLayer},
		},
		Clock:   m.clock,
		System:  m.system,
		Full:    fullGrid,
		Compact: compactGrids,
		Keys:    m.keys(),
		Knobs:   m.knobs,
		Chosen:  m.chosen,
		Decay:   func() (schedule.Schedule, schedule.Arm) { return m.Controls().Schedule, m.Controls().Arm },

		More: m.more, PutArm: m.putArm, ArmOff: m.armOff,
		Scenario: m.scenario,
		Apply:    m.putSchedule, From: func() int { return m.data.step }, SchedulePane: strings.IndexByte(panes, 'e'),
		Rerun:  m.rerun,
		Rewind: m.rewind,
	}
}

// clear forgets what the run has shown.
func (m *model) clear() (restore func()) {
	kept, started, cfg, examples, layer, cursors := m.data, m.started, m.cfg, m.examples, m.layer, m.cursors
	m.data = newData(m.Controls())
	m.data.foreign = m.elsewhere != nil
	m.started, m.picked = nil, nil
	return func() {
		m.data, m.started, m.cfg, m.examples, m.layer, m.cursors = kept, started, cfg, examples, layer, cursors
	}
}

// waiting says what is awaited until the run has begun.
func (m *model) waiting() string {
	if m.started == nil {
		return "making the data and the network …"
	}
	return ""
}

// take takes in one event.
func (m *model) take(e train.Event) {
	d := &m.data
	d.probing = nil
	switch e := e.(type) {
	case train.Probing:
		d.probing = &e
	case train.Started:
		m.started, m.examples = &e, e.Examples
		m.cursors = make([]chart.HeatCell, len(e.Layers))
		d.begin(e)
	case train.Changed:
		d.change(e)
		d.remember(e)
	case train.Progress:
		d.progress(e)
	case train.Evaluated:
		d.evaluate(e)
	case train.NoiseEstimate:
		d.measure(e, m.cfg.JumpThreshold)
	case train.Looked:
		d.bank = e.Bank
	case train.Jumps:
		d.jump(e)
	case train.Trajectory:
		d.follow(&e.Window, m.cfg.JumpThreshold)
		d.keepWindow(&e.Window)
	case train.Clipped:
		d.clipped = &clipped{e}
	case train.Done:
		d.steps = e.Steps
	}
}

// State is that of the engine, with the step if the run has diverged.
func (m *model) State() screen.State {
	s := m.Console.State()
	var diverged *train.DivergedError
	if errors.As(s.Err, &diverged) {
		s.Text = fmt.Sprintf("DIVERGED at step %d", diverged.Step)
	}
	return s
}

// Figures are the step, the accuracies and the rate of the engine.
func (m *model) Figures() []screen.Figure {
	d := &m.data
	if m.started == nil {
		return screen.Ranked("starting")
	}
	parts := []string{fmt.Sprintf("step %d", d.step)}
	if d.steps > 0 {
		parts[0] = fmt.Sprintf("%d steps", d.steps)
	}
	if p := d.probing; p != nil {
		if p.Done < p.Batches {
			parts = append(parts, fmt.Sprintf("probe %d %%", 100*p.Done/p.Batches))
		} else {
			parts = append(parts, "judging laws")
		}
	}
	if d.batch > 0 {
		parts = append(parts, fmt.Sprintf("batch %d", d.batch))
	}
	if d.noise != nil && d.noise.Collapse != nil {
		parts = append(parts, "COLLAPSED")
	}
	if gone := m.gone(); gone != "" {
		parts = append(parts, gone)
	}
	if c := d.clipped; c != nil && c.Step > c.From && d.controls.Clip.By != optim.Nothing {
		parts = append(parts, "clipped "+c.words())
	}
	parts = append(parts, d.judged(m.asFirst.EvaluateEvery)...)
	if r := m.StepsPerSecond(); r > 0 && m.State().Text == screen.Running {
		parts = append(parts, fmt.Sprintf("%s steps/s", screen.Sig4(math.Round(r))))
	}
	return screen.Ranked(parts...)
}

// oldEvaluation is how many steps old an evaluation may be, whatever the interval, before the head says its step.
const oldEvaluation = 1000

// judged are the figures of the last evaluation, with its step where it is older than the interval, in steps, at which
// the first run is evaluated.
func (d *data) judged(every int) (parts []string) {
	if !d.evaluated {
		return nil
	}
	at := ""
	if d.step-d.last.Step > min(max(every, 1), oldEvaluation) {
		at = fmt.Sprintf(" at step %d", d.last.Step)
	}
	if math.IsNaN(d.last.TestAccuracy) { // of a regression
		return []string{fmt.Sprintf("test loss %s%s", screen.Sig3(d.last.TestLoss), at)}
	}
	return []string{"test acc " + share(d.last.TestAccuracy) + at, "train acc " + share(d.last.TrainAccuracy) + at}
}

// share is a share in three digits behind the point: ".661", "1.000".
func share(x float64) string { return strings.TrimPrefix(fmt.Sprintf("%.3f", x), "0") }

// gone names the weight matrices that have no noise to measure any more, dead or with atoms in all parameters, "" if
// there are none. A collapsed network says so by itself.
func (m *model) gone() string {
	n := m.data.noise
	if n == nil || n.Collapse != nil {
		return ""
	}
	out := ""
	for i, l := range n.Layers {
		if m.data.layers[i].weights && math.IsNaN(l.Alpha) {
			if out != "" {
				out += ", "
			}
			out += shortLayer(l.Name) + " " + nothingLeft(l, false)
		}
	}
	return out
}

// system is what runs: data set, model, optimiser, clipping, seed.
func (m *model) system() (full, brief string) {
	c := m.Controls()
	method, clip := c.Method(), ""
	if c.Clip.By != optim.Nothing {
		clip = ", clip " + c.Clip.String()
	}
	return fmt.Sprintf("%s, %s, %s%s, seed %d", m.cfg.Data,
			networkWords(m.cfg.Model, m.started.Network), method, clip, m.cfg.Seed),
		fmt.Sprintf("%s, %s, %s%s, seed %d", picker.Kind(m.cfg.Data), m.cfg.Model, optim.Kind(method), clip, m.cfg.Seed)
}
