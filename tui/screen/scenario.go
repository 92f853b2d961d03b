package screen

import "levyscope/internal/scenariotext"

// Scenario is what of the controls in force opens again with levyscope --scenario; notes say what it does not hold.
// Its text is empty on a screen that has none.
func (c *Console[C, E]) Scenario() (s scenariotext.Scenario, notes []string) {
	if c.spec.Scenario == nil {
		return s, nil
	}
	s = c.spec.Scenario(c.controls)
	for _, left := range s.Left {
		notes = append(notes, "It leaves out "+left+".")
	}
	if c.candidate != nil {
		notes = append(notes, "The schedule that is previewed is not in force, and not in it.")
	}
	if len(c.history.past) > 0 {
		history := "x writes the run with them"
		if c.recorder != nil {
			history = "the recording holds them"
		}
		notes = append(notes, "It begins with the controls in force now, which were changed on the way: "+history+".")
	}
	return s, notes
}
