package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// gone lets a made-up run break down after the changes 5 -> 6 at step 2 and 6 -> 9 at step 7, and goes back to step 5.
func gone(t *testing.T, act func(m *made)) (m *made, list []string) {
	t.Helper()
	m = newMade(t)
	m.spec.Rewind = func() (Rewind[int, tick], bool) {
		return Rewind[int, tick]{Steps: 5, Controls: 6, First: 5, Changes: []Taken[int]{{2, 6}, {4, 6}},
			Run: countToTen}, true
	}
	act(m)
	m.ended, m.err = true, errMade
	m.Act(Undo)
	for _, c := range m.Changes() {
		list = append(list, fmt.Sprint(c.Step, " ", c.What, c.Asked, c.Undone))
	}
	return m, list
}

// The list of a run that went back has the changes of the run that is repeated; those after it are undone.
func TestAListThatGoesBack(t *testing.T) {
	taken := func(m *made) {
		m.Set(6)
		m.settleChanges(2, 6)
		m.Set(9)
		m.settleChanges(7, 9)
	}
	for name, c := range map[string]struct {
		act  func(m *made)
		want []string
	}{
		"a change after it": {taken, []string{"2 control 5 → 6false false", "7 control 6 → 9false true"}},
		"one that came too late": {func(m *made) {
			taken(m)
			m.Set(5)
		}, []string{"2 control 5 → 6false false", "7 control 6 → 9false true", "0 control 9 → 5true true"}},
		"one that was undone after it": {func(m *made) {
			m.Set(6)
			m.settleChanges(2, 6)
			m.Act(Undo)
			m.settleChanges(7, 5)
		}, []string{"2 control 5 → 6false false"}},
	} {
		m, got := gone(t, c.act)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if m.Controls() != 6 {
			t.Errorf("%s: the control is %d", name, m.Controls())
		}
		<-m.Stop()
	}
}

// A change that is done again has the step at which the engine takes it up again.
func TestAChangeDoneAgainHasItsStep(t *testing.T) {
	m := newMade(t)
	m.Set(6)
	m.settleChanges(2, 6)
	m.Act(Undo)
	m.Act(Redo) // before the engine has looked
	if got := m.Changes(); got[0].Asked || got[0].Step != 2 {
		t.Errorf("undone and done again at once: %+v", got)
	}
	m.Act(Undo)
	m.settleChanges(4, 5)
	m.Act(Redo)
	if got := m.Changes(); !got[0].Asked {
		t.Errorf("not yet taken up: %+v", got)
	}
	m.settleChanges(8, 6)
	if got := m.Changes(); got[0].Asked || got[0].Step != 8 {
		t.Errorf("taken up again: %+v", got)
	}
}

// A change that comes after the run has broken down says what would put it in force.
func TestAChangeThatComesTooLateSaysSo(t *testing.T) {
	m := newMade(t)
	m.ended, m.err = true, errMade
	m.spec.Rewind = func() (Rewind[int, tick], bool) { return Rewind[int, tick]{}, true }
	if got := m.Set(6); !strings.HasSuffix(got, "the run has diverged: u goes back, r restarts with this") {
		t.Error(got)
	}
	if got := m.Changes()[0].What; got != "control 5 → 6" {
		t.Error(got)
	}
}
