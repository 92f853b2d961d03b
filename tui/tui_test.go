package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/feed"
	"levyscope/tui/theme"
)

// small is a quick run of both engines, without a limit to the pace.
func small() Options {
	o := Default()
	o.Train.Probe = train.Probe{Every: 100, Batches: 64, Block: 8}
	o.Train.EvaluateEvery = 100
	o.Sim.Paths, o.Sim.Slots = 500, 64
	o.Sim.Controls.Eps = .3
	return o
}

// open is a model of the given size whose screens are drawn without Bubble Tea.
func open(t *testing.T, o Options, w, h int) *root {
	t.Helper()
	m, err := newRoot(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

// press gives a key to the model by its name in the table.
func press(m *root, keys ...string) {
	for _, k := range keys {
		m.key(k)
	}
}

// wholeScreen fails unless text fills w x h cells exactly.
func wholeScreen(t *testing.T, what, text string, w, h int) {
	t.Helper()
	lines := strings.Split(text, "\n")
	if len(lines) != h {
		t.Errorf("%s: %d lines on a screen of %d", what, len(lines), h)
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n != w {
			t.Errorf("%s: line %d has %d cells of %d: %q", what, i, n, w, ansi.Strip(l))
			return
		}
	}
}

var sizes = [][2]int{{160, 48}, {120, 36}, {119, 40}, {80, 24}, {79, 24}, {60, 16}, {200, 16}, {59, 20}, {20, 5}, {1, 1}, {500, 100}}

func TestEveryScreenFillsEverySize(t *testing.T) {
	for _, name := range Screens() {
		o := small()
		o.Screen = name
		for _, at := range sizes {
			m := open(t, o, at[0], at[1])
			what := fmt.Sprintf("%s at %dx%d", name, at[0], at[1])
			wholeScreen(t, what+", empty", m.text(), at[0], at[1])
			pump(t, m, 150)
			for _, key := range []string{"", "?", "?", "tab", "e", "tab", "tab", "esc", "y", "f", "s", "d", "]", "ctrl+x"} {
				if key != "" {
					press(m, key)
				}
				wholeScreen(t, what+", after "+key, m.text(), at[0], at[1])
			}
		}
	}
}

// pump lets the engine of the front screen take so many steps, controls included.
func pump(t *testing.T, m *root, steps int) {
	t.Helper()
	switch s := m.screens[m.at].(type) {
	case *trainScreen:
		drive(t, s.run(t.Context(), s.controls, s.live), s.isStep, steps, s.see)
		s.data++
	case *simScreen:
		drive(t, s.run(t.Context(), s.controls, s.live), s.isStep, steps, s.see)
		s.data++
	}
}

func drive[E any](t *testing.T, events func(func(E, error) bool), isStep func(E) bool, steps int, see func(E)) {
	t.Helper()
	if err := feedThrough(events, isStep, steps, see); err != nil {
		t.Fatal(err)
	}
}

// With ASCII glyphs nothing on any screen lies beyond 0x7e.
func TestASCIIScreens(t *testing.T) {
	for _, name := range Screens() {
		o := small()
		o.Screen, o.Glyphs = name, theme.ASCII
		m := open(t, o, 100, 30)
		check := func(what string) {
			wholeScreen(t, what, m.text(), 100, 30)
			for _, r := range ansi.Strip(m.text()) {
				if r > '~' {
					t.Fatalf("%s, %s: %q is not ASCII", name, what, r)
				}
			}
		}
		check("empty")
		pump(t, m, 150)
		for _, b := range bindings {
			switch b.action {
			case quit, suspend, restart, showTrain, showSimulate:
				continue
			}
			press(m, b.keys[0])
			check("after " + b.keys[0])
		}
	}
}

func TestSizes(t *testing.T) {
	for at, want := range map[[2]int]size{
		{160, 48}: full, {120, 36}: full, {119, 36}: compact, {120, 35}: compact, {80, 24}: compact,
		{79, 24}: single, {80, 23}: single, {60, 16}: single, {59, 16}: tooSmall, {60, 15}: tooSmall, {0, 0}: tooSmall,
	} {
		if got := sizeOf(at[0], at[1]); got != want {
			t.Errorf("%v: %d, want %d", at, got, want)
		}
	}
}

// Every cell of the screen belongs to one pane or to the gap right of it.
func TestGridsCoverTheScreen(t *testing.T) {
	for name, g := range map[string]grid{"train full": trainFull, "train compact": trainCompact, "sim full": simFull, "sim compact": simCompact} {
		for _, at := range [][2]int{{80, 21}, {120, 33}, {160, 45}, {133, 37}} {
			w, h := at[0], at[1]
			if strings.HasSuffix(name, "full") && w < fullW {
				continue
			}
			owner := make([]int, w*h)
			for i, r := range g.place(w, h) {
				if r.w < 20 || r.h < 5 {
					t.Errorf("%s at %v: pane %d has %dx%d cells only", name, at, i, r.w, r.h)
				}
				for y := r.y; y < r.y+r.h; y++ {
					for x := r.x; x < r.x+r.w; x++ {
						owner[y*w+x]++
					}
				}
			}
			empty := 0
			for _, n := range owner {
				if n > 1 {
					t.Fatalf("%s at %v: panes overlap", name, at)
				}
				if n == 0 {
					empty++
				}
			}
			if empty > h*gap*(g.cols-1) {
				t.Errorf("%s at %v: %d cells without a pane", name, at, empty)
			}
		}
	}
}

// The table has no key twice, and no key without an effect or a word on why not.
func TestKeyTable(t *testing.T) {
	seen := map[string]string{}
	for _, b := range bindings {
		for _, k := range b.keys {
			if other, ok := seen[k]; ok {
				t.Errorf("%s is both %q and %q", k, other, b.what)
			}
			seen[k] = b.what
		}
	}
	for _, a := range hinted {
		if bindingOf(a).hint == "" {
			t.Errorf("action %d is hinted at without a word", a)
		}
	}
	for _, k := range []string{"1", "2", "tab", "?", "q", "space", ".", "s", "[", "]", "d", "f", "e", "y", "u"} {
		if seen[k] == "" {
			t.Errorf("%s is not bound", k)
		}
	}
	for _, name := range Screens() {
		o := small()
		o.Screen = name
		m := open(t, o, 120, 36)
		pump(t, m, 5)
		for _, b := range bindings {
			switch b.action {
			case quit, suspend, help, showTrain, showSimulate, restart:
				continue
			}
			before := m.text()
			press(m, b.keys[0])
			if m.said == "" && m.text() == before {
				t.Errorf("%s: %s did nothing and said nothing", name, b.keys[0])
			}
		}
	}
}

// A change by a key takes effect at a step, is marked there in the charts, and
// the learning rate follows the new schedule from it on.
func TestAChangeIsMarkedAtItsStep(t *testing.T) {
	o := small()
	m := open(t, o, 120, 36)
	s := m.screens[0].(*trainScreen)
	s.live = newLive[train.Controls]()
	steps, pressed := 0, 0
	var etas []train.Progress
	for e, err := range s.run(t.Context(), s.controls, s.live) {
		if err != nil {
			t.Fatal(err)
		}
		s.see(e)
		if p, ok := e.(train.Progress); ok {
			etas = append(etas, p)
			if steps++; steps == 40 {
				press(m, "s") // to step decay, from step 39 on
				press(m, "l", "l", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[")
				pressed = p.Step
			}
			if steps == 80 {
				break
			}
		}
	}
	if len(s.seen.markers) != 1 || int(s.seen.markers[0].X) != pressed+1 || s.seen.markers[0].Label != "s" {
		t.Fatalf("pressed after step %d, markers %+v", pressed, s.seen.markers)
	}
	now := s.controls.Schedule
	if schedule.Kind(now) != "step" {
		t.Fatalf("schedule %s", now)
	}
	for _, p := range etas {
		want := .1
		if p.Step > pressed {
			want = now.Eta(p.Step)
		}
		if p.Eta != want {
			t.Fatalf("step %d: eta %g, want %g of %s", p.Step, p.Eta, want, now)
		}
	}
	if last := etas[len(etas)-1]; last.Eta == .1 {
		t.Errorf("the rate has not decayed by step %d under %s", last.Step, now)
	}
	if !strings.Contains(ansi.Strip(m.text()), "s") || s.version() == 0 {
		t.Error("the marker is not drawn")
	}
}

func TestUndoAndRedo(t *testing.T) {
	m := open(t, small(), 120, 36)
	pump(t, m, 5)
	s := m.screens[0].(*trainScreen)
	first := s.controls
	press(m, "d")
	second := s.controls
	press(m, "]")
	third := s.controls
	press(m, "u")
	if s.controls != second {
		t.Errorf("undo: %+v, want %+v", s.controls, second)
	}
	press(m, "u", "u")
	if s.controls != first || m.said != "there is no change to undo" {
		t.Errorf("undo at the beginning: %+v, %q", s.controls, m.said)
	}
	press(m, "ctrl+r", "ctrl+r")
	if s.controls != third {
		t.Errorf("redo: %+v, want %+v", s.controls, third)
	}
	press(m, "u", "s", "ctrl+r")
	if m.said != "there is no undone change" {
		t.Errorf("redo after a new change: %q", m.said)
	}
}

// Live changes of the simulation: eps and a tail index, with their markers.
func TestSimulationControls(t *testing.T) {
	o := small()
	o.Screen = "simulate"
	m := open(t, o, 160, 48)
	s := m.screens[1].(*simScreen)
	s.live = newLive[sim.Controls]()
	steps := 0
	for e, err := range s.run(t.Context(), s.controls, s.live) {
		if err != nil {
			t.Fatal(err)
		}
		s.see(e)
		if p, ok := e.(sim.Progress); ok {
			steps++
			switch p.Step {
			case 50:
				press(m, "l", "[") // eps, after eta0
			case 90:
				press(m, "l", "]") // alpha_1
			}
		}
		if steps == 200 {
			break
		}
	}
	d := s.seen
	if len(d.markers) != 2 || d.markers[0].X != 51 || d.markers[0].Label != "ε" || d.markers[1].X != 91 || d.markers[1].Label != "α" {
		t.Errorf("markers %+v", d.markers)
	}
	if d.controls.Eps != .25 || d.controls.Alpha[0] != 1.25 || o.Sim.Controls.Alpha[0] != 1.2 {
		t.Errorf("controls %+v; the configuration has alpha %v", d.controls, o.Sim.Controls.Alpha)
	}
	if d.theory == nil || d.theory.MeanExitTime == s.started.Theory.MeanExitTime {
		t.Error("the prediction did not follow the controls")
	}
}

// What a feed delivers and records while a display drains it is what the engine
// yields without one.
func TestTheDisplayChangesNoEvent(t *testing.T) {
	o := small()
	o.Train.Steps = 150
	encode := func(e train.Event) string {
		b, err := recording.Append(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var alone []string
	for e, err := range train.Run(t.Context(), o.Train, nil) {
		if err != nil {
			t.Fatal(err)
		}
		alone = append(alone, encode(e))
	}
	m := open(t, o, 160, 48)
	s := m.screens[0].(*trainScreen)
	s.pace = 0
	var shown []string
	cmd := s.begin()
	for !s.ended {
		msg := cmd()
		for _, e := range msg.(feed.Batch[train.Event]).Events {
			shown = append(shown, encode(e))
		}
		cmd = s.update(msg)
		wholeScreen(t, "while it runs", m.text(), 160, 48)
	}
	if !slices.Equal(alone, shown) {
		t.Errorf("%d events with the display, %d without, or not the same", len(shown), len(alone))
	}
}

// A run that diverges is shown as such, with its step, and can be undone and restarted.
func TestDivergenceIsShown(t *testing.T) {
	o := small()
	o.Train.Controls.Schedule = schedule.Constant{Eta0: 1e4}
	m := open(t, o, 120, 36)
	s := m.screens[0].(*trainScreen)
	s.pace = 0
	cmd := m.show(0)
	for !s.ended {
		_, cmd = m.Update(cmd())
		if !s.ended {
			cmd = s.feed.Next()
		}
	}
	text := ansi.Strip(m.text())
	if s.diverged == nil || !strings.Contains(text, fmt.Sprintf("DIVERGED at step %d", s.diverged.Step)) || !strings.Contains(text, "r restart") {
		t.Errorf("the screen does not tell of the divergence %+v:\n%s", s.diverged, text)
	}
	wholeScreen(t, "diverged", m.text(), 120, 36)
	press(m, "space")
	if !strings.Contains(m.said, "r starts it again") {
		t.Errorf("space after the end says %q", m.said)
	}
	s.pace = 100
	press(m, "r")
	if s.ended || s.err != nil || s.diverged != nil {
		t.Error("r does not start it again")
	}
	<-s.stop()
}

func TestLadder(t *testing.T) {
	for _, c := range []struct {
		x    float64
		dir  int
		want float64
	}{{.1, 1, .125}, {.1, -1, .08}, {.125, -1, .1}, {1, -1, .8}, {8, 1, 10}, {.11, 1, .125}, {.11, -1, .1}, {1000, 1, 1250}, {2e-5, 1, 2.5e-5}} {
		if got := rung(c.x, c.dir); got != c.want {
			t.Errorf("from %g, direction %d: %.17g, want %g", c.x, c.dir, got, c.want)
		}
	}
	x := .1
	for range 40 {
		x = rung(x, 1)
	}
	for range 40 {
		x = rung(x, -1)
	}
	if x != .1 {
		t.Errorf("up and down again: %.17g", x)
	}
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

func TestSnapshotIsAFunctionOfItsOptions(t *testing.T) {
	for _, name := range Screens() {
		o := small()
		o.Screen = name
		a, err := Snapshot(t.Context(), o, 120, 36, 120)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Snapshot(t.Context(), o, 120, 36, 120)
		if err != nil {
			t.Fatal(err)
		}
		if a != b {
			t.Errorf("%s: two snapshots differ", name)
		}
		wholeScreen(t, name, a, 120, 36)
	}
	if _, err := Snapshot(context.Background(), small(), 40, 10, 10); err == nil {
		t.Error("a screen too small was accepted")
	}
}

func BenchmarkFrame(b *testing.B) {
	for _, name := range Screens() {
		b.Run(name, func(b *testing.B) {
			o := small()
			o.Screen = name
			m, err := newRoot(b.Context(), o)
			if err != nil {
				b.Fatal(err)
			}
			m.Update(tea.WindowSizeMsg{Width: 160, Height: 48})
			switch s := m.screens[m.at].(type) {
			case *trainScreen:
				err = feedThrough(s.run(b.Context(), s.controls, nil), s.isStep, 2000, s.see)
			case *simScreen:
				err = feedThrough(s.run(b.Context(), s.controls, nil), s.isStep, 2000, s.see)
			}
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				// A new version of the data: nothing comes from the cache.
				switch s := m.screens[m.at].(type) {
				case *trainScreen:
					s.data++
				case *simScreen:
					s.data++
				}
				m.text()
			}
		})
	}
}
