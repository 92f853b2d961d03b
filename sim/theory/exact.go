package theory

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// GetoorMean is E^x tau = (r^2 - x^2)^(alpha/2) / (Gamma(1+alpha) sigma^alpha), the
// mean exit time of a free SaS(sigma) process from (-r, r), started at x, |x| <= r.
// Source: Getoor 1961, theorem 5.2.
func GetoorMean(alpha, sigma, r, x float64) float64 {
	return math.Pow(r*r-x*x, alpha/2) / (math.Gamma(1+alpha) * math.Pow(sigma, alpha))
}

// GetoorRight is P^x(exit at the right) = I_{(1+x/r)/2}(alpha/2, alpha/2), the
// regularised incomplete beta function. Source: Blumenthal, Getoor and Ray 1961.
func GetoorRight(alpha, r, x float64) float64 {
	return mathext.RegIncBeta(alpha/2, alpha/2, (1+x/r)/2)
}

// MonitoringShift is by how far a barrier must be moved outward to make up for
// looking only every dt at a SaS(sigma) process:
//
//	beta_alpha sigma dt^(1/alpha),   beta_alpha = -zeta(1-1/alpha) Gamma(1-1/alpha)/pi,   1 < alpha <= 2.
//
// It is a limit for dt -> 0 that is reached late near alpha = 1: against simulated
// exits of an interval of half-width 1 at dt = 0.01 the shift is right to 2 % at
// alpha = 1.5, 6 % too large at 1.3 and 20 % at 1.2. Between 1 and 1.15 it says
// nothing (NaN), below 1 there is none. At alpha = 1 the constant diverges: over n
// steps the mean maxima of the continuous and of the discrete path differ by
// sigma dt ln(2 pi n)/(2 pi) (Spitzer's identity and Stirling's formula), which is
// used with n = span/dt, and is some 30 % less than the barrier needs. Sources:
// Broadie, Glasserman and Kou 1997 (alpha = 2); theory.md, section 6, item 7.
func MonitoringShift(alpha, sigma, dt, span float64) float64 {
	switch {
	case alpha < 1 || alpha > 1 && alpha < 1.15:
		return math.NaN()
	case alpha == 1:
		return sigma * dt * math.Log(2*math.Pi*span/dt) / (2 * math.Pi)
	}
	z := 1 - 1/alpha
	return -zeta(z) * math.Gamma(z) / math.Pi * sigma * math.Pow(dt, 1/alpha)
}

// moveWalls is g with the walls moved outward by MonitoringShift, or the radius of a ball
// by the largest of them, and whether the shift is known. Paths that go from big
// jump to big jump are looked at where they leave, and a hazard by iteration is that of
// whole iterations: nothing moves there, nor below alpha = 1.
func withMonitoredWalls(g *ways.Geometry) (out *ways.Geometry, known bool) {
	c := g.ExitConfig
	u := c.Controls
	if c.Time == clock.Iteration || c.Method == problem.Accelerated || u.Integrator == problem.JumpAdapted {
		return g, true
	}
	if u.Domain.Kind > problem.InBall || len(u.Noise) > 0 || len(u.Multiplicative) > 0 {
		return g, false
	}
	walls := append([]problem.Interval(nil), u.Box...)
	largest := 0.0
	for i, alpha := range u.Alpha {
		if alpha < 1 || u.Sigma[i] == 0 {
			continue
		}
		shift := MonitoringShift(alpha, u.Eps*u.Sigma[i], c.Dt, 1)
		if math.IsNaN(shift) {
			return g, false
		}
		largest = max(largest, shift)
		walls[i] = problem.Interval{Lo: walls[i].Lo - shift, Hi: walls[i].Hi + shift}
	}
	if u.Box, u.Domain.Size = walls, u.Domain.Size+largest; u.Domain.Kind == problem.InBox {
		u.Domain.Size = 0
	}
	c.Controls = u
	return ways.Find(c), true
}

