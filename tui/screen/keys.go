package screen

// Action is what a key asks for, whatever the key is.
type Action uint8

// The actions. Bindings says which keys ask for them and what they do.
const (
	NoAction Action = iota
	NextPane
	PreviousPane
	Help
	Quit
	Interrupt
	Pause
	OneStep
	NextSchedule
	PreviousSchedule
	Decrease
	Increase
	NextKnob
	PreviousKnob
	NextRow
	PreviousRow
	NextArm
	Freeze
	Expand
	Undo
	Redo
	LogAxis
	NextMeasure
	NextAxis
	ProbeNow
	Slower
	Faster
	Restart
	PreviousRun
	Choose
	Back
	Suspend
	ZoomIn
	ZoomOut
	ZoomAll
	LastSteps
	PanLeft
	PanRight
	First
	Latest
	Crosshair
	Smooth
	Legend
	AllControls
	Palette
	Changes
	Points
	Export
	CopyScenario
	Wider
	Narrower
	Taller
	Shorter
	EqualPanes
	Settings
	OtherTheme
	Tour
	PauseJob
	RunList
)

// Binding is one row of the key table.
type Binding struct {
	Action Action   // what the keys ask for
	Keys   []string // as Bubble Tea names them; the first one is shown
	What   string   // one line of help; a screen may give its own (Screen.Meaning)

	// The short form at the foot of the screen. HintKeys stands in for the first key where
	// one hint is for a pair of keys.
	Hint, HintKeys string
}

