package path

import (
	"math"
	"math/rand/v2"

	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/stats/law"
)

// JumpSplit is the rho in force and the size eps^-rho from which on a jump of L is a
// big one (theory.md, section 3), taken at eps <= 1; without noise it makes no
// difference. Where rho is not given it is such that the least big jumps are a third
// of the way out of any coordinate that has jumps, but 1/2 at most with the
// jump-adapted integrator, and 3/4 with the accelerated method, which has the less
// to do the larger it is.
func JumpSplit(g *ways.Geometry) (rho, threshold float64) {
	u := g.Controls
	if rho = u.Rho; rho == 0 {
		rho = .5
		if g.Method == problem.Accelerated {
			rho = .75
		}
		if eps := -math.Log(u.Eps); eps > 0 && !math.IsInf(eps, 1) {
			for _, r := range g.WaysOut() {
				for _, d := range g.Drivers(r.Coordinate) {
					if scale := u.Eps * u.Sigma[d.Coordinate] * d.Scale; d.Alpha < 2 && scale > 0 {
						rho = min(rho, math.Log(r.From/(3*scale))/eps)
					}
				}
			}
			rho = max(rho, .05)
		}
	}
	if u.Eps == 0 {
		return rho, 1
	}
	return rho, math.Pow(min(u.Eps, 1), -rho)
}

// bigs are the jumps of L beyond the threshold u = eps^-rho: of a driver, two-sided
// and symmetric, at the rate beta = 2 c_alpha u^-alpha per unit time, with
// P(|J| > y) = (u/y)^alpha. Source: theory.md, section 3.
type bigJumps struct {
	drivers    []noise.Driver
	cumulative []float64 // rates added up
	threshold  float64
}

func newBigJumps(g *ways.Geometry, drivers []noise.Driver) bigJumps {
	b := bigJumps{}
	_, b.threshold = JumpSplit(g)
	total := 0.0
	for _, d := range drivers {
		if d.Alpha == 2 || g.Controls.Sigma[d.Coordinate] == 0 {
			continue
		}
		total += 2 * law.TailConstant(d.Alpha) * math.Pow(b.threshold, -d.Alpha)
		b.drivers = append(b.drivers, d)
		b.cumulative = append(b.cumulative, total)
	}
	return b
}

// rate is that of all big jumps, per unit time.
func (b *bigJumps) rate() float64 {
	if len(b.cumulative) == 0 {
		return 0
	}
	return b.cumulative[len(b.cumulative)-1]
}

// draw is the next big jump of L, and the driver that makes it.
func (b *bigJumps) draw(r *rand.Rand) (j int, size float64) {
	bits := r.Uint64() // a sign, and 53 bits of the choice
	if last := len(b.cumulative) - 1; last > 0 {
		u := float64(bits>>11) * 0x1p-53 * b.cumulative[last]
		for j < last && u >= b.cumulative[j] {
			j++
		}
	}
	size = b.threshold * math.Exp(r.ExpFloat64()/b.drivers[j].Alpha)
	if bits&1 == 0 {
		size = -size
	}
	return j, size
}

// smallParts are the drivers with the jumps of stable ones beyond the threshold u
// left out and what remains replaced by a Gaussian of its variance,
// 2 C_alpha u^(2-alpha)/(2-alpha) per unit time, C_alpha = alpha c_alpha.
func smallJumpDrivers(g *ways.Geometry, drivers []noise.Driver) []noise.Driver {
	_, u := JumpSplit(g)
	gaussian := law.SaS(2, 1).Sampler() // of variance 2
	out := make([]noise.Driver, 0, len(drivers))
	for _, d := range drivers {
		if d.Alpha < 2 {
			// The root of u^(2-alpha) is taken first, which is finite for every u.
			root := math.Sqrt(d.Alpha*law.TailConstant(d.Alpha)/(2-d.Alpha)) * math.Pow(u, 1-d.Alpha/2)
			d = noise.Driver{Coordinate: d.Coordinate, Alpha: 2, Scale: d.Scale * root, Increments: &gaussian, Decay: d.Entering()}
		}
		out = append(out, d)
	}
	return out
}
