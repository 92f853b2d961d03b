package path

import (
	"math"

	"levyscope/sim/problem"
)

// jumpAdapted is the jump-adapted scheme: Euler steps of the drift and of the small
// jumps from one big jump to the next, each of them Dt long at most.
type jumpAdapted struct {
	s    *system
	rate float64 // of big jumps, per step
}

func newJumpAdapted(s *system) jumpAdapted { return jumpAdapted{s, s.big.rate() * s.cfg.Dt} }

func (m jumpAdapted) move(p *path, w *work, n int) (side int) {
	s := m.s
	rows, stride := s.coefficients.block(p.k, n, w.rows)
	if p.nextBig < 0 {
		p.nextBig = p.clock + m.wait(p)
	}
	side = problem.Inside
	for k := range n {
		row := rows[k*stride : k*stride+s.coefficients.width]
		end := float64(p.k + 1)
		clear(w.total)
		for p.nextBig < end {
			side = m.substep(p, w, row, p.nextBig-p.clock, func(int) float64 {
				return math.Sqrt2 * p.r.NormFloat64()
			})
			p.clock = p.nextBig
			if side != problem.Inside {
				break
			}
			p.nextBig += m.wait(p)
			j, size := s.big.draw(p.r)
			d := &s.big.drivers[j]
			clear(w.noise)
			w.noise[d.Coordinate] = s.cfg.NoiseScale(p.k, *d) * size
			p.x[d.Coordinate] += w.noise[d.Coordinate]
			w.add()
			if !s.region.Contains(p.x) {
				side = p.recordExit(s, s.region.Side(p.x), w.noise)
				break
			}
		}
		if side == problem.Inside {
			side = m.substep(p, w, row, end-p.clock, func(j int) float64 { return w.z[j][k] })
			p.clock = end
		}
		p.k++
		if s.visits != nil {
			s.visits.record(p, p.k)
		}
		if side != problem.Inside {
			return side
		}
		if w.total != nil {
			copy(w.noise, w.total)
		}
	}
	return problem.Inside
}

// wait draws the time to the next big jump, in steps; +Inf where there are none.
func (m jumpAdapted) wait(p *path) float64 {
	if m.rate == 0 {
		return math.Inf(1)
	}
	return p.r.ExpFloat64() / m.rate
}

// substep moves the path by a fraction of a step without big jumps; row are the
// coefficients of the whole step, and z(j) an increment of variance 2 of driver j.
func (m jumpAdapted) substep(p *path, w *work, row []float64, fraction float64, z func(j int) float64) (side int) {
	s := m.s
	s.potential.Grad(w.grad, p.x)
	root := math.Sqrt(fraction)
	clear(w.noise)
	for j := range s.drivers {
		w.noise[s.drivers[j].Coordinate] += row[1+j] * root * z(j)
	}
	w.add()
	if !p.drift(s, w, fraction*row[0], false) {
		return lost
	}
	if !s.region.Contains(p.x) {
		return p.recordExit(s, s.region.Side(p.x), w.noise)
	}
	return problem.Inside
}
