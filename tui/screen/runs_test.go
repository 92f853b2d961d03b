package screen

import (
	"testing"

	"levyscope/internal/near"
)

// play takes in so many batches of the run under way.
func (m *made) play(t *testing.T) {
	t.Helper()
	for cmd := m.next(); cmd != nil; {
		cmd = m.Update(cmd())
	}
}

// Runs that restarts put aside keep what they have shown and their controls, and one key leads through them in a
// circle.
func TestRunsThatWerePutAsideComeBack(t *testing.T) {
	m := newMade(t)
	m.Begin()
	m.waits = false
	m.play(t) // ten ticks with the control 5
	if _, notice := m.Act(PreviousRun); notice != "there is no other run to go back to" {
		t.Errorf("with one run: %q", notice)
	}
	m.Anew(func() int { return 7 })
	if m.number != 2 || m.Controls() != 7 || len(m.ticks) != 0 || m.Ended() {
		t.Fatalf("run %d, control %d, %d ticks, ended %v", m.number, m.Controls(), len(m.ticks), m.Ended())
	}
	m.waits = false
	m.play(t)
	for _, want := range []struct{ number, control int }{{1, 5}, {2, 7}, {1, 5}} {
		m.Act(PreviousRun)
		if m.number != want.number || m.Controls() != want.control || len(m.ticks) != 10 ||
			m.ticks[9].control != want.control {
			t.Errorf("run %d, control %d, %d ticks, want %+v", m.number, m.Controls(), len(m.ticks), want)
		}
	}
	if _, notice := m.Act(Undo); notice == "" || m.number != 1 {
		t.Errorf("undo in the first run leads to run %d: %q", m.number, notice)
	}
	for range 5 {
		m.Act(Restart)
	}
	if len(m.others) != mostAside || m.others[0].number != 4 || m.number != 7 {
		t.Errorf("%d runs wait, the first is %d, that under way %d", len(m.others), m.others[0].number, m.number)
	}
	for range 2 * (mostAside + 1) {
		m.Act(PreviousRun)
	}
	near.Abs(t, "the run after two circles", float64(m.number), 7, 0)
	<-m.Stop()
	if len(m.others) != 0 {
		t.Errorf("%d runs wait after the end", len(m.others))
	}
}
