package main

import (
	"strings"
	"testing"

	"levyscope/tui/ptytest"
)

// A click gives a pane the focus, whose title is then drawn in another style than those of the others; the wheel and a
// drag over it neither lose nor end anything.
func TestTheMouseInATerminal(t *testing.T) {
	t.Parallel()
	e := still(explorer(t, 120, 36))
	if modes := e.Modes(); len(modes) == 0 {
		t.Error("the program asks for no events of the mouse")
	}
	style := func(text string) string {
		x, y := e.Await(text).Find(text)
		return e.Cells()[y][x].Style.String()
	}
	before := style("tail index")
	e.ClickText("tail index")
	e.AwaitScreen("the focus on the tail index", func(ptytest.Screen) bool { return style("tail index") != before })
	x, y := e.Screen().Find("tail index")
	for _, b := range []ptytest.Button{ptytest.WheelUp, ptytest.WheelDown} {
		e.Down(b, x+5, y+3)
	}
	e.Move(ptytest.None, x+3, y+2)
	e.Drag(x+3, y+2, x+9, y+2)
	if s := e.Await("[1 Train]", "paused"); !strings.Contains(s.Line(-1), "q") {
		t.Errorf("the foot is gone:\n%s", s.Text)
	}
}
