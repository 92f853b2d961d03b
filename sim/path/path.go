package path

import (
	"math"
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/sim/exits"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
)

// path is one path on its way.
type path struct {
	id       int
	k        int                // steps taken
	clock    float64            // time in steps: k, but for integrators that stop within one
	x        []float64          // (N) position
	position float64            // at the exit: the coordinate of the side
	size     float64            // at the exit: its noise in the last step
	coordinate    int                // at the exit: the coordinate with that noise
	nextBig     float64            // time of the next big jump, in steps
	places   *exits.Transitions // in the domain wells, by where the path is
	cores  *exits.Transitions // by the core that it was in last
	pcg      rand.PCG
	r        *rand.Rand

	_ [lineBytes]byte // neighbours move on other cores: they must not share a cache line
}

// lineBytes are two cache lines, as processors fetch them in pairs.
const lineBytes = 128

func newPath(s *system) *path {
	p := &path{x: make([]float64, s.dim, s.dim+lineBytes/8)}
	if s.visits != nil {
		p.places, _ = exits.NewTransitions(len(s.visits.minima))
		p.cores, _ = exits.NewTransitions(len(s.visits.minima))
	}
	p.r = rand.New(&p.pcg)
	return p
}

// begin puts path id at the start with a noise stream of its own.
func (p *path) begin(s *system, purpose rng.Purpose, id int) {
	p.id, p.k, p.clock, p.nextBig = id, 0, 0, -1
	copy(p.x, s.start)
	if s.visits != nil {
		s.visits.record(p, 0)
	}
	rng.Reseed(&p.pcg, s.cfg.Seed, purpose, uint64(id))
}

// advance takes n steps, rounded up to whole blocks, and says whether the path ended in them.
func (p *path) advance(s *system, w *work, n int) (e Exit, ended bool) {
	if s.chain != nil {
		return s.chain.advance(p, w, n)
	}
	for n > 0 {
		block := s.block(p.k)
		for j := range s.drivers {
			s.drivers[j].Increments.Fill(w.z[j][:block], p.r)
		}
		n -= block
		if side := s.mover.move(p, w, min(block, s.limit-p.k)); side >= 0 {
			return p.exit(s, side), true
		}
		if p.k >= s.limit {
			return p.exit(s, censored), true
		}
	}
	return Exit{}, false
}

// step is one step of a path that is shown; it returns its way out, or -1.
func (p *path) step(s *system, w *work) (side int) {
	for j := range s.drivers {
		s.drivers[j].Increments.Fill(w.z[j][:1], p.r)
	}
	return s.mover.move(p, w, 1)
}

// stepNoise takes a step and sets noise to its noise, what is not drift; it returns
// the way out, or -1.
func (p *path) stepNoise(s *system, w *work, noise []float64) (side int) {
	rows, _ := s.coefficients.block(p.k, 1, w.rows)
	if s.coefficients.separable {
		for i, x := range p.x {
			noise[i] = -rows[i] * x
		}
	} else {
		s.potential.Grad(w.grad, p.x)
		h := rows[0]
		if s.cfg.Controls.Integrator == problem.Tamed {
			h /= 1 + h*norm(w.grad)
		}
		for i, x := range p.x {
			noise[i] = h*w.grad[i] - x
		}
	}
	side = p.step(s, w)
	for i, x := range p.x {
		noise[i] += x
	}
	return side
}

// exit describes a path that left through side, or was censored if side is -1.
func (p *path) exit(s *system, side int) Exit {
	e := Exit{Path: p.id, Steps: p.k, Time: p.clock * s.cfg.Dt, Censored: side < 0, Side: side, Coordinate: -1, Position: math.NaN(), Size: math.NaN(), Overshoot: math.NaN(), Clock: p.clock}
	if s.visits != nil {
		s.visits.finish(p, p.k)
	}
	if side < 0 {
		return e
	}
	e.Coordinate, e.Position, e.Size = p.coordinate, p.position, p.size
	switch u := s.cfg.Controls; u.Domain.Kind {
	case problem.InBox:
		e.Overshoot = (e.Position - s.anchor[p.coordinate]) / (wall(u.Box[p.coordinate], side) - s.anchor[p.coordinate])
	case problem.InBall:
		e.Overshoot = landscape.Distance(p.x, s.centre) / u.Domain.Size
	}
	for _, v := range p.x {
		e.Diverged = e.Diverged || math.IsNaN(v) || math.IsInf(v, 0) && !math.IsInf(p.size, 0) // finite noise did not do that
	}
	return e
}

// leave notes how the path came out through side, with the noise of its last step.
// What carried it into another basin is the largest part of the noise.
func (p *path) recordExit(s *system, side int, noise []float64) int {
	p.coordinate = side / 2
	if s.cfg.Controls.Domain.Kind >= problem.InBasin {
		p.coordinate = 0
		for i, v := range noise {
			if math.Abs(v) > math.Abs(noise[p.coordinate]) {
				p.coordinate = i
			}
		}
	}
	p.position, p.size = p.x[p.coordinate], noise[p.coordinate]
	return side
}

// censored stands for the side of a path that is inside at the horizon.
const censored = -1

// wall is that of the side.
func wall(v problem.Interval, side int) float64 {
	if side%2 == 0 {
		return v.Lo
	}
	return v.Hi
}
