package sim

import (
	"fmt"

	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// Validate returns an error that names the first value of c out of its range, or
// that goes beyond what the chosen integrator or method can do.
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

// validateThreshold holds that every jump that could carry a path out by itself is a big one.
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
