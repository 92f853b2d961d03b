package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
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
