package tui

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim"
	"levyscope/train/schedule"
)

// knobsForAll is the most coordinates of which all have their knobs in the strip; of more only the selected one has.
const knobsForAll = 4

// knobs are the controls in the strip: the schedule's, those of the noise, of the domain and of the integrator.
func (s *simScreen) knobs() []knob {
	c := s.controls
	out := scheduleKnobs(c.Schedule, func(next schedule.Schedule) string { c.Schedule = next; return s.change(c) })
	out = append(out, knob{"eps", short(c.Eps), func(direction int) string {
		if c.Eps == 0 {
			return "a system without noise stays so: start it with an eps above 0"
		}
		c.Eps = rung(c.Eps, direction)
		return s.change(c)
	}})
	if n := len(c.Alpha); len(c.Sigma) != n || len(c.Box) != n {
		return out // a configuration that the engine rejects
	}
	out = s.each(out, s.alphaKnob)
	out = s.each(out, s.sigmaKnob)
	out = append(out, s.domainKnobs()...)
	out = append(out, knob{"integrator", c.Integrator.String(), s.turnIntegrator})
	if c.Integrator == sim.JumpAdapted || s.cfg.Method == sim.Accelerated {
		out = append(out, knob{"rho", short(s.rho(c)), func(direction int) string {
			// Hundredths are counted, so that 0.3 is exactly that.
			step := math.Round(s.rho(c)*100) + 5*float64(direction)
			c.Rho = min(95, max(5, step)) / 100
			return s.change(c)
		}})
	}
	return out
}

// each appends the knob of every coordinate, or of the selected one.
func (s *simScreen) each(out []knob, of func(i int) knob) []knob {
	n := len(s.controls.Alpha)
	if n > knobsForAll {
		return append(out, of(s.row))
	}
	for i := range n {
		out = append(out, of(i))
	}
	return out
}

func (s *simScreen) alphaKnob(i int) knob {
	c := s.controls
	return knob{fmt.Sprintf("α%d", i+1), short(c.Alpha[i]), func(direction int) string {
		// Hundredths are counted, so that 1.95 is exactly that.
		step := math.Round(c.Alpha[i]*100) + 5*float64(direction)
		c.Alpha = with(c.Alpha, i, min(2, max(.1, step/100)))
		return s.change(c)
	}}
}

func (s *simScreen) sigmaKnob(i int) knob {
	c := s.controls
	return knob{fmt.Sprintf("σ%d", i+1), short(c.Sigma[i]), func(direction int) string {
		if c.Sigma[i] == 0 {
			return "a coordinate without noise stays so"
		}
		c.Sigma = with(c.Sigma, i, rung(c.Sigma[i], direction))
		return s.change(c)
	}}
}

// domainKnobs are the walls of a box, or the size of another domain. Raising one makes the domain larger.
func (s *simScreen) domainKnobs() []knob {
	c := s.controls
	switch c.Domain.Kind {
	case sim.InBall:
		return []knob{{"radius", short(c.Domain.Size), func(direction int) string {
			c.Domain.Size = rung(c.Domain.Size, direction)
			return s.change(c)
		}}}
	case sim.InSublevel:
		return []knob{{"level", short(c.Domain.Size), func(direction int) string {
			land := s.terrain()
			floor := land.u.Value(land.anchor) // levels are counted from the minimum
			if !(c.Domain.Size > floor) {
				return "the level lies below the minimum"
			}
			c.Domain.Size = floor + rung(c.Domain.Size-floor, direction)
			return s.change(c)
		}}}
	case sim.InBox:
		return s.each(s.each(nil, func(i int) knob { return s.wallKnob(i, -1) }), func(i int) knob { return s.wallKnob(i, 1) })
	}
	return nil
}

// wallKnob moves the wall of coordinate i on one side; the distance from the start takes the preferred numbers.
func (s *simScreen) wallKnob(i int, sign float64) knob {
	c := s.controls
	at, name := c.Box[i].Lo, fmt.Sprintf("wall%d-", i+1)
	if sign > 0 {
		at, name = c.Box[i].Hi, fmt.Sprintf("wall%d+", i+1)
	}
	return knob{name, short(at), func(direction int) string {
		if math.IsInf(at, 0) {
			return "there is no wall on this side: it is infinitely far away"
		}
		from := s.terrain().start[i]
		moved := from + sign*rung(sign*(at-from), direction)
		c.Box = append([]sim.Interval(nil), c.Box...)
		if sign < 0 {
			c.Box[i].Lo = moved
		} else {
			c.Box[i].Hi = moved
		}
		return s.change(c)
	}}
}

// turnIntegrator goes to the next integrator that this system allows, and says why it left out others.
func (s *simScreen) turnIntegrator(direction int) string {
	const n = 4 // euler, exact, tamed, jump
	var left []string
	for k := 1; k < n; k++ {
		cfg := s.cfg.ExitConfig
		cfg.Controls = s.controls
		cfg.Controls.Integrator = sim.Integrator((int(s.controls.Integrator) + k*direction + k*n) % n)
		if err := sim.Validate(cfg); err != nil {
			left = append(left, err.Error())
			continue
		}
		said := "integrator " + cfg.Controls.Integrator.String()
		s.change(cfg.Controls)
		if len(left) > 0 {
			said += "; left out: " + strings.Join(left, "; ")
		}
		return said
	}
	return strings.Join(left, "; ")
}

// with is a copy of x with element i set to v: controls are never written in place.
func with(x []float64, i int, v float64) []float64 {
	out := append([]float64(nil), x...)
	out[i] = v
	return out
}
