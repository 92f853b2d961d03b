package problem

import "levyscope/internal/spec"

// Integrator is how a step of the path is taken.
type Integrator uint8

// The integrators, with h the time step and dL the increments of the noise over it.
const (
	// Euler is Euler-Maruyama, x <- x - h grad U(x) + dL. In SDE time a step whose drift would
	// overshoot is followed along the flow of -grad U instead, as with every integrator.
	Euler Integrator = iota
	// Exact is the exact step of the Ornstein-Uhlenbeck process of a quadratic
	// potential, x <- e^(-theta h) x + sigma ((1 - e^(-alpha theta h))/(alpha theta))^(1/alpha) S.
	Exact
	// Tamed is Euler with a drift of at most 1 a step where it grows faster than linearly,
	// x <- x - h grad U(x)/(1 + h |grad U(x)|) + dL. It slows the way back from far out, and is
	// kept for comparison. Source: Hutzenthaler, Jentzen and Kloeden 2012.
	Tamed
	// JumpAdapted places every jump of L beyond eps^-rho at its own time; the small
	// ones are replaced by a Gaussian of the same variance, 2 C_alpha
	// eps^(2-rho(2-alpha))/(2-alpha) per unit time (docs/theory.md, section 3), taken with
	// Euler steps from one jump to the next, h at most. Source: Asmussen and Rosinski 2001.
	JumpAdapted
)

var integrators = spec.Enum[Integrator]{
	What:   "integrator",
	Names:  []string{Euler: "euler", Exact: "exact", Tamed: "tamed", JumpAdapted: "jump"},
	Remedy: "use euler, exact (of a quadratic potential), tamed or jump (jump-adapted)",
}

// ParseIntegrator reads "euler", "exact", "tamed" or "jump".
func ParseIntegrator(s string) (Integrator, error) { return integrators.Parse(s) }

// Valid says that i is one of the integrators.
func (i Integrator) Valid() bool { return integrators.Valid(i) }

// String is the name that ParseIntegrator reads.
func (i Integrator) String() string { return integrators.String(i) }

// MarshalText writes the name that ParseIntegrator reads.
func (i Integrator) MarshalText() ([]byte, error) { return integrators.Marshal(i) }

// UnmarshalText reads what ParseIntegrator reads.
func (i *Integrator) UnmarshalText(b []byte) error { return integrators.Unmarshal(i, b) }
