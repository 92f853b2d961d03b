package landscape

import "math"

// descent finds critical points of U by Newton's method, and minima by Newton's method with
// Levenberg's damping, which turns a step towards the steepest descent. It is meant for few
// coordinates N: every step computes the Hessian from 2N gradients. It is scratch space of
// one search and not safe for concurrent use.
type descent struct {
	u          Potential
	reach      float64   // largest change of a coordinate in one step
	limit      float64   // |x_i| beyond which a search is given up
	hess       []float64 // (N, N), row-major
	factor     []float64 // (N, N), row-major
	g, p, y    []float64 // (N) gradient, step, trial point
	up, down   []float64 // (N) of hessianColumn
	iterations int       // most steps of one descent
}

// newDescent prepares searches with steps of at most reach that stay within |x_i| <= limit.
func newDescent(u Potential, reach, limit float64) *descent {
	n := u.Dim()
	vec := func() []float64 { return make([]float64, n) }
	return &descent{
		u: u, reach: reach, limit: limit, iterations: 200,
		hess: make([]float64, n*n), factor: make([]float64, n*n),
		g: vec(), p: vec(), y: vec(), up: vec(), down: vec(),
	}
}

// hessian sets hess to the symmetrised Hessian at x and returns its largest |H_ij|.
func (d *descent) hessian(x []float64) float64 {
	n := len(x)
	copy(d.y, x)
	for i := range n {
		copy(d.hess[i*n:], hessianColumn(d.u, d.y, i, d.up, d.down))
	}
	largest := 0.0
	for i := range n {
		for j := range i + 1 {
			m := (d.hess[i*n+j] + d.hess[j*n+i]) / 2
			d.hess[i*n+j], d.hess[j*n+i] = m, m
			largest = max(largest, math.Abs(m))
		}
	}
	return largest
}

// minimize moves x downhill to a minimum by damped Newton steps. It returns false where U or
// its derivatives are not finite, or where the descent passes the limit. An end after too
// many steps counts as a success: whoever called it checks the gradient.
func (d *descent) minimize(x []float64) bool {
	value := d.u.Value(x)
	if !finite(value) {
		return false
	}
	damping := 0.0
	for range d.iterations {
		d.u.Grad(d.g, x)
		largest := d.hessian(x)
		if !AllFinite(d.g) || !finite(largest) {
			return false
		}
		if maxAbs(d.g) == 0 {
			return true
		}
		least := 1e-12*largest + 1e-300
		moved := false
		for range 60 {
			if d.damped(damping) && maxAbs(d.p) > 0 {
				d.clip()
				for i := range x {
					d.y[i] = x[i] - d.p[i]
				}
				if v := d.u.Value(d.y); v < value {
					value, moved = v, true
					break
				}
				if maxAbs(d.p) <= 1e-16*maxAbs(x) {
					return true
				}
			}
			damping = max(4*damping, least, 1e-3*largest)
		}
		if !moved {
			return true
		}
		copy(x, d.y)
		if maxAbs(x) > d.limit {
			return false
		}
		if damping /= 8; damping < 1e-4*largest {
			damping = 0
		}
	}
	return true
}

// damped sets p = (H + damping I)^-1 g by Cholesky factorisation. It returns false where the
// matrix is not positive definite.
func (d *descent) damped(damping float64) bool {
	n := len(d.p)
	f := d.factor
	for i := range n {
		for j := range i + 1 {
			sum := d.hess[i*n+j]
			if i == j {
				sum += damping
			}
			for k := range j {
				sum -= f[i*n+k] * f[j*n+k]
			}
			if i != j {
				f[i*n+j] = sum / f[j*n+j]
				continue
			}
			if !(sum > 0) {
				return false
			}
			f[i*n+i] = math.Sqrt(sum)
		}
	}
	for i := range n {
		sum := d.g[i]
		for k := range i {
			sum -= f[i*n+k] * d.p[k]
		}
		d.p[i] = sum / f[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		sum := d.p[i]
		for k := i + 1; k < n; k++ {
			sum -= f[k*n+i] * d.p[k]
		}
		d.p[i] = sum / f[i*n+i]
	}
	return AllFinite(d.p)
}

// clip shortens p so that no coordinate changes by more than reach.
func (d *descent) clip() {
	if m := maxAbs(d.p); m > d.reach {
		for i := range d.p {
			d.p[i] *= d.reach / m
		}
	}
}

// newton moves x by plain Newton steps to a critical point, which can be a minimum, a saddle
// or a maximum. It tells whether it arrived at one.
func (d *descent) newton(x []float64, steps int) bool {
	for range steps {
		d.u.Grad(d.g, x)
		largest := d.hessian(x)
		if !AllFinite(d.g) || !finite(largest) || maxAbs(x) > d.limit {
			return false
		}
		if !d.eliminate() {
			return maxAbs(d.g) <= 1e-10*largest
		}
		d.clip()
		for i := range x {
			x[i] -= d.p[i]
		}
		if maxAbs(d.p) <= 1e-14*max(1e-3, maxAbs(x)) {
			return d.critical(x)
		}
	}
	return d.critical(x)
}

// critical tells whether the gradient at x is zero up to rounding, relative to the curvature.
func (d *descent) critical(x []float64) bool {
	largest := d.hessian(x)
	d.u.Grad(d.g, x)
	return maxAbs(d.g) <= 1e-10*max(1, min(largest, 1e3))*max(1, maxAbs(x))
}

// polish moves x by up to 8 Newton steps, for as long as the gradient gets smaller.
func (d *descent) polish(x []float64) {
	d.u.Grad(d.g, x)
	for range 8 {
		before := maxAbs(d.g)
		d.hessian(x)
		if before == 0 || !d.eliminate() {
			return
		}
		d.clip()
		for i := range x {
			d.y[i] = x[i] - d.p[i]
		}
		d.u.Grad(d.g, d.y)
		if !(maxAbs(d.g) < before) {
			return
		}
		copy(x, d.y)
	}
}

// eliminate sets p = H^-1 g by Gaussian elimination. It returns false where H is singular.
func (d *descent) eliminate() bool {
	copy(d.factor, d.hess)
	copy(d.p, d.g)
	return solveInPlace(d.factor, d.p)
}
