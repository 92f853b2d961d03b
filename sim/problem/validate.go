package problem

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/train/schedule"
)

// Validate returns an error that names the first value out of its range. What it
// takes the ways out to tell is not looked at: see sim.Validate.
func (c ExitConfig) Validate() error {
	if c.Time == clock.Iteration {
		c.Dt = 1
	}
	switch {
	case c.Paths < 1 || c.Paths > maxPaths:
		return fmt.Errorf("paths = %d: use 1 to %g", c.Paths, maxPaths)
	case !(c.Dt > 0) || math.IsInf(c.Dt, 0):
		return fmt.Errorf("dt = %g: use a positive time step", c.Dt)
	case c.Dt < leastDt || c.Dt > mostDt:
		return fmt.Errorf("dt = %g: use a time step between %g and %g, in a unit of time to suit", c.Dt, leastDt, mostDt)
	case !(c.Horizon >= 0) || math.IsInf(c.Horizon, 0):
		return fmt.Errorf("horizon = %g: use a positive time, or 0 to have one chosen", c.Horizon)
	case c.Horizon > 0 && (c.Horizon < c.Dt || c.Horizon/c.Dt > MaxSteps):
		return fmt.Errorf("horizon = %g: use at least one time step (%g) and at most %g of them", c.Horizon, c.Dt, MaxSteps)
	case !c.Time.Valid() || !c.Method.Valid():
		return fmt.Errorf("time = %d, method = %d: use SDE or Iteration, Direct or Accelerated", c.Time, c.Method)
	}
	for _, check := range []func() error{c.Controls.Validate, c.validateStart, c.validateNoise, c.validateStep, c.validateIntegrator, c.validateMethod} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// validateStart holds that paths start inside.
func (c ExitConfig) validateStart() error {
	n := c.Controls.Dim()
	if len(c.Start) > 0 && len(c.Start) != n {
		return fmt.Errorf("start has %d values for %d coordinates: give one for each", len(c.Start), n)
	}
	start := c.StartPoint()
	for i, v := range start {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("start_%d = %g: use a finite number", i+1, v)
		}
	}
	if wells := len(c.Controls.Landscape().Minima()); c.Controls.Domain.Kind == InWells && wells > maxWells {
		return fmt.Errorf("the potential has %d minima: domain wells counts transitions between %d at most; use basin", wells, maxWells)
	}
	if c.Controls.Domain.Kind == InBox {
		for i, b := range c.Controls.Box {
			if !(b.Lo < start[i] && start[i] < b.Hi) {
				return fmt.Errorf("box interval %d is %g:%g: it must contain the start %g in its interior, as in -0.6:1", i+1, b.Lo, b.Hi, start[i])
			}
		}
		return nil
	}
	if !NewRegion(c.Controls, CentreOf(c)).Contains(start) {
		return fmt.Errorf("the paths start at %v, which is not inside domain %s: move --start, or use a larger domain", start, c.Controls.Domain)
	}
	if c.Controls.Domain.Kind == InBasin && c.Controls.Landscape().Basin(start) < 0 {
		return fmt.Errorf("the paths start at %v, from where the potential %s leads to no minimum: move --start", start, c.Controls.Landscape())
	}
	return nil
}

func (c ExitConfig) validateNoise() error {
	for i, alpha := range c.Controls.Alpha {
		if err := c.Controls.NoiseOf(i).Validate(alpha, c.Dt, c.Time); err != nil {
			return fmt.Errorf("noise of coordinate %d: %w", i+1, err)
		}
		// The increments over a step must be numbers, or noise would be missing without a word.
		u := c.Controls
		stepwise := c.Time == clock.SDE && c.Method == Direct && u.Integrator != JumpAdapted && u.Sigma[i] > 0 && !u.Gaussian(i)
		if scale := math.Pow(c.Dt, 1/alpha); stepwise && !(scale > 0 && !math.IsInf(scale, 1)) {
			return fmt.Errorf("alpha_%d = %g with dt = %g: the noise of a step, dt^(1/alpha) = %g, leaves the range of numbers; use a larger alpha, or a time step nearer to 1", i+1, alpha, c.Dt, scale)
		}
	}
	return nil
}

