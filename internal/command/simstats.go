package command

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
)

// predictionText is what theory adds to a mean exit time: what looking every dt makes
// of it, below which eps the heavier tail is the likelier way out, and whether a decay traps.
func predictionText(t *sim.Theory) string {
	var b strings.Builder
	if !math.IsNaN(t.Monitored) && math.Abs(t.Monitored/t.MeanExitTime-1) > 5e-4 {
		fmt.Fprintf(&b, "\nlooked at every dt only, predicted %.5g", t.Monitored)
	}
	if !math.IsNaN(t.EpsReversal) {
		fmt.Fprintf(&b, "\nthe heaviest tail is the likeliest way out below eps* %.4g", t.EpsReversal)
	}
	for i, e := range t.TrapExponents {
		relation := "<= 1: every path leaves in the end"
		if e > 1 {
			relation = "> 1: some may stay for ever"
		}
		if i == 0 || e != t.TrapExponents[i-1] {
			fmt.Fprintf(&b, "\ndecay exponent times that of the hazard, coordinate %d: %.4g %s", i+1, e, relation)
		}
	}
	return b.String()
}

// statisticsText is what the exits say beyond their mean.
func statisticsText(s *sim.Statistics) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	if m := s.Median; !math.IsNaN(m.Time) {
		fmt.Fprintf(&b, "\nmedian %.5g (95 %%: %.5g to %.5g)", m.Time, m.Lo, m.Hi)
	}
	if v := s.Variation; !math.IsNaN(v.CV) {
		fmt.Fprintf(&b, "\ncoefficient of variation %.4f +- %.4f, of exponential times %.4f", v.CV, v.SE, v.Exponential)
	}
	if x := s.Exponentiality; !math.IsNaN(x.Z) {
		of := "exit times"
		if s.Rescaled {
			of = "times rescaled by the predicted hazard"
		}
		fmt.Fprintf(&b, "\nexponential %s? Cox and Oakes: z %+.2f, p %.3g", of, x.Z, x.P)
	}
	if a := s.OvershootAlpha; a.N > 0 && !math.IsNaN(a.Alpha) {
		fmt.Fprintf(&b, "\novershoot |X|/wall: tail index %.3f +- %.3f", a.Alpha, a.SE)
		for _, o := range s.Overshoot {
			if o.Ratio == 4 {
				fmt.Fprintf(&b, "; beyond 4 walls %.4f (95 %%: %.4f to %.4f)", o.Survival, o.Lo, o.Hi)
				if !math.IsNaN(o.Theory) {
					fmt.Fprintf(&b, ", predicted %.4f", o.Theory)
				}
			}
		}
	}
	for _, d := range s.Directions {
		if d.Paths > 0 {
			fmt.Fprintf(&b, "\ncarried out along %-3s %8d  %.4f  (95 %%: %.4f to %.4f)", d.Name, d.Paths, d.Share, d.Lo, d.Hi)
		}
	}
	if s.Transitions != nil {
		b.WriteString(transitionsText(s.Transitions))
	}
	return b.String()
}

// mostWells is how many basins the matrix of transitions is written out for.
const mostWells = 12

// transitionsText is a line for each basin, and one for each pair with transitions.
func transitionsText(t *sim.Transitions) string {
	var b strings.Builder
	for i, o := range t.Occupation {
		fmt.Fprintf(&b, "\nbasin %-3d occupied %.4f +- %.4f", i+1, o.Share, o.SE)
		if i < len(t.Stationary) {
			fmt.Fprintf(&b, ", predicted %.4f", t.Stationary[i])
		}
	}
	if len(t.Counts) > mostWells {
		return b.String() + "\ntransitions: see --format json"
	}
	for i, row := range t.Rates {
		for j, r := range row {
			if i == j || r.Count == 0 {
				continue
			}
			fmt.Fprintf(&b, "\n%d -> %-3d %8d times, rate %.4g (95 %%: %.4g to %.4g)", i+1, j+1, r.Count, r.Rate, r.Lo, r.Hi)
			if t.Predicted != nil {
				fmt.Fprintf(&b, ", predicted %.4g", t.Predicted[i][j])
			}
		}
	}
	return b.String()
}
