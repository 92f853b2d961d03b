package trainscreen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/tui/feed"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// small is a short run.
func small() train.Config {
	cfg := train.Default()
	cfg.Probe = train.Probe{Every: 100, Batches: 64, Block: 8}
	cfg.EvaluateEvery = 100
	return cfg
}

func open(t *testing.T, cfg train.Config) *model {
	return newModel(t.Context(), screen.Env{Title: "Train"}, cfg)
}

// advance lets the engine take so many steps.
func advance(t *testing.T, m *model, steps int) {
	t.Helper()
	if err := m.Advance(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
}

func TestGridsHoldThePanes(t *testing.T) { screentest.Grids(t, panes, fullGrid, compactGrids...) }

// A change by a key takes effect at a step, is marked there in the charts, and the learning
// rate follows the new schedule from it on.
func TestAChangeIsMarkedAtItsStep(t *testing.T) {
	m := open(t, small())
	steps, pressed := 0, 0
	var progress []train.Progress
	for e, err := range m.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		m.Take(e)
		if p, ok := e.(train.Progress); ok {
			progress = append(progress, p)
			if steps++; steps == 40 {
				screentest.Press(t, m, "s", "enter", "l", "l") // to step decay, from step 39 on, and its period
				screentest.Press(t, m, slices.Repeat([]string{"["}, 19)...)
				pressed = p.Step
			}
			if steps == 80 {
				break
			}
		}
	}
	marks := m.data.markers
	if len(marks) != 1 || int(marks[0].X) != pressed+1 || marks[0].Label != "s" {
		t.Fatalf("pressed after step %d, markers %+v", pressed, marks)
	}
	now := m.Controls().Schedule
	if schedule.Kind(now) != "step" {
		t.Fatalf("schedule %s", now)
	}
	for _, p := range progress {
		want := .1
		if p.Step > pressed {
			want = now.Eta(p.Step)
		}
		if p.Eta != want {
			t.Fatalf("step %d: eta %g, want %g of %s", p.Step, p.Eta, want, now)
		}
	}
	if last := progress[len(progress)-1]; last.Eta == .1 {
		t.Errorf("the rate has not decayed by step %d under %s", last.Step, now)
	}
	view := func() string {
		m.Take(progress[len(progress)-1]) // the panes are drawn anew
		return screentest.View(m, 120, 36)
	}
	view()
	marked, again := view(), view()
	if marked != again {
		t.Fatal("the same event again changes the picture")
	}
	if m.data.markers = nil; view() == marked {
		t.Error("the marker is not drawn")
	}
}

func TestUndoAndRedo(t *testing.T) {
	m := open(t, small())
	advance(t, m, 5)
	press := func(keys ...string) string { return screentest.Press(t, m, keys...) }
	first := m.Controls()
	press("d")
	second := m.Controls()
	press("]")
	third := m.Controls()
	if first == second || second == third {
		t.Fatalf("the keys changed nothing: %+v, %+v, %+v", first, second, third)
	}
	press("u")
	if m.Controls() != second {
		t.Errorf("undo: %+v, want %+v", m.Controls(), second)
	}
	if notice := press("u", "u"); m.Controls() != first || notice != "there is no change to undo" {
		t.Errorf("undo at the beginning: %+v, %q", m.Controls(), notice)
	}
	press("ctrl+r", "ctrl+r")
	if m.Controls() != third {
		t.Errorf("redo: %+v, want %+v", m.Controls(), third)
	}
	if notice := press("u", "s", "enter", "ctrl+r"); notice != "there is no undone change" {
		t.Errorf("redo after a new change: %q", notice)
	}
}

// The knobs move by their own steps, and the weight decay reaches 0 and leaves it again.
func TestKnobs(t *testing.T) {
	m := open(t, small())
	advance(t, m, 1)
	move := func(name string, direction int) {
		t.Helper()
		for _, k := range m.knobs() {
			if k.Name == name {
				k.Move(direction)
				return
			}
		}
		t.Fatalf("there is no knob %s", name)
	}
	for _, c := range []struct {
		name      string
		direction int
		want      func(train.Controls) bool
	}{
		{"batch", 1, func(c train.Controls) bool { return c.Batch == 32 }},
		{"batch", -1, func(c train.Controls) bool { return c.Batch == 16 }},
		{"momentum", 1, func(c train.Controls) bool { return c.Momentum == .1 }},
		{"form", 1, func(c train.Controls) bool { return c.Form == train.Polyak }},
		{"form", 1, func(c train.Controls) bool { return c.Form == train.PyTorch }},
		{"weight decay", -1, func(c train.Controls) bool { return c.WeightDecay == 0 }},
		{"weight decay", 1, func(c train.Controls) bool { return c.WeightDecay == 1e-5 }},
		{"weight decay", 1, func(c train.Controls) bool { return c.WeightDecay == 1.25e-5 }},
		{"eta0", 1, func(c train.Controls) bool { return c.Schedule.Eta(0) == .125 }},
	} {
		if move(c.name, c.direction); !c.want(m.Controls()) {
			t.Errorf("%s, direction %d: %+v", c.name, c.direction, m.Controls())
		}
	}
}

