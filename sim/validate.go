package sim

import (
	"fmt"

	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// Validation has three layers, each of which calls the one below:
//
//   - Config.Validate: what a run adds, such as slots and memory.
//   - Validate: what takes the ways out of the domain to tell, for the accelerated method and
//     the jump-adapted integrator.
//   - problem.ExitConfig.Validate: all that the configuration itself can tell.

// Validate checks a whole simulation: the fields of Config itself, then its exit problem,
// and that the paths under way fit into memory. It returns an error that names the first
// value out of its range.
func (c Config) Validate() error {
	if c.Slots < 1 || c.Quantum < 1 || c.Every < 1 || c.Steps < 0 || c.Slots > 1<<20 {
		return fmt.Errorf("slots = %d, quantum = %d, every = %d, steps = %d: "+
			"use 1 or more (steps: 0 or more; slots: at most %d)", c.Slots, c.Quantum, c.Every, c.Steps, 1<<20)
	}
	if err := Validate(c.ExitConfig); err != nil {
		return err
	}
	// The numbers that one path keeps: its position, and in the domain wells two tables of
	// counts.
	each := len(c.Controls.Alpha) + 16
	if c.Controls.Domain.Kind == problem.InWells {
		wells := len(c.Controls.Landscape().Minima())
		each += 2 * wells * wells
	}
	if under := min(c.Slots, c.Paths); under*each > maxInFlightNumbers {
		return fmt.Errorf("slots = %d: %d paths under way at once would take gigabytes "+
			"with %d coordinates in domain %s; use at most %d slots",
			c.Slots, under, len(c.Controls.Alpha), c.Controls.Domain, maxInFlightNumbers/each)
	}
	return nil
}

// maxInFlightNumbers bounds the numbers that all paths under way keep together (512 MiB).
const maxInFlightNumbers = 1 << 26

// Validate checks all of the exit problem c. It returns an error that names the first value
// out of its range, or that goes beyond what the chosen integrator or method can do.
func Validate(c problem.ExitConfig) error {
	if err := c.Validate(); err != nil {
		return err
	}
	accelerated := c.Method == problem.Accelerated
	if accelerated && !ways.RaysKnown(c) {
		return fmt.Errorf("method accelerated knows the ways out of domain %s for %d coordinates at most, not %d: use a "+
			"box, or method direct", c.Controls.Domain, ways.MaxScannedDim, c.Controls.Dim())
	}
	switch {
	case c.Controls.Integrator == problem.JumpAdapted:
		return validateThreshold(ways.Find(c), fmt.Sprintf("integrator %s", c.Controls.Integrator))
	case accelerated:
		return validateThreshold(ways.Find(c), "method accelerated")
	}
	return nil
}

// validateThreshold checks that every jump that could carry a path out by itself is a big
// one; who is what needs that.
func validateThreshold(g *ways.Geometry, who string) error {
	u := g.Controls
	rho, threshold := path.JumpSplit(g)
	for _, r := range g.WaysOut() {
		for _, d := range g.Drivers(r.Coordinate) {
			size := u.Eps * u.Sigma[d.Coordinate] * d.Scale * threshold
			if d.Alpha < 2 && size > r.From {
				return fmt.Errorf("eps^(1-rho) sigma_%d = %.3g lies beyond the way out at the distance %.3g: %s would take jumps "+
					"that carry a path out for small ones; use a smaller eps or sigma, or rho below %g", r.Coordinate+1, size,
					r.From, who, rho)
			}
		}
	}
	return nil
}
