package clock

import "levyscope/internal/spec"

// Time is the clock of a simulation: it says what one step is.
type Time uint8

// The two clocks. S_i is a draw from SaS(alpha_i) of scale 1. Rates differ between the clocks, so
// every figure names its clock.
const (
	// SDE is the time of the SDE: step k is at time k dt, and with s = eta(k)/eta(0)
	// x_i <- x_i - theta_i x_i dt + eps s^((alpha_i-1)/alpha_i) sigma_i dt^(1/alpha_i) S_i.
	SDE Time = iota
	// Iteration counts the iterations of SGD: a step is one of them,
	// x_i <- x_i - eta(k) theta_i x_i + eps eta(k) sigma_i S_i.
	Iteration
)

var clocks = spec.Enum[Time]{
	What:  "time",
	Names: []string{SDE: "sde", Iteration: "iteration"},
}

// Parse reads "sde" or "iteration". The error is a *spec.Error.
func Parse(s string) (Time, error) { return clocks.Parse(s) }

// Valid tells whether t is one of the two clocks.
func (t Time) Valid() bool { return clocks.Valid(t) }

// String is the name that Parse reads.
func (t Time) String() string { return clocks.String(t) }

// MarshalText writes the name that Parse reads. It is an error if t is not valid.
func (t Time) MarshalText() ([]byte, error) { return clocks.Marshal(t) }

// UnmarshalText sets t to what Parse reads.
func (t *Time) UnmarshalText(b []byte) error { return clocks.Unmarshal(t, b) }
