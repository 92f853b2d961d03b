package path

import (
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// system is what all paths of one configuration share. It is read-only while they move.
type system struct {
	cfg          *ways.Geometry
	dim          int       // number of coordinates N
	start        []float64 // (N)
	anchor       []float64 // (N) around which small noise keeps a path
	centre       []float64 // (N) the minimum around which the domain lies
	potential    landscape.Landscape
	region       problem.Region
	drivers      []noise.Driver // (J) of the small jumps only, where big ones are placed by themselves
	big          bigJumps
	coefficients *coefficients
	steep        *steepDrift  // of steps that Euler's method would take too far
	limit        int          // steps to the horizon
	longest      int          // steps of the longest block of increments
	mover        mover        // of the direct method, else nil
	chain        *chain       // of the accelerated method, else nil
	visits       *basinVisits // in the domain wells, else nil
}

// mover takes a path by at most n steps of one block, whose increments are in w.z, and
// stops at its exit. It returns the way out, or problem.Inside.
type mover interface {
	move(p *path, w *work, n int) (side int)
}

func newSystem(g *ways.Geometry) *system {
	s := &system{
		cfg: g, dim: g.Controls.Dim(), start: g.StartPoint(), anchor: g.Anchor(), centre: g.Centre(),
		potential: g.Controls.Landscape(), region: g.Region(), limit: g.HorizonSteps(),
	}
	for i := range s.dim {
		s.drivers = append(s.drivers, g.Drivers(i)...)
	}
	separable := isSeparable(g.ExitConfig, s.drivers)
	if g.Controls.Integrator == problem.JumpAdapted || g.Method == problem.Accelerated {
		s.big = newBigJumps(g, s.drivers)
		s.drivers = smallJumpDrivers(g, s.drivers)
	}
	s.coefficients = newCoefficients(g.ExitConfig, s.drivers, separable)
	s.steep = newSteepDrift(g)
	s.longest = blockSteps(len(s.drivers))
	if g.Controls.Domain.Kind == problem.InWells {
		s.visits = newBasinVisits(g)
	}
	switch {
	case g.Method == problem.Accelerated:
		s.chain = newChain(s)
	case separable:
		s.mover = independent{s}
	case g.Controls.Integrator == problem.JumpAdapted:
		s.mover = newJumpAdapted(s)
	default:
		s.mover = coupled{s}
	}
	return s
}

// isSeparable says that no coordinate depends on another until one of them passes a wall:
// a quadratic potential in a box, one driver for every coordinate, additive noise.
func isSeparable(cfg problem.ExitConfig, drivers []noise.Driver) bool {
	u := cfg.Controls
	return cfg.Method == problem.Direct && u.Potential == nil && u.Domain.Kind == problem.InBox &&
		len(drivers) == u.Dim() && len(u.Multiplicative) == 0 &&
		(u.Integrator == problem.Euler || u.Integrator == problem.Exact)
}

// searchesBasins says that to tell the basin of a point can take a descent of
// milliseconds, as in a landscape whose minima had to be searched for.
func (s *system) searchesBasins() bool {
	return landscape.BasinsAreSearched(s.potential) && s.dim > 1 && s.cfg.Controls.Domain.Kind >= problem.InBasin
}
