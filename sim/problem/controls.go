package problem

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

// Controls are what a user may change while a simulation is under way. The value
// is immutable, its slices too, and is swapped whole.
//
// The fields from Potential on may be left at their zero values, which stand for
// the quadratic potential of Theta, the box, SaS noise that does not depend on the
// place, and Euler-Maruyama.
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
	Rho            float64 // big jumps of L are those beyond eps^-Rho, in (0, 1); 0: chosen, see ExitConfig.JumpSplit
}

// dim is N.
func (c Controls) Dim() int { return len(c.Alpha) }

// landscape is the potential.
func (c Controls) Landscape() landscape.Landscape {
	if c.Potential != nil {
		return c.Potential
	}
	return landscape.Quadratic{Theta: c.Theta}
}

// noise is the law of coordinate i.
func (c Controls) NoiseOf(i int) noise.Noise {
	if len(c.Noise) > 0 {
		return c.Noise[i]
	}
	return noise.Noise{}
}

// gaussian says that the noise of coordinate i is Gaussian.
func (c Controls) Gaussian(i int) bool {
	kind := c.NoiseOf(i).Kind
	return kind == noise.Gauss || c.Alpha[i] == 2 && (kind == noise.SaS || kind == noise.SaSGauss)
}

// Validate returns an error that names the first control out of its range.
func (c Controls) Validate() error {
	n := c.Dim()
	switch {
	case c.Schedule == nil:
		return fmt.Errorf("no learning-rate schedule is set: use for example constant:eta0=0.1")
	case !c.Arm.Valid():
		return fmt.Errorf("decay arm = %d: use Both, NoiseOnly, StepOnly or GrowBatch", c.Arm)
	case n < 1 || n > maxDim:
		return fmt.Errorf("alpha has %d values: use 1 to %d coordinates", n, maxDim)
	case len(c.Theta) != n || len(c.Sigma) != n || len(c.Box) != n:
		return fmt.Errorf("alpha has %d values, theta %d, sigma %d and the box %d intervals: give each the same number, or a single one for all", n, len(c.Theta), len(c.Sigma), len(c.Box))
	case !(c.Eps >= 0) || math.IsInf(c.Eps, 0):
		return fmt.Errorf("eps = %g: use a finite number, zero or above", c.Eps)
	case !(c.Rho >= 0 && c.Rho < 1):
		return fmt.Errorf("rho = %g: the threshold eps^-rho of big jumps needs 0 < rho < 1", c.Rho)
	}
	for i := range n {
		theta, alpha, sigma, box := c.Theta[i], c.Alpha[i], c.Sigma[i], c.Box[i]
		switch {
		case !(theta >= 0) || math.IsInf(theta, 0):
			return fmt.Errorf("theta_%d = %g: use a finite curvature, zero or above", i+1, theta)
		case !(alpha > 0 && alpha <= 2):
			return fmt.Errorf("alpha_%d = %g: a tail index lies in (0, 2]", i+1, alpha)
		case alpha < leastAlpha:
			return fmt.Errorf("alpha_%d = %g: use %g or more, below which jumps leave the range of numbers", i+1, alpha, leastAlpha)
		case !(sigma >= 0) || math.IsInf(sigma, 0):
			return fmt.Errorf("sigma_%d = %g: use a finite scale, zero or above", i+1, sigma)
		case !(box.Lo < box.Hi) || math.IsInf(box.Lo, 1) || math.IsInf(box.Hi, -1):
			return fmt.Errorf("box interval %d is %g:%g: its first wall must lie below its second, as in -0.6:1", i+1, box.Lo, box.Hi)
		}
	}
	return c.validateSystem()
}

// validateSystem checks the controls that are not numbers.
func (c Controls) validateSystem() error {
	n := c.Dim()
	_, quadratic := c.Potential.(landscape.Quadratic)
	switch {
	case quadratic:
		return fmt.Errorf("the quadratic potential is made from Theta: leave Potential nil")
	case c.Potential != nil && c.Potential.Dim() != n:
		return fmt.Errorf("potential %s has %d coordinates and alpha %d values: give as many of these, or a single one for all", c.Potential, c.Potential.Dim(), n)
	case len(c.Noise) != 0 && len(c.Noise) != n:
		return fmt.Errorf("noise is given for %d coordinates of %d: give one for each, or a single one for all", len(c.Noise), n)
	case len(c.Multiplicative) != 0 && len(c.Multiplicative) != n:
		return fmt.Errorf("multiplicative noise is given for %d coordinates of %d: give one for each, or a single one for all", len(c.Multiplicative), n)
	case !c.Reading.Valid():
		return fmt.Errorf("reading = %d: use Ito, Stratonovich or Marcus", c.Reading)
	case !c.Integrator.Valid():
		return fmt.Errorf("integrator = %d: use Euler, Exact, Tamed or JumpAdapted", c.Integrator)
	}
	return c.Domain.Validate()
}

// controlsJSON is Controls as it is recorded: the schedule, the potential, the
// domain and the expressions as what their parsers read.
type controlsJSON struct {
	Schedule       string        `json:"schedule"`
	Arm            schedule.Arm  `json:"arm"`
	Eps            float64       `json:"eps"`
	Theta          []float64     `json:"theta"`
	Alpha          []float64     `json:"alpha"`
	Sigma          []float64     `json:"sigma"`
	Box            []Interval    `json:"box"`
	Potential      string        `json:"potential,omitempty"`
	Domain         Domain        `json:"domain"`
	Noise          []noise.Noise `json:"noise,omitempty"`
	Multiplicative []string      `json:"multiplicative,omitempty"`
	Reading        Reading       `json:"reading"`
	Integrator     Integrator    `json:"integrator"`
	Rho            float64       `json:"rho,omitempty"`
}

// MarshalJSON writes the schedule in its String form.
func (c Controls) MarshalJSON() ([]byte, error) {
	j := controlsJSON{c.Schedule.String(), c.Arm, c.Eps, c.Theta, c.Alpha, c.Sigma, c.Box, "", c.Domain, c.Noise, nil, c.Reading, c.Integrator, c.Rho}
	if c.Potential != nil {
		j.Potential = c.Potential.String()
	}
	for _, g := range c.Multiplicative {
		j.Multiplicative = append(j.Multiplicative, g.String())
	}
	return json.Marshal(j)
}

// same says that c has the same effect as the valid o, which is so if they are recorded
// alike: a recording is all that a replay knows of them. An invalid c is never the same.
func (c Controls) Same(o Controls) bool {
	if c.Validate() != nil {
		return false
	}
	a, errA := c.MarshalJSON()
	b, errB := o.MarshalJSON()
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (c *Controls) UnmarshalJSON(b []byte) error {
	var j controlsJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	s, err := schedule.Parse(j.Schedule)
	if err != nil {
		return err
	}
	out := Controls{s, j.Arm, j.Eps, j.Theta, j.Alpha, j.Sigma, j.Box, nil, j.Domain, j.Noise, nil, j.Reading, j.Integrator, j.Rho}
	if j.Potential != "" {
		if out.Potential, err = landscape.Parse(j.Potential, len(j.Alpha)); err != nil {
			return err
		}
	}
	for _, text := range j.Multiplicative {
		g, err := expr.Parse(text, len(j.Alpha))
		if err != nil {
			return err
		}
		out.Multiplicative = append(out.Multiplicative, g)
	}
	*c = out
	return nil
}