// Bindings are the keys that mean the same on all screens, in the order of the help.
// Dispatch, the help, the hints at the foot and docs/screens.md follow from this table; the
// keys that show a screen are in the table of screens.
var Bindings = []Binding{
	{Action: NextPane, Keys: []string{"tab"}, What: "next pane", Hint: "pane"},
	{Action: PreviousPane, Keys: []string{"shift+tab"}, What: "previous pane"},
	{Action: Expand, Keys: []string{"e", "enter"}, What: "expand the pane; apply a preview", Hint: "expand"},
	{Action: LogAxis, Keys: []string{"y"}, What: "logarithmic or linear axis", Hint: "log"},
	{Action: NextMeasure, Keys: []string{"m"}, What: "another measure in the pane"},
	{Action: NextAxis, Keys: []string{"a"}, What: "noise per parameter, pooled, across parameters"},
	{Action: ProbeNow, Keys: []string{"p"}, What: "measure the gradient noise now"},
	{Action: NextRow, Keys: []string{"j", "down"}, What: "next layer or coordinate", Hint: "layer", HintKeys: "j k"},
	{Action: PreviousRow, Keys: []string{"k", "up"}, What: "previous one"},
	{Action: Pause, Keys: []string{"space"}, What: "pause the engine, or go on", Hint: "pause"},
	{Action: OneStep, Keys: []string{"."}, What: "one step while paused"},
	{Action: Slower, Keys: []string{"<", ","}, What: "half the pace"},
	{Action: Faster, Keys: []string{">"}, What: "twice the pace", Hint: "pace"},
	{Action: Freeze, Keys: []string{"f"}, What: "freeze the display only"},
	{Action: NextSchedule, Keys: []string{"s"}, What: "preview a schedule from now on", Hint: "schedule"},
	{Action: PreviousSchedule, Keys: []string{"S"}, What: "preview the one before it"},
	{Action: NextArm, Keys: []string{"d"}, What: "arm: both, noise, step or batch", Hint: "arm"},
	{Action: PreviousKnob, Keys: []string{"h", "left"}, What: "control to the left"},
	{Action: NextKnob, Keys: []string{"l", "right"}, What: "control to the right", Hint: "select", HintKeys: "h l"},
	{Action: Decrease, Keys: []string{"[", "shift+left"}, What: "lower the control", Hint: "change",
		HintKeys: "[ ] shift+← →"},
	{Action: Increase, Keys: []string{"]", "shift+right"}, What: "raise the control"},
	{Action: Undo, Keys: []string{"u"}, What: "undo a change, restart, divergence", Hint: "undo"},
	{Action: Redo, Keys: []string{"ctrl+r"}, What: "redo a change"},
	{Action: Restart, Keys: []string{"r"}, What: "restart with these controls"},
	{Action: Choose, Keys: []string{"c"}, What: "choose what runs", Hint: "choose"},
	{Action: PreviousRun, Keys: []string{"b"}, What: "back to the run before, in a circle"},
	{Action: ZoomIn, Keys: []string{"+", "="}, What: "zoom in on time", Hint: "zoom", HintKeys: "+ - 0"},
	{Action: ZoomOut, Keys: []string{"-"}, What: "zoom out"},
	{Action: ZoomAll, Keys: []string{"0"}, What: "all of the run again"},
	{Action: LastSteps, Keys: []string{"w"}, What: "the last 1,000, 10,000, 100,000 steps, all"},
	{Action: PanLeft, Keys: []string{"H", "ctrl+left"}, What: "earlier"},
	{Action: PanRight, Keys: []string{"L", "ctrl+right"}, What: "later"},
	{Action: First, Keys: []string{"g", "home"}, What: "the beginning of the run"},
	{Action: Latest, Keys: []string{"G", "end"}, What: "its latest steps, and on with them"},
	{Action: Crosshair, Keys: []string{"i"}, What: "crosshair in all time charts; h l move it", Hint: "inspect"},
	{Action: Smooth, Keys: []string{"o"}, What: "smooth noisy series, over them"},
	{Action: Legend, Keys: []string{"t"}, What: "show or hide series of the pane"},
	{Action: AllControls, Keys: []string{"v"}, What: "all controls: ranges, typed values", Hint: "controls"},
	{Action: Points, Keys: []string{"n"}, What: "draw a schedule by points"},
	{Action: Changes, Keys: []string{"U"}, What: "list of changes: undo or redo up to one"},
	{Action: Palette, Keys: []string{":", "ctrl+p"}, What: "find an action by its name", Hint: "find"},
	{Action: Export, Keys: []string{"x"}, What: "export the pane, the screen or the run", Hint: "export"},
	{Action: CopyScenario, Keys: []string{"Y"}, What: "copy the scenario of what is shown"},
	{Action: Wider, Keys: []string{"alt+right"}, What: "widen the pane"},
	{Action: Narrower, Keys: []string{"alt+left"}, What: "narrow it"},
	{Action: Taller, Keys: []string{"alt+down"}, What: "make it taller"},
	{Action: Shorter, Keys: []string{"alt+up"}, What: "make it shorter"},
	{Action: EqualPanes, Keys: []string{"alt+0"}, What: "panes as large as at first"},
	{Action: OtherTheme, Keys: []string{"T"}, What: "theme: as the terminal, dark, light"},
	{Action: Settings, Keys: []string{"O"}, What: "settings that are kept"},
	{Action: PauseJob, Keys: []string{"P"}, What: "pause a watched job itself, or let it go on",
		Hint: "pause job"},
	{Action: RunList, Keys: []string{"R"}, What: "list of the watched runs"},
	{Action: Tour, Keys: []string{"W"}, What: "the way in: three steps"},
	{Action: Help, Keys: []string{"?"}, What: "this help", Hint: "help"},
	{Action: Back, Keys: []string{"esc"}, What: "leave help, preview, crosshair or pane"},
	{Action: Suspend, Keys: []string{"ctrl+z"}, What: "suspend to the shell"},
	{Action: Quit, Keys: []string{"q"}, What: "quit", Hint: "quit"},
	{Action: Interrupt, Keys: []string{"ctrl+c"}, What: "quit; twice: at once"},
}

// ActionOf returns the action that is bound to a key, NoAction if there is none.
func ActionOf(key string) Action {
	for _, b := range Bindings {
		for _, k := range b.Keys {
			if k == key {
				return b.Action
			}
		}
	}
	return NoAction
}

// BindingOf returns the row of an action, an empty one for NoAction.
func BindingOf(a Action) Binding {
	for _, b := range Bindings {
		if b.Action == a {
			return b
		}
	}
	return Binding{}
}
