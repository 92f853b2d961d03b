package simscreen

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/sim/problem"
	"levyscope/tui/picker"
	"levyscope/tui/screentest"
)

// listOf is the list of a title of the chooser.
func listOf(t *testing.T, m *model, title string) picker.List {
	t.Helper()
	for number, l := range m.kindLists() {
		if l.title == title {
			return m.liveList(number, l)
		}
	}
	if title == "method" {
		return m.methodList(len(m.kindLists()))
	}
	t.Fatalf("there is no list %s", title)
	return picker.List{}
}

// A potential of one coordinate restarts a system of two with the first alpha and sigma, and one of two repeats the
// last.
func TestAPotentialOfAnotherSizeRestarts(t *testing.T) {
	m := shown(t, small())
	was := m.Controls()
	gives, err := listOf(t, m, "potential").Judge("doublewell")
	if err != nil || !strings.Contains(gives, "restarts: 1 coordinate, alpha ") {
		t.Errorf("doublewell gives %q, %v", gives, err)
	}
	out := listOf(t, m, "potential").Choose("doublewell")
	if c := m.Controls(); out.Err != nil || out.Open || c.Dim() != 1 || !slices.Equal(c.Alpha, was.Alpha[:1]) ||
		!slices.Equal(c.Sigma, was.Sigma[:1]) || len(c.Box) != 1 || len(m.data.tracks) != 1 {
		t.Fatalf("%+v, controls %+v", out, c)
	}
	screentest.Fills(t, "one coordinate", screentest.View(m, 120, 36), 120, 34)
	<-m.Stop()
	out = listOf(t, m, "potential").Choose("multiwell")
	if c := m.Controls(); out.Err != nil || out.Open || c.Dim() != 2 || c.Alpha[1] != was.Alpha[0] || len(c.Box) != 2 {
		t.Errorf("%+v, controls %+v", out, c)
	}
	screentest.Fills(t, "two coordinates", screentest.View(m, 120, 36), 120, 34)
	<-m.Stop()
}

// A text that is wrong for any number of coordinates is refused as before.
func TestAWrongPotentialIsRefused(t *testing.T) {
	m := shown(t, small())
	for _, text := range []string{"nowell", "doublewell:a=x", "expr:", ""} {
		if out := listOf(t, m, "potential").Choose(text); out.Err == nil || !out.Open || m.Controls().Dim() != 2 {
			t.Errorf("%q: %+v", text, out)
		}
	}
}

// The method is chosen in a list, too.
func TestTheMethodIsChosen(t *testing.T) {
	m := shown(t, small())
	l := listOf(t, m, "method")
	if out := l.Choose("direct"); !strings.HasPrefix(out.Notice, "nothing changes") {
		t.Errorf("what is in force: %+v", out)
	}
	if out := l.Choose("sideways"); out.Err == nil || !out.Open {
		t.Errorf("a wrong name: %+v", out)
	}
	for _, e := range l.Entries() {
		if out := l.Choose(e.Text); (out.Err == nil) != (e.Off == "") {
			t.Errorf("%+v: %+v", e, out)
		}
	}
	if method := m.cfg.Method; method != problem.Accelerated && l.Entries()[1].Off == "" {
		t.Errorf("method %s", method)
	}
	<-m.Stop()
}

// The cursor of the list of schedules draws a schedule ahead of now, and esc leaves all as it was.
func TestSchedulesOfTheListArePreviewed(t *testing.T) {
	m := shown(t, small())
	m.choose()
	for range 4 {
		m.Type(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	was := m.Controls().Schedule
	m.Type(tea.KeyPressMsg{Code: tea.KeyDown})
	if m.Candidate() == nil {
		t.Error("nothing is previewed")
	}
	if view := screentest.View(m, 120, 36); !strings.Contains(view, "[schedule]") || !strings.Contains(view, "preview") {
		t.Errorf("the chart is out of sight:\n%s", view)
	}
	if m.Type(tea.KeyPressMsg{Code: tea.KeyEscape}); m.Candidate() != nil || m.Controls().Schedule != was {
		t.Errorf("after esc: %v, %v", m.Candidate(), m.Controls().Schedule)
	}
}
