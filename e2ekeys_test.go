package main

import (
	"slices"
	"strings"
	"testing"

	"levyscope/tui/ptytest"
	"levyscope/tui/screen"
)

// keyRow is how a key of the table is tried in a terminal: what the screens then show, and the keys that lead back.
type keyRow struct {
	action       screen.Action
	before       []string // keys that make the key able to act
	train, sim   string   // text on the screen; "": the test named by elsewhere has it
	after        []string
	elsewhere    string
	firstBuiltIn bool // not built yet: the key answers that it does nothing
}

const nothingHere = "does nothing on the"

// keyRows has a row for each row of the table of keys.
var keyRows = []keyRow{
	{action: screen.NextPane, train: "▸ accuracy", sim: "▸ exit sides", after: []string{"shift+tab"}},
	{action: screen.PreviousPane, before: []string{"tab"}, train: "▸ loss", sim: "▸ quadratic"},
	{action: screen.Expand, train: "▸ loss (nats)", sim: "▸ quadratic", after: []string{"esc"}},
	{action: screen.LogAxis, train: "loss", sim: "has no choice of axis"},
	{action: screen.NextMeasure, train: "jumps are noise beyond", sim: "shown of the exits"},
	{action: screen.NextAxis, train: "pooled: all parameters", sim: nothingHere, after: []string{"a", "a"}},
	{action: screen.ProbeNow, train: "a probe of the noise now", sim: nothingHere},
	{action: screen.NextRow, train: "layer fc1.bias", sim: "coordinate 2"},
	{action: screen.PreviousRow, train: "layer fc1.weight", sim: "coordinate 1"},
	{action: screen.Pause, train: "running", sim: "running", after: []string{"space"}},
	{action: screen.OneStep, train: "one step", sim: "one step"},
	{action: screen.Slower, train: "pace: at most 256", sim: "pace: at most 512"},
	{action: screen.Faster, train: "pace: at most 512", sim: "pace: at most 1024"},
	{action: screen.Freeze, train: "FROZEN", sim: "FROZEN", after: []string{"f"}},
	{action: screen.NextSchedule, train: "preview of step:", sim: "preview of step:", after: []string{"esc"}},
	{action: screen.PreviousSchedule, before: []string{"s", "s"}, train: "preview of step:", sim: "preview of step:",
		after: []string{"esc"}},
	{action: screen.NextArm, train: "arm both → noise", sim: "arm both → noise", after: []string{"u"}},
	{action: screen.NextKnob, train: "[batch 16]", sim: "[eps 0.1]"},
	{action: screen.PreviousKnob, train: "[eta0 0.1]", sim: "[eta0 0.1]"},
	{action: screen.Increase, train: "eta0 0.1 → 0.125", sim: "eta0 0.1 → 0.125"},
	{action: screen.Decrease, train: "eta0 0.125 → 0.1", sim: "eta0 0.125 → 0.1"},
	{action: screen.Undo, train: "undone: eta0 0.1 → 0.125", sim: "undone: eta0 0.1 → 0.125"},
	{action: screen.Redo, train: "eta0 0.125 → 0.1", sim: "eta0 0.125 → 0.1"},
	{action: screen.Choose, train: "Choose [model]", sim: "Choose [potential]", after: []string{"esc"}},
	{action: screen.PreviousRun, train: "there is no other run", sim: "there is no other run"},
	{action: screen.ZoomIn, train: "steps ", sim: "steps "},
	{action: screen.First, train: "steps 0 to", sim: "steps 0 to"},
	{action: screen.PanRight, train: "steps ", sim: "steps "},
	{action: screen.PanLeft, train: "steps", sim: "steps"},
	{action: screen.Latest, train: "steps", sim: "steps"},
	{action: screen.ZoomOut, train: "whole run", sim: "whole run"},
	{action: screen.ZoomAll, train: "that is the whole run already", sim: "that is the whole run already"},
	{action: screen.LastSteps, train: "the last 1,000 steps", sim: "the last 1,000 steps", after: []string{"0"}},
	{action: screen.Crosshair, train: "crosshair", sim: "crosshair", after: []string{"esc"}},
	{action: screen.Smooth, train: "means over about", sim: "means over about", after: []string{"o"}},
	{action: screen.Legend, train: "▸ loss", sim: "has no series to hide", after: []string{"esc"}},
	{action: screen.AllControls, firstBuiltIn: true},
	{action: screen.Points, firstBuiltIn: true},
	{action: screen.Changes, firstBuiltIn: true},
	{action: screen.Palette, train: "Find an action", sim: "Find an action", after: []string{"esc"}},
	{action: screen.Export, train: "xport", sim: "xport", after: []string{"esc"}},
	{action: screen.CopyScenario, train: "scenario of what is shown", sim: "scenario of what is shown",
		after: []string{"esc"}},
	{action: screen.Wider, train: "▸ loss", sim: "▸ quadratic"},
	{action: screen.Narrower, train: "▸ loss", sim: "▸ quadratic"},
	{action: screen.Taller, train: "▸ loss", sim: "▸ quadratic"},
	{action: screen.Shorter, train: "▸ loss", sim: "▸ quadratic"},
	{action: screen.EqualPanes, train: "the panes have their first sizes", sim: "the panes have their first sizes"},
	{action: screen.OtherTheme, train: "theme: dark", sim: "theme: dark"},
	{action: screen.Settings, train: "settings", sim: "settings", after: []string{"esc"}},
	{action: screen.Tour, train: "[1 Train]", sim: "is on the Train screen", after: []string{"esc"}},
	{action: screen.PauseJob, train: nothingHere, sim: nothingHere},
	{action: screen.RunList, train: "one run is shown", sim: "one run is shown"},
	{action: screen.Help, train: "Keys ", sim: "Keys ", after: []string{"?"}},
	{action: screen.Back, train: "[1 Train]", sim: "[2 Simulate]"},
	{action: screen.Restart, elsewhere: "TestRestartIsUndone"},
	{action: screen.Suspend, elsewhere: "TestExplorerIsSuspended"},
	{action: screen.Quit, elsewhere: "TestAQuestionBeforeWorkIsLost"},
	{action: screen.Interrupt, elsewhere: "TestFloodsAndInterrupts"},
}

