package path

import (
	"math"

	"levyscope/sim/problem"
)

// independent is the step of a separable system, Euler's or the exact one. It takes the
// coordinates one after another, or two side by side, through the whole block up to the
// first exit found so far. A step then costs a draw, a product and a sum.
type independent struct{ s *system }

func (m independent) move(p *path, w *work, n int) (side int) {
	s := m.s
	rows, stride := s.coefficients.block(p.k, n, w.rows)
	first, excess := n, -1.0 // step of the first exit, and by how much it exceeds its wall
	side = problem.Inside
	for i := 0; i < s.dim; i++ {
		from := i
		var steps int
		switch {
		case stride > 0:
			steps = m.decaying(p, w.z[i][:first], rows, i)
		case i+1 < s.dim:
			steps = m.pair(p, w, first, rows, i)
			i++
		default:
			steps = m.single(p, w.z[i][:first], rows, i)
		}
		if steps < 0 {
			continue
		}
		if steps < first {
			first, excess = steps, -1
		}
		for ; from <= i; from++ {
			wall, beyond := m.exceededWall(from, p.x[from])
			if beyond <= excess {
				continue
			}
			side, excess = wall, beyond
			p.coordinate, p.position = from, p.x[from]
			p.size = rows[(steps-1)*stride+s.dim+from] * w.z[from][steps-1]
		}
	}
	p.k += first
	p.clock = float64(p.k)
	return side
}

// single takes coordinate i through the increments z under a steady schedule. It returns
// the number of steps after which the coordinate is outside, or -1.
func (m independent) single(p *path, z, rows []float64, i int) (steps int) {
	walls := m.s.cfg.Controls.Box[i]
	a, c, x := rows[i], rows[m.s.dim+i], p.x[i]
	m.clearSilent(z, c)
	// Two steps at once, from x to a^2 x + (a b + c z[k]) with b = c z[k-1], so that a step
	// does not wait for the product and the sum of the one before.
	square := a * a
	for k := 1; k < len(z); k += 2 {
		b := c * z[k-1]
		y := a*x + b
		x = square*x + (a*b + c*z[k])
		if !(y > walls.Lo && y < walls.Hi) {
			p.x[i] = y
			return k
		}
		if !(x > walls.Lo && x < walls.Hi) {
			p.x[i] = x
			return k + 1
		}
	}
	steps = -1
	if n := len(z); n%2 == 1 {
		if x = a*x + c*z[n-1]; !(x > walls.Lo && x < walls.Hi) {
			steps = n
		}
	}
	p.x[i] = x
	return steps
}

// pair is single for coordinates i and i+1 at once, so that one does not wait for the
// other; n is the number of steps to take.
func (m independent) pair(p *path, w *work, n int, rows []float64, i int) (steps int) {
	first, second := m.s.cfg.Controls.Box[i], m.s.cfg.Controls.Box[i+1]
	a, b, c, d := rows[i], rows[i+1], rows[m.s.dim+i], rows[m.s.dim+i+1]
	x, y := p.x[i], p.x[i+1]
	z, q := w.z[i][:n], w.z[i+1][:n]
	m.clearSilent(z, c)
	m.clearSilent(q, d)
	steps = -1
	for k, v := range z {
		x = a*x + c*v
		y = b*y + d*q[k]
		if !(x > first.Lo && x < first.Hi && y > second.Lo && y < second.Hi) {
			steps = k + 1
			break
		}
	}
	p.x[i], p.x[i+1] = x, y
	return steps
}

// decaying is single under a schedule that changes, with coefficients for every step.
func (m independent) decaying(p *path, z, rows []float64, i int) (steps int) {
	walls := m.s.cfg.Controls.Box[i]
	width := m.s.coefficients.width
	x := p.x[i]
	for k, v := range z {
		row := rows[k*width : (k+1)*width]
		c := row[m.s.dim+i]
		if c == 0 {
			v = 0
		}
		x = row[i]*x + c*v
		if !(x > walls.Lo && x < walls.Hi) {
			p.x[i] = x
			return k + 1
		}
	}
	p.x[i] = x
	return -1
}

// clearSilent clears the increments z of a coordinate without noise, c = 0: with a tiny
// tail index some are infinite, and zero times that would be NaN.
func (independent) clearSilent(z []float64, c float64) {
	if c == 0 {
		clear(z)
	}
}

// exceededWall is the side of coordinate i that v is beyond, and by how much in the units
// of Interval.Excess, or Inside and -1. NaN is beyond the upper wall by +Inf.
func (m independent) exceededWall(i int, v float64) (side int, excess float64) {
	walls := m.s.cfg.Controls.Box[i]
	if math.IsNaN(v) {
		return 2*i + 1, math.Inf(1)
	}
	if wall, excess := walls.Excess(v); excess >= 0 {
		return 2*i + wall, excess
	}
	return problem.Inside, -1
}
