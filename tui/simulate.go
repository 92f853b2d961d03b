package tui

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync/atomic"

	"levyscope/sim"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// The panes of the Simulate screen.
const (
	basinPane = iota
	sidesPane
	survivalPane
	pathPane
	noiseScalePane
	escapesPane
)

var (
	simFull = grid{12, 6, []cell{
		{basinPane, 0, 0, 6, 4}, {sidesPane, 6, 0, 6, 2}, {survivalPane, 6, 2, 6, 2},
		{pathPane, 0, 4, 5, 2}, {noiseScalePane, 5, 4, 3, 2}, {escapesPane, 8, 4, 4, 2},
	}}
	simCompact = grid{2, 6, []cell{
		{basinPane, 0, 0, 1, 4}, {sidesPane, 1, 0, 1, 2}, {survivalPane, 1, 2, 1, 2},
		{pathPane, 0, 4, 1, 2}, {escapesPane, 1, 4, 1, 2},
	}}
)

// simPace lets an escape of the fixture take about four seconds.
const simPace = 1024

// What of the particle is kept for the screen.
const (
	trailLength = 500
	exitsKept   = 24
	eventsKept  = 200
)

// simScreen shows a Levy-driven SDE as it escapes.
type simScreen struct {
	console[sim.Controls, sim.Event]
	cfg     sim.Config
	started *sim.Started
	row     int // selected coordinate
	measure measure
	// What is costly to draw is kept.
	survival curve
	seen     simData
}

// simData is what a run has shown so far.
type simData struct {
	step, path int
	time       float64
	x          []float64
	trail      []sim.Progress // of the current path, the last trailLength steps
	exits      [][]float64    // the last ones: where
	escapes    []sim.Escape   // the last ones
	escaped    int
	diverged   int   // of these
	jumps      []int // by coordinate
	tracks     []*chart.Track
	counts     *sim.Counts
	statistics *sim.Statistics
	theory     *sim.Theory
	rho        float64  // where big jumps are told from small ones
	sides      []string // names of the ways out
	land       *terrain // nil: to be made
	dt         float64
	markers    []chart.Marker
	controls   sim.Controls
}

func newSim(ctx context.Context, cfg sim.Config, o Options) *simScreen {
	s := &simScreen{cfg: cfg}
	s.engine = newEngine(ctx, o, "sim", cfg.Controls, simPace,
		func(ctx context.Context, c sim.Controls, live *atomic.Pointer[sim.Controls]) iter.Seq2[sim.Event, error] {
			run := cfg
			run.Controls = c
			return sim.Run(ctx, run, live)
		})
	s.full, s.compact = simFull, simCompact
	s.onEvent, s.onReset, s.onKey, s.dials = s.see, s.clear, s.key, s.knobs
	s.decay = func() (schedule.Schedule, schedule.Arm) { return s.controls.Schedule, s.controls.Arm }
	s.pane = []*pane{
		{name: "basin", draw: s.drawBasin},
		{name: "exit sides", draw: s.drawSides},
		{name: "survival", draw: s.drawMeasure, logable: true},
		{name: "path", draw: s.drawPath},
		{name: "noise scale", draw: s.drawScale, logable: true},
		{name: "escapes", draw: s.drawEscapes},
	}
	s.clear()
	return s
}

func (s *simScreen) clear() {
	s.seen = simData{controls: s.controls, jumps: make([]int, len(s.controls.Alpha))}
	for range s.controls.Alpha {
		s.seen.tracks = append(s.seen.tracks, newTrack())
	}
	s.started = nil
}

func (s *simScreen) name() string { return "Simulate" }

