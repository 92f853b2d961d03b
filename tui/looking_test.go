package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// simulating is the Simulate screen after so many steps, with the focus on the coordinates.
func simulating(t *testing.T, steps int) *root {
	t.Helper()
	o := small()
	o.Screen = "simulate"
	m := open(t, o, 120, 36)
	pump(t, m, steps)
	shownText(m)
	strike(m, "tab", "tab", "tab")
	return m
}

// shownText is the picture without colours, as it is on the terminal.
func shownText(m *root) string { return ansi.Strip(m.View().Content) }

// above is the line above the panes, which says how they are looked at.
func above(m *root) string { return strings.TrimSpace(strings.Split(shownText(m), "\n")[2]) }

// find is the first cell of a text on the terminal.
func find(t *testing.T, m *root, text string) (x, y int) {
	t.Helper()
	for y, line := range strings.Split(shownText(m), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return ansi.StringWidth(before), y
		}
	}
	t.Fatalf("%q is not there:\n%s", text, shownText(m))
	return 0, 0
}

// strike gives keys to the model as a terminal does.
func strike(m *root, keys ...string) {
	for _, k := range keys {
		m.Update(keyOf(k))
	}
}

func mouse(m *root, events ...tea.Msg) {
	for _, e := range events {
		m.Update(e)
		m.View()
	}
}

func buttonDown(x, y int) tea.Msg { return tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y} }
func up(x, y int) tea.Msg         { return tea.MouseReleaseMsg{Button: tea.MouseLeft, X: x, Y: y} }
func drag(x, y int) tea.Msg       { return tea.MouseMotionMsg{Button: tea.MouseLeft, X: x, Y: y} }
func hover(x, y int) tea.Msg {
	return tea.MouseMotionMsg{Button: tea.MouseNone, X: x, Y: y}
}
func wheel(b tea.MouseButton, x, y int) tea.Msg { return tea.MouseWheelMsg{Button: b, X: x, Y: y} }

// What is shown of a run is said, with how much of it lies beyond; at a bound a key says why it does nothing.
func TestTheWindowIsSaid(t *testing.T) {
	m := simulating(t, 5000)
	for _, x := range []struct{ key, above, notice string }{
		{"-", "U quadratic", "that is the whole run"},
		{"0", "U quadratic", "that is the whole run already"},
		{"H", "U quadratic", "that is the whole run: + zooms in"},
		{"w", "the last 1,000 steps │", "the last 1,000 steps"},
		{"L", "the last 1,000 steps │", "the last 1,000 steps, and on with them"},
		{"H", "steps 3,749 to 4,749 (standing: 250 steps beyond, G follows)", "steps 3,749 to 4,749"},
		{"+", "steps 3,999 to 4,499 (standing: 500 steps beyond", "steps 3,999 to 4,499"},
		{"g", "steps 0 to 500 (standing: 4,499 steps beyond", "steps 0 to 500"},
		{"H", "steps 0 to 500 (", "steps 0 to 500: the beginning of the run"},
		{"G", "the last 500 steps │", "the last 500 steps, and on with them"},
		{"0", "U quadratic", "that is the whole run"},
	} {
		strike(m, x.key)
		if got := above(m); !strings.HasPrefix(got, x.above) || m.notice != x.notice {
			t.Errorf("%s: %q and %q, want %q and %q", x.key, got, m.notice, x.above, x.notice)
		}
	}
	for range 20 {
		strike(m, "+")
	}
	if m.notice != "a window holds 10 steps at least" {
		t.Errorf("closest: %q", m.notice)
	}
}

// A place in a run is none in the next, and comes back with the run; the latest steps stay the latest.
func TestARestartShowsAllAgain(t *testing.T) {
	m := simulating(t, 3000)
	strike(m, "+", "i")
	m.costly = 1 << 62
	strike(m, "r")
	if got := above(m); strings.Contains(got, "to 2,2") {
		t.Errorf("after a restart: %q", got)
	}
	strike(m, "esc", "w", "r")
	if got := above(m); !strings.HasPrefix(got, "the last 1,000 steps") && !strings.Contains(shownText(m), "starting") {
		t.Errorf("the latest steps of the next run: %q\n%s", got, shownText(m))
	}
}

