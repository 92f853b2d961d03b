package trainscreen

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// The cursor of the list of schedules draws what enter would put in force, above the list, and esc leaves all as it
// was.
func TestSchedulesOfTheListArePreviewed(t *testing.T) {
	m := open(t, tiny())
	advance(t, m, 7)
	m.choose()
	for !strings.Contains(screentest.View(m, 120, 36), "[schedule]") {
		m.Type(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	was := m.Controls()
	if m.Candidate() != nil {
		t.Fatalf("what is in force is previewed: %v", m.Candidate())
	}
	m.Type(tea.KeyPressMsg{Code: tea.KeyDown})
	seen := m.Candidate()
	if seen == nil {
		t.Fatal("nothing is previewed")
	}
	view := screentest.View(m, 120, 36)
	if !strings.Contains(view, "learning rate") || !strings.Contains(view, "preview") {
		t.Errorf("the chart is out of sight:\n%s", view)
	}
	for _, at := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {160, 48}} {
		screentest.Fills(t, "the list", screentest.View(m, at[0], at[1]), at[0], at[1]-2)
	}
	if m.Type(tea.KeyPressMsg{Code: tea.KeyEscape}); m.Candidate() != nil || m.Controls().Schedule != was.Schedule {
		t.Fatalf("after esc: %v, %v", m.Candidate(), m.Controls().Schedule)
	}
	m.choose()
	m.Type(tea.KeyPressMsg{Code: tea.KeyDown})
	if m.Type(tea.KeyPressMsg{Code: tea.KeyEnter}); m.Candidate() != nil || m.Typing() ||
		m.Controls().Schedule.String() != seen.String() {
		t.Errorf("in force %v, previewed %v", m.Controls().Schedule, seen)
	}
}

// Each arm is a line with what it does, and is put in force.
func TestAnArmIsChosenFromItsList(t *testing.T) {
	m := open(t, tiny())
	advance(t, m, 1)
	l := m.arms()
	for _, e := range l.Entries() {
		if !strings.HasPrefix(e.Meaning, "learning-rate decay acts on ") {
			t.Errorf("%+v", e)
		}
	}
	if out := l.Choose("noise"); out.Err != nil || m.Controls().Arm != schedule.NoiseOnly {
		t.Errorf("%+v", out)
	}
	if out := l.Choose("noise"); !strings.HasPrefix(out.Notice, "nothing changes") {
		t.Errorf("again: %+v", out)
	}
	if out := l.Choose("leg"); out.Err == nil || !out.Open || out.List != armList {
		t.Errorf("a wrong name: %+v", out)
	}
}

// sketched keeps what the mouse draws.
type sketched struct {
	screen.Dialog
	steps []int
	rates []float64
}

func (s *sketched) Rows(screen.Area) int { return 6 }

func (*sketched) Mouse(screen.Area, tea.MouseMsg, int, int) (tea.Cmd, string, bool) {
	return nil, "", true
}

func (s *sketched) Sketch(steps, _ int, rate float64, _ bool) string {
	s.steps, s.rates = append(s.steps, steps), append(s.rates, rate)
	return ""
}

// A press in the pane of the learning rate says the steps from now and the rate at the cell; right is later, and up
// more.
func TestTheMouseDrawsInThePaneOfTheLearningRate(t *testing.T) {
	m := open(t, tiny())
	advance(t, m, 7)
	screentest.View(m, 120, 36)
	d := &sketched{}
	m.Cover(d)
	a := screen.Area{W: 120, H: 33, Size: screen.Full, Theme: theme.New(true, theme.Braille)}
	hits := 0
	for y := range 27 {
		for x := range 120 {
			n := len(d.steps)
			m.PointDialog(a, tea.MouseClickMsg{Button: tea.MouseLeft}, x, y)
			if len(d.steps) == n || d.rates[n] != d.rates[n] {
				continue
			}
			if hits++; n > 0 && d.rates[n-1] == d.rates[n] && d.steps[n] <= d.steps[n-1] {
				t.Fatalf("cell %d,%d: step %d after %d", x, y, d.steps[n], d.steps[n-1])
			}
		}
	}
	if hits < 100 {
		t.Errorf("%d cells lie in the pane of the learning rate", hits)
	}
}
