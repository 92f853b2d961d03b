package sim

import (
	"fmt"
)

// Validate returns an error that names the first value of c out of its range, or
// that goes beyond what the chosen integrator or method can do.
func Validate(c ExitConfig) error {
	if err := c.Validate(); err != nil {
		return err
	}
	accelerated := c.Method == Accelerated
	if accelerated && !raysKnown(c) {
		return fmt.Errorf("method accelerated knows the ways out of domain %s for %d coordinates at most, not %d: use a box, or method direct", c.Controls.Domain, scannedDim, c.Controls.dim())
	}
	switch {
	case c.Controls.Integrator == JumpAdapted:
		return validateThreshold(FindGeometry(c), fmt.Sprintf("integrator %s", c.Controls.Integrator))
	case accelerated:
		return validateThreshold(FindGeometry(c), "method accelerated")
	}
	return nil
}

// validateThreshold holds that every jump that could carry a path out by itself is a big one.
func validateThreshold(g *Geometry, who string) error {
	u := g.Controls
	rho, threshold := JumpSplit(g)
	for _, r := range g.waysOut() {
		for _, d := range g.drivers(r.coordinate) {
			size := u.Eps * u.Sigma[d.coordinate] * d.scale * threshold
			if d.alpha < 2 && size > r.from {
				return fmt.Errorf("eps^(1-rho) sigma_%d = %.3g lies beyond the way out at the distance %.3g: %s would take jumps that carry a path out for small ones; use a smaller eps or sigma, or rho below %g", r.coordinate+1, size, r.from, who, rho)
			}
		}
	}
	return nil
}
