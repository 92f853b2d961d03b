package problem

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

// driftStep is the step of the drift, eta in iteration time.
func (c ExitConfig) DriftStep(k int) float64 {
	u := &c.Controls
	drift, _ := u.Arm.Factors(u.Schedule, k)
	if c.Time == clock.Iteration {
		return drift
	}
	if u.Arm == schedule.StepOnly {
		return c.Dt * drift / u.Schedule.Eta(0)
	}
	return c.Dt
}

// noiseScale is what a jump of L in step k is multiplied by: eps, sigma, the share
// of the driver, and what arm and schedule make of them.
func (c ExitConfig) NoiseScale(k int, d noise.Driver) float64 {
	u := &c.Controls
	return u.Eps * u.Sigma[d.Coordinate] * d.Scale * c.RelativeNoise(k, d.DecayExponent())
}

// relativeNoise is the factor of arm and schedule at step k: in iteration time
// with the learning rate in it, in SDE time relative to the first step. There, in
// the ordinary arm, the clock itself runs with the learning rate, which leaves
// s^((alpha-1)/alpha); in the others the clock is that of the undecayed one. A
// batch that grows as 1/s is s^((alpha-1)/alpha) of the noise on either clock
// (theory.md, section 5).
func (c ExitConfig) RelativeNoise(k int, alpha float64) float64 {
	u := &c.Controls
	if Steady(u.Schedule) && c.Time == clock.SDE {
		return 1
	}
	_, noise := u.Arm.Factors(u.Schedule, k)
	eta0 := u.Schedule.Eta(0)
	first := 1.0
	if c.Time == clock.Iteration {
		first = eta0
	}
	if u.Arm == schedule.GrowBatch || u.Arm == schedule.Both && c.Time == clock.SDE {
		return first * math.Pow(u.Schedule.Eta(k)/eta0, (alpha-1)/alpha)
	}
	return first * noise / eta0
}

// growth is the factor by which an increment over the step is larger than the unit
// increments of a self-similar driver, dt^(1/alpha), or what the exact step makes
// of the noise within it; h is the step of the drift.
func (c ExitConfig) Growth(d noise.Driver, h float64) float64 {
	if c.Time == clock.Iteration || d.Stepped {
		return 1
	}
	if theta := c.Controls.Theta[d.Coordinate] * h / c.Dt; c.Controls.Integrator == Exact && theta > 0 {
		q := d.Alpha * theta
		return math.Pow(-math.Expm1(-q*c.Dt)/q, 1/d.Alpha)
	}
	return math.Pow(c.Dt, 1/d.Alpha)
}

// epsOf is eps_i of the SDE: eps itself, or in iteration time that of the SDE
// which the iteration discretises, eta(0)^(1-1/alpha_i) eps.
func (c ExitConfig) EpsOf(i int) float64 {
	if c.Time == clock.SDE {
		return c.Controls.Eps
	}
	return c.Controls.Eps * math.Pow(c.Controls.Schedule.Eta(0), 1-1/c.Controls.Alpha[i])
}

// step is the length of a step in SDE time.
func (c ExitConfig) Step() float64 {
	if c.Time == clock.SDE {
		return c.Dt
	}
	return c.Controls.Schedule.Eta(0)
}

// constant says that a learning rate never changes.
func Steady(s schedule.Schedule) bool {
	_, ok := s.(schedule.Constant)
	return ok
}

// drivers are the parts of the noise of coordinate i.
func (c ExitConfig) Drivers(i int) []noise.Driver {
	return c.Controls.NoiseOf(i).Drivers(i, c.Controls.Alpha[i], c.Dt, c.Time == clock.Iteration)
}
