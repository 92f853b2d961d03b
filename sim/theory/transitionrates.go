package theory

import (
	"levyscope/sim/exits"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// TransitionRates are the rates between the basins in the limit of small noise: from
// the minimum of one a single jump leads into another. Gaussian noise in one dimension
// goes over the separatrix, from where it falls to either side alike: it comes into
// the other basin half as often as to the separatrix. nil where that is not known: under a
// decay, or with Gaussian coordinates in more dimensions.
func TransitionRates(g *ways.Geometry) exits.Generator {
	u := g.Controls.Landscape()
	if !problem.Steady(g.Controls.Schedule) {
		return nil
	}
	basins := len(u.Minima())
	rates := make(exits.Generator, basins)
	for m := range rates {
		t := Predict(g.Basin(m))
		if t == nil || t.hazard == nil {
			return nil
		}
		rates[m] = make([]float64, basins)
		all := append([]float64(nil), t.hazard.rates(0)...)
		jumps := t.hazard.jumpRates()
		for side := range basins {
			if rate := (all[side] + jumps[side]) / 2; side != m {
				rates[m][side] = rate
				rates[m][m] -= rate
			}
		}
	}
	return rates
}
