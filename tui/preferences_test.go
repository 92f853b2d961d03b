package tui

import (
	"os"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/settings"
	"levyscope/tui/theme"
)

// opened is an explorer with the settings of a file.
func opened(t *testing.T, o Options, w, h int) *root {
	t.Helper()
	m, err := newRoot(t.Context(), o, table)
	if err != nil {
		t.Fatal(err)
	}
	m.w, m.h = w, h
	return m
}

// What is changed in the dialog, by keys or the mouse, is in force at once and read at the next start, with what was
// made of the screens.
func TestSettingsAreChangedAndKept(t *testing.T) {
	o := rememberedIn(t)
	m := opened(t, o, 80, 24)
	m.key("esc") // leaves the way in
	for _, stroke := range []string{">", "e", "O"} {
		m.key(stroke)
	}
	if text := ansi.Strip(m.text()); !strings.Contains(text, "theme") || !strings.Contains(text, "auto") {
		t.Fatalf("no settings:\n%s", text)
	}
	m.press(tea.KeyPressMsg{Code: 'l', Text: "l"})
	if m.memory.now.Theme != theme.Dark || m.memory.choice != theme.Dark {
		t.Errorf("theme %v, %v in force", m.memory.now.Theme, m.memory.choice)
	}
	m.press(tea.KeyPressMsg{Code: 'h', Text: "h"})
	m.press(tea.KeyPressMsg{Code: 'h', Text: "h"})
	if m.theme.Dark() || m.memory.now.Theme != theme.Light {
		t.Errorf("theme %v, dark %v", m.memory.now.Theme, m.theme.Dark())
	}
	click := tea.MouseClickMsg{X: 20, Y: bodyTop + 2 + 2, Button: tea.MouseLeft}
	m.pointed(click)
	m.pointed(click)
	if !m.memory.now.ReducedMotion {
		t.Error("two clicks on a setting do not change it")
	}
	m.keepLast()
	o.Memory.File, o.Memory.Settings, o.Memory.State = settings.Open(o.Memory.File.Path())
	s, problems := o.Memory.Settings, o.Memory.State.Problems
	if s.Theme != theme.Light || !s.ReducedMotion || !s.TourSeen || len(problems) > 0 {
		t.Errorf("read %+v, %v", s, problems)
	}
	if again := opened(t, o, 80, 24); !reflect.DeepEqual(again.shown().Kept(), m.shown().Kept()) {
		t.Errorf("the screen is %+v, want %+v", again.shown().Kept(), m.shown().Kept())
	}
}

// What does not fit the screens is named with its line, and the file stays as it is.
func TestBadSettingsAreNamed(t *testing.T) {
	o := rememberedIn(t)
	path := o.Memory.File.Path()
	const text = "tour-seen = true\n[screens.train]\nexpanded = \"kitchen\"\n[screens.attic]\npace = 2.0\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Memory.File, o.Memory.Settings, o.Memory.State = settings.Open(path)
	m := opened(t, o, 120, 36)
	const want = "settings (2 problems, O has all): screens.attic is left out (line 4): no screen has this name " +
		"(config.toml)"
	if m.notice != want {
		t.Errorf("notice %q", m.notice)
	}
	m.key("O")
	if text := m.text(); !strings.Contains(text, `line 3: screens.train.expanded: "kitchen" is no pane`) {
		t.Errorf("the dialog does not name it:\n%s", ansi.Strip(text))
	}
	m.key(">")
	m.keepLast()
	if now, err := os.ReadFile(path); err != nil || string(now) != text {
		t.Errorf("the file became %q (%v)", now, err)
	}
}
