package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/par"
	"levyscope/internal/scenariotext"
	"levyscope/train/schedule"
	"levyscope/tui/feed"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// fakeScreen is a screen of a made-up engine, known to the explorer by a row of the table alone.
type fakeScreen struct {
	title  string
	begun  int
	worked time.Duration
	acted  []screen.Action
	err    error
	next   error // the error after the next message
}

func (*fakeScreen) EtaNow() float64                                                   { return .1 }
func (*fakeScreen) Preview(schedule.Schedule) string                                  { return "" }
func (*fakeScreen) AllKnobs() []screen.Knob                                           { return nil }
func (*fakeScreen) SetKnob(screen.Knob, string) (tea.Cmd, string, error)              { return nil, "", nil }
func (*fakeScreen) MoveKnob(screen.Knob, int) (tea.Cmd, string)                       { return nil, "" }
func (*fakeScreen) Changes() []screen.Change                                          { return nil }
func (*fakeScreen) GoTo(int) (tea.Cmd, string)                                        { return nil, "" }
func (*fakeScreen) PointDialog(screen.Area, tea.MouseMsg, int, int) (tea.Cmd, string) { return nil, "" }
func (*fakeScreen) Unable(screen.Action) string                                       { return "" }
func (*fakeScreen) Rows() []screen.Row                                                { return nil }
func (f *fakeScreen) Begin() tea.Cmd                                                  { f.begun++; return nil }
func (f *fakeScreen) Update(tea.Msg) tea.Cmd {
	f.err = f.next
	return nil
}
func (f *fakeScreen) Act(a screen.Action) (tea.Cmd, string) {
	f.acted = append(f.acted, a)
	return nil, "the replica was asked"
}
func (f *fakeScreen) Meaning(a screen.Action) string {
	if a == screen.NextRow {
		return "next replica"
	}
	return ""
}
func (f *fakeScreen) Hint(screen.Action) string { return "" }
func (f *fakeScreen) Inspecting() bool          { return false }
func (f *fakeScreen) Point(screen.Area, screen.Pointer) (tea.Cmd, string, bool) {
	return nil, "", false
}
func (f *fakeScreen) Kept() screen.Kept      { return screen.Kept{} }
func (f *fakeScreen) Keep(screen.Kept) error { return nil }
func (f *fakeScreen) Work() time.Duration    { return f.worked }
func (f *fakeScreen) Aside() time.Duration   { return 0 }
func (f *fakeScreen) Typing() bool           { return false }
func (f *fakeScreen) Hints() []screen.Hint   { return nil }
func (f *fakeScreen) Freeze(bool) tea.Cmd    { return nil }
func (f *fakeScreen) Type(tea.KeyPressMsg) (tea.Cmd, string) {
	panic("there is no dialog")
}
func (f *fakeScreen) State() screen.State {
	if f.err != nil {
		return screen.State{Text: "LOST", Err: f.err}
	}
	return screen.State{Text: screen.Running}
}
func (f *fakeScreen) Figures() []screen.Figure { return screen.Ranked("7 replicas") }
func (f *fakeScreen) Strip(w int, _ theme.Theme) string {
	return screen.Pad(" strip of "+f.title, w)
}
func (f *fakeScreen) View(a screen.Area) string {
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: a.Theme}, []string{"the replicas"})
}
func (f *fakeScreen) Advance(context.Context, int) error                  { return nil }
func (f *fakeScreen) Cover(screen.Dialog)                                 {}
func (f *fakeScreen) Scenario() (s scenariotext.Scenario, notes []string) { return s, nil }
func (f *fakeScreen) Exports() screen.Exports                             { return screen.Exports{} }
func (f *fakeScreen) Stop() <-chan struct{} {
	done := make(chan struct{})
	close(done)
	return done
}

// withFake is the explorer with one row more in its table.
func withFake(t *testing.T, first string) (*root, *fakeScreen) {
	t.Helper()
	fake := &fakeScreen{}
	rows := append(table[:len(table):len(table)], row{name: "escape", key: "3", title: "Escape", about: "replicas escape",
		open: func(_ context.Context, env screen.Env, _ Systems) screen.Screen {
			fake.title = env.Title
			return fake
		}})
	o := small()
	o.Screen = first
	m, err := newRoot(t.Context(), o, rows)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	return m, fake
}

