package ptytest

import (
	"fmt"
	"slices"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Button is a button of the mouse as the SGR protocol (DEC mode 1006) numbers it. The wheel's directions are buttons,
// too.
type Button int

// The buttons.
const (
	Left      Button = 0
	Middle    Button = 1
	Right     Button = 2
	None      Button = 3 // of a hover
	WheelUp   Button = 64
	WheelDown Button = 65
)

// moving is added to the button of an event of motion.
const moving = 32

// mouse sends one event of the mouse at the cell x, y, counted from 0.
func (e *Terminal) mouse(b Button, x, y int, end string) {
	e.t.Helper()
	e.Type(fmt.Sprintf("\x1b[<%d;%d;%d%s", b, x+1, y+1, end))
}

// Down presses a button, or turns the wheel by one notch.
func (e *Terminal) Down(b Button, x, y int) { e.t.Helper(); e.mouse(b, x, y, "M") }

// Up releases a button.
func (e *Terminal) Up(b Button, x, y int) { e.t.Helper(); e.mouse(b, x, y, "m") }

// Move moves the mouse with a button held, or with None.
func (e *Terminal) Move(b Button, x, y int) { e.t.Helper(); e.mouse(b+moving, x, y, "M") }

// Click presses and releases the left button.
func (e *Terminal) Click(x, y int) {
	e.t.Helper()
	e.Down(Left, x, y)
	e.Up(Left, x, y)
}

// Drag holds the left button from one cell to another.
func (e *Terminal) Drag(x0, y0, x1, y1 int) {
	e.t.Helper()
	e.Down(Left, x0, y0)
	e.Move(Left, (x0+x1)/2, (y0+y1)/2)
	e.Move(Left, x1, y1)
	e.Up(Left, x1, y1)
}

// ClickText clicks on the first cell of a text that the screen shows, and waits for it before.
func (e *Terminal) ClickText(text string) {
	e.t.Helper()
	x, y := e.Await(text).Find(text)
	e.Click(x, y)
}

// Find is the first cell of a text, -1, -1 where the screen does not show it.
func (s Screen) Find(text string) (x, y int) {
	for y, line := range strings.Split(s.Text, "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return ansi.StringWidth(before), y
		}
	}
	return -1, -1
}

// Cells are the cells of the terminal with their styles, by rows.
func (e *Terminal) Cells() [][]uv.Cell {
	e.mu.Lock()
	defer e.mu.Unlock()
	rows := make([][]uv.Cell, e.emulator.Height())
	for y := range rows {
		rows[y] = make([]uv.Cell, e.emulator.Width())
		for x := range rows[y] {
			if cell := e.emulator.CellAt(x, y); cell != nil {
				rows[y][x] = *cell
			}
		}
	}
	return rows
}

// Modes says which of the modes of the mouse the program has asked for: buttons, motion with a button, all motion.
func (e *Terminal) Modes() []ansi.Mode {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.modes)
}

// isMouse says that a mode asks for events of the mouse.
func isMouse(m ansi.Mode) bool {
	return m == ansi.ModeMouseNormal || m == ansi.ModeMouseButtonEvent || m == ansi.ModeMouseAnyEvent
}
