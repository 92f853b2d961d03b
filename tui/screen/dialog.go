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
	cmd, notice, open := c.dialog.Type(key)
	if !open {
		c.dialog = nil
	}
	c.version++
	return cmd, notice
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