// A row of the table is all that a screen needs to be reached by its key and to be seen in
// the head, in the help and in the list of names.
func TestAScreenIsARowOfTheTable(t *testing.T) {
	m, fake := withFake(t, "train")
	if text := ansi.Strip(m.text()); !strings.Contains(text, " 3 Escape ") || fake.begun != 0 {
		t.Errorf("no tab, or begun before it is shown:\n%s", text)
	}
	press(m, "3", "3", "j")
	text := ansi.Strip(m.text())
	for _, want := range []string{
		"[3 Escape]", "7 replicas", "running", "strip of Escape", "the replicas", "the replica was asked",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if fake.begun != 1 || len(fake.acted) != 1 || fake.acted[0] != screen.NextRow {
		t.Errorf("begun %d times, asked for %v", fake.begun, fake.acted)
	}
	if title := m.View().WindowTitle; title != "levyscope: Escape" {
		t.Errorf("title of the window %q", title)
	}
	press(m, "?")
	text = ansi.Strip(m.text())
	for _, want := range []string{
		"3             Escape: replicas escape", "next replica", "map, noise, blocks, table: another view; else jumps",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in the help:\n%s", want, text)
		}
	}
	screentest.Fills(t, "help", m.text(), 120, 36)
	if m, _ = withFake(t, "escape"); m.front != 2 {
		t.Errorf("the screen named at the start is number %d", m.front)
	}
	o := small()
	o.Screen = "none"
	if _, err := newRoot(t.Context(), o, table); err == nil || !strings.Contains(err.Error(), "train or simulate") {
		t.Errorf("an unknown screen: %v", err)
	}
}

// The state of an engine and its error are the screen's own words; a panic ends the program.
func TestStatesAndErrors(t *testing.T) {
	m, fake := withFake(t, "escape")
	press(m, "j", "f")
	if text := ansi.Strip(m.text()); !strings.Contains(text, "FROZEN running") {
		t.Errorf("frozen:\n%s", text)
	}
	fake.next = errors.New("the replicas are gone")
	if _, cmd := m.Update(struct{}{}); cmd != nil || m.notice != "" {
		t.Errorf("an error leaves the notice %q", m.notice)
	}
	text := ansi.Strip(m.text())
	for want, there := range map[string]bool{"LOST": true, "the replicas are gone": true, "FROZEN": false} {
		if strings.Contains(text, want) != there {
			t.Errorf("stopped: %q is shown: %v, want %v:\n%s", want, !there, there, text)
		}
	}
	worker := par.For(2, 2, func(int, int) { panic("index out of range") })
	for _, err := range []error{&feed.Panic{Value: "index out of range"}, fmt.Errorf("step 3: %w", worker)} {
		m, fake := withFake(t, "escape")
		fake.next = err
		if _, cmd := m.Update(struct{}{}); cmd == nil || m.fatal != err {
			t.Errorf("a panic does not end the program: %v", m.fatal)
		}
	}
}

// What costs more than seconds of work is asked about once; any other key takes the question back; ctrl+c twice quits.
func TestWorkIsNotLostByOneKey(t *testing.T) {
	m, fake := withFake(t, "escape")
	quits := func(cmd tea.Cmd) bool {
		if cmd == nil {
			return false
		}
		_, ok := cmd().(tea.QuitMsg)
		return ok
	}
	fake.worked = 4 * time.Second
	if !quits(m.key("q")) || !quits(m.key("ctrl+c")) {
		t.Error("a few seconds of work were asked about")
	}
	fake.worked = 12 * time.Second
	for _, keys := range [][2]string{{"q", "q"}, {"ctrl+c", "ctrl+c"}, {"q", "ctrl+c"}} {
		if quits(m.key(keys[0])) || !strings.Contains(m.notice, "loses 12s of work") {
			t.Errorf("%s: %q", keys[0], m.notice)
		}
		if !quits(m.key(keys[1])) {
			t.Errorf("%v do not quit", keys)
		}
		m.key("j")
	}
	if m.key("q"); quits(m.key("j")) || quits(m.key("q")) {
		t.Error("another key did not take the question back")
	}
	m.key("j")
	fake.acted = nil
	if m.key("r"); len(fake.acted) != 0 || !strings.Contains(m.notice, "r again restarts") {
		t.Errorf("r restarted at once: %q", m.notice)
	}
	if m.key("r"); len(fake.acted) != 1 || fake.acted[0] != screen.Restart {
		t.Errorf("r twice asked for %v", fake.acted)
	}
	press(m, "?")
	if quits(m.key("q")) || m.help {
		t.Error("q in the help does more than close it")
	}
	press(m, "?", "ctrl+c")
	if !quits(m.key("ctrl+c")) {
		t.Error("ctrl+c twice does not quit from the help")
	}
}

// A key that takes the question back does nothing else.
func TestTheKeyThatTakesAQuestionBackDoesNothing(t *testing.T) {
	m, fake := withFake(t, "escape")
	fake.worked = 12 * time.Second
	fake.acted = nil
	if m.key("r"); m.asked != screen.Restart {
		t.Fatalf("r was not asked about: %q", m.notice)
	}
	if m.key("j"); len(fake.acted) != 0 || m.asked != screen.NoAction {
		t.Errorf("it asked for %v too", fake.acted)
	}
}
