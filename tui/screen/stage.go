package screen

// stage is what the user looks at and acts on: the focused pane, whether it is
// expanded, and the selected control.
type stage struct {
	focus    int // number of a pane
	expanded bool
	selected string // name of a knob; "": the first one
}

// NothingToLeave is the notice where esc has nothing to leave.
const NothingToLeave = "nothing is expanded"

// act does what the keys for panes and the choice of a knob ask for; handled is false for other keys.
func (s *stage) act(a Action, panes []*Pane, knobs []Knob) (notice string, handled bool) {
	switch a {
	case NextPane:
		s.focus = (s.focus + 1) % len(panes)
	case PreviousPane:
		s.focus = (s.focus + len(panes) - 1) % len(panes)
	case Expand:
		s.expanded = !s.expanded
	case Back:
		if !s.expanded {
			return NothingToLeave, true
		}
		s.expanded = false
	case LogAxis:
		return panes[s.focus].toggleLog(), true
	case NextKnob:
		return s.choose(knobs, 1), true
	case PreviousKnob:
		return s.choose(knobs, -1), true
	default:
		return "", false
	}
	return "", true
}

// selectedOf is the number of the selected knob, the first one if there is none of its name.
func (s *stage) selectedOf(knobs []Knob) int {
	for i, k := range knobs {
		if k.key() == s.selected {
			return i
		}
	}
	return 0
}

// Selected is the name of the selected control, "" where there is none.
func (c *Console[C, E]) Selected() string {
	knobs := c.spec.Knobs()
	if len(knobs) == 0 {
		return ""
	}
	return knobs[c.selectedOf(knobs)].Name
}

// choose selects the next knob (direction 1) or the previous one (-1).
func (s *stage) choose(knobs []Knob, direction int) (notice string) {
	at := s.selectedOf(knobs)
	i := at + direction
	switch {
	case i < 0:
		return knobs[at].Name + " is the first control"
	case i == len(knobs):
		return knobs[at].Name + " is the last control"
	}
	s.selected = knobs[i].key()
	return ""
}
