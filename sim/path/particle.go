package path

import (
	"math"

	"levyscope/internal/rng"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// Particle is one path that is shown step by step and starts again after each exit.
type Particle struct {
	sys   *system
	work  *work
	path  *path
	noise []float64 // (N) of the last step
	jump  []float64 // (N) size from which on the noise of a step is a jump
}

// NewParticle is a particle at the start of g.
func NewParticle(g *ways.Geometry) *Particle {
	p := &Particle{}
	p.use(g)
	p.path = newPath(p.sys)
	p.path.begin(p.sys, rng.Particle, 0)
	return p
}

// Use lets the particle go on from where it is under another setting of as many coordinates.
func (p *Particle) Use(g *ways.Geometry) {
	p.use(g)
	p.path.nextBig = -1 // the next big jump is one of those that there are now
}

func (p *Particle) use(g *ways.Geometry) {
	p.sys = newSystem(g.WithMethod(problem.Direct)) // step by step, whatever the ensemble does
	p.work = newWork(p.sys)
	p.noise = make([]float64, p.sys.dim)
	p.jump = p.jump[:0]
	for i, sigma := range g.Controls.Sigma {
		p.jump = append(p.jump, math.Sqrt(g.EpsOf(i))*sigma)
	}
}

// Step takes one step.
func (p *Particle) Step() (side int) {
	p.sys.coefficients.extend(p.path.k + 1)
	return p.path.stepNoise(p.sys, p.work, p.noise)
}

// Path is the number of the path that the particle is on.
func (p *Particle) Path() int { return p.path.id }

// Time is how long it has been on it.
func (p *Particle) Time() float64 { return p.path.clock * p.sys.cfg.Dt }

// X is a copy of its position, (N).
func (p *Particle) X() []float64 { return append([]float64(nil), p.path.x...) }

// Jump is the noise of coordinate i in the last step, and whether it was a jump:
// beyond sqrt(eps_i) sigma_i.
func (p *Particle) Jump(i int) (size float64, jumped bool) {
	return p.noise[i], math.Abs(p.noise[i]) > p.jump[i]
}

// Ended is the exit of a path that left through side, or that is at the horizon; the
// particle then starts its next path.
func (p *Particle) Ended(side int) (e Exit, ended bool) {
	if side < 0 && p.path.k < p.sys.limit {
		return Exit{}, false
	}
	e = p.path.exit(p.sys, side)
	p.path.begin(p.sys, rng.Particle, p.path.id+1)
	return e, true
}
