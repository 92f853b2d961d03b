package problem

import (
	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

// Controls are what a user may change while a simulation is under way: the SDE, its
// domain and its integrator. The value is immutable, its slices too, and is swapped as a
// whole. N is the number of coordinates.
//
// The fields from Potential on may be left at their zero values, which stand for the
// quadratic potential of Theta, the box, SaS noise that does not depend on the place, and
// Euler-Maruyama.
type Controls struct {
	Schedule schedule.Schedule // eta(k), k the step of the path
	Arm      schedule.Arm      // what the decay acts on
	Eps      float64           // scale of all noise, >= 0
	Theta    []float64         // (N) curvature of the quadratic potential, >= 0
	Alpha    []float64         // (N) tail index, in (0, 2]
	Sigma    []float64         // (N) scale, >= 0
	Box      []Interval        // (N) walls

	Potential      landscape.Landscape // nil: Quadratic{Theta}
	Domain         Domain              // where a path is inside
	Noise          []noise.Noise       // (N) law of each driving process, or none: SaS(Alpha)
	Multiplicative []*expr.Expression  // (N) factor g_i(x) of the noise of coordinate i, or none: 1
	Reading        Reading             // of multiplicative noise
	Integrator     Integrator
	Rho            float64 // jumps of L beyond eps^-Rho are big ones, in (0, 1); 0: chosen by path.JumpSplit

	Dt    float64 // SDE time of a step, > 0; 0: that of ExitConfig
	Began int     // step of the displayed particle from which the schedule counts on the path under way then, >= 0
}

// Dim is the number of coordinates N.
func (c Controls) Dim() int { return len(c.Alpha) }

// Landscape is the potential: Potential, or the quadratic one of Theta.
func (c Controls) Landscape() landscape.Landscape {
	if c.Potential != nil {
		return c.Potential
	}
	return landscape.Quadratic{Theta: c.Theta}
}

// NoiseOf is the law of the driving process of coordinate i.
func (c Controls) NoiseOf(i int) noise.Noise {
	if len(c.Noise) > 0 {
		return c.Noise[i]
	}
	return noise.Noise{}
}

// Gaussian says that the noise of coordinate i is Gaussian and has no jumps: of kind
// Gauss, or SaS with alpha_i = 2.
func (c Controls) Gaussian(i int) bool {
	kind := c.NoiseOf(i).Kind
	return kind == noise.Gauss || c.Alpha[i] == 2 && (kind == noise.SaS || kind == noise.SaSGauss)
}
