package problem

import (
	"fmt"
	"math"

	"levyscope/internal/spec"
)

// Domain says where a path is inside; its first step outside is its exit. NewRegion is
// the set of points that it describes.
type Domain struct {
	Kind DomainKind
	// Size is the radius of a ball, or the level of a sub-level set.
	Size float64
}

// DomainKind is the shape of a domain.
type DomainKind uint8

// The domains. The sides of a box are the walls 1-, 1+, 2-, ..., and of several that a
// path has passed its exit is through the one most exceeded. A ball and a sub-level set
// have the same sides, by the coordinate that is farthest from the minimum. The sides of
// a basin are the basins that a path may enter, and the last one is none of them, which
// is the only side of the domain wells.
const (
	InBox      DomainKind = iota // Lo_i < x_i < Hi_i; with infinite walls a half-line
	InBall                       // |x - minimum| < Size
	InSublevel                   // U(x) < Size
	InBasin                      // the basin of attraction of the start: out is beyond the separatrix
	// InWells is everywhere: only paths that diverge exit, and the visits of all basins
	// are counted up to the horizon.
	InWells
)

// domainGrammar lists the kinds in the order of DomainKind.
var domainGrammar = spec.Grammar[DomainKind]{What: "domain", Kinds: []*spec.Kind[DomainKind]{
	{Name: "box", Payload: InBox},
	{Name: "ball", Payload: InBall, Params: []spec.Param{
		{Name: "r", Range: spec.Above(0), Example: "1.5", Meaning: "radius"}}},
	{Name: "sublevel", Payload: InSublevel, Params: []spec.Param{{Name: "u", Example: "1.5", Meaning: "level"}}},
	{Name: "basin", Payload: InBasin},
	{Name: "wells", Payload: InWells},
}}

// DomainNames are the names of the kinds that ParseDomain reads.
func DomainNames() []string { return domainGrammar.Names() }

// ParseDomain reads "box", "ball:r=R", "sublevel:u=U", "basin" or "wells". The error is a *spec.Error.
func ParseDomain(s string) (Domain, error) {
	parsed, err := domainGrammar.Parse(s)
	if err != nil {
		return Domain{}, err
	}
	d := Domain{Kind: parsed.Kind.Payload}
	if len(parsed.Kind.Params) > 0 {
		d.Size = parsed.Values.At(0).Number
	}
	return d, nil
}

// spec is d, whose kind must be known, as its kind and its size.
func (d Domain) spec() spec.Spec[DomainKind] {
	k := domainGrammar.Kinds[d.Kind]
	if len(k.Params) == 0 {
		return k.Bare()
	}
	return k.Numbers(d.Size)
}

// String is what ParseDomain reads.
func (d Domain) String() string {
	if int(d.Kind) >= len(domainGrammar.Kinds) {
		return fmt.Sprintf("DomainKind(%d)", uint8(d.Kind))
	}
	return d.spec().String()
}

// Validate returns an error if the kind is unknown or the size out of the kind's range.
func (d Domain) Validate() error {
	switch {
	case int(d.Kind) >= len(domainGrammar.Kinds):
		return fmt.Errorf("domain kind = %d: use InBox, InBall, InSublevel, InBasin or InWells", d.Kind)
	case math.IsNaN(d.Size) || math.IsInf(d.Size, 0):
		return fmt.Errorf("domain %s: its size %g must be a finite number", domainGrammar.Kinds[d.Kind].Name, d.Size)
	}
	return domainGrammar.Check(d.String(), d.spec())
}

// MarshalText writes what ParseDomain reads.
func (d Domain) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDomain reads.
func (d *Domain) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDomain(string(b))
	return err
}
