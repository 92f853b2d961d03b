package scenariotext

import (
	"strconv"
	"strings"

	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/expr"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// Sim is the command line of a simulation of cfg. Its flags are those of package simcmd; those of the system are
// always there, others where they differ from a scenario without them. A schedule that began on the way begins at
// step 0.
func Sim(cfg sim.Config) Scenario {
	l, c, usual := &line{text: "sim"}, cfg.Controls, sim.Default()
	if cfg.Time != clock.SDE {
		l.flag("time", cfg.Time.String())
	}
	l.system(cfg)
	l.flag("eps", real(c.Eps))
	if c.Schedule != nil {
		l.flag("schedule", c.Schedule.String())
	}
	unless(l, "arm", c.Arm, schedule.Both, schedule.Arm.String)
	l.noises(c.Noise)
	for _, g := range same(c.Multiplicative, (*expr.Expression).String) {
		l.flag("multiplicative", g)
	}
	if len(c.Multiplicative) > 0 {
		unless(l, "reading", c.Reading, problem.Ito, problem.Reading.String)
	}
	unless(l, "integrator", c.Integrator, problem.Euler, problem.Integrator.String)
	unless(l, "rho", c.Rho, 0, real)
	unless(l, "method", cfg.Method, problem.Direct, problem.Method.String)
	unless(l, "paths", cfg.Paths, usual.Paths, strconv.Itoa)
	if cfg.Time == clock.SDE {
		unless(l, "dt", cfg.With(c).Dt, usual.Dt, real)
	}
	unless(l, "horizon", cfg.Horizon, 0, real)
	l.flag("seed", strconv.FormatUint(cfg.Seed, 10))
	return l.scenario()
}

// system adds the flags of where a path moves. Alpha has a value for each coordinate, so that their number is that of
// the configuration; another list of equal values has one for all.
func (l *line) system(cfg sim.Config) {
	c := cfg.Controls
	l.flag("alpha", numbers(c.Alpha))
	l.flag("sigma", strings.Join(same(c.Sigma, real), ","))
	if c.Potential != nil {
		l.flag("potential", c.Potential.String())
	} else {
		l.flag("theta", strings.Join(same(c.Theta, real), ","))
	}
	if c.Domain.Kind == problem.InBox {
		l.flag("box", strings.Join(same(c.Box, walls), ","))
	} else {
		l.flag("domain", c.Domain.String())
	}
	if len(cfg.Start) > 0 {
		l.flag("start", numbers(cfg.Start))
	}
}

// noises adds the flags of the driving processes.
func (l *line) noises(list []noise.Noise) {
	for _, n := range list {
		if n.File == "-" {
			l.leave("the samples of the noise, which came from the standard input")
			return
		}
	}
	for _, text := range same(list, noise.Noise.String) {
		l.flag("noise", text)
	}
}

// walls are those of a coordinate, "lo:hi".
func walls(v problem.Interval) string { return wall(v.Lo) + ":" + wall(v.Hi) }

// wall is a wall without the sign of +Inf.
func wall(v float64) string { return strings.TrimPrefix(real(v), "+") }

// numbers is a list of numbers with commas between.
func numbers(list []float64) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = real(v)
	}
	return strings.Join(out, ",")
}

// same are the texts of a list, or one of them where all are alike.
func same[T any](list []T, text func(T) string) (out []string) {
	alike := true
	for _, v := range list {
		out = append(out, text(v))
		alike = alike && out[len(out)-1] == out[0]
	}
	if alike && len(out) > 0 {
		return out[:1]
	}
	return out
}
