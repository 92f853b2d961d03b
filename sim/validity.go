package sim

import (
	"fmt"
	"math"

	"levyscope/train/schedule"
)

// distances are those from the minimum to the two walls.
func (v Interval) distances() [2]float64 { return [2]float64{-v.Lo, v.Hi} }

// epsOf is eps_i of the SDE: eps itself, or in iteration time that of the SDE
// which the iteration discretises, eta(0)^(1-1/alpha_i) eps.
func (c ExitConfig) epsOf(i int) float64 {
	if c.Time == SDE {
		return c.Controls.Eps
	}
	return c.Controls.Eps * math.Pow(c.Controls.Schedule.Eta(0), 1-1/c.Controls.Alpha[i])
}

// step is the length of a step in SDE time.
func (c ExitConfig) step() float64 {
	if c.Time == SDE {
		return c.Dt
	}
	return c.Controls.Schedule.Eta(0)
}

// noiseRatio is the parameter that must be small for the theory of small noise:
// the largest eps_i sigma_i theta_i^(-1/alpha_i)/a over coordinates and walls, the
// scale of the stationary law but for a constant, at the worst time before the
// horizon. Gaussian coordinates have an exact rate and do not count.
func noiseRatio(cfg ExitConfig) float64 {
	c := cfg.Controls
	s := c.Schedule.Eta(cfg.horizonSteps()) / c.Schedule.Eta(0) // the least: learning rates only fall
	worst := 0.0
	for i, alpha := range c.Alpha {
		if alpha == 2 {
			continue
		}
		growth := 1.0
		switch c.Arm {
		case schedule.StepOnly:
			growth = math.Pow(s, -1/alpha)
		case schedule.Both:
			growth = max(1, math.Pow(s, (alpha-1)/alpha))
		}
		scale := cfg.epsOf(i) * c.Sigma[i] * math.Pow(c.Theta[i], -1/alpha) * growth
		d := c.Box[i].distances()
		if c.Sigma[i] > 0 {
			worst = max(worst, scale/min(d[0], d[1]))
		}
	}
	return worst
}

// tolerance is the relative error of a hazard from which on a caveat is made.
const tolerance = .1

// caveat says why the theory of small noise may be off by more than some 10 %.
func caveat(cfg ExitConfig, ratio float64) string {
	if ratio > .1 {
		return fmt.Sprintf("noise/wall %.2g > 0.1", ratio)
	}
	c := cfg.Controls
	for i, alpha := range c.Alpha {
		if overshoot := c.Theta[i] * cfg.step(); overshoot > 1 {
			return fmt.Sprintf("theta*step %.2g > 1 overshoots", overshoot)
		}
		if cfg.Time == Iteration && alpha < 2 {
			continue // its hazard is per iteration: nothing is missed in between
		}
		scale := cfg.epsOf(i) * c.Sigma[i]
		shift := MonitoringShift(alpha, scale, cfg.step(), 1)
		for _, a := range c.Box[i].distances() {
			slope := alpha / a // of ln lambda in the place of the wall
			if alpha == 2 {
				slope = c.Theta[i] * a / (scale * scale)
			}
			if shift*slope > tolerance {
				return fmt.Sprintf("step %.2g too long", cfg.step())
			}
		}
	}
	return ""
}
