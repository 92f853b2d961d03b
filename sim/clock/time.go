package clock

import "levyscope/internal/spec"

// Time says what a step of the simulation is.
type Time uint8

// The two clocks. Rates differ between them, so every figure names its clock.
const (
	// SDE: step k is at time k dt, and with s = eta(k)/eta(0)
	// x_i <- x_i - theta_i x_i dt + eps s^((alpha_i-1)/alpha_i) sigma_i dt^(1/alpha_i) S_i.
	SDE Time = iota
	// Iteration: a step is one iteration of SGD,
	// x_i <- x_i - eta(k) theta_i x_i + eps eta(k) sigma_i S_i.
	Iteration
)

var clocks = spec.Enum[Time]{
	What:  "time",
	Names: []string{SDE: "sde", Iteration: "iteration"},
}

// ParseTime reads "sde" or "iteration".
func Parse(s string) (Time, error) { return clocks.Parse(s) }

// Valid says that t is one of the clocks.
func (t Time) Valid() bool { return clocks.Valid(t) }

func (t Time) String() string { return clocks.String(t) }

// MarshalText writes the name that ParseTime reads.
func (t Time) MarshalText() ([]byte, error) { return clocks.Marshal(t) }

// UnmarshalText is ParseTime.
func (t *Time) UnmarshalText(b []byte) error { return clocks.Unmarshal(t, b) }
