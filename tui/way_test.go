package tui

import (
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/settings"
	"levyscope/tui/tour"
)

// rememberedIn are options of an explorer that keeps its settings in a new file.
func rememberedIn(t *testing.T) Options {
	t.Helper()
	o := Default()
	o.Memory.File, o.Memory.Settings, o.Memory.State = settings.Open(filepath.Join(t.TempDir(), "config.toml"))
	return o
}

// The way in is shown at the first start, leaves room for controls and panes, and when it was skipped it is not shown
// again but for W.
func TestWayInIsShownOnce(t *testing.T) {
	o := rememberedIn(t)
	m, err := newRoot(t.Context(), o, table)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}} {
		m.w, m.h = size[0], size[1]
		lines := strings.Split(ansi.Strip(m.text()), "\n")
		if len(lines) != m.h || !strings.Contains(m.text(), "1 of 3") || !strings.Contains(lines[1], "batch 16") {
			t.Errorf("%dx%d:\n%s", m.w, m.h, strings.Join(lines, "\n"))
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > m.w {
				t.Errorf("%d cells: %q", ansi.StringWidth(line), line)
			}
		}
	}
	cmd := m.key("esc")
	if strings.Contains(m.text(), "1 of 3") || cmd == nil {
		t.Fatal("the way in stays after esc")
	}
	m.memory.saving = false // what esc asked for is not carried out here
	m.Update(m.keep()())
	o.Memory.File, o.Memory.Settings, o.Memory.State = settings.Open(o.Memory.File.Path())
	if m, err = newRoot(t.Context(), o, table); err != nil {
		t.Fatal(err)
	}
	m.w, m.h = 80, 24
	if m.tour != nil || !o.Memory.Settings.TourSeen {
		t.Errorf("the way in is shown again: %+v", o.Memory.Settings)
	}
	m.key("W")
	if !strings.Contains(m.text(), "1 of 3") {
		t.Error("W shows no way in")
	}
	m.key("2")
	if strings.Contains(m.text(), "1 of 3") {
		t.Error("the way in stands on a screen that it is not about")
	}
}

// A key of the way in is seen to have been pressed though a held run brings no events.
func TestWayInSeesKeysOfAHeldRun(t *testing.T) {
	m, err := newRoot(t.Context(), rememberedIn(t), table)
	if err != nil {
		t.Fatal(err)
	}
	w := &heldRun{Screen: m.tabs[0].screen, f: tour.Facts{Batch: 16, Step: 600}}
	m.tabs[0].screen, m.tabs[0].begun = w, true
	m.w, m.h = 80, 24
	m.observe()
	w.f.Paused, w.f.Step = true, 600
	w.f.Probe = tour.Probe{Step: 600, Batch: 16, Layers: []tour.Layer{{Name: "fc1", Alpha: 1.8, SE: .02}}}
	m.Update(tea.KeyPressMsg{Code: 'l', Text: "l"})
	if !strings.Contains(ansi.Strip(m.text()), "press l or h") {
		t.Errorf("%s", ansi.Strip(m.text()))
	}
}

// heldRun is a screen with facts of its own.
type heldRun struct {
	screen.Screen
	f tour.Facts
}

func (h *heldRun) Witness() tour.Facts { return h.f }
