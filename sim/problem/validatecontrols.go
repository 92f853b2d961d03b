package problem

import (
	"fmt"
	"math"

	"levyscope/sim/landscape"
	"levyscope/train/schedule"
)

// Validate checks the controls by themselves: the ranges of numbers, as many values as
// coordinates, and known kinds. It returns an error that names the first value out of its
// range. ExitConfig.Validate checks what they make of a clock, a step and a start.
func (c Controls) Validate() error {
	n := c.Dim()
	switch {
	case c.Schedule == nil:
		return fmt.Errorf("no learning-rate schedule is set: use for example constant:eta0=0.1")
	case !FromReference(c.Schedule):
		return fmt.Errorf("schedule %s begins at %g and not at its largest rate %g, in units of which exits are predicted: "+
			"use one without a warm-up that begins at its largest rate", c.Schedule, c.Schedule.Eta(0),
			schedule.Reference(c.Schedule))
	case !c.Arm.Valid():
		return fmt.Errorf("decay arm = %d: use Both, NoiseOnly, StepOnly or GrowBatch", c.Arm)
	case n < 1 || n > maxDim:
		return fmt.Errorf("alpha has %d values: use 1 to %d coordinates", n, maxDim)
	case len(c.Theta) != n || len(c.Sigma) != n || len(c.Box) != n:
		return fmt.Errorf("alpha has %d values, theta %d, sigma %d and the box %d intervals: "+
			"give each the same number, or a single one for all", n, len(c.Theta), len(c.Sigma), len(c.Box))
	case !(c.Eps >= 0) || math.IsInf(c.Eps, 0):
		return fmt.Errorf("eps = %g: use a finite number, zero or above", c.Eps)
	case !(c.Rho >= 0 && c.Rho < 1):
		return fmt.Errorf("rho = %g: the threshold eps^-rho of big jumps needs 0 < rho < 1", c.Rho)
	case !(c.Dt >= 0) || math.IsInf(c.Dt, 0):
		return fmt.Errorf("dt = %g in the controls: use a positive time step, or 0 for that of the configuration", c.Dt)
	case c.Began < 0:
		return fmt.Errorf("began = %d: use a step of the particle, 0 or above", c.Began)
	}
	for i := range n {
		if err := c.validateCoordinate(i); err != nil {
			return err
		}
	}
	return c.validateKinds()
}

// validateCoordinate checks the numbers of coordinate i.
func (c Controls) validateCoordinate(i int) error {
	theta, alpha, sigma, box := c.Theta[i], c.Alpha[i], c.Sigma[i], c.Box[i]
	switch {
	case !(theta >= 0) || math.IsInf(theta, 0):
		return fmt.Errorf("theta_%d = %g: use a finite curvature, zero or above", i+1, theta)
	case !(alpha > 0 && alpha <= 2):
		return fmt.Errorf("alpha_%d = %g: a tail index lies in (0, 2]", i+1, alpha)
	case alpha < MinAlpha:
		return fmt.Errorf("alpha_%d = %g: use %g or more, below which jumps leave the range of numbers",
			i+1, alpha, MinAlpha)
	case !(sigma >= 0) || math.IsInf(sigma, 0):
		return fmt.Errorf("sigma_%d = %g: use a finite scale, zero or above", i+1, sigma)
	case !(box.Lo < box.Hi) || math.IsInf(box.Lo, 1) || math.IsInf(box.Hi, -1):
		return fmt.Errorf("box interval %d is %g:%g: its first wall must lie below its second, as in -0.6:1",
			i+1, box.Lo, box.Hi)
	}
	return nil
}

// validateKinds checks the potential, the noise, the reading, the integrator and the domain.
func (c Controls) validateKinds() error {
	n := c.Dim()
	_, quadratic := c.Potential.(landscape.Quadratic)
	switch {
	case quadratic:
		return fmt.Errorf("the quadratic potential is made from Theta: leave Potential nil")
	case c.Potential != nil && c.Potential.Dim() != n:
		return fmt.Errorf("potential %s has %d coordinates and alpha %d values: "+
			"give as many of these, or a single one for all", c.Potential, c.Potential.Dim(), n)
	case len(c.Noise) != 0 && len(c.Noise) != n:
		return fmt.Errorf("noise is given for %d coordinates of %d: "+
			"give one for each, or a single one for all", len(c.Noise), n)
	case len(c.Multiplicative) != 0 && len(c.Multiplicative) != n:
		return fmt.Errorf("multiplicative noise is given for %d coordinates of %d: "+
			"give one for each, or a single one for all", len(c.Multiplicative), n)
	case !c.Reading.Valid():
		return fmt.Errorf("reading = %d: use Ito, Stratonovich or Marcus", c.Reading)
	case !c.Integrator.Valid():
		return fmt.Errorf("integrator = %d: use Euler, Exact, Tamed or JumpAdapted", c.Integrator)
	}
	return c.Domain.Validate()
}
