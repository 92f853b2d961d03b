package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// strokes gives keys to the model as a terminal does, a text one character a key.
func strokes(m *root, keys ...any) (cmd tea.Cmd) {
	for _, k := range keys {
		switch k := k.(type) {
		case rune:
			_, cmd = m.Update(tea.KeyPressMsg{Code: k})
		case string:
			for _, r := range k {
				_, cmd = m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
	}
	m.Update(drawMsg{})
	return cmd
}

// begun is a model whose engine has taken some steps.
func begun(t *testing.T, name string, w, h int) *root {
	t.Helper()
	o := small()
	o.Screen = name
	o.Train.Model, o.Train.Probe.Every, o.Train.EvaluateEvery = "mlp:8", 0, 0
	m := open(t, o, w, h)
	pump(t, m, 5)
	return m
}

// Every row of the key table is in the palette, and acts there as its key does; where it cannot act it says why, and
// the key does too.
func TestThePaletteActsAsTheKeys(t *testing.T) {
	for _, name := range Screens() {
		for _, b := range screen.Bindings {
			if leavesTheScreen[b.Action] || b.Action == screen.Palette {
				continue
			}
			byKey, found := begun(t, name, 120, 36), begun(t, name, 120, 36)
			found.find()
			var row *screen.Row
			for _, r := range found.actions() {
				if r.Keys == strings.Join(b.Keys, " ") {
					row = &r
				}
			}
			if row == nil {
				t.Errorf("%s: %s is not in the palette", name, b.Keys[0])
				continue
			}
			press(byKey, b.Keys[0])
			if row.Unable != "" {
				if byKey.notice == "" {
					t.Errorf("%s: %s cannot act in the palette (%s), but does by its key", name, b.Keys[0], row.Unable)
				}
				continue
			}
			strokes(found, row.Name, tea.KeyEnter)
			if found.finder.open {
				t.Errorf("%s: %s: enter on %q leaves the palette open:\n%s", name, b.Keys[0], row.Name, found.text())
				continue
			}
			if byKey.text() != found.text() || byKey.notice != found.notice {
				t.Errorf("%s: %s is not what the palette does: %q and %q", name, b.Keys[0], byKey.notice, found.notice)
			}
		}
	}
}

// A value behind the name of a control is set; a wrong one is refused in place with a remedy.
func TestThePaletteSetsControls(t *testing.T) {
	m := begun(t, "train", 80, 24)
	strokes(m, ":batch 32", tea.KeyEnter)
	if m.finder.open || !strings.Contains(m.notice, "batch 16 → 32") {
		t.Fatalf("batch 32: %q, open %v", m.notice, m.finder.open)
	}
	strokes(m, ":set batch", tea.KeyEnter, "0", tea.KeyEnter)
	if shown := ansi.Strip(m.text()); !m.finder.open || !strings.Contains(shown, "batch=0 is out of range; choose batch") {
		t.Fatalf("batch 0 is not refused in place:\n%s", shown)
	}
	strokes(m, tea.KeyEscape, tea.KeyEscape)
	if m.finder.open {
		t.Error("esc leaves neither the text nor the palette")
	}
	strokes(m, ":schedule cosine", tea.KeyEnter)
	if !strings.Contains(m.notice, "preview of cosine") {
		t.Errorf("a schedule: %q", m.notice)
	}
	strokes(m, tea.KeyEscape, ":arm noise", tea.KeyEnter)
	if !strings.Contains(m.notice, "arm both → noise") {
		t.Errorf("an arm: %q", m.notice)
	}
	m.find()
	if rows := m.actions(); len(rows) < len(screen.Bindings)+len(table) {
		t.Errorf("%d rows", len(rows))
	}
	if shown := ansi.Strip(m.text()); !strings.Contains(strings.Split(shown, "\n")[4], "arm noise") {
		t.Errorf("the row that was used last is not the first:\n%s", shown)
	}
}

// The palette fills every size, with any glyphs, before the run has begun and after it has ended, whatever is typed.
func TestThePaletteFillsEverySize(t *testing.T) {
	for _, at := range [][2]int{{160, 48}, {80, 24}, {60, 16}, {60, 400}} {
		for _, name := range Screens() {
			o := small()
			o.Screen = name
			m := open(t, o, at[0], at[1])
			m.memory.glyphs = theme.ASCII
			m.theme = m.themeNow()
			m.find()
			for _, text := range []string{"", "z", "zoom", "set eps 界", "\u202e", strings.Repeat("x", 300)} {
				strokes(m, text, tea.KeyEnter, tea.KeyDown, tea.KeyPgDown)
				screentest.Fills(t, fmt.Sprint(at, text), m.text(), at[0], at[1])
				for _, r := range ansi.Strip(m.text()) {
					if r > '~' {
						t.Fatalf("%v %q: %q is not ASCII", at, text, r)
					}
				}
				m.find()
			}
		}
	}
}

// Clicks select and act, and the wheel scrolls.
func TestThePaletteByMouse(t *testing.T) {
	m := begun(t, "simulate", 80, 24)
	m.find()
	m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 5, Y: 8})
	m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 4})
	if !m.finder.open {
		t.Fatal("a click on another row acts")
	}
	m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 4})
	if m.finder.open {
		t.Error("a second click does not act")
	}
}
