package schedule

import "levyscope/internal/spec"

// Arm says what a decaying learning rate acts on. With eta_ref of
// Reference, which is eta(0) where the rate only falls, s = eta(k)/eta_ref, drift
// -grad L and gradient noise U, one step of SGD from w is
//
//	Both       w - s eta_ref grad L - s eta_ref U      ordinary learning-rate decay
//	NoiseOnly  w -   eta_ref grad L - s eta_ref U      the noise decays, the step does not
//	StepOnly   w - s eta_ref grad L -   eta_ref U      the step decays, the noise does not
//	GrowBatch  w -   eta_ref grad L -   eta_ref U_b    a batch of b = 1/s times the size instead of decay
//
// The mean of b stable draws has the scale b^(1/alpha-1), so U_b is s^((alpha-1)/alpha) U in law
// (Smith et al. 2018 for alpha = 2; theory.md, section 5). The arms take apart what decay does to the noise
// and to the step (claim P5 of Battash, Wolf and Lindenbaum 2023).
type Arm uint8

// The arms, in the order in which a user goes through them.
const (
	Both Arm = iota
	NoiseOnly
	StepOnly
	GrowBatch
)

var arms = spec.Enum[Arm]{
	What:   "decay arm",
	Names:  []string{Both: "both", NoiseOnly: "noise", StepOnly: "step", GrowBatch: "batch"},
	Remedy: "use both, noise (noise only), step (step only) or batch (grow the batch)",
}

// ParseArm reads "both", "noise", "step" or "batch".
func ParseArm(s string) (Arm, error) { return arms.Parse(s) }

// Valid says that a is one of the arms.
func (a Arm) Valid() bool { return arms.Valid(a) }

// String is the name that ParseArm reads.
func (a Arm) String() string { return arms.String(a) }

// MarshalText writes the name that ParseArm reads.
func (a Arm) MarshalText() ([]byte, error) { return arms.Marshal(a) }

// UnmarshalText is ParseArm.
func (a *Arm) UnmarshalText(b []byte) error { return arms.Unmarshal(a, b) }

// Next is the arm after a, in a circle.
func (a Arm) Next() Arm { return arms.Next(a) }

// Factors are the learning rates of the drift and of the noise at step k:
// w - drift grad L - noise U, of a noise U whose batch has grown by then in the arm GrowBatch.
func (a Arm) Factors(s Schedule, k int) (drift, noise float64) {
	eta, reference := s.Eta(k), Reference(s)
	switch a {
	case NoiseOnly:
		return reference, eta
	case StepOnly:
		return eta, reference
	case GrowBatch:
		return reference, reference
	}
	return eta, eta
}
