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
	jump  []float64 // (N) size beyond which the noise of a step is a jump

	start  int     // step, counted over all paths, at which the path began
	taken  int     // steps, counted over all paths
	before float64 // time that the path took before step 0 of its schedule
}

// NewParticle is a particle at the start of g. It takes direct steps whatever the method.
func NewParticle(g *ways.Geometry) *Particle {
	p := &Particle{}
	p.use(g)
	p.path = newPath(p.sys)
	p.path.begin(p.sys, rng.Particle, 0)
	return p
}

// Use lets the particle go on from where it is in the problem g, which has as many
// coordinates. The schedule of the path under way counts from step Began of the controls, or
// from the path's start if that is later.
func (p *Particle) Use(g *ways.Geometry) {
	step := p.taken
	old, time := p.sys.cfg.Dt, p.Time()
	p.use(g)
	dt := p.sys.cfg.Dt
	if dt != old {
		p.start = step - int(math.Round(time/dt)) // of steps of the new length
	}
	from := p.start
	if g.Controls.Began > 0 {
		from = max(from, g.Controls.Began)
	}
	k := max(0, step-from)
	if p.path.k != k || dt != old {
		p.path.k, p.path.clock = k, float64(k)
		p.before = time - p.path.clock*dt
	}
	p.path.nextBig = -1 // to be drawn anew, at the rate that is now in force
}

// use makes what Step needs of g.
func (p *Particle) use(g *ways.Geometry) {
	p.sys = newSystem(g.WithMethod(problem.Direct))
	p.sys.visits = nil // nobody asks for those of the particle
	p.work = newWork(p.sys)
	p.work.total = make([]float64, p.sys.dim)
	p.noise = make([]float64, p.sys.dim)
	p.jump = p.jump[:0]
	for i, sigma := range g.Controls.Sigma {
		p.jump = append(p.jump, math.Sqrt(g.EpsOf(i))*sigma)
	}
}

// Step takes one step and returns the way out, problem.Inside, or what only Ended reads.
func (p *Particle) Step() (side int) {
	p.taken++
	p.sys.coefficients.extend(p.path.k + 1)
	return p.path.stepNoise(p.sys, p.work, p.noise)
}

// Path is the number of the path that the particle is on.
func (p *Particle) Path() int { return p.path.id }

// Time is the time since that path's start.
func (p *Particle) Time() float64 { return p.before + p.path.clock*p.sys.cfg.Dt }

// X is a copy of the particle's position, (N).
func (p *Particle) X() []float64 { return append([]float64(nil), p.path.x...) }

// Jump is the noise of coordinate i in the last step, and whether it was a jump, beyond
// sqrt(eps_i) sigma_i.
func (p *Particle) Jump(i int) (size float64, jumped bool) {
	return p.noise[i], math.Abs(p.noise[i]) > p.jump[i]
}

// Ended takes what Step returned. If the path left through side, or is at the horizon, it
// returns its exit, and the particle starts its next path.
func (p *Particle) Ended(side int) (e Exit, ended bool) {
	if side == problem.Inside {
		if p.path.k < p.sys.limit {
			return Exit{}, false
		}
		side = censored
	}
	e = p.path.exit(p.sys, side)
	e.Time += p.before
	e.Steps = p.taken - p.start
	p.start, p.before = p.taken, 0
	p.path.begin(p.sys, rng.Particle, p.path.id+1)
	return e, true
}
