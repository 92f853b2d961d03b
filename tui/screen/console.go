package screen

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/record"
	"levyscope/internal/scenariotext"
	"levyscope/train/schedule"
	"levyscope/tui/feed"
	"levyscope/tui/look"
)

// Spec is what a screen adds to its Console. C are the controls of its engine, E the
// engine's events.
type Spec[C any, E record.Event] struct {
	Engine   string  // names the files of its recordings
	Controls C       // at the start
	Pace     float64 // at the start, in steps a second; 0: no limit
	Scales   bool    // the schedule is a factor of the learning rate of a job, not a learning rate

	// Run begins a run of the engine with the controls c; controls stored in live take effect at its next step.
	Run runner[C, E]

	// ChangedAt is the step from which the controls of an event of changed controls are in force; ok is false for other
	// events. nil: the steps of changes are those at which they were asked for.
	ChangedAt func(E) (step int, controls C, ok bool)
	// Stored is called with the controls before and now whenever a user puts others in force; nil: only the engine is to
	// know. It must not wait.
	Stored    func(before, now C)
	Bare      func(C) C                           // controls without what no user sets; nil: all is set by the user
	OnEvent   func(E)                             // takes in one event
	OnRestart func() (restore func())             // forgets what earlier events said; restore brings it back
	Waiting   func() string                       // says what is awaited while there is nothing to show, else ""
	Rewind    func() (back Rewind[C, E], ok bool) // the way back from an error; nil: there is none

	Panes   []*Pane                                  // by number
	Clock   func(TimeAxis) look.Clock                // how far a clock of the panes has come; nil: no pane has one
	System  func() (full, brief string)              // what runs, with its seed; nil: no line says it
	Full    Grid                                     // which panes stand where in a large terminal
	Compact []Grid                                   // in a small one: the first that has the pane with the focus
	Keys    []Key                                    // the keys that this screen handles itself
	Knobs   func() []Knob                            // the controls in the strip
	Chosen  func() []Chosen                          // what is chosen by a text, beside the schedule; may be nil
	Decay   func() (schedule.Schedule, schedule.Arm) // the schedule and the arm in force

	More   func() []Knob                                 // controls that only the list of all controls has; may be nil
	PutArm func(schedule.Arm) (notice string, err error) // puts an arm in force; nil: it cannot be chosen
	ArmOff func(schedule.Arm) (why string)               // why an arm cannot be had, "" where it can; nil: all can

	Scenario func(C) scenariotext.Scenario // of the run under way with other controls; nil: there is none
	Rerun    func(steps int) Rerun         // of the run under way up to so many steps; nil: there is none

	Apply        func(schedule.Schedule) (notice string, err error) // puts a schedule in force whose decay begins at From
	Offers       func(schedule.Schedule) bool                       // the engine takes it; nil: it takes all
	From         func() int                                         // the step at which the decay of a new schedule begins
	SchedulePane int                                                // number of the pane that draws the schedule
}

// Chosen is something that one text chooses, "kind:...", with parameters that are knobs.
type Chosen struct{ Name, Text string }

// Unhinted is the word at the foot of a key that has no place there.
const Unhinted = "-"

// Key is what a screen does for an action of the key table.
type Key struct {
	Action  Action                 // what the key asks for
	Meaning string                 // its line in the help, where the table's would be too general
	Hint    string                 // its word at the foot, where the table's would be wrong
	Do      func() (notice string) // says what came of it, or why nothing did
	Unable  func() (why string)    // why it would do nothing now, "" where it acts; nil: it acts
	// Open is in place of Do for a key that asks for more than a change of the screen.
	Open func() (cmd tea.Cmd, notice string)
}

// Console is the part that all screens have in common: an engine with its feed, undo,
// panes and knobs. Embedded in a screen, it does all that Screen asks for but Figures.
type Console[C any, E record.Event] struct {
	spec  Spec[C, E]
	title string
	stage
	engine[C, E]
	candidate schedule.Schedule  // is looked at before it is put in force; nil: none is
	asIs      bool               // the candidate begins where it says, not now
	dialog    Dialog             // has the keys and the place of the panes; nil: none has
	smooth    float64            // the weight of the means that are drawn over noisy series; 0: none is
	borders   map[string]Borders // that the user has moved, by layout
	firstLog  []bool             // the axes of the panes at first
	grip      grip               // what the mouse holds
	area      Area               // that was drawn last, without the line of what runs
	version   int                // of the data and the controls: panes are drawn anew when it changes
	costly    time.Duration      // work of so much is asked about before a restart; 0: it is not
	asked     string             // what was asked about last
	later     tea.Cmd            // is run with what comes of the key that is being handled
	rate      rate
}

// NewConsole returns a Console whose engine is not under way.
func NewConsole[C any, E record.Event](ctx context.Context, env Env, spec Spec[C, E]) *Console[C, E] {
	c := &Console[C, E]{spec: spec, title: env.Title, costly: env.Costly, engine: newEngine(ctx, env, spec)}
	for _, p := range spec.Panes {
		c.firstLog = append(c.firstLog, p.Log)
	}
	return c
}

// Begin starts the engine with the controls in force.
func (c *Console[C, E]) Begin() tea.Cmd {
	c.count()
	return c.start(c.spec.Run)
}

// Work is how long the run has worked, without its pauses: what is lost with it.
func (c *Console[C, E]) Work() time.Duration { return c.work() }

