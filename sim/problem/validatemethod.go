package problem

import (
	"fmt"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/train/schedule"
)

// validateIntegrator checks that the integrator can do the potential, the noise and the clock.
func (c ExitConfig) validateIntegrator() error {
	u := c.Controls
	additive := len(u.Multiplicative) == 0
	_, quadratic := u.Landscape().(landscape.Quadratic)
	switch {
	case u.Integrator == Exact && c.Time == clock.Iteration:
		return fmt.Errorf("integrator exact steps through SDE time, and an iteration of SGD is what it is: " +
			"use euler with --time iteration")
	case u.Integrator == Exact && !(quadratic && additive):
		return fmt.Errorf("integrator exact is for a quadratic potential with noise that does not depend on the place: " +
			"use euler, tamed or jump")
	case u.Integrator == JumpAdapted && c.Time == clock.Iteration:
		return fmt.Errorf("integrator jump places jumps in SDE time, and an iteration of SGD is what it is: " +
			"use euler with --time iteration")
	case u.Integrator == JumpAdapted && !additive:
		return fmt.Errorf("integrator jump is for noise that does not depend on the place: " +
			"use euler or tamed with multiplicative noise")
	case u.Integrator != Exact && u.Integrator != JumpAdapted:
		return nil
	}
	return c.requireStableNoise(fmt.Sprintf("integrator %s", u.Integrator))
}

// requireStableNoise returns an error where the noise of a coordinate is not a sum of
// stable processes; who is what needs it to be.
func (c ExitConfig) requireStableNoise(who string) error {
	for i := range c.Controls.Alpha {
		for _, d := range c.Drivers(i) {
			if d.Stepped {
				return fmt.Errorf("%s needs stable noise, and coordinate %d has %s: use sas, gauss or sas+gauss",
					who, i+1, c.Controls.NoiseOf(i))
			}
		}
	}
	return nil
}

// validateMethod checks that the accelerated method can do the configuration.
func (c ExitConfig) validateMethod() error {
	if c.Method != Accelerated {
		return nil
	}
	u := c.Controls
	if c.Time == clock.Iteration {
		return fmt.Errorf("method accelerated runs in SDE time: " +
			"leave out --time iteration, and take eps eta^(1-1/alpha) for eps")
	}
	if len(u.Multiplicative) > 0 {
		return fmt.Errorf("method accelerated is for noise that does not depend on the place: " +
			"use direct with multiplicative noise")
	}
	if u.Arm == schedule.StepOnly && !Steady(u.Schedule) {
		return fmt.Errorf("method accelerated keeps the drift as it is: use arm both, noise or batch, or method direct")
	}
	if u.Domain.Kind == InWells {
		return fmt.Errorf("method accelerated counts first exits, and domain wells has none: " +
			"use basin, or method direct")
	}
	for _, check := range []func() error{
		func() error { return c.requireStableNoise("method accelerated") },
		c.validateRest, c.validateGrowingNoise, c.validateBigJumps,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// validateRest checks that a path comes to rest inside the domain between big jumps.
func (c ExitConfig) validateRest() error {
	u := c.Controls
	if landscape.AbsentMinimum(u.Landscape()) != nil {
		return fmt.Errorf("the potential %s has no minimum in [-10, 10]: method accelerated lets a path come to rest in one "+
			"between big jumps; use method direct", u.Landscape())
	}
	q, _ := u.Landscape().(landscape.Quadratic)
	for i, theta := range q.Theta {
		if theta == 0 && u.Sigma[i] > 0 {
			return fmt.Errorf("theta_%d = 0: method accelerated lets a path come to rest between big jumps, "+
				"and nothing pulls this coordinate back; use method direct", i+1)
		}
	}
	if x, inside := c.RestingPoint(c.DomainCentre()); !inside {
		return fmt.Errorf("the potential's minimum %v is not inside domain %s: method accelerated lets a path come "+
			"to rest there between big jumps; use method direct", x[:min(len(x), 8)], u.Domain)
	}
	return nil
}

// validateGrowingNoise checks that jumps that are small at first stay small.
func (c ExitConfig) validateGrowingNoise() error {
	u := c.Controls
	if Steady(u.Schedule) || u.Arm == schedule.NoiseOnly {
		return nil
	}
	for i, alpha := range u.Alpha {
		if alpha < 1 {
			return fmt.Errorf("alpha_%d = %g: under arm %s a falling learning rate lets noise with alpha below 1 grow "+
				"in SDE time, and method accelerated keeps to the jumps that are big at first; "+
				"use method direct, or arm noise", i+1, alpha, u.Arm)
		}
	}
	return nil
}

// validateBigJumps checks that there are big jumps to go between.
func (c ExitConfig) validateBigJumps() error {
	u := c.Controls
	if !(u.Eps > 0) {
		return fmt.Errorf("eps = %g: method accelerated needs noise", u.Eps)
	}
	for i, alpha := range u.Alpha {
		for _, d := range c.Drivers(i) {
			if alpha < 2 && d.Alpha < 2 && u.Sigma[i] > 0 {
				return nil
			}
		}
	}
	return fmt.Errorf("method accelerated goes from big jump to big jump, and no coordinate has them: " +
		"use alpha below 2, or method direct")
}
