package path

import (
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/sim/exits"
	"levyscope/sim/problem"
)

// path is one path on its way: its state, and what is recorded of it.
type path struct {
	id         int
	k          int                // steps taken
	clock      float64            // time in steps: k, except for movers that stop within a step
	x          []float64          // (N) position
	position   float64            // at the exit: the coordinate of the side
	size       float64            // at the exit: its noise in the last step
	coordinate int                // at the exit: the coordinate with that noise
	flows      int                // steps whose drift was followed along its flow
	thrown     bool               // at the exit: the drift of the last step alone led out, too far
	nextBig    float64            // of jumpAdapted: time of the next big jump, in steps; -1: not drawn
	places     *exits.Transitions // in the domain wells, by where the path is
	cores      *exits.Transitions // in the domain wells, by the core that it was in last
	pcg        rand.PCG
	r          *rand.Rand

	_ [lineBytes]byte // paths in neighbouring slots move on other cores and must not share a cache line
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

// begin puts the path with the number id at the start, with its own stream of noise.
func (p *path) begin(s *system, purpose rng.Purpose, id int) {
	p.id, p.k, p.clock, p.nextBig = id, 0, 0, -1
	p.flows, p.thrown = 0, false
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
		if side := s.mover.move(p, w, min(block, s.limit-p.k)); side != problem.Inside {
			return p.exit(s, side), true
		}
		if p.k >= s.limit {
			return p.exit(s, censored), true
		}
	}
	return Exit{}, false
}

// step takes one step, whose increments are no part of a block, and returns the way out,
// or problem.Inside.
func (p *path) step(s *system, w *work) (side int) {
	for j := range s.drivers {
		s.drivers[j].Increments.Fill(w.z[j][:1], p.r)
	}
	return s.mover.move(p, w, 1)
}

// stepNoise is step, and sets noise, (N), to the displacement without the drift.
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
	flows := p.flows
	side = p.step(s, w)
	if p.flows > flows { // the drift was not Euler's
		copy(noise, w.noise)
		return side
	}
	for i, x := range p.x {
		noise[i] += x
	}
	return side
}
