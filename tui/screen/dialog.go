package screen

import tea "charm.land/bubbletea/v2"

// Dialog takes the place of the panes, and all keys but those that end or suspend the explorer, until it closes.
type Dialog interface {
	// Type takes a key; notice says what came of it, and open that the dialog stays.
	Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool)
	// Paste takes pasted text.
	Paste(tea.PasteMsg)
	// View is a.H lines of a.W cells.
	View(a Area) string
	// Hints are the most important keys, the first one first.
	Hints() []Hint
}

// Pointed is a Dialog that the mouse acts on too.
type Pointed interface {
	// Mouse takes a click or a turn of the wheel at a cell of the area that the dialog fills.
	Mouse(a Area, msg tea.MouseMsg, x, y int) (cmd tea.Cmd, notice string, open bool)
}

// Hint is a key with what it does in a word.
type Hint struct{ Keys, Word string }

// Open shows a dialog in place of the panes.
func (c *Console[C, E]) Open(d Dialog) {
	c.candidate = nil
	c.dialog = d
}

// Cover shows a dialog in place of the panes. A preview comes back when it closes.
func (c *Console[C, E]) Cover(d Dialog) { c.dialog = d }

// Close closes the dialog.
func (c *Console[C, E]) Close() {
	c.dialog = nil
	c.version++
}

// Typing says that a dialog is open, and so that keys are text.
func (c *Console[C, E]) Typing() bool { return c.dialog != nil }

// Type gives a key to the dialog, which may close upon it.
func (c *Console[C, E]) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string) {
	d := c.dialog
	cmd, notice, open := d.Type(key)
	c.settle(d, open)
	return tea.Batch(cmd, c.takeLater()), notice
}

// PointDialog gives the dialog a click or a turn of the wheel, which may close it. In a dialog that takes neither, the
// wheel stands for the keys up and down.
func (c *Console[C, E]) PointDialog(a Area, msg tea.MouseMsg, x, y int) (cmd tea.Cmd, notice string) {
	d, ok := c.dialog.(Pointed)
	if !ok {
		switch msg.Mouse().Button {
		case tea.MouseWheelUp:
			return c.Type(tea.KeyPressMsg{Code: tea.KeyUp})
		case tea.MouseWheelDown:
			return c.Type(tea.KeyPressMsg{Code: tea.KeyDown})
		}
		return nil, ""
	}
	above := a.H - c.drawer(a)
	if y < above {
		return nil, c.pointAbove(a, above, msg, x, y)
	}
	a.H -= above
	cmd, notice, open := d.Mouse(a, msg, x, y-above)
	c.settle(d, open)
	return tea.Batch(cmd, c.takeLater()), notice
}

// settle closes a dialog that is at its end, unless it has opened another one.
func (c *Console[C, E]) settle(d any, open bool) {
	if !open && any(c.dialog) == d {
		c.dialog = nil
	}
	c.version++
}

// Drawer is a Dialog that leaves the panes above it where there is room.
type Drawer interface {
	// Rows is how many lines it takes of an area at its foot, a.H for all of them.
	Rows(a Area) int
}

// drawer is how many lines of an area the dialog takes: all, unless it is a Drawer and leaves enough for a pane.
func (c *Console[C, E]) drawer(a Area) int {
	d, ok := c.dialog.(Drawer)
	if !ok {
		return a.H
	}
	const leastPane = 7
	if n := d.Rows(a); n > 0 && a.H-n >= leastPane && c.spec.Waiting() == "" {
		return n
	}
	return a.H
}

// covered is the dialog, below the panes that it leaves room for.
func (c *Console[C, E]) covered(a Area) string {
	n := c.drawer(a)
	below := a
	below.H = n
	if n == a.H {
		return c.dialog.View(a)
	}
	return c.panes(aboveOf(a, a.H-n)) + "\n" + c.dialog.View(below)
}

// aboveOf is the part of an area above a dialog, of so many lines.
func aboveOf(a Area, lines int) Area {
	above := a
	above.H = lines
	if above.Size = SizeOf(a.W, above.H+3); above.Size == TooSmall {
		above.Size = Single
	}
	return above
}

// Hints are those of the dialog, nil where none is open.
func (c *Console[C, E]) Hints() []Hint {
	if c.dialog == nil {
		return nil
	}
	return c.dialog.Hints()
}

// ThawMsg asks to show again what a frozen display holds back: a run has begun that the user asked for.
type ThawMsg struct{}

// Thaw is the command that asks for it.
func Thaw() tea.Msg { return ThawMsg{} }

// NoticeMsg tells the user something that came of no key.
type NoticeMsg string

// Notice is the command that tells it.
func Notice(text string) tea.Cmd { return func() tea.Msg { return NoticeMsg(text) } }
