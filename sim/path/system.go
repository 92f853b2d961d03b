package path

import (
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// system is what all paths of one setting share; it is read-only while they move.
type system struct {
	cfg     *ways.Geometry
	dim       int // coordinates
	start   []float64
	anchor  []float64 // where small noise keeps a path
	centre  []float64 // the minimum around which the domain lies
	potential       landscape.Landscape
	region   problem.Region
	drivers []noise.Driver // those of small jumps only, where big ones are placed by themselves
	big     bigJumps
	coefficients    *coefficients
	limit   int // steps to the horizon
	longest int // steps of a block of draws
	mover   mover
	visits   *basinVisits // of the domain wells, else nil
	chain   *chain // of the accelerated method, else nil
}

// mover moves a path by n steps within a block, whose draws are laid in w, or to
// its exit; it returns the way out, or -1.
type mover interface {
	move(p *path, w *work, n int) (side int)
}

func newSystem(cfg *ways.Geometry) *system {
	s := &system{cfg: cfg, dim: cfg.Controls.Dim(), start: cfg.StartPoint(), anchor: cfg.Anchor(), centre: cfg.Centre(), potential: cfg.Controls.Landscape(), limit: cfg.HorizonSteps()}
	for i := range s.dim {
		s.drivers = append(s.drivers, cfg.Drivers(i)...)
	}
	s.region = cfg.Region()
	apart := isSeparable(cfg.ExitConfig, s.drivers)
	if cfg.Controls.Integrator == problem.JumpAdapted || cfg.Method == problem.Accelerated {
		s.big = newBigJumps(cfg, s.drivers)
		s.drivers = smallJumpDrivers(cfg, s.drivers)
	}
	s.coefficients = newCoefficients(cfg.ExitConfig, s.drivers, apart)
	s.longest = longestBlock
	for s.longest > firstBlock && s.longest*len(s.drivers) > maxDraws {
		s.longest /= 2
	}
	if cfg.Controls.Domain.Kind == problem.InWells {
		s.visits = newBasinVisits(cfg)
	}
	switch {
	case cfg.Method == problem.Accelerated:
		s.chain = newChain(s)
	case apart:
		s.mover = independent{s}
	case cfg.Controls.Integrator == problem.JumpAdapted:
		s.mover = newJumpAdapted(s)
	default:
		s.mover = coupled{s}
	}
	return s
}

// laborious says that to ask where a path is can take a descent of milliseconds:
// in the basins of a landscape that were searched for.
func (s *system) searchesBasins() bool {
	return landscape.BasinsAreSearched(s.potential) && s.dim > 1 && s.cfg.Controls.Domain.Kind >= problem.InBasin
}

// separable says that no coordinate depends on another until one of them passes a
// wall: a quadratic potential in a box, one driver a coordinate, additive noise.
func isSeparable(cfg problem.ExitConfig, drivers []noise.Driver) bool {
	u := cfg.Controls
	return cfg.Method == problem.Direct && u.Potential == nil && u.Domain.Kind == problem.InBox && len(drivers) == u.Dim() && len(u.Multiplicative) == 0 &&
		(u.Integrator == problem.Euler || u.Integrator == problem.Exact)
}

// Draws are made in blocks that begin at fixed steps of a path, whatever the
// quantum, and so are a function of the path alone. The first is short, for paths that
// end at once; maxDraws of them stay in the first-level cache.
const (
	firstBlock   = 8
	longestBlock = 256
	maxDraws     = 2048
)

// block is the number of steps of the block that begins at step k.
func (s *system) block(k int) int { return min(s.longest, k+firstBlock) }

// work is the scratch of one worker.
type work struct {
	z     [][]float64 // (J)(block) unit draws
	rows  []float64   // (block, width) coefficients not laid
	grad  []float64   // (N)
	noise []float64   // (N) of the last step
	half  []float64   // (N) predictor of a reading
	flow  []float64   // (4N) slopes of a Marcus flow
	point []float64   // (N)
}

func newWork(s *system) *work {
	w := &work{rows: make([]float64, s.longest*s.coefficients.width), grad: make([]float64, s.dim), noise: make([]float64, s.dim),
		half: make([]float64, s.dim), flow: make([]float64, 4*s.dim), point: make([]float64, s.dim)}
	for range s.drivers {
		w.z = append(w.z, make([]float64, s.longest))
	}
	return w
}
