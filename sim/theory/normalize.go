package theory

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// Normalize is the geometry of a valid c, with the time step of its clock and a
// horizon. If none was given it is twenty predicted mean exit times at the first
// learning rate, or longer under a decay that lets every path out in the end, up to
// 64 times that; without a prediction, or if direct steps would be more than 10^9,
// 10^5 steps. In the domain wells it is twenty times the longest predicted stay in a
// basin.
func Normalize(c problem.ExitConfig) *ways.Geometry {
	if c.Time == clock.Iteration {
		c.Dt = 1
	}
	g := ways.Find(c)
	if c.Horizon != 0 {
		return g
	}
	g = g.WithHorizon(1e5 * c.Dt)
	steady := g.WithSchedule(schedule.Constant{Eta0: c.Controls.Schedule.Eta(0)})
	most := 1e9
	if c.Method == problem.Accelerated {
		most = problem.MaxSteps
	}
	mean := longestStay(steady)
	if !(mean > 0 && mean*20/c.Dt < most) {
		return g
	}
	g = g.WithHorizon(max(20*mean, 10*c.Dt))
	if problem.Steady(c.Controls.Schedule) {
		return g
	}
	return extendHorizon(g)
}

// longestStay is the predicted mean exit time, or the longest mean time in a basin
// of the domain wells; 0 where there is no prediction.
func longestStay(g *ways.Geometry) float64 {
	if g.Controls.Domain.Kind != problem.InWells {
		if t := Predict(g); t != nil && !math.IsInf(t.MeanExitTime, 1) {
			return t.MeanExitTime
		}
		return 0
	}
	longest := 0.0
	for m, rates := range TransitionRates(g) {
		longest = max(longest, -1/rates[m])
	}
	return longest
}

// extendHorizon doubles the horizon, up to 64 times the first one, until at most one path
// in 10^8 is predicted to be still inside.
func extendHorizon(g *ways.Geometry) *ways.Geometry {
	for first := g.Horizon; g.Horizon < 64*first; {
		if t := Predict(g); t == nil || t.PTrap > 0 || !(t.Inside > 1e-8) {
			break
		}
		g = g.WithHorizon(2 * g.Horizon)
	}
	return g
}
