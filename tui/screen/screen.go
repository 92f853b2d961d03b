// Package screen holds what the screens of the explorer share: the interface that
// the root model sees, and the Console, which runs an engine behind a feed and does
// what the keys ask for that mean the same on every screen. A screen embeds a
// Console and adds its data, its panes and its controls.
//
//	key --Action--> Console.Act --> stage   which pane has the focus, which control is selected
//	                            \-> engine  pause, pace, undo, restart
//	                            \-> Spec.Keys, the screen's own
//	feed --Batch--> Console.Update --> Spec.OnEvent --> the screen's data --> Pane.Draw, when it changed
package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/scenariotext"
	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// Screen is one tab of the explorer, as the root model sees it.
type Screen interface {
	// Begin starts the engine, when the screen is shown for the first time.
	Begin() tea.Cmd
	// Update takes in a message. Every screen gets every message, and ignores those that are not for it.
	Update(tea.Msg) tea.Cmd
	// Act does what a key asks for; notice tells the user what came of it, or why nothing did.
	Act(Action) (cmd tea.Cmd, notice string)
	// Point takes what the mouse does to the area that the screen fills; changed says that the picture may be another one.
	Point(a Area, p Pointer) (cmd tea.Cmd, notice string, changed bool)
	// Inspecting says that the screen wants to know where the mouse is while no button is down.
	Inspecting() bool
	// Meaning is the line of help of an action that this screen gives its own meaning, "" for others.
	Meaning(Action) string
	// Hint is the word at the foot for an action that this screen gives its own meaning, "" for others.
	Hint(Action) string
	// Unable says why an action cannot act now, "" where it can.
	Unable(Action) string
	// Rows are the actions of this screen that have no key of their own, for the palette.
	Rows() []Row
	// AllKnobs are the controls of the strip, and those that only the list of all controls has.
	AllKnobs() []Knob
	// SetKnob gives a control a typed value.
	SetKnob(k Knob, text string) (cmd tea.Cmd, notice string, err error)
	// MoveKnob raises a control (direction 1) or lowers it (-1).
	MoveKnob(k Knob, direction int) (cmd tea.Cmd, notice string)
	// EtaNow is the learning rate of the schedule in force at this step.
	EtaNow() float64
	// Preview draws a schedule ahead of now.
	Preview(schedule.Schedule) (notice string)
	// Changes are those of the controls of the run under way.
	Changes() []Change
	// GoTo undoes changes or does them again until the first n of them are in force.
	GoTo(n int) (cmd tea.Cmd, notice string)
	// State says what the engine does.
	State() State
	// Figures are the figures for the head of the screen.
	Figures() []Figure
	// Strip is the line of controls, w cells wide.
	Strip(w int, th theme.Theme) string
	// View is what stands between the controls and the foot: a.H lines of a.W cells.
	View(a Area) string
	// Advance runs the engine for a number of steps without a display, a clock or a recording.
	Advance(ctx context.Context, steps int) error
	// Work is how long the run under way has worked, without its pauses: what is lost with it.
	Work() time.Duration
	// Aside is how long the runs have worked that wait beside it.
	Aside() time.Duration
	// Scenario is what opens again with levyscope --scenario; notes say what it does not hold.
	Scenario() (s scenariotext.Scenario, notes []string)
	// Exports is what can be taken away of the screen, as it stands.
	Exports() Exports
	// Cover shows a dialog in place of the panes, which come back as they were.
	Cover(Dialog)
	// Typing says that keys are text for a dialog of this screen.
	Typing() bool
	// Type gives the dialog a key; notice tells the user what came of it.
	Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string)
	// Kept is what the user has made of the screen, for the next run of the program.
	Kept() Kept
	// Keep makes the screen as it was kept; what does not fit it stays as it is, and the error names it.
	Keep(Kept) error
	// PointDialog gives the dialog a click or a turn of the wheel at a cell of the area that the screen fills.
	PointDialog(a Area, msg tea.MouseMsg, x, y int) (cmd tea.Cmd, notice string)
	// Hints are the keys of the dialog, nil where none is open.
	Hints() []Hint
	// Freeze holds back what the engine does from now on, which goes on, or shows it.
	Freeze(frozen bool) tea.Cmd
	// Stop ends the engine; the channel closes when it has ended.
	Stop() <-chan struct{}
}

// State is what a screen's engine does.
type State struct {
	Text string // in a word or two, for the head of the screen
	Err  error  // why the engine stopped; nil unless that was an error
}

// Running is the text of the state of an engine that is under way.
const Running = "running"

// Env is what the explorer lends to a screen.
type Env struct {
	Title  string        // of the screen, as on its tab
	Period time.Duration // between two pictures of moving data
	Costly time.Duration // work of so much is asked about before a restart; 0: it is not asked about
	Record *Recordings   // where its runs are recorded; nil: nowhere
}

// Area is the place that a screen fills.
type Area struct {
	W, H  int         // in cells
	Size  Size        // of the whole terminal
	Theme theme.Theme // colours and glyphs
}