// The layers are gone through in both directions, in a circle.
func TestLayersAreSelectedInACircle(t *testing.T) {
	m := open(t, small())
	if notice := screentest.Press(t, m, "j"); notice != "there are no layers yet" {
		t.Errorf("before the run: %q", notice)
	}
	advance(t, m, 1)
	last := len(m.data.layers) - 1
	for _, c := range []struct {
		key  string
		want int
	}{{"j", 1}, {"k", 0}, {"k", last}, {"j", 0}} {
		notice := screentest.Press(t, m, c.key)
		if m.layer != c.want || notice != "layer "+m.data.layers[c.want].name {
			t.Errorf("%s: layer %d, %q, want layer %d", c.key, m.layer, notice, c.want)
		}
	}
}

// What a feed delivers while a display drains it is what the engine yields without one.
func TestTheDisplayChangesNoEvent(t *testing.T) {
	cfg := small()
	cfg.Steps = 150
	if testing.Short() {
		cfg.Steps = 50
	}
	encode := func(e train.Event) string {
		b, err := record.Append(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var alone []string
	for e, err := range train.Run(t.Context(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		alone = append(alone, encode(e))
	}
	m := open(t, cfg)
	screentest.Press(t, m, slices.Repeat([]string{">"}, 8)...)
	if strip := screentest.View(m, 160, 48); !strings.Contains(strip, "no limit") {
		t.Fatalf("the pace has a limit: %s", strip)
	}
	var shown []string
	for cmd := m.Begin(); cmd != nil; {
		msg := cmd()
		for _, e := range msg.(feed.Batch[train.Event]).Events {
			shown = append(shown, encode(e))
		}
		cmd = m.Update(msg)
		screentest.Fills(t, "while it runs", screentest.View(m, 160, 48), 160, 46)
	}
	if !m.Ended() || !slices.Equal(alone, shown) {
		t.Errorf("%d events with the display, %d without, or not the same", len(shown), len(alone))
	}
}

// A run that diverges says so with its step, and can be started again.
func TestDivergenceIsShown(t *testing.T) {
	cfg := small()
	cfg.Controls.Schedule = schedule.Constant{Eta0: 1e4}
	m := open(t, cfg)
	var diverged *train.Diverged
	for cmd := m.Begin(); cmd != nil; {
		msg := cmd()
		for _, e := range msg.(feed.Batch[train.Event]).Events {
			if d, ok := e.(train.Diverged); ok {
				diverged = &d
			}
		}
		cmd = m.Update(msg)
	}
	state := m.State()
	if diverged == nil || state.Text != fmt.Sprintf("DIVERGED at step %d", diverged.Step) || state.Err == nil {
		t.Errorf("state %+v after the divergence %+v", state, diverged)
	}
	screentest.Fills(t, "diverged", screentest.View(m, 120, 36), 120, 34)
	if notice := screentest.Press(t, m, "space"); !strings.Contains(notice, "r starts it again") {
		t.Errorf("space after the end says %q", notice)
	}
	screentest.Press(t, m, "r")
	if s := m.State(); s.Text != screen.Running || s.Err != nil || m.started != nil {
		t.Errorf("r does not start it again: %+v", s)
	}
	<-m.Stop()
}

// Merging keeps the hull of what was added.
func TestRibbonKeepsExcursions(t *testing.T) {
	var r ribbon
	const n = 100000
	for i := range n {
		lo, hi := -1.0, 1.0
		if i == 33333 {
			lo, hi = -77, 99
		}
		r.add(float64(i), lo, hi)
	}
	if len(r.x) > ribbonCapacity || slices.Min(r.lo) != -77 || slices.Max(r.hi) != 99 || !slices.IsSorted(r.x) {
		t.Errorf("%d intervals, from %g to %g", len(r.x), slices.Min(r.lo), slices.Max(r.hi))
	}
}

// The head says how far a long probe is, and the batch where it grows.
func TestProbeUnderWayAndGrownBatchAreShown(t *testing.T) {
	m := open(t, small())
	advance(t, m, 1)
	head := func() string { return screen.Abreast(m.Figures(), 200) }
	if text := head(); strings.Contains(text, "batch") || strings.Contains(text, "probe") {
		t.Errorf("at first: %s", text)
	}
	m.take(train.Probing{Step: 3, Batch: 256, Done: 300, Batches: 1000})
	if text := head(); !strings.Contains(text, "probe 30 %") {
		t.Errorf("in a probe: %s", text)
	}
	m.take(train.Progress{Step: 3, Eta: .1, Loss: 1, Batch: 512})
	if text := head(); !strings.Contains(text, "batch 512") || strings.Contains(text, "probe") {
		t.Errorf("after it: %s", text)
	}
}

// What a move of a knob gives can be typed, of every optimiser and schedule.
func TestTypedValuesOfKnobs(t *testing.T) {
	m := open(t, small())
	advance(t, m, 1)
	c := m.Controls()
	c.Clip = optim.Clip{By: optim.Norm, Limit: 1}
	for _, k := range optim.Kinds() {
		o, err := optim.Default(k.Name)
		if err != nil {
			t.Fatal(err)
		}
		m.change(c.WithMethod(o))
		screentest.Knobs(t, k.Name, m.knobs)
	}
	m.change(c.WithMethod(optim.Momentum{Mu: .9}))
	screentest.Knobs(t, "momentum", m.knobs)
	for _, k := range schedule.Kinds() {
		s, err := schedule.Default(k, .1)
		if err != nil {
			t.Fatal(err)
		}
		m.putSchedule(s)
		screentest.Knobs(t, k, func() []screen.Knob { return m.ScheduleKnobs(m.putSchedule) })
	}
}
