package reproduce

import (
	"fmt"
	"math"

	"levyscope/internal/cli"
	"levyscope/internal/experiment"
	"levyscope/internal/record"
)

// verdict is a row of an experiment as an event.
type verdict struct {
	ID string `json:"id"` // of the experiment
	experiment.Row
	Sigmas float64 `json:"sigmas"` // (got - reference)/se, both errors counted
	OK     bool    `json:"ok"`
}

func newVerdict(id string, r experiment.Row) verdict { return verdict{id, r, r.Sigmas(), r.OK()} }

// Type names the event.
func (verdict) Type() string { return "verdict" }

// verdictText is a verdict as a line. It ends in "ok", in "shown" for a figure
// without bounds, or in the bounds that the figure is not within.
func verdictText(e record.Event) string {
	v := e.(verdict)
	mark := "ok"
	switch {
	case !v.OK:
		mark = fmt.Sprintf("NOT within %.4g to %.4g", v.Low, v.High)
	case !v.Held():
		mark = "shown"
	}
	sigmas := ""
	if !math.IsNaN(v.Sigmas) {
		sigmas = fmt.Sprintf("%+.1f", v.Sigmas)
	}
	return fmt.Sprintf("  %-40s %22s %20s %8s %12s  %s", v.What, cli.WithError(v.Got, v.SE),
		cli.WithError(v.Reference, v.ReferenceSE), sigmas, cli.WithError(v.Formula, math.NaN()), mark)
}
