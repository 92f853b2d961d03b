package sim

import (
	"fmt"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
)

// negligibleTrapping is the probability never to leave below which the mean exit time is what it says.
const negligibleTrapping = 1e-6

// caveatsOf are the limits of the figures of g, predicted by t, that are not part of t: see
// Setting.Caveats.
func caveatsOf(g *ways.Geometry, t *theory.Theory) (out []string) {
	if g.Controls.Domain.Kind == problem.InWells {
		if why := theory.TransitionCaveat(g); why != "" {
			out = append(out, why)
		}
	} else if t == nil {
		out = append(out, "no prediction: "+theory.Missing(g))
	} else if t.PTrap > negligibleTrapping {
		out = append(out, fmt.Sprintf("paths stay for ever with probability %.3g (theory), so E tau is infinite: the mean "+
			"exit time is the time that all paths spent inside over the exits, and grows with the horizon", t.PTrap))
	}
	if note := landscape.SearchNote(g.Controls.Landscape()); note != "" {
		out = append(out, note)
	}
	return out
}

// Caveats are the limits that the paths so far have passed.
func (t Totals) Caveats() (out []string) {
	if t.Diverged > 0 {
		out = append(out, fmt.Sprintf("%d paths could not be followed: drift or noise is not defined where they came, or "+
			"left the range of numbers; they count as inside up to then", t.Diverged))
	}
	if t.Thrown > 0 {
		out = append(out, fmt.Sprintf("%d of the exits were made by the drift, not by the noise: one iteration overshoots "+
			"there; use a smaller eta0", t.Thrown))
	}
	return out
}

// Warnings are all limits of validity that the figures of a run have passed, as every format and the
// screen give them: those of the prediction, and those of the simulation.
func (s Setting) Warnings() (out []string) {
	if t := s.Theory; t != nil {
		if !t.Valid {
			out = append(out, "the prediction is rough: "+t.Caveat)
		}
		if t.EpsReversalCaveat != "" {
			out = append(out, t.EpsReversalCaveat)
		}
	}
	return append(out, s.Caveats...)
}