// Each row of the table of keys is tried in a terminal.
func TestEachKeyHasARow(t *testing.T) {
	for _, b := range screen.Bindings {
		if !slices.ContainsFunc(keyRows, func(r keyRow) bool { return r.action == b.Action }) {
			t.Errorf("the keys %v (%s) are tried in no terminal: add a row to keyRows", b.Keys, b.What)
		}
	}
}

// Each key does on each screen what its row says.
func TestEachKeyInATerminal(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		name, scenario string
		want           func(keyRow) string
	}{
		{"train", smallTrain, func(r keyRow) string { return r.train }},
		{"simulate", smallSim, func(r keyRow) string { return r.sim }},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			e := still(explorer(t, 120, 36, "--screen", s.name, "--scenario", s.scenario))
			settled(e)
			for _, r := range keyRows {
				key := screen.BindingOf(r.action).Keys
				if want := s.want(r); want != "" && len(key) > 0 {
					drawnAfter(e, r.before...)
					answered(e, key[0], want)
					drawnAfter(e, r.after...)
				} else if r.firstBuiltIn {
					drawnAfter(e, key[0], "esc")
				}
			}
		})
	}
}

// drawnAfter presses keys, and waits until they are drawn: until the screen says of a key behind them that it does
// nothing. Escape is written as the Kitty keyboard protocol does, since with a key behind it it would be that key with
// alt.
func drawnAfter(e *ptytest.Terminal, keys ...string) {
	for _, k := range keys {
		if k == "esc" {
			k = "\x1b[27u"
		}
		e.Press(k)
	}
	e.Press("9")
	e.Await(idle)
}

// idle is what the screen says of a key that does nothing.
const idle = "the key 9 does nothing here"

// answered presses a key and waits for a text, in place of what was said of the key before.
func answered(e *ptytest.Terminal, key, want string) {
	e.Press(key)
	e.AwaitScreen(want+" after "+key, func(s ptytest.Screen) bool {
		return !strings.Contains(s.Text, idle) && strings.Contains(s.Text, want)
	})
}
