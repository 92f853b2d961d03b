package path

import (
	"math"
	"math/rand/v2"

	"levyscope/sim/noise"
	"levyscope/sim/ways"
	"levyscope/stats/law"
)

// bigJumps are the jumps J of L beyond the threshold u = eps^-rho. Those of one driver
// come at the rate beta = 2 c_alpha u^-alpha per unit time, have either sign with
// probability 1/2, and P(|J| > y) = (u/y)^alpha. Source: docs/theory.md, section 3.
type bigJumps struct {
	drivers    []noise.Driver // those that have big jumps
	cumulative []float64      // by driver: the sum of the rates beta up to it
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

// rate is the rate of all big jumps together, per unit time.
func (b *bigJumps) rate() float64 {
	if len(b.cumulative) == 0 {
		return 0
	}
	return b.cumulative[len(b.cumulative)-1]
}

// draw draws a big jump of L: the driver j that makes it, in proportion to the rates, and
// its size.
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

// smallJumpDrivers are the drivers without their jumps beyond the threshold u. What
// remains of a stable one is replaced by a Gaussian of the same variance,
// 2 C_alpha u^(2-alpha)/(2-alpha) per unit time, C_alpha = alpha c_alpha.
func smallJumpDrivers(g *ways.Geometry, drivers []noise.Driver) []noise.Driver {
	_, u := JumpSplit(g)
	gaussian := law.SaS(2, 1).Sampler() // of variance 2
	out := make([]noise.Driver, 0, len(drivers))
	for _, d := range drivers {
		if d.Alpha < 2 {
			// The root of u^(2-alpha) is taken first, which is finite for every u.
			root := math.Sqrt(d.Alpha*law.TailConstant(d.Alpha)/(2-d.Alpha)) * math.Pow(u, 1-d.Alpha/2)
			d = noise.Driver{
				Coordinate: d.Coordinate, Alpha: 2, Scale: d.Scale * root, Increments: &gaussian, Decay: d.DecayExponent(),
			}
		}
		out = append(out, d)
	}
	return out
}