// The crosshair says the values at a step, moves by keys and by the mouse, and leaves by esc.
func TestTheCrosshair(t *testing.T) {
	m := simulating(t, 2000)
	x, y := find(t, m, "coordinates")
	x, y = x+20, y+4
	mouse(m, hover(x, y))
	if got := above(m); strings.HasPrefix(got, "step") {
		t.Errorf("a mouse without a crosshair: %q", got)
	}
	strike(m, "i")
	if got := above(m); !strings.HasPrefix(got, "step 1,000: w1 ") || !strings.Contains(got, "; w2 ") {
		t.Errorf("crosshair: %q", got)
	}
	if v := m.View(); v.MouseMode != tea.MouseModeAllMotion {
		t.Errorf("mode of the mouse: %v", v.MouseMode)
	}
	strike(m, "h")
	byKey := above(m)
	mouse(m, hover(x, y))
	byMouse := above(m)
	if byMouse == byKey || !strings.HasPrefix(byMouse, "step ") {
		t.Errorf("%q by the mouse, %q by a key", byMouse, byKey)
	}
	strike(m, "l")
	mouse(m, hover(x+1, y))
	moved := above(m)
	mouse(m, hover(x, y))
	if strike(m, "l"); above(m) != moved {
		t.Errorf("a column by a key: %q, by the mouse %q", above(m), moved)
	}
	mouse(m, buttonDown(x, y), up(x, y))
	if v := m.View(); v.MouseMode != tea.MouseModeCellMotion || above(m) != byMouse {
		t.Errorf("a click pins it: %v, %q, want %q", v.MouseMode, above(m), byMouse)
	}
	mouse(m, hover(x+9, y))
	if above(m) != byMouse {
		t.Errorf("the mouse moves what is pinned: %q", above(m))
	}
	strike(m, "esc")
	if got := above(m); strings.HasPrefix(got, "step") || m.notice != "the crosshair is left" {
		t.Errorf("after esc: %q, %q", got, m.notice)
	}
}

// A mouse that changes nothing draws nothing.
func TestAnIdleMouseDrawsNothing(t *testing.T) {
	m := simulating(t, 500)
	strike(m, "i")
	x, y := find(t, m, "coordinates")
	mouse(m, hover(x+20, y+4))
	m.View()
	for _, e := range []tea.Msg{hover(x+20, y+4), hover(x+20, y+5), hover(3, 0), drag(4, 5)} {
		m.Update(e)
		if !m.pointing.same {
			t.Errorf("%+v draws", e)
		}
	}
	m.Update(hover(x+21, y+4))
	if m.pointing.same {
		t.Error("the crosshair moves and is not drawn")
	}
	m.Update(hover(x+21, y+4)) // before the picture
	if m.pointing.same {
		t.Error("a second message takes the picture of the first away")
	}
}

// The wheel zooms at the mouse and dragging pans: by them the same windows are reached as by keys.
func TestTheMouseLooksCloser(t *testing.T) {
	m := simulating(t, 5000)
	x, y := find(t, m, "coordinates")
	x, y = x+20, y+4
	mouse(m, wheel(tea.MouseWheelUp, x, y))
	if got := above(m); !strings.HasPrefix(got, "steps ") {
		t.Errorf("the wheel: %q", got)
	}
	before := above(m)
	mouse(m, buttonDown(x, y), drag(x-5, y), drag(x, y), up(x, y))
	if got := above(m); got != before {
		t.Errorf("there and back: %q, was %q", got, before)
	}
	mouse(m, buttonDown(x, y), drag(x+200, y), up(x+200, y))
	if got := above(m); !strings.HasPrefix(got, "steps 0 to") {
		t.Errorf("dragged to the beginning: %q", got)
	}
	for range 5 {
		mouse(m, wheel(tea.MouseWheelDown, x, y))
	}
	if got := above(m); !strings.HasPrefix(got, "U quadratic") {
		t.Errorf("out to the whole run: %q", got)
	}
}

