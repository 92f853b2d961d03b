package problem

import (
	"fmt"
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
)

// Validate checks all that the configuration itself can tell: its numbers, its controls,
// that paths start inside, and what clock, integrator and method ask of each other. It
// returns an error that names the first value out of its range. What takes the ways out
// of the domain to tell is checked by sim.Validate, which calls this.
func (c ExitConfig) Validate() error {
	if c.Time == clock.Iteration {
		c.Dt = 1
	}
	switch {
	case c.Paths < 1 || c.Paths > maxPaths:
		return fmt.Errorf("paths = %d: use 1 to %g", c.Paths, maxPaths)
	case !(c.Dt > 0) || math.IsInf(c.Dt, 0):
		return fmt.Errorf("dt = %g: use a positive time step", c.Dt)
	case c.Dt < MinDt || c.Dt > MaxDt:
		return fmt.Errorf("dt = %g: use a time step between %g and %g, in a unit of time to suit", c.Dt, MinDt, MaxDt)
	case !(c.Horizon >= 0) || math.IsInf(c.Horizon, 0):
		return fmt.Errorf("horizon = %g: use a positive time, or 0 to have one chosen", c.Horizon)
	case c.Horizon > 0 && (c.Horizon < c.Dt || c.Horizon/c.Dt > MaxSteps):
		return fmt.Errorf("horizon = %g: use at least one time step (%g) and at most %g of them",
			c.Horizon, c.Dt, MaxSteps)
	case !c.Time.Valid() || !c.Method.Valid():
		return fmt.Errorf("time = %d, method = %d: use SDE or Iteration, Direct or Accelerated", c.Time, c.Method)
	}
	for _, check := range []func() error{
		c.Controls.Validate, c.validateStart, c.validateNoise, c.validateStep, c.validateIntegrator, c.validateMethod,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// validateStart checks that paths start inside the domain, and where the SDE is defined.
func (c ExitConfig) validateStart() error {
	if err := c.validateInside(); err != nil {
		return err
	}
	start, u := c.StartPoint(), c.Controls.Landscape()
	if v := u.Value(start); math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("the potential %s is %s at the start %v: move --start", u, infinity(v), shown(start))
	}
	grad := make([]float64, len(start))
	u.Grad(grad, start)
	for i, v := range grad {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("the drift of coordinate %d, -dU/dx%d of the potential %s, is %s at the start %v: move --start",
				i+1, i+1, u, infinity(-v), shown(start))
		}
	}
	for i, g := range c.Controls.Multiplicative {
		if v := g.Value(start); math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("multiplicative factor %d, g(x) = %s, is %s at the start %v: move --start, or use a g that is "+
				"finite there", i+1, g, infinity(v), shown(start))
		}
	}
	return nil
}

// infinity is how an error writes a value that is not finite.
func infinity(v float64) string {
	if math.IsNaN(v) {
		return "not defined"
	}
	return "infinite"
}

// shown are the first coordinates of a point, as an error writes them.
func shown(x []float64) []float64 { return x[:min(len(x), 8)] }

// validateInside checks that the start is finite and lies inside the domain.
func (c ExitConfig) validateInside() error {
	n := c.Controls.Dim()
	if len(c.Start) > 0 && len(c.Start) != n {
		return fmt.Errorf("start has %d values for %d coordinates: give one for each", len(c.Start), n)
	}
	u := c.Controls.Landscape()
	if err := landscape.AbsentMinimum(u); err != nil && (len(c.Start) == 0 || c.Controls.Domain.Kind >= InBasin) {
		return err
	}
	start := c.StartPoint()
	for i, v := range start {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("start_%d = %g: use a finite number", i+1, v)
		}
	}
	if wells := len(u.Minima()); c.Controls.Domain.Kind == InWells && wells > maxWells {
		return fmt.Errorf("the potential has %d minima: domain wells counts transitions between %d at most; use basin",
			wells, maxWells)
	}
	if c.Controls.Domain.Kind == InBox {
		for i, b := range c.Controls.Box {
			if !(b.Lo < start[i] && start[i] < b.Hi) {
				return fmt.Errorf("box interval %d is %g:%g: it must contain the start %g in its interior, "+
					"as in -0.6:1", i+1, b.Lo, b.Hi, start[i])
			}
		}
		return nil
	}
	if !NewRegion(c.Controls, c.DomainCentre()).Contains(start) {
		return c.outsideError(start)
	}
	if c.Controls.Domain.Kind == InBasin && c.Controls.Landscape().Basin(start) < 0 {
		return fmt.Errorf("the paths start at %v, from where the potential %s leads to no minimum: move --start",
			start, u)
	}
	return nil
}

// outsideError is the error of a start outside the domain, with what decides that.
func (c ExitConfig) outsideError(start []float64) error {
	u := c.Controls.Landscape()
	why := ""
	switch c.Controls.Domain.Kind {
	case InBall:
		centre := c.DomainCentre()
		why = fmt.Sprintf(": it is the ball around the minimum %.6g to which the start leads, %.6g away",
			shown(centre), landscape.Distance(start, centre))
	case InSublevel:
		why = fmt.Sprintf(": U is %.6g there", u.Value(start))
	}
	return fmt.Errorf("the paths start at %v, which is not inside domain %s%s; move --start, or use a larger domain",
		shown(start), c.Controls.Domain, why)
}

// validateNoise checks the noise of every coordinate, and that its increments over a step
// are neither all zero nor infinite: noise would be missing without a word.
func (c ExitConfig) validateNoise() error {
	for i, alpha := range c.Controls.Alpha {
		if err := c.Controls.NoiseOf(i).Validate(alpha, c.Dt, c.Time); err != nil {
			return fmt.Errorf("noise of coordinate %d: %w", i+1, err)
		}
		u := c.Controls
		stepwise := c.Time == clock.SDE && c.Method == Direct && u.Integrator != JumpAdapted &&
			u.Sigma[i] > 0 && !u.Gaussian(i)
		if scale := math.Pow(c.Dt, 1/alpha); stepwise && !(scale > 0 && !math.IsInf(scale, 1)) {
			return fmt.Errorf("alpha_%d = %g with dt = %g: the noise of a step, dt^(1/alpha) = %g, leaves the range "+
				"of numbers; use a larger alpha, or a time step nearer to 1", i+1, alpha, c.Dt, scale)
		}
	}
	return nil
}

// validateStep checks that Euler's method is stable for the quadratic potential:
// theta times the step is below 2.
func (c ExitConfig) validateStep() error {
	q, quadratic := c.Controls.Landscape().(landscape.Quadratic)
	if !quadratic || c.Controls.Integrator == Exact || c.Controls.Integrator == Tamed {
		return nil
	}
	step := c.SDEStep()
	for i, theta := range q.Theta {
		if theta*step >= 2 {
			return fmt.Errorf("theta_%d = %g with a step of %g: Euler's method is unstable from theta*step = 2 on; "+
				"use a smaller --dt, or eta0 in iteration time, or --integrator exact", i+1, theta, step)
		}
	}
	return nil
}
