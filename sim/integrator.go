package sim

import "fmt"

// Integrator is how a step of the path is taken.
type Integrator uint8

// The integrators. h is the time step and dL the increments of the noise over it.
const (
	// Euler is Euler-Maruyama, x <- x - h grad U(x) + dL.
	Euler Integrator = iota
	// Exact is the exact step of the Ornstein-Uhlenbeck process of a quadratic
	// potential, x <- e^(-theta h) x + sigma ((1 - e^(-alpha theta h))/(alpha theta))^(1/alpha) S.
	Exact
	// Tamed is Euler with a drift that cannot overshoot where it grows faster than
	// linearly, x <- x - h grad U(x)/(1 + h |grad U(x)|) + dL. Source: Hutzenthaler,
	// Jentzen and Kloeden 2012.
	Tamed
	// JumpAdapted places every jump of L beyond eps^-rho at its own time; the small
	// ones are replaced by a Gaussian of the same variance, 2 C_alpha
	// eps^(2-rho(2-alpha))/(2-alpha) per unit time (theory.md, section 3), taken with
	// Euler steps from one jump to the next, h at most. Source: Asmussen and Rosinski 2001.
	JumpAdapted
)

var integratorNames = [...]string{"euler", "exact", "tamed", "jump"}

// ParseIntegrator reads "euler", "exact", "tamed" or "jump".
func ParseIntegrator(s string) (Integrator, error) {
	for i, name := range integratorNames {
		if s == name {
			return Integrator(i), nil
		}
	}
	return 0, fmt.Errorf("integrator %q is not known: use euler, exact (of a quadratic potential), tamed or jump (jump-adapted)", s)
}

// Valid says that i is one of the integrators.
func (i Integrator) Valid() bool { return int(i) < len(integratorNames) }

func (i Integrator) String() string { return integratorNames[i] }

// MarshalText writes the name that ParseIntegrator reads.
func (i Integrator) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText is ParseIntegrator.
func (i *Integrator) UnmarshalText(b []byte) (err error) {
	*i, err = ParseIntegrator(string(b))
	return err
}
