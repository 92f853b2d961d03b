package theory

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// MonitoringShift is the distance by which a barrier must be moved outward to make up for
// looking only every dt at a SaS(sigma) process:
//
//	beta_alpha sigma dt^(1/alpha),   beta_alpha = -zeta(1-1/alpha) Gamma(1-1/alpha)/pi,   1 < alpha <= 2.
//
// It is a limit for dt -> 0, which is approached slowly near alpha = 1: against simulated
// exits of an interval of half-width 1 at dt = 0.01 the shift is right to 2 % at
// alpha = 1.5, 6 % too large at 1.3 and 20 % at 1.2. It is NaN below 1.15, except at
// alpha = 1. There the constant diverges, but over n steps the mean maxima of the
// continuous and of the discrete path differ by sigma dt ln(2 pi n)/(2 pi) (Spitzer's
// identity and Stirling's formula), which is used with n = span/dt, and is some 30 % less
// than the barrier needs. Sources: Broadie, Glasserman and Kou 1997 (alpha = 2);
// docs/theory.md, section 6, item 7.
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

// withMonitoredWalls is g with the walls of a box moved outward by MonitoringShift, or the
// radius of a ball by the largest of these shifts, and whether the shifts are known. Nothing
// moves with the accelerated method and the jump-adapted integrator, which look at a path
// when it jumps, in iteration time, where the hazard is per iteration, and for alpha < 1.
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
