// Package tui is the explorer: the root model with its table of screens, its key dispatch
// and its help. The screens are packages of their own.
//
// Event graph:
//
//	keyboard --KeyPressMsg--> root.Update --key--> root.show, the table of screens: brings a screen to the front
//	                                      \--Action--> Screen.Act --atomic store--> engine (train.Run, sim.Run)
//	engine goroutine --yield--> feed --Batch, <= 20 a second--> root.Update --> Screen.Update --> the screen's data
//	root.View: head, Screen.Strip, Screen.View, foot; each pane is drawn anew only when its data, size or theme changed
//
// The feed drops nothing. Update does no I/O, holds no lock and starts no computation; the
// engines never see a UI type.
package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"levyscope/tui/controls"
	"levyscope/tui/feed"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
	"levyscope/tui/tour"
)

// tab is a screen with its row of the table.
type tab struct {
	row
	screen screen.Screen
	begun  bool // it has been shown, and its engine started
}

// root is the model: the screens, and what lies around them.
type root struct {
	tabs   []tab
	front  int // number of the tab that is shown
	w, h   int // of the terminal, in cells
	theme  theme.Theme
	notice string             // what came of the last key
	help   bool               // the help is shown
	scroll int                // first line of the help that is shown
	frozen bool               // the display stands still
	asked  screen.Action      // what the last key would have done had it not cost work; NoAction: nothing
	costly time.Duration      // work of so much is asked about before it is lost
	fatal  error              // a panic in an engine
	record *screen.Recordings // nil: nothing is recorded

	dark        bool // the background is
	fewColours  bool // too few for the colours of a map
	toldFailure bool // the user knows that a recording has stopped
	writing     writing
	pointing    pointing
	memory      memory
	taking      taking
	finder      finder
	tour        *tour.Tour // the way in; nil: it is not shown
	watching    watching
}

// newRoot opens the screens of a table, none of which is under way.
func newRoot(ctx context.Context, o Options, rows []row) (*root, error) {
	m := &root{dark: true, front: -1, costly: o.costly}
	m.taking.ctx = ctx
	m.remember(o)
	m.firstTime()
	if m.costly == 0 {
		m.costly = 5 * time.Second
	}
	env := screen.Env{Period: o.period(), Costly: m.costly}
	if o.Record != "" {
		var err error
		if env.Record, err = screen.NewRecordings(o.Record, o.Compressed); err != nil {
			return nil, err
		}
		m.record = env.Record
	}
	for i, r := range rows {
		env.Title = r.title
		m.tabs = append(m.tabs, tab{row: r, screen: r.open(ctx, env, o.Systems)})
		if r.name == o.Screen && m.front < 0 {
			m.front = i
		}
	}
	if m.front < 0 {
		return nil, unknownScreen(o.Screen)
	}
	m.watchRuns(o)
	m.restoreScreens()
	m.tellProblems()
	return m, nil
}

func unknownScreen(name string) error {
	return fmt.Errorf("screen %q is not known: use %s", name, strings.Join(Screens(), " or "))
}

// shown is the screen in front.
func (m *root) shown() screen.Screen { return m.tabs[m.front].screen }

// Init begins the first screen.
func (m *root) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.show(m.front), m.beginRuns())
}

// Update routes a message to its handler.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer m.observe() // a key tells as much as an event: a held run has none
	m.pointing.same = false
	if _, mouse := msg.(tea.MouseMsg); !mouse {
		m.pointing.drawn = false
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.writing.held = false
		return m, nil
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.theme = m.themeNow()
		return m, nil
	case tea.ColorProfileMsg:
		m.fewColours = msg.Profile < colorprofile.ANSI256
		m.theme = m.themeNow()
		return m, nil
	case tea.MouseMsg:
		return m, m.point(msg)
	case tea.KeyPressMsg:
		cmd := m.press(msg)
		return m, tea.Batch(cmd, m.write())
	case tea.PasteMsg:
		return m, m.paste(msg)
	case drawMsg:
		m.writing = writing{}
		return m, nil
	case screen.ThawMsg:
		return m, m.thaw()
	case screen.NoticeMsg:
		m.notice = string(msg)
		return m, nil
	case savedMsg:
		return m, m.saved(msg)
	case refusedMsg:
		m.notice = "there is no shell to go back to: q quits"
		return m, nil
	}
	if cmd, handled := m.taken(msg); handled {
		return m, cmd
	}
	if cmd, handled := m.watched(msg); handled {
		return m, cmd
	}
	return m, m.deliver(msg)
}