// Hints, tabs and controls can be clicked, and the wheel turns a control as its key does.
func TestClicksAct(t *testing.T) {
	m := simulating(t, 300)
	x, y := find(t, m, "eps 0.")
	mouse(m, buttonDown(x, y), up(x, y))
	if !strings.Contains(shownText(m), "[eps 0.") {
		t.Errorf("a click selects a control:\n%s", shownText(m))
	}
	mouse(m, wheel(tea.MouseWheelUp, x+2, y))
	byWheel := m.notice
	strike(m, "u", "]")
	if byWheel == "" || m.notice != byWheel {
		t.Errorf("by the wheel %q, by the key %q", byWheel, m.notice)
	}
	m.notice = ""
	x, y = find(t, m, "find")
	mouse(m, buttonDown(x, y), up(x, y))
	if !m.finder.open {
		t.Error("the hint opens no palette")
	}
	x, y = find(t, m, "esc leave")
	mouse(m, buttonDown(x, y), up(x, y))
	if m.finder.open {
		t.Error("the hint leaves no palette")
	}
	x, y = find(t, m, "1 Train")
	m.tabs[0].begun = true // its engine is not wanted here
	mouse(m, buttonDown(x, y), up(x, y))
	if m.front != 0 {
		t.Error("the tab shows no screen")
	}
}

// A border is dragged as keys move it, up to the least size of a pane, and alt+0 takes all back.
func TestPanesAreResized(t *testing.T) {
	m := simulating(t, 300)
	first := shownText(m)
	strike(m, "alt+right")
	byKey := shownText(m)
	strike(m, "alt+left")
	if byKey == first || shownText(m) == byKey {
		t.Error("keys move no border")
	}
	strike(m, "alt+0")
	x, y := find(t, m, "s = eta/eta0")
	mouse(m, buttonDown(x-3, y+3), drag(x-1, y+3), up(x-1, y+3))
	strike(m, "shift+tab", "tab")
	if got := shownText(m); !strings.Contains(got, strings.Split(byKey, "\n")[y]) {
		t.Errorf("dragged by two columns:\n%s\nby the key:\n%s", got, byKey)
	}
	for range 60 {
		strike(m, "alt+right")
		screentest.Fills(t, "wider", m.text(), 120, 36)
	}
	if !strings.Contains(m.notice, "cannot grow: panes keep 20x5 cells; alt+0 resets sizes") {
		t.Errorf("at the bound: %q", m.notice)
	}
	kept := m.shown().Kept()
	strike(m, "alt+0", "shift+tab", "tab")
	if len(kept.Sizes) != 1 || shownText(m) != first {
		t.Errorf("kept %+v; after alt+0:\n%s\nat first:\n%s", kept, shownText(m), first)
	}
}

// Series are hidden by the list of t, by a click on the legend, and say so; what is kept of a screen brings it back.
func TestSeriesAreHidden(t *testing.T) {
	m := simulating(t, 300)
	strike(m, "t")
	for _, key := range []string{"space", "j", "space", "esc"} {
		m.Update(keyOf(key))
	}
	if !strings.Contains(shownText(m), "hidden") {
		t.Errorf("all are hidden and nothing says so:\n%s", shownText(m))
	}
	strike(m, "y", "e")
	strike(m, ">", "tab")
	kept := m.shown().Kept()
	again := simulating(t, 300)
	if err := again.shown().Keep(kept); err != nil {
		t.Error(err)
	}
	got := again.shown().Kept()
	if len(got.Hidden["path"]) != 2 || got.Pace != kept.Pace || got.Expanded != kept.Expanded {
		t.Errorf("kept %+v, again %+v", kept, got)
	}
	err := again.shown().Keep(screen.Kept{Pace: -3, Expanded: "attic", Log: []string{"path"},
		Sizes: map[string]screen.Borders{"full": {Rows: []float64{.1}}, "huge": {}}})
	if err == nil {
		t.Fatal("what does not fit is taken")
	}
	for _, want := range []string{"pace", "attic", "path", "full", "huge"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named: %v", want, err)
		}
	}
}
