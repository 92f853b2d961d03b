package simcmd

import (
	"fmt"
	"math"
	"strconv"

	"levyscope/internal/cli"
	"levyscope/sim"
	"levyscope/sim/problem"
)

// mostRatedWells is the most basins for which a CSV has the rates between them, M (M-1) of M basins.
const mostRatedWells = 6

// wellsOf is how many basins a run in the domain wells has, 0 in any other domain.
func wellsOf(c problem.Controls) int {
	switch {
	case c.Domain.Kind != problem.InWells:
		return 0
	case c.Potential == nil:
		return 1
	}
	return len(c.Potential.Minima())
}

// pairs calls do with every two different basins of n.
func pairs(n int, do func(from, to int)) {
	for i := range n {
		for j := range n {
			if i != j {
				do(i, j)
			}
		}
	}
}

// wellColumns are those of a table for n basins.
func wellColumns(n int) (out []string) {
	for i := range n {
		name := fmt.Sprintf("occupation_%d", i+1)
		out = append(out, name, name+"_se", "predicted_"+name)
	}
	if n > mostRatedWells {
		return out
	}
	pairs(n, func(i, j int) {
		pair := fmt.Sprintf("%d_%d", i+1, j+1)
		out = append(out, "transitions_"+pair, "rate_"+pair, "predicted_rate_"+pair)
	})
	return out
}

// wellFields are the fields of wellColumns, empty for a basin that t does not have.
func wellFields(n int, t *sim.Transitions) (out []string) {
	if t == nil {
		return make([]string, len(wellColumns(n)))
	}
	for i := range n {
		if i >= len(t.Occupation) {
			out = append(out, "", "", "")
			continue
		}
		o := t.Occupation[i]
		out = append(out, cli.Field(o.Share), cli.Field(o.SE), cli.Field(predictedShare(t, i)))
	}
	if n > mostRatedWells {
		return out
	}
	pairs(n, func(i, j int) {
		if i >= len(t.Rates) || j >= len(t.Rates) {
			out = append(out, "", "", "")
			return
		}
		out = append(out, strconv.Itoa(t.Counts[i][j]), cli.Field(t.Rates[i][j].Rate), cli.Field(predictedRate(t, i, j)))
	})
	return out
}

// predictedShare is the predicted occupation of a basin, NaN where there is no prediction.
func predictedShare(t *sim.Transitions, i int) float64 {
	if i >= len(t.Stationary) {
		return math.NaN()
	}
	return t.Stationary[i]
}

// predictedRate is that from one basin to another, NaN where there is no prediction.
func predictedRate(t *sim.Transitions, i, j int) float64 {
	if t.Predicted == nil {
		return math.NaN()
	}
	return t.Predicted[i][j]
}
