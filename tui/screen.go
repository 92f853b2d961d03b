package tui

import (
	tea "charm.land/bubbletea/v2"

	"levyscope/tui/theme"
)

// screen is one of the tabs.
type screen interface {
	name() string
	begin() tea.Cmd                              // shown for the first time
	update(tea.Msg) tea.Cmd                      // a message that may be for it
	act(action) (cmd tea.Cmd, said string)       // a key; what came of it, or why nothing did
	status() []figure                            // for the head of the screen
	state() string                               // of its engine
	strip(w int, th theme.Theme) string          // its controls
	layout(s size) grid                          // which panes where
	panes() []*pane                              // by number
	stageOf() *stage                             // which pane has the focus
	version() int                                // of its data
	failure() error                              // why its engine stopped, if it was an error
	stop() <-chan struct{}                       // ends its engine
	card(w, h int, th theme.Theme) (text string) // instead of the panes, while there is nothing to show
}

// stage holds what every screen has beside its data: the focused pane, the
// expanded one and the selected control.
type stage struct {
	focus    int
	expanded bool
	selected int
	data     int // version of the data
}

func (s *stage) version() int    { return s.data }
func (s *stage) stageOf() *stage { return s }

// turn does what the keys common to all screens ask for.
func (s *stage) turn(a action, panes []*pane, knobs []knob) (said string, handled bool) {
	switch a {
	case nextPane, previousPane:
		step := 1
		if a == previousPane {
			step = len(panes) - 1
		}
		s.focus = (s.focus + step) % len(panes)
	case expand:
		s.expanded = !s.expanded
	case back:
		if !s.expanded {
			return "nothing is expanded", true
		}
		s.expanded = false
	case logAxis:
		p := panes[s.focus]
		if !p.logable {
			return "the pane " + p.name + " has no choice of axis", true
		}
		p.log = !p.log
	case nextKnob:
		s.selected = min(s.selected+1, len(knobs)-1)
	case previousKnob:
		s.selected = max(s.selected-1, 0)
	case increase, decrease:
		direction := 1
		if a == decrease {
			direction = -1
		}
		s.selected = min(s.selected, len(knobs)-1)
		return knobs[s.selected].move(direction), true
	default:
		return "", false
	}
	return "", true
}
