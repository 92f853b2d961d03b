package simcmd

import (
	"fmt"
	"math"

	"levyscope/internal/cli"
	"levyscope/sim"
	"levyscope/sim/theory"
)

// comparison is the accelerated method beside the direct one.
type comparison struct {
	Direct      sim.Totals `json:"direct"`
	Accelerated sim.Totals `json:"accelerated"` // path_steps counts big jumps
	// Ratio is accelerated/direct of the mean exit times, with the standard error of
	// a ratio of independent means: the methods draw from the same streams, but
	// different things.
	Ratio   float64 `json:"ratio"`
	RatioSE float64 `json:"ratio_se"`
	Partial bool    `json:"partial"` // one of the runs was interrupted
	// Caveat is the limit of the accelerated run that the direct one does not share.
	Caveat string `json:"caveat,omitempty"`
}

// Type names the event.
func (comparison) Type() string { return "comparison" }

func compare(direct, accelerated sim.Done) comparison {
	d, a := direct.Totals, accelerated.Totals
	ratio := a.MeanTime / d.MeanTime
	return comparison{
		Direct: d, Accelerated: a,
		Ratio: ratio, RatioSE: ratio * math.Hypot(a.MeanTimeSE/a.MeanTime, d.MeanTimeSE/d.MeanTime),
		Partial: direct.Partial || accelerated.Partial, Caveat: ownCaveat(direct.Theory, accelerated.Theory),
	}
}

// ownCaveat is the caveat of the prediction for the accelerated run that the direct one does not have.
func ownCaveat(direct, accelerated *theory.Theory) string {
	if accelerated == nil || accelerated.Caveat == "" || direct != nil && direct.Caveat == accelerated.Caveat {
		return ""
	}
	return "of the accelerated run: " + accelerated.Caveat
}

// warnings are all limits of the figures of a point, and of the comparison c of the methods there,
// which is nil where there is none.
func warnings(p point, c *comparison) []string {
	out := p.Warnings()
	if c != nil && c.Caveat != "" {
		out = append(out, c.Caveat)
	}
	return out
}

// text is the comparison as two lines.
func (c comparison) text() string {
	partial := ""
	if c.Partial {
		partial = "partial (interrupted): "
	}
	ratio := cli.WithError(c.Ratio, c.RatioSE)
	if ratio == "" {
		ratio = "unknown: no exits"
	}
	caveat := ""
	if c.Caveat != "" {
		caveat = "\ncaveat: " + c.Caveat
	}
	return fmt.Sprintf("%saccelerated %s in %d big jumps; direct %s in %d path-steps\naccelerated/direct %s%s", partial,
		meanText(c.Accelerated), c.Accelerated.PathSteps, meanText(c.Direct), c.Direct.PathSteps, ratio, caveat)
}
