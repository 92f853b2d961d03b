package sim

import (
	"math"
	"math/rand/v2"

	"levyscope/internal/stream"
	"levyscope/stats"
)

// system is what all paths of one setting share; it is read-only while they move.
type system struct {
	cfg      ExitConfig
	u        Potential
	coef     *coefficients
	samplers []stats.Sampler // unit SaS(alpha_i)
	limit    int             // steps to the horizon
}

func newSystem(cfg ExitConfig) *system {
	s := &system{cfg: cfg, u: Quadratic{cfg.Controls.Theta}, coef: newCoefficients(cfg), limit: cfg.horizonSteps()}
	for _, alpha := range cfg.Controls.Alpha {
		s.samplers = append(s.samplers, stats.SaS(alpha, 1).Sampler())
	}
	return s
}

// path is one path on its way.
type path struct {
	id    int
	k     int       // steps taken
	x     []float64 // (N) position
	grad  []float64 // (N)
	noise []float64 // (N) that of the last step
	row   []float64 // scratch of coefficients.row
	pcg   rand.PCG
	r     *rand.Rand
}

func newPath(n int) *path {
	p := &path{x: make([]float64, n), grad: make([]float64, n), noise: make([]float64, n), row: make([]float64, n+1)}
	p.r = rand.New(&p.pcg)
	return p
}

// start puts path id at 0 with a noise stream of its own.
func (p *path) start(seed uint64, purpose stream.Purpose, id int) {
	p.id, p.k = id, 0
	clear(p.x)
	stream.Reseed(&p.pcg, seed, purpose, uint64(id))
}

// step is one Euler-Maruyama step; it returns the side beyond which the path then
// is, or -1 inside.
func (p *path) step(s *system) (side int) {
	row := s.coef.row(p.k, p.row)
	s.u.Grad(p.grad, p.x)
	outside := false
	for i := range p.x {
		xi := s.samplers[i].Draw(p.r)
		if c := row[1+i]; c != 0 {
			xi *= c
		} else {
			xi = 0 // also where a tiny alpha drew an infinity
		}
		p.noise[i] = xi
		v := p.x[i] - row[0]*p.grad[i] + xi
		p.x[i] = v
		box := &s.cfg.Controls.Box[i]
		outside = outside || !(v > box.Lo && v < box.Hi)
	}
	p.k++
	if outside {
		return p.side(s)
	}
	return -1
}

// side is the wall that x exceeds by most, in units of its distance from 0.
func (p *path) side(s *system) int {
	best, excess := -1, 0.0
	for i, v := range p.x {
		box := s.cfg.Controls.Box[i]
		for sign, ratio := range [2]float64{v / box.Lo, v / box.Hi} {
			if ratio >= 1 && (best < 0 || ratio > excess) {
				best, excess = 2*i+sign, ratio
			}
		}
	}
	return best
}

// exit describes a path that left through side, or was censored if side is -1.
func (p *path) exit(s *system, side int) Exit {
	e := Exit{Path: p.id, Steps: p.k, Time: float64(p.k) * s.cfg.Dt, Censored: side < 0, Side: side, Position: math.NaN(), Size: math.NaN()}
	if side >= 0 {
		e.Position, e.Size = p.x[side/2], p.noise[side/2]
	}
	return e
}

// advance takes up to n steps, and says whether the path ended in them.
func (p *path) advance(s *system, n int) (e Exit, ended bool) {
	for range n {
		if side := p.step(s); side >= 0 {
			return p.exit(s, side), true
		}
		if p.k >= s.limit {
			return p.exit(s, -1), true
		}
	}
	return Exit{}, false
}
