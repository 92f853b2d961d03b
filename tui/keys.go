package tui

// action is what a key asks for.
type action uint8

const (
	noAction action = iota
	showTrain
	showSimulate
	nextPane
	previousPane
	help
	quit
	pause
	oneStep
	nextSchedule
	decrease
	increase
	nextKnob
	previousKnob
	nextRow
	previousRow
	nextArm
	freeze
	expand
	undo
	redo
	logAxis
	slower
	faster
	restart
	back
	suspend
)

// binding is one row of the key table, from which dispatch, help and the hints at
// the foot of the screen come.
type binding struct {
	action action
	keys   []string // as Bubble Tea names them; the first is shown
	what   string
	hint   string // short form at the foot of the screen; empty: not there
}

// bindings are all keys of the explorer, in the order of the help.
var bindings = []binding{
	{showTrain, []string{"1"}, "Train: a network learns", ""},
	{showSimulate, []string{"2"}, "Simulate: an SDE escapes", ""},
	{nextPane, []string{"tab"}, "next pane", "pane"},
	{previousPane, []string{"shift+tab"}, "previous pane", ""},
	{expand, []string{"e", "enter"}, "expand the pane, or back", "expand"},
	{logAxis, []string{"y"}, "logarithmic or linear axis", "log"},
	{nextRow, []string{"j", "down"}, "next layer or coordinate", "layer"},
	{previousRow, []string{"k", "up"}, "previous one", ""},
	{pause, []string{"space"}, "pause the engine, or go on", "pause"},
	{oneStep, []string{"."}, "one step while paused", ""},
	{slower, []string{"<", ","}, "half the pace", ""},
	{faster, []string{">"}, "twice the pace", "pace"},
	{freeze, []string{"f"}, "freeze the display only", ""},
	{nextSchedule, []string{"s"}, "next schedule, from now on", "schedule"},
	{nextArm, []string{"d"}, "arm: both, noise, step or batch", "arm"},
	{previousKnob, []string{"h", "left"}, "control to the left", ""},
	{nextKnob, []string{"l", "right"}, "control to the right", "select"},
	{decrease, []string{"["}, "lower the control", "change"},
	{increase, []string{"]"}, "raise the control", ""},
	{undo, []string{"u"}, "undo a change of a control", "undo"},
	{redo, []string{"ctrl+r"}, "redo it", ""},
	{restart, []string{"r"}, "restart with these controls", ""},
	{help, []string{"?"}, "this help", "help"},
	{back, []string{"esc"}, "close help or expanded pane", ""},
	{suspend, []string{"ctrl+z"}, "suspend to the shell", ""},
	{quit, []string{"q", "ctrl+c"}, "quit", "quit"},
}

// actionOf is the action bound to a key, noAction if there is none.
func actionOf(key string) action {
	for _, b := range bindings {
		for _, k := range b.keys {
			if k == key {
				return b.action
			}
		}
	}
	return noAction
}

// hinted are the keys at the foot of the screen, the most important first.
var hinted = []action{help, pause, nextSchedule, nextArm, nextKnob, decrease, undo, nextPane, expand, nextRow, logAxis, faster, quit}

// bindingOf is the row of an action.
func bindingOf(a action) binding {
	for _, b := range bindings {
		if b.action == a {
			return b
		}
	}
	return binding{}
}
