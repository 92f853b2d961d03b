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
	if math.Abs(t.Monitored/t.MeanExitTime-1) > 5e-4 { // false of NaN
		fmt.Fprintf(&b, "\nlooked at every dt only, predicted %s", amount("%.5g", t.Monitored))
	}
	if !math.IsNaN(t.EpsReversal) {
		fmt.Fprintf(&b, "\nthe heaviest tail is the likeliest way out below eps* %.4g", t.EpsReversal)
	}
	told := math.NaN()
	for i, e := range t.TrapExponents {
		if math.IsNaN(e) || e == told {
			continue // no jumps, or as before
		}
		told = e
		relation := "<= 1: every path leaves in the end"
		if e > 1 {
			relation = "> 1: some may stay for ever"
		}
		fmt.Fprintf(&b, "\ndecay exponent times that of the hazard, coordinate %d: %.4g %s", i+1, e, relation)
	}
	return b.String()
}

// fewSteps is how long, in steps, a mean exit time must be for the times to pass for continuous.
const fewSteps = 20

// statistics is what the exits say beyond their mean.
func (t *simTelling) statistics(d sim.Done) string {
	s := t.last
	if s == nil {
		return ""
	}
	var b strings.Builder
	if m := s.Median; !math.IsNaN(m.Time) {
		fmt.Fprintf(&b, "\nmedian %s (95 %%: %s to %s)", amount("%.5g", m.Time), amount("%.5g", m.Lo), amount("%.5g", m.Hi))
	}
	if v := s.Variation; !math.IsNaN(v.CV) {
		fmt.Fprintf(&b, "\ncoefficient of variation %.4f%s", v.CV, deviation("%.4f", v.SE))
		if !math.IsNaN(v.Exponential) {
			fmt.Fprintf(&b, ", of exponential times %.4f", v.Exponential)
		}
	}
	b.WriteString(t.exponentialText(s, d.Dt))
	if a := s.OvershootAlpha; a.N > 0 && !math.IsNaN(a.Alpha) {
		fmt.Fprintf(&b, "\novershoot |X|/wall: tail index %.3f%s", a.Alpha, deviation("%.3f", a.SE))
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

// exponentialText is the test of exponential times. Those of a direct run are whole steps, which
// shows, and is rejected, where they are few.
func (t *simTelling) exponentialText(s *sim.Statistics, dt float64) string {
	x := s.Exponentiality
	if math.IsNaN(x.Z) {
		return ""
	}
	if t.method == sim.Direct && s.Mean.Mean < fewSteps*dt {
		return fmt.Sprintf("\nexponential exit times? Not tested: times of a few steps (%.3g on the average) are not continuous", s.Mean.Mean/dt)
	}
	of := "exit times"
	if s.Rescaled {
		of = "times rescaled by the predicted hazard"
	}
	return fmt.Sprintf("\nexponential %s? Cox and Oakes: z %+.2f, p %.3g", of, x.Z, x.P)
}

// mostWells is how many basins the matrix of transitions is written out for.
const mostWells = 12

// transitionsText is a line for each basin, and one for each pair with transitions.
func transitionsText(t *sim.Transitions) string {
	var b strings.Builder
	b.WriteString(startText(t))
	for i, o := range t.Occupation {
		fmt.Fprintf(&b, "\nbasin %-3d occupied %s%s", i+1, amount("%.4f", o.Share), deviation("%.4f", o.SE))
		if p := predictedShare(t, i); !math.IsNaN(p) {
			fmt.Fprintf(&b, ", predicted %.4f", p)
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
			if p := predictedRate(t, i, j); !math.IsNaN(p) {
				fmt.Fprintf(&b, ", predicted %.4g", p)
			}
		}
	}
	return b.String()
}

// startText says that a run is not in its stationary state from the beginning.
func startText(t *sim.Transitions) string {
	text := "\nall paths start in no basin"
	if t.FirstBasin >= 0 {
		text = fmt.Sprintf("\nall paths start in basin %d", t.FirstBasin+1)
	}
	if t.Stationary != nil {
		text += "; the prediction of the occupation is of the long run"
	}
	return text
}
