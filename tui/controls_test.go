package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// Every control of both screens says what it is and takes its own value, which changes nothing.
func TestAllControlsTakeTheirOwnValues(t *testing.T) {
	for _, name := range Screens() {
		m := begun(t, name, 120, 36)
		before := fmt.Sprint(m.shown().Changes())
		for _, k := range m.shown().AllKnobs() {
			if k.Range == "" || !strings.HasSuffix(k.What, ".") || k.Move == nil || k.Set == nil {
				t.Errorf("%s: %s: range %q, %q", name, k.Name, k.Range, k.What)
				continue
			}
			cmd, notice, err := m.shown().SetKnob(k, k.Value)
			if err != nil || !strings.Contains(notice, "stays at") || cmd != nil {
				t.Errorf("%s: %s typed its own value %s: %q, %v", name, k.Name, k.Value, notice, err)
			}
			if _, _, err := m.shown().SetKnob(k, "no such value, ever"); err == nil {
				t.Errorf("%s: %s takes nonsense", name, k.Name)
			}
		}
		if after := fmt.Sprint(m.shown().Changes()); after != before {
			t.Errorf("%s: changes %s, were %s", name, after, before)
		}
	}
}

// The list sets, moves and filters, and its changes stand in the list of changes, which goes back and forth.
func TestControlsAndChanges(t *testing.T) {
	m := begun(t, "train", 120, 36)
	shown := func() string { return ansi.Strip(m.text()) }
	strokes(m, "vbatch", tea.KeyEnter, tea.KeyEnter)
	m.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	strokes(m, "0", tea.KeyEnter)
	if !strings.Contains(shown(), "batch=0 is out of range; choose batch an integer, from 1 to") {
		t.Fatalf("a wrong value is not refused:\n%s", shown())
	}
	if !strings.Contains(shown(), "loss") {
		t.Errorf("no chart beside the list:\n%s", shown())
	}
	m.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	strokes(m, "64", tea.KeyEnter)
	if !strings.Contains(shown(), "batch 16 → 64") {
		t.Fatalf("a value is not set:\n%s", shown())
	}
	strokes(m, "]")
	if !strings.Contains(shown(), "batch 64 → 128") {
		t.Fatalf("a move is not made:\n%s", shown())
	}
	strokes(m, tea.KeyEscape, tea.KeyEscape)
	if m.typing() {
		t.Fatal("esc does not close")
	}
	pump(t, m, 3)
	strokes(m, "U")
	if s := shown(); !strings.Contains(s, "batch 16 → 64") || !strings.Contains(s, "2 in force") {
		t.Fatalf("changes:\n%s", s)
	}
	strokes(m, "g", tea.KeyEnter)
	if s := shown(); !strings.Contains(s, "batch 128 → 16") || !strings.Contains(s, "0 in force, 2 undone") {
		t.Fatalf("back to the beginning:\n%s", s)
	}
	strokes(m, "j", tea.KeyEnter, tea.KeyEscape)
	if !strings.Contains(shown(), "batch 64") {
		t.Errorf("forth to the first change:\n%s", shown())
	}
}

// Whatever is typed or clicked, the dialogs fill their size, and nothing panics.
func TestRandomKeysInTheControls(t *testing.T) {
	n := 4000
	if testing.Short() {
		n = 400
	}
	keys := []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyBackspace},
		{Code: tea.KeyEscape}, {Code: tea.KeyPgDown}, {Code: 'u', Mod: tea.ModCtrl}, {Code: 'r', Mod: tea.ModCtrl}}
	for _, r := range "jk[]/gGu0159-.:=,abemspé\u202e" {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range Screens() {
		for _, at := range [][2]int{{120, 36}, {80, 24}, {60, 16}} {
			m := begun(t, name, at[0], at[1])
			for i := range n / 4 {
				if !m.typing() {
					strokes(m, string("vUn"[r.IntN(3)]))
				}
				if r.IntN(4) == 0 {
					m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: r.IntN(at[0]), Y: r.IntN(at[1])})
				}
				m.Update(keys[r.IntN(len(keys))])
				m.Update(drawMsg{})
				screentest.Fills(t, fmt.Sprint(name, at, i), m.text(), at[0], at[1])
				if t.Failed() {
					t.FailNow()
				}
			}
			<-m.shown().Stop()
		}
	}
}

// The lists are ASCII where the glyphs are.
func TestControlsInASCII(t *testing.T) {
	for _, name := range Screens() {
		m := begun(t, name, 80, 24)
		m.memory.glyphs = theme.ASCII
		m.theme = m.themeNow()
		for _, key := range []string{"v", "U"} {
			strokes(m, key)
			for _, r := range ansi.Strip(m.text()) {
				if r > '~' {
					t.Fatalf("%s %s: %q is not ASCII:\n%s", name, key, r, m.text())
				}
			}
			strokes(m, tea.KeyEscape)
		}
	}
}