// Freeze holds back what the engine does from now on, or shows it.
func (c *Console[C, E]) Freeze(frozen bool) tea.Cmd {
	if c.frozen = frozen; frozen {
		return nil
	}
	events := c.held
	c.held = nil
	for _, e := range events {
		c.Take(e)
	}
	c.version++
	return c.next()
}

// State says what the engine does.
func (c *Console[C, E]) State() State { return c.engine.state() }

// Stop ends the engine; the channel closes when it has ended.
func (c *Console[C, E]) Stop() <-chan struct{} { return c.engine.stop() }

// Controls are the controls as last asked for. Changes that the engine has taken up
// come as events.
func (c *Console[C, E]) Controls() C { return c.controls }

// Ended says whether the engine has come to its end.
func (c *Console[C, E]) Ended() bool { return c.ended }

// StepsPerSecond is the engine's rate over about the last second, 0 before that is known.
func (c *Console[C, E]) StepsPerSecond() float64 { return c.rate.value }

// Update takes in a batch of this engine's run; a dialog has pasted text.
func (c *Console[C, E]) Update(msg tea.Msg) tea.Cmd {
	if paste, ok := msg.(tea.PasteMsg); ok && c.dialog != nil {
		c.dialog.Paste(paste)
		return nil
	}
	b, ok := msg.(feed.Batch[E])
	if !ok {
		return nil
	}
	events, next, ok := c.receive(b)
	if !ok {
		return nil
	}
	for _, e := range events {
		c.Take(e)
	}
	c.rate.tick(c.steps)
	c.version++
	return next
}

// Take takes in one event.
func (c *Console[C, E]) Take(e E) {
	c.spec.OnEvent(e)
	if c.spec.ChangedAt != nil {
		if step, controls, ok := c.spec.ChangedAt(e); ok {
			c.settleChanges(step, controls)
		}
	}
	if isStep(e) {
		c.steps++
	}
	c.version++
}

// Events yields a run with the controls in force to the caller, who takes the place of
// the feed: there is no goroutine, pace or recording. Controls that are set while it is
// under way take effect at its next step. It is not for a screen that was begun.
func (c *Console[C, E]) Events(ctx context.Context) iter.Seq2[E, error] {
	c.live = &atomic.Pointer[C]{}
	return c.spec.Run(ctx, c.controls, c.live, nil)
}

// Advance takes in the Events of a number of steps.
func (c *Console[C, E]) Advance(ctx context.Context, steps int) error {
	for e, err := range c.Events(ctx) {
		if err != nil {
			return err
		}
		c.Take(e)
		if isStep(e) {
			if steps--; steps == 0 {
				break
			}
		}
	}
	return nil
}

// Act does what a key asks for: those that end a preview first, then those of panes and knobs, then those of
// the engine, then those of this screen.
func (c *Console[C, E]) Act(a Action) (cmd tea.Cmd, notice string) {
	c.version++
	if notice, handled := c.decide(a); handled {
		return nil, notice
	}
	if notice, handled := c.move(a); handled {
		return nil, notice
	}
	if notice, handled := c.closer(a); handled {
		return nil, notice
	}
	if a == Legend {
		return nil, c.openLegend()
	}
	if notice, handled := c.resize(a); handled {
		return nil, notice
	}
	if notice, handled := c.stage.act(a, c.spec.Panes, c.spec.Knobs()); handled {
		return nil, notice
	}
	if cmd, notice, handled := c.drive(a); handled {
		return cmd, notice
	}
	if k := c.key(a); k != nil && k.Open != nil {
		return k.Open()
	} else if k != nil {
		return nil, k.Do()
	}
	return nil, "this key does nothing on the " + c.title + " screen"
}

// drive does what the keys common to all engines ask for; handled is false for others.
func (c *Console[C, E]) drive(a Action) (cmd tea.Cmd, notice string, handled bool) {
	switch a {
	case Pause:
		return nil, c.togglePause(), true
	case OneStep:
		return nil, c.oneStep(), true
	case Slower:
		return nil, c.setPace(-1), true
	case Faster:
		return nil, c.setPace(1), true
	case Increase:
		return nil, c.turn(1), true
	case Decrease:
		return nil, c.turn(-1), true
	case NextSchedule:
		return nil, c.preview(1), true
	case PreviousSchedule:
		return nil, c.preview(-1), true
	case Redo:
		return nil, c.redo(), true
	case Undo:
		cmd, notice = c.undo()
		return cmd, notice, true
	case Restart:
		cmd, notice = c.restart()
		return cmd, notice, true
	case PreviousRun:
		cmd, notice = c.previous()
		return cmd, notice, true
	}
	return nil, "", false
}

// Meaning is the line of help of an action that this screen gives its own meaning.
func (c *Console[C, E]) Meaning(a Action) string {
	if k := c.key(a); k != nil {
		return k.Meaning
	}
	return ""
}

// Hint is the word at the foot for an action that this screen gives its own meaning.
func (c *Console[C, E]) Hint(a Action) string {
	if k := c.key(a); k != nil {
		return k.Hint
	}
	return ""
}

func (c *Console[C, E]) key(a Action) *Key {
	for i := range c.spec.Keys {
		if c.spec.Keys[i].Action == a {
			return &c.spec.Keys[i]
		}
	}
	return nil
}