// see takes in one event.
func (s *simScreen) see(e sim.Event) {
	d := &s.seen
	switch e := e.(type) {
	case sim.Started:
		s.started, d.theory, d.dt, d.sides, d.rho = &e, e.Theory, e.Dt, e.SideNames, e.Rho
	case sim.Changed:
		d.change(e)
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

func (d *simData) move(e sim.Progress) {
	d.step, d.path, d.time, d.x = e.Step, e.Path, e.Time, e.X
	if len(d.trail) > 0 && d.trail[0].Path != e.Path {
		d.trail = d.trail[:0]
	}
	if len(d.trail) >= 2*trailLength {
		d.trail = append(d.trail[:0], d.trail[trailLength:]...)
	}
	d.trail = append(d.trail, e)
	for i, x := range e.X {
		d.tracks[i].Append(float64(e.Step), x)
	}
}

func (d *simData) escape(e sim.Escape) {
	d.escaped++
	if d.escapes = append(d.escapes, e); len(d.escapes) > eventsKept {
		d.escapes = d.escapes[1:]
	}
	if e.Diverged {
		d.diverged++
	}
	if e.Censored || e.Diverged {
		return
	}
	if d.exits = append(d.exits, d.x); len(d.exits) > exitsKept {
		d.exits = d.exits[1:]
	}
}

// change marks a change of the controls; the ensemble begins again with it.
func (d *simData) change(e sim.Changed) {
	old := d.controls
	if !sameTerrain(old, e.Controls) {
		d.land = nil
	}
	d.rho = e.Rho
	d.controls, d.theory, d.sides, d.counts, d.statistics, d.exits = e.Controls, e.Theory, e.SideNames, nil, nil, nil
	d.markers = append(d.markers, chart.Marker{X: float64(e.Step), Label: changeLabel(old, e.Controls)})
}

// changeLabel is what stands at the marker of a change.
func changeLabel(old, now sim.Controls) string {
	switch {
	case old.Schedule != now.Schedule:
		return "s"
	case old.Arm != now.Arm:
		return "d"
	case old.Eps != now.Eps:
		return "ε"
	case !slices.Equal(old.Alpha, now.Alpha):
		return "α"
	case !slices.Equal(old.Sigma, now.Sigma):
		return "σ"
	case old.Integrator != now.Integrator:
		return "integrator"
	case old.Rho != now.Rho:
		return "rho"
	case !sameTerrain(old, now):
		return "wall"
	}
	return "·"
}

// status has the mean exit time to the end where there is little room.
func (s *simScreen) status() []figure {
	d := &s.seen
	c := d.counts
	if c == nil {
		return ranked("starting")
	}
	var out []figure
	if d.theory != nil && !math.IsNaN(d.theory.PTrap) {
		out = append(out, figure{fmt.Sprintf("trapped for ever %.3g", d.theory.PTrap), 6})
	}
	ended := fmt.Sprintf("%d exits", c.Totals.Exited)
	if d.controls.Domain.Kind == sim.InWells {
		ended = fmt.Sprintf("%d paths", c.Totals.Paths)
	}
	out = append(out, figure{fmt.Sprintf("step %d", d.step), 5}, figure{ended, 3})
	if c.Totals.Exited > 0 {
		out = append(out, figure{fmt.Sprintf("E τ %s ±%s", short3(c.Totals.MeanTime), short2(c.Totals.MeanTimeSE)), 1})
		if d.theory != nil && schedule.Kind(d.controls.Schedule) == "constant" { // under a decay the mean grows with the time that the paths have had
			out = append(out, figure{", theory " + timeWords(d.theory.MeanExitTime), 2})
		}
		out = append(out, figure{" (" + s.unit() + ")", 4})
	}
	if d.diverged > 0 {
		out = append(out, figure{fmt.Sprintf("DIVERGED %dx", d.diverged), 0})
	}
	return out
}

// timeWords writes a time, one without end in a word.
func timeWords(v float64) string {
	if math.IsInf(v, 1) {
		return "never"
	}
	return short3(v)
}

func short2(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return trimExponent(fmt.Sprintf("%.2g", v))
}

func (s *simScreen) card(w, h int, th theme.Theme) string {
	switch {
	case s.err != nil && s.started == nil:
		return message(w, h, th, theme.Bad, s.err.Error())
	case s.started == nil:
		return message(w, h, th, theme.Dim, "starting the ensemble …")
	}
	return ""
}

// key does what the keys of this screen ask for.
func (s *simScreen) key(a action) string {
	c := s.controls
	switch a {
	case nextRow, previousRow:
		return s.selectCoordinate(a)
	case nextSchedule:
		next, err := nextOf(c.Schedule, 0)
		if err != nil {
			return err.Error()
		}
		c.Schedule = next
		return s.change(c)
	case nextArm:
		c.Arm = c.Arm.Next()
		return s.change(c)
	case nextMeasure:
		s.measure = s.measure.next()
		s.data++
		return "shown of the exits: " + s.measure.String()
	}
	return "this key does nothing on the Simulate screen"
}

func (s *simScreen) selectCoordinate(a action) string {
	n := len(s.controls.Alpha)
	step := 1
	if a == previousRow {
		step = n - 1
	}
	s.row = (s.row + step) % n
	s.data++
	return fmt.Sprintf("coordinate %d", s.row+1)
}

// change puts controls in force, or says why not.
func (s *simScreen) change(c sim.Controls) string {
	cfg := s.cfg.ExitConfig
	cfg.Controls = c
	if err := sim.Validate(cfg); err != nil {
		return err.Error()
	}
	s.set(c)
	s.data++
	return fmt.Sprintf("from the next step on, ensemble from zero: %s, arm %s, eps %s", c.Schedule, armWords(c.Arm), short(c.Eps))
}
