package theory

import (
	"fmt"

	"levyscope/sim/exits"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// TransitionCaveat says where TransitionRates are rough, or why there are none; it is empty where they
// hold. Every basin has limits of its own, those of caveat; the first that passes one is named.
func TransitionCaveat(g *ways.Geometry) string {
	if !problem.Steady(g.Controls.Schedule) {
		return "no prediction of the rates between basins: they change under a decay"
	}
	for m := range g.Controls.Landscape().Minima() {
		basin := g.Basin(m)
		switch t := Predict(basin); {
		case t == nil:
			return fmt.Sprintf("no prediction of the rates between basins: of basin %d, %s", m+1, Missing(basin))
		case t.hazard != nil && !t.Valid:
			return fmt.Sprintf("the predicted rates are rough: basin %d, %s", m+1, t.Caveat)
		}
	}
	return ""
}

// TransitionRates are the rates between the basins of the minima in the limit of small
// noise, per unit of the simulation's time. A single jump leads from one minimum into another
// basin. Gaussian noise in one dimension reaches the separatrix and falls to either side with
// probability 1/2, so its rate between the basins is half the rate of reaching the separatrix.
// It is nil where the rates are not known: under a decay,
// and with Gaussian coordinates in more dimensions.
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