// zeta is Riemann's zeta function on (0, 1), from the alternating series
// (1 - 2^(1-z)) zeta(z) = sum_{n>=1} (-1)^(n-1) n^-z, whose convergence is
// accelerated by Chebyshev weights. Source: Cohen, Rodriguez Villegas and Zagier
// 2000, algorithm 1.
func zeta(z float64) float64 {
	const n = 30
	d := math.Pow(3+math.Sqrt(8), n)
	d = (d + 1/d) / 2
	b, c, sum := -1.0, -d, 0.0
	for k := range n {
		c = b - c
		sum += c * math.Pow(float64(k+1), -z)
		b *= float64(k+n) * float64(k-n) / ((float64(k) + .5) * float64(k+1))
	}
	return sum / d / (1 - math.Pow(2, 1-z))
}

// OrnsteinUhlenbeckExit is the mean time E tau in which dX = -theta X dt + sqrt2 sigma dB,
// started at 0, leaves (-b, a), and the probability that it leaves at a. With
// the scale density s'(y) = exp(theta y^2/(2 sigma^2)) and P = int_-b^0 s' / int_-b^a s',
//
//	E tau = (1/sigma^2) [ P int_0^a s'(y) M(y) dy + (1-P) int_-b^0 s'(y) M(-y) dy ],
//	M(y) = int_0^y exp(-theta z^2/(2 sigma^2)) dz.
//
// It is +Inf where the integrals overflow. Source: Karlin and Taylor 1981, section 15.3.
func OrnsteinUhlenbeckExit(theta, sigma, b, a float64) (mean, right float64) {
	if sigma == 0 {
		return math.Inf(1), .5
	}
	q := theta / (2 * sigma * sigma)
	if reach := math.Sqrt(1500 / q); q > 0 { // a wall farther than that is out of reach
		a, b = min(a, max(reach, b)), min(b, max(reach, a))
	}
	if near := min(a, b); q*near*near > 650 { // beyond what the integrals hold: never, and by the nearer wall
		switch {
		case a < b:
			right = 1
		case a == b:
			right = .5
		}
		return math.Inf(1), right
	}
	left := scaleIntegral(q, b)
	all := left + scaleIntegral(q, a)
	if math.IsInf(left, 1) { // the far wall is out of reach
		right = 1
	} else if math.IsInf(all, 1) {
		right = 0
	} else {
		right = left / all
	}
	// Beyond the reach of a far wall M has its limit, sqrt(pi/q)/2.
	m := math.Sqrt(math.Pi/q) / 2
	switch right {
	case 1:
		return (speedIntegral(q, a) + scaleIntegral(q, a)*m) / (sigma * sigma), right
	case 0:
		return (speedIntegral(q, b) + scaleIntegral(q, b)*m) / (sigma * sigma), right
	}
	mean = (right*speedIntegral(q, a) + (1-right)*speedIntegral(q, b)) / (sigma * sigma)
	return mean, right
}

// scaleIntegral is int_0^y exp(q u^2) du.
func scaleIntegral(q, y float64) float64 {
	return integratePanels(q, y, func(u float64) float64 { return math.Exp(q * u * u) })
}

// speedIntegral is int_0^y exp(q u^2) int_0^u exp(-q z^2) dz du.
func speedIntegral(q, y float64) float64 {
	root := math.Sqrt(q)
	return integratePanels(q, y, func(u float64) float64 {
		if q == 0 {
			return u
		}
		return math.Exp(q*u*u) * math.SqrtPi / 2 / root * math.Erf(root*u)
	})
}

// panels integrates f over [0, y] in panels over which exp(q u^2) grows tenfold at most.
func integratePanels(q, y float64, f func(float64) float64) float64 {
	n := 1 + int(min(q*y*y/2, 512))
	sum := 0.0
	for i := range n {
		// Equal in u^2, where the exponent is linear.
		lo, hi := y*math.Sqrt(float64(i)/float64(n)), y*math.Sqrt(float64(i+1)/float64(n))
		sum += quad.Fixed(f, lo, hi, 16, quad.Legendre{}, 0)
	}
	return sum
}
