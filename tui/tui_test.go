package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// small is a short run of both engines.
func small() Options {
	o := Default()
	o.Train.Probe = train.Probe{Every: 100, Batches: 64, Block: 8}
	o.Train.EvaluateEvery = 100
	o.Sim.Paths, o.Sim.Slots = 500, 64
	o.Sim.Controls.Eps = .3
	return o
}

// open is a model of the given size whose screens are drawn without Bubble Tea.
func open(t testing.TB, o Options, w, h int) *root {
	t.Helper()
	m, err := newRoot(t.Context(), o, table)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

// press gives keys to the model by their names in the table.
func press(m *root, keys ...string) {
	for _, k := range keys {
		m.key(k)
	}
}

// pump lets the engine of the front screen take so many steps, controls included.
func pump(t testing.TB, m *root, steps int) {
	t.Helper()
	if err := m.shown().Advance(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
}

var sizes = [][2]int{{160, 48}, {120, 36}, {119, 40}, {80, 24}, {79, 24}, {60, 16}, {200, 16},
	{59, 20}, {20, 5}, {1, 1}, {500, 100}}

func TestEveryScreenFillsEverySize(t *testing.T) {
	tried, steps := sizes, 150
	if testing.Short() {
		tried, steps = [][2]int{{160, 48}, {80, 24}, {60, 16}, {59, 20}, {1, 1}}, 20
	}
	for _, name := range Screens() {
		o := small()
		o.Screen = name
		for _, at := range tried {
			m := open(t, o, at[0], at[1])
			what := fmt.Sprintf("%s at %dx%d", name, at[0], at[1])
			screentest.Fills(t, what+", empty", m.text(), at[0], at[1])
			pump(t, m, steps)
			for _, key := range []string{"", "?", "?", "tab", "e", "tab", "tab", "esc", "y", "f", "s", "d", "]", "ctrl+x"} {
				if key != "" {
					press(m, key)
				}
				screentest.Fills(t, what+", after "+key, m.text(), at[0], at[1])
			}
		}
	}
}

// With ASCII glyphs nothing on any screen lies beyond 0x7e.
func TestASCIIScreens(t *testing.T) {
	for _, name := range Screens() {
		o := small()
		o.Screen, o.Glyphs = name, theme.ASCII
		m := open(t, o, 100, 30)
		check := func(what string) {
			screentest.Fills(t, what, m.text(), 100, 30)
			for _, r := range ansi.Strip(m.text()) {
				if r > '~' {
					t.Fatalf("%s, %s: %q is not ASCII", name, what, r)
				}
			}
		}
		check("empty")
		pump(t, m, 150)
		for _, b := range screen.Bindings {
			if !leavesTheScreen[b.Action] {
				press(m, b.Keys[0])
				check("after " + b.Keys[0])
			}
		}
	}
}

// leavesTheScreen are the actions that end, suspend or restart what a test looks at.
var leavesTheScreen = map[screen.Action]bool{
	screen.Quit: true, screen.Interrupt: true, screen.Suspend: true, screen.Restart: true,
}

// No key is without an effect and without a word on why there is none.
func TestEveryKeyActsOrSaysWhyNot(t *testing.T) {
	for _, name := range Screens() {
		o := small()
		o.Screen = name
		m := open(t, o, 120, 36)
		pump(t, m, 5)
		for _, b := range screen.Bindings {
			if leavesTheScreen[b.Action] || b.Action == screen.Help {
				continue
			}
			before := m.text()
			press(m, b.Keys[0])
			if m.notice == "" && m.text() == before {
				t.Errorf("%s: %s did nothing and said nothing", name, b.Keys[0])
			}
		}
	}
}

// The keys that show a screen are no others' keys, and every hint at the foot has a word.
func TestKeysOfTheScreens(t *testing.T) {
	keys, names := map[string]bool{}, map[string]bool{}
	for _, r := range table {
		if screen.ActionOf(r.key) != screen.NoAction || keys[r.key] || names[r.name] {
			t.Errorf("screen %s: name or key %s is taken", r.name, r.key)
		}
		keys[r.key], names[r.name] = true, true
	}
	for _, a := range hinted {
		if screen.BindingOf(a).Hint == "" {
			t.Errorf("action %d is hinted at without a word", a)
		}
	}
}

// A divergence is told at the head and at the foot, which say what can be done.
func TestDivergenceIsTold(t *testing.T) {
	o := small()
	o.Train.Controls.Schedule = schedule.Constant{Eta0: 1e4}
	m := open(t, o, 120, 36)
	for cmd := m.show(0); cmd != nil; {
		_, cmd = m.Update(cmd())
	}
	text := ansi.Strip(m.text())
	if !strings.Contains(text, "DIVERGED at step ") || !strings.Contains(text, "r restart") {
		t.Errorf("the screen does not tell of the divergence:\n%s", text)
	}
	screentest.Fills(t, "diverged", m.text(), 120, 36)
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
		screentest.Fills(t, name, a, 120, 36)
	}
	if _, err := Snapshot(context.Background(), small(), 40, 10, 10); err == nil {
		t.Error("a screen too small was accepted")
	}
}

// BenchmarkFrame is a whole terminal of 160x48; the bound is 8 ms.
func BenchmarkFrame(b *testing.B) {
	for _, name := range Screens() {
		b.Run(name, func(b *testing.B) {
			o := small()
			o.Screen = name
			m := open(b, o, 160, 48)
			pump(b, m, 2000)
			themes := [2]theme.Theme{theme.New(true, o.Glyphs), theme.New(false, o.Glyphs)}
			for i := 0; b.Loop(); i++ {
				m.theme = themes[i%2] // nothing comes from the cache
				m.text()
			}
		})
	}
}
