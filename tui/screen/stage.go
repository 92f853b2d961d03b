package screen

// stage is what the user looks at and acts on: the focused pane, whether it is
// expanded, and the selected control.
type stage struct {
	focus    int // number of a pane
	expanded bool
	selected int // number of a knob
}

// act does what the keys for panes and knobs ask for; handled is false for other keys.
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
			return "nothing is expanded", true
		}
		s.expanded = false
	case LogAxis:
		return panes[s.focus].toggleLog(), true
	case NextKnob:
		s.selected = min(s.selected+1, len(knobs)-1)
	case PreviousKnob:
		s.selected = max(s.selected-1, 0)
	case Increase:
		return s.turn(knobs, 1), true
	case Decrease:
		return s.turn(knobs, -1), true
	default:
		return "", false
	}
	return "", true
}

// turn moves the selected knob. The last one is taken if there are fewer than there were.
func (s *stage) turn(knobs []Knob, direction int) (notice string) {
	s.selected = min(s.selected, len(knobs)-1)
	return knobs[s.selected].Move(direction)
}
