package simcmd

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"levyscope/internal/cli"
	"levyscope/sim/theory"
)

// theoryColumns are the columns of what is predicted, and of where it holds, with one for every way
// out. They stand behind the others:
//
//	law                       of the prediction; empty where there is none
//	valid                     the prediction is good to some 10 %
//	monitored_mean_exit_time  predicted mean exit time of paths that are looked at every dt only
//	predicted_inside          P(tau > horizon)
//	noise_ratio               largest scale of the noise over the distance of a wall
//	eps_reversal              eps below which the heaviest tail is the likeliest way out
//	trap_exponents            of a decay, by coordinate, with - for one that has none
//	predicted_side_S          P(exit through S | exit by the horizon)
//	caveat                    every limit that the figures of the row have passed, with ; between them
func theoryColumns(sides []string) []string {
	out := []string{"law", "valid", "monitored_mean_exit_time", "predicted_inside", "noise_ratio", "eps_reversal",
		"trap_exponents"}
	for _, name := range sides {
		out = append(out, "predicted_"+sideColumn(name))
	}
	return append(out, "caveat")
}

// sideColumn is the column of the exits by a way out.
func sideColumn(name string) string { return "side_" + strings.ReplaceAll(name, " ", "_") }

// theoryFields are the fields of theoryColumns; c is nil where the methods are not compared.
func theoryFields(sides []string, p point, c *comparison) []string {
	caveat := strings.Join(warnings(p, c), "; ")
	t := p.Theory
	if t == nil {
		out := make([]string, len(theoryColumns(sides)))
		out[len(out)-1] = caveat
		return out
	}
	out := []string{t.Law, strconv.FormatBool(t.Valid), cli.Field(t.Monitored), cli.Field(t.Inside),
		cli.Field(t.NoiseRatio), cli.Field(t.EpsReversal), exponentsField(t)}
	for _, name := range sides {
		share := math.NaN()
		if j := slices.Index(p.SideNames, name); j >= 0 && j < len(t.Sides) {
			share = t.Sides[j]
		}
		out = append(out, cli.Field(share))
	}
	return append(out, caveat)
}

// exponentsField are the trap exponents with blanks between them.
func exponentsField(t *theory.Theory) string {
	out := make([]string, len(t.TrapExponents))
	for i, e := range t.TrapExponents {
		if out[i] = cli.Field(e); out[i] == "" {
			out[i] = "-"
		}
	}
	return strings.Join(out, " ")
}
