package sim

import (
	"context"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// steepCase is a system whose drift throws a path that has jumped far out across the
// domain with Euler's method. The mean exit times are those of simulations of their own,
// in numpy, with the exact flow of the drift between looks every dt = .01.
type steepCase struct {
	name            string
	potential       string
	alpha           []float64
	start           []float64
	domain          problem.Domain
	box             []problem.Interval
	eps, horizon    float64
	mean, meanError float64
}

var steepCases = []steepCase{
	{"x^4 wells, alpha .6", "expr:x1^4/4-x1^2/2", []float64{.6}, []float64{-1},
		problem.Domain{Kind: problem.InBasin}, nil, .01, 0, 40, .3},
	{"x^4 wells, alpha .8", "expr:x1^4/4-x1^2/2", []float64{.8}, []float64{-1},
		problem.Domain{Kind: problem.InBasin}, nil, .01, 0, 110.4, 1.2},
	{"quartic in a wide box", "quartic", []float64{1.2, 1.2}, nil, problem.Domain{},
		[]problem.Interval{{Lo: -100, Hi: 100}, {Lo: -100, Hi: 100}}, 1, 2000, 219, 4},
}

// exit simulates c.
func (c steepCase) exit(t *testing.T, integrator problem.Integrator, paths int) Done {
	t.Helper()
	u := simtest.Landscape(t, c.potential, len(c.alpha))
	controls := simtest.Cube(len(c.alpha))
	controls.Alpha, controls.Potential, controls.Domain, controls.Integrator = c.alpha, u, c.domain, integrator
	controls.Eps = c.eps
	if c.box != nil {
		controls.Box = c.box
	}
	cfg := Default()
	cfg.Steps = 0
	cfg.ExitConfig = problem.ExitConfig{
		Paths: paths, Dt: .01, Horizon: c.horizon, Start: c.start, Seed: 7, Controls: controls,
	}
	for event, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := event.(Done); ok {
			return d
		}
	}
	t.Fatal("the run has no last event")
	return Done{}
}

// A path that has jumped to where h |grad U| would throw it across is led back by the
// drift, in every integrator.
func TestSteepDriftLeadsBack(t *testing.T) {
	paths := simtest.Paths(6000, 300)
	for i, c := range steepCases {
		for _, integrator := range []problem.Integrator{problem.Euler, problem.Tamed, problem.JumpAdapted} {
			if testing.Short() && i > 0 && integrator != problem.Euler {
				continue
			}
			t.Run(fmt.Sprintf("%s, %s", c.name, integrator), func(t *testing.T) {
				d := c.exit(t, integrator, paths)
				t.Logf("mean %.5g +- %.2g, reference %g +- %g, sides %v", d.MeanTime, d.MeanTimeSE, c.mean, c.meanError, d.Sides)
				near.Abs(t, "mean exit time", d.MeanTime, c.mean, 3.5*math.Hypot(d.MeanTimeSE, c.meanError))
				near.Most(t, "paths that could not be followed", float64(d.Diverged), 0)
			})
		}
	}
}
