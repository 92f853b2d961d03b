// Package simscreen is the Simulate screen: a Levy-driven SDE escapes from its domain, one
// particle in the picture of the potential and an ensemble beside it, against theory.
package simscreen

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync/atomic"

	"levyscope/internal/record"
	"levyscope/internal/scenariotext"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// The panes by their letters, in the order in which the focus goes through them: basin,
// exit sides, exit times (t), path, noise scale, escapes.
const panes = "bstpne"

var (
	fullGrid = screen.NewGrid(panes,
		"bbbbbbssssss",
		"bbbbbbssssss",
		"bbbbbbtttttt",
		"bbbbbbtttttt",
		"pppppnnneeee",
		"pppppnnneeee")
	compactGrid = screen.NewGrid(panes, "bs", "bs", "bt", "bt", "pe", "pe")
)

// firstPace is the pace at the start, in steps a second. An escape of the default system
// takes about four seconds with it.
const firstPace = 1024

// model is the Simulate screen.
type model struct {
	*screen.Console[problem.Controls, sim.Event]
	cfg      sim.Config
	started  *sim.Started // nil until the run has begun
	row      int          // selected coordinate
	measure  measure      // of the exit times, that is shown
	survival survivalCurve
	data     data
}

// New returns the screen of a run of cfg that is not under way.
func New(ctx context.Context, env screen.Env, cfg sim.Config) screen.Screen {
	return newModel(ctx, env, cfg)
}

// Default is the configuration that the explorer opens with by itself: one particle beside
// an ensemble whose figures come often, with so little noise that the theory holds (noise/wall .086).
func Default() sim.Config {
	cfg := sim.Default()
	cfg.Particle, cfg.Quantum, cfg.Every = true, 64, 16
	cfg.Controls.Eps = .06
	return cfg
}

func newModel(ctx context.Context, env screen.Env, cfg sim.Config) *model {
	m := &model{cfg: cfg}
	m.Console = screen.NewConsole(ctx, env, screen.Spec[problem.Controls, sim.Event]{
		Engine:   "sim",
		Controls: cfg.Controls,
		Pace:     firstPace,
		Run: func(ctx context.Context, c problem.Controls,
			live *atomic.Pointer[problem.Controls], due func() bool) iter.Seq2[sim.Event, error] {
			run := m.cfg
			run.Controls = c
			return sim.Continue(ctx, run, nil, live, due)
		},
		ChangedAt: func(e sim.Event) (step int, c problem.Controls, ok bool) {
			changed, ok := e.(sim.Changed)
			return changed.Step, changed.Controls, ok
		},
		OnEvent:   m.take,
		OnRestart: m.clear,
		Waiting:   m.waiting,
		Panes: []*screen.Pane{
			{Name: "basin", Draw: m.drawBasin, Data: m.basinData},
			{Name: "exit sides", Draw: m.drawSides, Data: m.sidesData},
			{Name: "survival", Line: m.measureChart, AxisFree: true},
			{Name: "path", Line: m.pathChart, Time: screen.StepTime},
			{Name: "noise scale", Line: m.scaleChart, Time: screen.PathTime, AxisFree: true},
			{Name: "escapes", Draw: m.drawEscapes, Data: m.escapesData},
		},
		Clock:   m.clock,
		System:  m.system,
		Full:    fullGrid,
		Compact: []screen.Grid{compactGrid},
		Keys:    m.keys(),
		Knobs:   m.knobs,
		Decay:   func() (schedule.Schedule, schedule.Arm) { return m.Controls().Schedule, m.Controls().Arm },

		More: m.more, PutArm: m.putArm, ArmOff: m.armOff,
		Scenario: m.scenario,
		Apply:    m.beginSchedule, From: func() int { return 0 }, Offers: problem.FromReference,
		Rerun:        m.rerun,
		SchedulePane: strings.IndexByte(panes, 'n'),
	})
	m.clear()
	return m
}

// clear forgets what the run has shown.
func (m *model) clear() (restore func()) {
	kept, started, cfg, row := m.data, m.started, m.cfg, m.row
	m.empty(m.Controls())
	return func() { m.data, m.started, m.cfg, m.row = kept, started, cfg, row }
}

// empty is what is shown of a run with these controls before it has begun.
func (m *model) empty(c problem.Controls) {
	m.data = data{controls: c, jumps: make([]int, len(c.Alpha))}
	for range c.Alpha {
		m.data.tracks = append(m.data.tracks, chart.NewTrack(trackCapacity))
	}
	m.started = nil
}

// scenario is the command line of the run under way with other controls.
func (m *model) scenario(c problem.Controls) scenariotext.Scenario {
	cfg := m.cfg
	cfg.Controls = c
	return scenariotext.Sim(cfg)
}

// rerun is the run under way, computed again up to so many steps of the particle.
func (m *model) rerun(steps int) screen.Rerun {
	if m.started == nil {
		return nil
	}
	cfg := m.started.Config
	cfg.Steps, cfg.Script = steps, slices.Clone(m.data.changes)
	return func(ctx context.Context) iter.Seq2[record.Event, error] { return screen.Events(sim.Run(ctx, cfg, nil)) }
}

// waiting says what is awaited until the run has begun.
func (m *model) waiting() string {
	if m.started == nil {
		return "starting the ensemble …"
	}
	return ""
}

// take takes in one event.
func (m *model) take(e sim.Event) {
	d := &m.data
	switch e := e.(type) {
	case sim.Started:
		m.started, d.theory, d.dt, d.sides, d.rho, d.caveats = &e, e.Theory, e.Dt, e.SideNames, e.Rho, e.Caveats
	case sim.Changed:
		d.change(e)
		d.changes = append(d.changes, e)
		d.dt = e.Dt
	case sim.Progress:
		d.move(e)
	case sim.Jump:
		d.jumps[e.Coordinate]++
	case sim.Escape:
		d.escape(e)
	case sim.Counts:
		d.counts = &e
	case sim.Statistics:
		d.statistics = &e
	}
}

// unit is the clock of the simulation.
func (m *model) unit() string {
	if m.cfg.Time == clock.Iteration {
		return "iterations"
	}
	return "SDE time"
}

// system is what runs: the potential and the seed.
func (m *model) system() (full, brief string) {
	u := kindOf(m.terrain().u)
	return fmt.Sprintf("dw = -grad U dt + noise, U %s, seed %d", u, m.cfg.Seed),
		fmt.Sprintf("U %s, seed %d", u, m.cfg.Seed)
}
