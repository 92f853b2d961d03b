package weights

import "levyscope/internal/spec"

// Rule is how tensors of a file are taken for those of a network.
type Rule uint8

// The rules, in the order in which they are tried.
const (
	ByName   Rule = iota // the same names
	ByPrefix             // the same names behind a prefix that all have, "module."
	ByOrder              // modules that are numbered, "0.weight", "2.weight", in their order
	ByShape              // each shape fits one module only
)

var rules = spec.Enum[Rule]{
	What:  "rule for weights",
	Names: []string{ByName: "name", ByPrefix: "prefix", ByOrder: "order", ByShape: "shape"},
}

// String is the name of r.
func (r Rule) String() string { return rules.String(r) }

// MarshalText writes the name of r.
func (r Rule) MarshalText() ([]byte, error) { return rules.Marshal(r) }

// UnmarshalText reads the name of r.
func (r *Rule) UnmarshalText(b []byte) error { return rules.Unmarshal(r, b) }