// validateStep holds Euler's method to its range of stability.
func (c ExitConfig) validateStep() error {
	q, quadratic := c.Controls.Landscape().(landscape.Quadratic)
	if !quadratic || c.Controls.Integrator == Exact || c.Controls.Integrator == Tamed {
		return nil
	}
	step := c.Dt
	if c.Time == clock.Iteration {
		step = c.Controls.Schedule.Eta(0)
	}
	for i, theta := range q.Theta {
		if theta*step >= 2 {
			return fmt.Errorf("theta_%d = %g with a step of %g: Euler's method is unstable from theta*step = 2 on; use a smaller --dt, or eta0 in iteration time, or --integrator exact", i+1, theta, step)
		}
	}
	return nil
}

func (c ExitConfig) validateIntegrator() error {
	u := c.Controls
	additive := len(u.Multiplicative) == 0
	_, quadratic := u.Landscape().(landscape.Quadratic)
	switch {
	case u.Integrator == Exact && c.Time == clock.Iteration:
		return fmt.Errorf("integrator exact steps through SDE time, and an iteration of SGD is what it is: use euler with --time iteration")
	case u.Integrator == Exact && !(quadratic && additive):
		return fmt.Errorf("integrator exact is for a quadratic potential with noise that does not depend on the place: use euler, tamed or jump")
	case u.Integrator == JumpAdapted && c.Time == clock.Iteration:
		return fmt.Errorf("integrator jump places jumps in SDE time, and an iteration of SGD is what it is: use euler with --time iteration")
	case u.Integrator == JumpAdapted && !additive:
		return fmt.Errorf("integrator jump is for noise that does not depend on the place: use euler or tamed with multiplicative noise")
	case u.Integrator != Exact && u.Integrator != JumpAdapted:
		return nil
	}
	return c.selfSimilar(fmt.Sprintf("integrator %s", u.Integrator))
}

// selfSimilar is an error where the noise of a coordinate is not a sum of stable processes.
func (c ExitConfig) selfSimilar(who string) error {
	for i := range c.Controls.Alpha {
		for _, d := range c.Drivers(i) {
			if d.Stepped {
				return fmt.Errorf("%s needs stable noise, and coordinate %d has %s: use sas, gauss or sas+gauss", who, i+1, c.Controls.NoiseOf(i))
			}
		}
	}
	return nil
}

func (c ExitConfig) validateMethod() error {
	if c.Method != Accelerated {
		return nil
	}
	u := c.Controls
	if c.Time == clock.Iteration {
		return fmt.Errorf("method accelerated runs in SDE time: leave out --time iteration, and take eps eta^(1-1/alpha) for eps")
	}
	if len(u.Multiplicative) > 0 {
		return fmt.Errorf("method accelerated is for noise that does not depend on the place: use direct with multiplicative noise")
	}
	if u.Arm == schedule.StepOnly && !Steady(u.Schedule) {
		return fmt.Errorf("method accelerated keeps the drift as it is: use arm both, noise or batch, or method direct")
	}
	if u.Domain.Kind == InWells {
		return fmt.Errorf("method accelerated counts first exits, and domain wells has none: use basin, or method direct")
	}
	if err := c.selfSimilar("method accelerated"); err != nil {
		return err
	}
	q, _ := u.Landscape().(landscape.Quadratic)
	for i, theta := range q.Theta {
		if theta == 0 && u.Sigma[i] > 0 {
			return fmt.Errorf("theta_%d = 0: method accelerated lets a path come to rest between big jumps, and nothing pulls this coordinate back; use method direct", i+1)
		}
	}
	if x, inside := RestOf(c, CentreOf(c)); !inside {
		return fmt.Errorf("the potential's minimum %v is not inside domain %s: method accelerated lets a path come to rest there between big jumps; use method direct", x[:min(len(x), 8)], u.Domain)
	}
	if !Steady(u.Schedule) && u.Arm != schedule.NoiseOnly {
		for i, alpha := range u.Alpha {
			if alpha < 1 {
				return fmt.Errorf("alpha_%d = %g: under arm %s a falling learning rate lets noise with alpha below 1 grow in SDE time, and method accelerated keeps to the jumps that are big at first; use method direct, or arm noise", i+1, alpha, u.Arm)
			}
		}
	}
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
	return fmt.Errorf("method accelerated goes from big jump to big jump, and no coordinate has them: use alpha below 2, or method direct")
}
