package tui

import (
	"context"
	"fmt"
	"iter"
	"math"
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
	exits      []chart.Point
	escapes    []sim.Escape // the last ones
	escaped    int
	jumps      []int // by coordinate
	tracks     []*chart.Track
	counts     *sim.Counts
	theory     *sim.Theory
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
		{name: "survival", draw: s.drawSurvival, logable: true},
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
		s.started, d.theory, d.dt = &e, e.Theory, e.Dt
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
	if e.Censored {
		return
	}
	p := chart.Point{X: d.x[0]}
	if len(d.x) > 1 {
		p.Y = d.x[1]
	}
	if d.exits = append(d.exits, p); len(d.exits) > exitsKept {
		d.exits = d.exits[1:]
	}
}

// change marks a change of the controls; the ensemble begins again with it.
func (d *simData) change(e sim.Changed) {
	label := "·"
	old, now := d.controls, e.Controls
	switch {
	case old.Schedule != now.Schedule:
		label = "s"
	case old.Arm != now.Arm:
		label = "d"
	case old.Eps != now.Eps:
		label = "ε"
	default:
		for i := range now.Alpha {
			if old.Alpha[i] != now.Alpha[i] {
				label = "α"
			}
		}
	}
	d.controls, d.theory, d.counts, d.exits = now, e.Theory, nil, nil
	d.markers = append(d.markers, chart.Marker{X: float64(e.Step), Label: label})
}

func (s *simScreen) status() []string {
	d := &s.seen
	c := d.counts
	if c == nil {
		return []string{"starting"}
	}
	var parts []string
	if c.Totals.Exited > 0 {
		mean := fmt.Sprintf("E τ %s ±%s", short3(c.Totals.MeanTime), short2(c.Totals.MeanTimeSE))
		if d.theory != nil && schedule.Kind(d.controls.Schedule) == "constant" { // under a decay the mean grows with the time that the paths have had
			mean += ", theory " + short3(d.theory.MeanExitTime)
		}
		parts = append(parts, mean+" ("+s.unit()+")")
	}
	parts = append(parts, fmt.Sprintf("%d exits", c.Totals.Exited), fmt.Sprintf("step %d", d.step))
	if d.theory != nil {
		parts = append(parts, fmt.Sprintf("trapped for ever %.3g", d.theory.PTrap))
	}
	return parts
}

func short2(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.2g", v)
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
	if err := cfg.Validate(); err != nil {
		return err.Error()
	}
	s.set(c)
	s.data++
	return fmt.Sprintf("from the next step on, ensemble from zero: %s, arm %s, eps %s", c.Schedule, c.Arm, short(c.Eps))
}

// knobs are the controls in the strip: the schedule's, then those of the noise.
func (s *simScreen) knobs() []knob {
	c := s.controls
	out := scheduleKnobs(c.Schedule, func(next schedule.Schedule) string { c.Schedule = next; return s.change(c) })
	out = append(out, knob{"eps", short(c.Eps), func(direction int) string { c.Eps = rung(c.Eps, direction); return s.change(c) }})
	for i, alpha := range c.Alpha {
		out = append(out, knob{fmt.Sprintf("α%d", i+1), short(alpha), func(direction int) string {
			// Hundredths are counted, so that 1.95 is exactly that.
			step := math.Round(alpha*100) + 5*float64(direction)
			c.Alpha = with(c.Alpha, i, min(2, max(.1, step/100)))
			return s.change(c)
		}})
	}
	for i, sigma := range c.Sigma {
		out = append(out, knob{fmt.Sprintf("σ%d", i+1), short(sigma), func(direction int) string {
			if sigma == 0 {
				return "a coordinate without noise stays so"
			}
			c.Sigma = with(c.Sigma, i, rung(sigma, direction))
			return s.change(c)
		}})
	}
	return out
}

// with is a copy of x with element i set to v: controls are never written in place.
func with(x []float64, i int, v float64) []float64 {
	out := append([]float64(nil), x...)
	out[i] = v
	return out
}
