package watchscreen

import (
	"math"
	"strings"

	"levyscope/tui/runlist"
	"levyscope/tui/screen"
)

// Standing is how the run stands, for a list of runs.
func (m *model) Standing() runlist.Standing {
	s := runlist.Standing{Step: -1, State: m.State().Text}
	if m.attached == nil || !m.begun() {
		return s
	}
	s.Step = m.Step()
	s.Loss, s.Eta = m.Latest()
	if n := m.Judged(); n != nil {
		var alphas []string
		for _, l := range n.Layers {
			if !math.IsNaN(l.Alpha) && len(alphas) < 3 {
				alphas = append(alphas, screen.Sig3(l.Alpha))
			}
		}
		s.Alpha = strings.Join(alphas, " ")
		if n.Burst != nil && s.Alpha != "" {
			s.Alpha += " (burst)"
		}
	}
	return s
}
