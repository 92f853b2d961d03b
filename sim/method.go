package sim

import (
	"fmt"
)

// Method is how an ensemble is computed.
type Method uint8

// The methods.
const (
	// Direct takes every path through every time step.
	Direct Method = iota
	// Accelerated takes it from big jump to big jump (see chain), which is exact as eps -> 0.
	Accelerated
)

var methodNames = [...]string{"direct", "accelerated"}

// ParseMethod reads "direct" or "accelerated".
func ParseMethod(s string) (Method, error) {
	for i, name := range methodNames {
		if s == name {
			return Method(i), nil
		}
	}
	return 0, fmt.Errorf("method %q is not known: use direct or accelerated", s)
}

func (m Method) String() string { return methodNames[m] }

// MarshalText writes the name that ParseMethod reads.
func (m Method) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText is ParseMethod.
func (m *Method) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMethod(string(b))
	return err
}
