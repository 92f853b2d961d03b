package take

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
)

// A click selects a choice, the wheel goes on from there as far as there are any, and the name follows.
func TestTheMouseChoosesWhatIsExported(t *testing.T) {
	e := NewExport(What{Screen: "x", Columns: 1, Rows: 1}, nil)
	click := func(y int) { e.Mouse(screen.Area{}, tea.MouseClickMsg{Button: tea.MouseLeft}, 5, y) }
	wheel := func(b tea.MouseButton) { e.Mouse(screen.Area{}, tea.MouseWheelMsg{Button: b}, 5, 0) }
	if click(6); e.choices[e.at].ending != ".txt" || e.line.Value() != "levyscope--step0.txt" {
		t.Errorf("a click on the sixth line: %+v, %q", e.choices[e.at].as, e.line.Value())
	}
	if wheel(tea.MouseWheelUp); e.choices[e.at].ending != ".png" {
		t.Errorf("the wheel: %+v", e.choices[e.at].as)
	}
	for range 20 {
		wheel(tea.MouseWheelDown)
	}
	last := len(e.choices) - 1
	for _, y := range []int{-1, 0, last + 2, 1000} {
		if click(y); e.at != last {
			t.Errorf("line %d selects %d, want %d", y, e.at, last)
		}
	}
}

// A click on the command copies it again; elsewhere nothing happens.
func TestTheMouseCopiesTheScenario(t *testing.T) {
	d := NewScenario("levyscope --scenario 'train'", nil)
	for y, copies := range map[int]bool{1: false, 2: true, 3: false} {
		cmd, _, open := d.Mouse(screen.Area{W: 80, H: 20}, tea.MouseClickMsg{Button: tea.MouseLeft}, 0, y)
		if (cmd != nil) != copies || !open {
			t.Errorf("line %d: copies %v, open %v", y, cmd != nil, open)
		}
	}
}
