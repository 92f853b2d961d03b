package tui

import (
	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
	"levyscope/tui/feed"
	"levyscope/tui/theme"
)

// console is what the screens of all engines have in common; the functions are
// what differs between them.
type console[C, E any] struct {
	stage
	engine[C, E]
	pane          []*pane
	full, compact grid
	steps         int // taken since the screen was begun
	rate          rate

	onEvent func(E)             // takes in one event
	onReset func()              // forgets what was seen
	onKey   func(action) string // does what the engine's own keys ask for
	dials   func() []knob       // the controls in the strip
	decay   func() (schedule.Schedule, schedule.Arm)
}

func (c *console[C, E]) begin() tea.Cmd { return c.start() }
func (c *console[C, E]) panes() []*pane { return c.pane }
func (c *console[C, E]) failure() error { return c.err }
func (c *console[C, E]) layout(s size) grid {
	if s == full {
		return c.full
	}
	return c.compact
}

// update takes in a batch of this engine's run.
func (c *console[C, E]) update(msg tea.Msg) tea.Cmd {
	b, ok := msg.(feed.Batch[E])
	if !ok {
		return nil
	}
	next, ok := c.take(b)
	if !ok {
		return nil
	}
	for _, e := range b.Events {
		c.onEvent(e)
		if c.isStep(e) {
			c.steps++
		}
	}
	c.rate.tick(c.steps)
	c.data++
	return next
}

// act does what a key asks for: the panes' and the strip's keys, the engine's,
// and those that only this screen knows.
func (c *console[C, E]) act(a action) (tea.Cmd, string) {
	if said, ok := c.turn(a, c.pane, c.dials()); ok {
		return nil, said
	}
	if a == restart {
		c.onReset()
	}
	c.data++
	if cmd, said, ok := c.drive(a); ok {
		return cmd, said
	}
	return nil, c.onKey(a)
}

func (c *console[C, E]) strip(w int, th theme.Theme) string {
	eta, arm := c.decay()
	dim := th.Style(theme.Dim)
	lead := th.Style(theme.Title).Render(" "+schedule.Kind(eta)) + dim.Render("  arm ") + arm.String() +
		dim.Render("  pace ") + c.paceText() + dim.Render(th.Spell(" │"))
	return strip(lead, c.dials(), c.selected, w, th)
}
