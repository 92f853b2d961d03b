package screen

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// tick is the event of a made-up engine: its number and the control in force.
type tick struct{ step, control int }

func (tick) Type() string { return "progress" }

// made is a screen of an engine that counts up to ten and then fails.
type made struct {
	*Console[int, tick]
	ticks []tick
}

var errMade = errors.New("no number follows ten")

func countToTen(_ context.Context, c int, live *atomic.Pointer[int], _ func() bool) iter.Seq2[tick, error] {
	return func(yield func(tick, error) bool) {
		for step := range 10 {
			if now := live.Load(); now != nil {
				c = *now
			}
			if !yield(tick{step, c}, nil) {
				return
			}
		}
		yield(tick{}, errMade)
	}
}

func newMade(t *testing.T) *made {
	m := &made{}
	m.Console = NewConsole(t.Context(), Env{Title: "Made"}, Spec[int, tick]{
		Engine: "made", Controls: 5, Run: countToTen,
		OnEvent: func(e tick) { m.ticks = append(m.ticks, e) },
		OnRestart: func() func() {
			kept := m.ticks
			m.ticks = nil
			return func() { m.ticks = kept }
		},
		Waiting: func() string {
			if m.ticks == nil {
				return "counting"
			}
			return ""
		},
		Panes: []*Pane{
			{Name: "ticks", Draw: func(f Frame) string { return FitLines(f, []string{fmt.Sprint(len(m.ticks), f.Log)}) }},
			{Name: "other", Draw: func(f Frame) string { return FitLines(f, []string{"other"}) }, AxisFree: true},
		},
		Full: NewGrid("to", "to"), Compact: []Grid{NewGrid("to", "t", "o")},
		Keys: []Key{{Action: NextMeasure, Meaning: "a made-up one", Do: func() string { return "done" }}},
		Knobs: func() []Knob {
			return []Knob{{Name: "control", Value: fmt.Sprint(m.Controls()), Move: func(direction int) string {
				if m.Controls()+direction > 9 {
					return ""
				}
				return m.Set(m.Controls() + direction)
			}}}
		},
		Decay: func() (schedule.Schedule, schedule.Arm) { return schedule.Constant{Eta0: .1}, schedule.Both },
	})
	return m
}

func (m *made) view(s Size) string {
	return ansi.Strip(m.View(Area{W: 40, H: 4, Size: s, Theme: theme.New(true, theme.ASCII)}))
}

// Each key goes to its part: panes and knobs, the engine, or the screen's own keys.
func TestActRoutesKeys(t *testing.T) {
	m := newMade(t)
	for _, c := range []struct {
		a    Action
		want string
	}{
		{LogAxis, "the pane ticks has no choice of axis"},
		{Back, "nothing is expanded"},
		{Increase, "control 5 → 6"},
		{Undo, "undone: control 6 → 5; ctrl+r does it again"},
		{Undo, "there is no change to undo"},
		{Redo, "done again: control 5 → 6"},
		{Pause, endedNotice},
		{Slower, "pace: at most 6.554e4 steps/s"},
		{Faster, "pace: no limit"},
		{NextMeasure, "done"},
		{NextArm, "this key does nothing on the Made screen"},
	} {
		if _, got := m.Act(c.a); got != c.want {
			t.Errorf("%s: %q, want %q", BindingOf(c.a).What, got, c.want)
		}
	}
	if m.Controls() != 6 {
		t.Errorf("the control is %d, want 6", m.Controls())
	}
	if m.Meaning(NextMeasure) != "a made-up one" || m.Meaning(Pause) != "" {
		t.Errorf("meanings %q and %q", m.Meaning(NextMeasure), m.Meaning(Pause))
	}
}

// A control that is set while events are taken is in force from the next step on, and the
// panes show what was taken in.
func TestEventsFollowTheControls(t *testing.T) {
	m := newMade(t)
	if text := m.view(Full); !strings.Contains(text, "counting") {
		t.Errorf("before the first event:\n%s", text)
	}
	for e, err := range m.Events(t.Context()) {
		if err != nil {
			break
		}
		m.Take(e)
		if e.step == 3 {
			m.Act(Increase)
		}
	}
	for _, e := range m.ticks {
		want := 5
		if e.step > 3 {
			want = 6
		}
		if e.control != want {
			t.Errorf("step %d: control %d, want %d", e.step, e.control, want)
		}
	}
	for s, want := range map[Size][2]bool{Full: {true, true}, Compact: {true, true}, Single: {true, false}} {
		text := m.view(s)
		if got := [2]bool{strings.Contains(text, "10 false"), strings.Contains(text, "other")}; got != want {
			t.Errorf("size %d shows %v, want %v:\n%s", s, got, want, text)
		}
	}
	m.Act(NextPane)
	m.Act(LogAxis)
	m.Act(PreviousPane)
	m.Act(Expand)
	if text := m.view(Full); strings.Contains(text, "other") || !strings.Contains(text, "10 false") {
		t.Errorf("expanded, and with a logarithmic axis on the other pane:\n%s", text)
	}
}

// A run behind a feed brings its events, and ends with its error; it can be begun again.
func TestARunEndsWithItsError(t *testing.T) {
	m := newMade(t)
	for range 2 {
		cmd := m.Begin()
		if s := m.State(); s.Text != Running || s.Err != nil {
			t.Errorf("begun: %+v", s)
		}
		for cmd != nil {
			cmd = m.Update(cmd())
		}
		if s := m.State(); s.Text != "STOPPED" || !errors.Is(s.Err, errMade) || !m.Ended() || len(m.ticks) != 10 {
			t.Errorf("%d events, then %+v", len(m.ticks), s)
		}
		m.ticks = nil
	}
	if text := m.view(Full); !strings.Contains(text, errMade.Error()) {
		t.Errorf("nothing to show, and not why:\n%s", text)
	}
	<-m.Stop()
}

// A rate is of one run: a restart, and its undoing, begin it anew, instead of counting from the steps of another run.
func TestARateIsOfOneRun(t *testing.T) {
	m := newMade(t)
	m.Begin()
	m.rate.value = 100
	m.Act(Restart)
	near.Abs(t, "steps a second after a restart", m.StepsPerSecond(), 0, 0)
	m.rate.value = 100
	m.Act(Undo)
	near.Abs(t, "steps a second after its undoing", m.StepsPerSecond(), 0, 0)
}
