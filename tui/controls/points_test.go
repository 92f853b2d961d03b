package controls

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// drawn is a screen that keeps what is drawn on it.
type drawn struct {
	preview, applied schedule.Schedule
}

func (*drawn) EtaNow() float64 { return .1 }

func (d *drawn) Preview(s schedule.Schedule) string {
	d.preview = s
	return ""
}

func (d *drawn) Act(a screen.Action) (tea.Cmd, string) {
	if a == screen.Expand {
		d.applied = d.preview
	}
	d.preview = nil
	return nil, "acted"
}

// give gives keys by their letters, with \n for enter and \b for backspace.
func give(d screen.Dialog, keys string) (open bool) {
	for _, r := range keys {
		k := tea.KeyPressMsg{Code: r, Text: string(r)}
		switch r {
		case '\n':
			k = tea.KeyPressMsg{Code: tea.KeyEnter}
		case '\b':
			k = tea.KeyPressMsg{Code: tea.KeyBackspace}
		}
		_, _, open = d.Type(k)
	}
	return open
}

// The preview follows the cursor, and only the points that were set are applied.
func TestPointsAreDrawnAndApplied(t *testing.T) {
	for _, c := range []struct{ keys, preview, applied string }{
		{"", "points:eta0=1,at=0:0.1/2000:0.05", ""},
		{"k", "points:eta0=1,at=0:0.1/2000:0.063", ""},
		{"\n", "points:eta0=1,at=0:0.1/2000:0.05/2200:0.05", ""},
		{"a", "", "points:eta0=1,at=0:0.1"},
		{"\nlj\na", "", "points:eta0=1,at=0:0.1/2000:0.05/2400:0.04"},
		{"\n0\n\ba", "", "points:eta0=1,at=0:0.1/2000:0.05"},
		{"++h", "points:eta0=1,at=0:0.1/1200:0.05", ""},
		{"hhhhhhhhhhhh", "points:eta0=1,at=0:0.05", ""},
	} {
		on := &drawn{}
		d := NewPoints(on)
		give(d, c.keys)
		for what, got := range map[string]schedule.Schedule{c.preview: on.preview, c.applied: on.applied} {
			if got == nil && what != "" || got != nil && got.String() != what {
				t.Errorf("%q: %v, want %s", c.keys, got, what)
			}
		}
	}
}

// A schedule of as many points as there may be takes no more, and says so; zeros alone are refused in words.
func TestPointsHaveTheirBounds(t *testing.T) {
	on := &drawn{}
	d := NewPoints(on)
	give(d, strings.Repeat("\n", 100))
	if len(d.set) != schedule.MaxListed-1 || !strings.Contains(d.say, "all that a schedule has") {
		t.Errorf("%d points, %q", len(d.set), d.say)
	}
	give(d, strings.Repeat("l", 3000)+strings.Repeat("+", 40)+strings.Repeat("l", 3000)+strings.Repeat("j", 200))
	if d.err != nil || on.preview == nil {
		t.Errorf("far away: %v", d.err)
	}
	d = NewPoints(on)
	give(d, "hhhhhhhhhhhh0")
	if d.err == nil || give(d, "\na") == false {
		t.Errorf("rates of 0 alone: %v", d.err)
	}
	for _, at := range [][2]int{{60, 6}, {120, 6}, {60, 13}, {1, 1}} {
		a := screen.Area{W: at[0], H: at[1], Theme: theme.New(true, theme.ASCII)}
		screentest.Fills(t, "points", d.View(a), at[0], at[1])
	}
}
