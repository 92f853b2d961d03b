package simcmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// predictionText is what theory says beside the mean exit time: its value when a
// path is looked at every dt only, the eps below which the heaviest tail is the
// likeliest way out, and whether a decay of the noise traps paths for ever.
func predictionText(t *theory.Theory) string {
	var b strings.Builder
	if math.Abs(t.Monitored/t.MeanExitTime-1) > 5e-4 { // false of NaN
		fmt.Fprintf(&b, "\nlooked at every dt only, predicted %s", amount("%.5g", t.Monitored))
	}
	if !math.IsNaN(t.EpsReversal) {
		fmt.Fprintf(&b, "\nthe heaviest tail is the likeliest way out below eps* %.4g", t.EpsReversal)
		if t.EpsReversalCaveat != "" {
			b.WriteString("; " + t.EpsReversalCaveat)
		}
	}
	last := math.NaN()
	for i, e := range t.TrapExponents {
		if math.IsNaN(e) || e == last {
			continue // no jumps, or as in the coordinate before
		}
		last = e
		relation := "<= 1: every path leaves in the end"
		if e > 1 {
			relation = "> 1: some may stay for ever"
		}
		fmt.Fprintf(&b, "\ndecay exponent times that of the hazard, coordinate %d: %.4g %s", i+1, e, relation)
	}
	return b.String()
}

// fewSteps is the mean exit time, in steps, below which the times, whole numbers of
// steps, are not taken for continuous ones.
const fewSteps = 20

// statistics is what the exits say beyond their mean.
func (t *runText) statistics(d sim.Done) string {
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
	b.WriteString(t.exponentialText(s, d.Dt) + overshootText(s))
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

// overshootText is how far beyond the wall paths land: the tail index of |X|/wall
// and the share beyond 4.
func overshootText(s *sim.Statistics) string {
	a := s.OvershootAlpha
	if a.N == 0 || math.IsNaN(a.Alpha) {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\novershoot |X|/wall: tail index %.3f%s", a.Alpha, deviation("%.3f", a.SE))
	for _, o := range s.Overshoot {
		if o.Ratio != 4 {
			continue
		}
		fmt.Fprintf(&b, "; beyond 4 walls %.4f (95 %%: %.4f to %.4f)", o.Survival, o.Lo, o.Hi)
		if !math.IsNaN(o.Theory) {
			fmt.Fprintf(&b, ", predicted %.4f", o.Theory)
		}
	}
	return b.String()
}

// exponentialText is the test of Cox and Oakes of exponential times. Times of a
// direct run are whole numbers of steps, which the test rejects where they are few.
func (t *runText) exponentialText(s *sim.Statistics, dt float64) string {
	x := s.Exponentiality
	if math.IsNaN(x.Z) {
		return ""
	}
	if t.method == problem.Direct && s.Mean.Mean < fewSteps*dt {
		return fmt.Sprintf("\nexponential exit times? Not tested: times of a few steps (%.3g on the average) "+
			"are not continuous", s.Mean.Mean/dt)
	}
	of := "exit times"
	if s.Rescaled {
		of = "times rescaled by the predicted hazard"
	}
	return fmt.Sprintf("\nexponential %s? Cox and Oakes: z %+.2f, p %.3g", of, x.Z, x.P)
}
