package problem

import "levyscope/internal/spec"

// Method is how an ensemble is computed.
type Method uint8

// The methods.
const (
	// Direct takes every path through every time step.
	Direct Method = iota
	// Accelerated takes every path from big jump to big jump, which is exact as eps -> 0:
	// see docs/theory.md, section 3, and the limits that ExitConfig.Validate names.
	Accelerated
)

var methods = spec.Enum[Method]{
	What:  "method",
	Names: []string{Direct: "direct", Accelerated: "accelerated"},
}

// ParseMethod reads "direct" or "accelerated".
func ParseMethod(s string) (Method, error) { return methods.Parse(s) }

// Valid says that m is one of the methods.
func (m Method) Valid() bool { return methods.Valid(m) }

// String is the name that ParseMethod reads.
func (m Method) String() string { return methods.String(m) }

// MarshalText writes the name that ParseMethod reads.
func (m Method) MarshalText() ([]byte, error) { return methods.Marshal(m) }

// UnmarshalText reads what ParseMethod reads.
func (m *Method) UnmarshalText(b []byte) error { return methods.Unmarshal(m, b) }