// deliver gives a message to all screens, and ends the program if an engine has panicked.
func (m *root) deliver(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, t := range m.tabs {
		before := t.screen.State().Err
		cmds = append(cmds, t.screen.Update(msg))
		err := t.screen.State().Err
		if err != before {
			m.notice = "" // gives way to the error
		}
		var panicked *feed.Panic
		if errors.As(err, &panicked) {
			m.fatal = err
			return tea.Quit
		}
	}
	m.tellFailure()
	return tea.Batch(cmds...)
}

// show brings a screen to the front, and begins it the first time.
func (m *root) show(i int) tea.Cmd {
	m.front = i
	if m.tabs[i].begun {
		return nil
	}
	m.tabs[i].begun = true
	return m.shown().Begin()
}

// press takes a key: as text where a dialog is open, unless it ends or suspends the explorer.
func (m *root) press(key tea.KeyPressMsg) (cmd tea.Cmd) {
	stroke := key.String()
	a := screen.ActionOf(stroke)
	if !m.typing() || m.help || m.asked != screen.NoAction || a == screen.Interrupt || a == screen.Suspend {
		return m.key(stroke)
	}
	return m.typed(key)
}

// key does what a key asks for. While the help is shown, keys scroll it or close it, and do nothing else.
func (m *root) key(stroke string) tea.Cmd {
	a := screen.ActionOf(stroke)
	asked := m.asked
	m.notice, m.asked = "", screen.NoAction
	if asked != screen.NoAction && a != asked && a != screen.Interrupt && a != screen.Suspend {
		m.notice = takenBack // the key only takes the question back
		return nil
	}
	if m.help && a != screen.Interrupt && a != screen.Suspend {
		m.keyInHelp(stroke)
		return nil
	}
	for i, t := range m.tabs {
		if t.key == stroke {
			return m.show(i)
		}
	}
	if a == screen.NoAction {
		m.notice = fmt.Sprintf("the key %s does nothing here: ? lists the keys", stroke)
		return nil
	}
	if m.costs(a, asked) {
		return nil
	}
	return m.act(a)
}

// act does what the explorer's own keys ask for; all others are for the screen in front.
func (m *root) act(a screen.Action) (cmd tea.Cmd) {
	switch a {
	case screen.Quit, screen.Interrupt:
		return tea.Quit
	case screen.Suspend:
		return tea.Suspend
	case screen.Help:
		m.help, m.scroll = true, 0
	case screen.Freeze:
		return m.freeze(!m.frozen)
	case screen.Palette:
		m.find()
	case screen.AllControls:
		m.shown().Cover(controls.New(m.shown()))
	case screen.Points:
		m.shown().Cover(controls.NewPoints(m.shown()))
	case screen.Changes:
		m.shown().Cover(controls.NewChanges(m.shown()))
	case screen.Export, screen.CopyScenario:
		return m.takeAway(a)
	case screen.OtherTheme:
		return m.nextTheme(1)
	case screen.Settings:
		m.openSettings()
	case screen.RunList:
		cmd, m.notice = m.listRuns()
	case screen.Tour:
		m.notice = m.wayIn()
		return m.keep()
	default:
		if a == screen.Restart || a == screen.PreviousRun {
			cmd = m.thaw()
		}
		var next tea.Cmd
		next, m.notice = m.shown().Act(a)
		cmd = tea.Batch(cmd, next)
		if a == screen.Back && m.tour != nil && m.notice == screen.NothingToLeave {
			m.notice = m.wayIn()
			cmd = tea.Batch(cmd, m.keep())
		}
	}
	return cmd
}

// takenBack says that a question is.
const takenBack = "nothing is lost, it goes on"

// thaw shows again what a frozen display holds back.
func (m *root) thaw() tea.Cmd {
	if !m.frozen {
		return nil
	}
	return m.freeze(false)
}

// freeze makes the display of all screens stand still, or go on.
func (m *root) freeze(frozen bool) tea.Cmd {
	m.frozen = frozen
	var cmds []tea.Cmd
	for _, t := range m.tabs {
		cmds = append(cmds, t.screen.Freeze(frozen))
	}
	if frozen {
		m.notice = "the display is frozen, the engine goes on: f shows what it has done"
	}
	return tea.Batch(cmds...)
}
