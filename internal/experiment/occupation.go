package experiment

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/sim"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
)

var occupation = Experiment{
	ID: "occupation",
	About: "Time in a wide well over that in a narrow one, of depths 1 and 1.5: " +
		"under stable noise (d_1/d_2)^alpha, width counts and depth does not " +
		"(theory.md, section 4, a limit of small noise); " +
		"under Gaussian noise depth decides, by the ratio of the integrals of exp(-U/eps^2)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		for _, c := range []struct{ alpha, eps, wide, narrow, dt, horizon float64 }{ // depths
			{.8, .003, 1, 1.5, .02, 3e4}, {.8, .003, 1.5, 1, .02, 3e4},
			{1.2, .01, 1, 1.5, .02, 3e4}, {2, .7, 1, 1.5, .001, 1000},
		} {
			u := single(1, c.alpha, 1, c.eps)
			wells := fmt.Sprintf("doublewell:left=1.5,right=0.75,depth-left=%g,depth-right=%g", c.wide, c.narrow)
			var err error
			if u.Potential, err = landscape.Parse(wells, 1); err != nil {
				return nil, err
			}
			u.Domain = problem.Domain{Kind: problem.InWells}
			share, se, err := firstWell(ctx,
				problem.ExitConfig{Seed: seed, Paths: 200, Dt: c.dt, Horizon: c.horizon, Controls: u})
			if err != nil {
				return nil, err
			}
			ratio := share / (1 - share)
			se /= (1 - share) * (1 - share)
			name := fmt.Sprintf("alpha %g, depths %g and %g, wide/narrow", c.alpha, c.wide, c.narrow)
			if c.alpha == 2 {
				rows = append(rows, near(name, ratio, se, boltzmann(u.Potential, c.eps), nan))
				continue
			}
			limit := math.Pow(1.5/.75, c.alpha)
			rows = append(rows, near(name, ratio, se, limit, limit))
		}
		return rows, nil
	},
}

// firstWell is the share of the time that paths spend in the first well.
func firstWell(ctx context.Context, exit problem.ExitConfig) (share, se float64, err error) {
	cfg := sim.Config{ExitConfig: exit, Slots: exit.Paths, Quantum: 4096, Every: 1}
	var last *sim.Transitions
	for e, err := range sim.Run(ctx, cfg, nil) {
		if err != nil {
			return 0, 0, err
		}
		if s, ok := e.(sim.Statistics); ok && s.Transitions != nil {
			last = s.Transitions
		}
	}
	if last == nil {
		return nan, nan, nil
	}
	return last.Occupation[0].Share, last.Occupation[0].SE, nil
}

// boltzmann is the time to the left of 0 over that to the right, both weighted exp(-U/eps^2).
func boltzmann(u landscape.Potential, eps float64) float64 {
	side := func(sign float64) float64 {
		f := func(x float64) float64 { return math.Exp(-u.Value([]float64{sign * x}) / (eps * eps)) }
		sum := 0.0
		for cell := range 100 { // up to 5, where the weight is below 1e-9 of the deepest
			sum += quad.Fixed(f, float64(cell)/20, float64(cell+1)/20, 16, quad.Legendre{}, 1)
		}
		return sum
	}
	return side(-1) / side(1)
}
