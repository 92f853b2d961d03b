package problem

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

// The methods of this file say how learning rate, arm and clock enter a step,
//
//	x <- x - DriftStep(k) grad U(x) + sum over drivers d of NoiseScale(k, d) IncrementScale(d, h) z_d,
//
// with z_d the increments that d draws and h = DriftStep(k).

// DriftStep is the factor of -grad U in step k >= 0. In iteration time it is eta(k), or
// eta(0) where the arm does not decay the drift; in SDE time it is Dt, which only the arm
// StepOnly multiplies by eta(k)/eta(0).
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

// NoiseScale is what a jump of driver d in step k is multiplied by: eps, sigma, the
// driver's own scale, and RelativeNoise.
func (c ExitConfig) NoiseScale(k int, d noise.Driver) float64 {
	u := &c.Controls
	return u.Eps * u.Sigma[d.Coordinate] * d.Scale * c.RelativeNoise(k, d.DecayExponent())
}

// RelativeNoise is the factor that arm and schedule give the noise in step k; alpha is
// the exponent of noise.Driver.DecayExponent, the tail index for stable noise. With
// s = eta(k)/eta(0) it is in SDE time
//
//	Both, GrowBatch: s^((alpha-1)/alpha)    NoiseOnly: s    StepOnly: 1,
//
// since with Both the clock itself runs with the learning rate, and with the other arms
// it is that of the undecayed run. In iteration time Both gives eta(k) and the others
// eta(0) times the same. Source: docs/theory.md, section 5.
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

// IncrementScale is the ratio of the noise of one step to the unit increments of a
// self-similar driver d: Dt^(1/alpha), or with the exact integrator, for h = DriftStep
// and the force q = theta h/Dt,
//
//	((1 - exp(-alpha q Dt))/(alpha q))^(1/alpha).
//
// It is 1 in iteration time and for drivers whose increments are over a step already.
func (c ExitConfig) IncrementScale(d noise.Driver, h float64) float64 {
	if c.Time == clock.Iteration || d.Stepped {
		return 1
	}
	if theta := c.Controls.Theta[d.Coordinate] * h / c.Dt; c.Controls.Integrator == Exact && theta > 0 {
		q := d.Alpha * theta
		return math.Pow(-math.Expm1(-q*c.Dt)/q, 1/d.Alpha)
	}
	return math.Pow(c.Dt, 1/d.Alpha)
}

// EpsOf is the scale eps_i of the noise of coordinate i in the SDE: Eps, or in iteration
// time that of the SDE which the iteration discretises, eta(0)^(1-1/alpha_i) Eps.
func (c ExitConfig) EpsOf(i int) float64 {
	if c.Time == clock.SDE {
		return c.Controls.Eps
	}
	return c.Controls.Eps * math.Pow(c.Controls.Schedule.Eta(0), 1-1/c.Controls.Alpha[i])
}

// SDEStep is the length of the first step in SDE time: Dt, or eta(0) in iteration time.
func (c ExitConfig) SDEStep() float64 {
	if c.Time == clock.SDE {
		return c.Dt
	}
	return c.Controls.Schedule.Eta(0)
}

// Steady says that the learning rate of s never changes.
func Steady(s schedule.Schedule) bool {
	_, ok := s.(schedule.Constant)
	return ok
}

// FromReference says that s begins at its reference, as the simulation needs: there eta(0) is the unit of the learning
// rate, the one that an arm leaves undecayed.
func FromReference(s schedule.Schedule) bool { return s.Eta(0) == schedule.Reference(s) }

// Drivers are the independent parts of the noise of coordinate i.
func (c ExitConfig) Drivers(i int) []noise.Driver {
	return c.Controls.NoiseOf(i).Drivers(i, c.Controls.Alpha[i], c.Dt, c.Time == clock.Iteration)
}
