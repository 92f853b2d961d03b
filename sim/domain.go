package sim

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Domain says where a path is inside; its first step outside is its exit.
type Domain struct {
	Kind DomainKind
	// Size is the radius of a ball, or the level of a sub-level set.
	Size float64
}

// DomainKind is the shape of a domain.
type DomainKind uint8

// The domains. Their ways out are the sides 1-, 1+, 2-, ..., by the coordinate that
// is farthest from the minimum; those of a box by the wall most exceeded, and those of
// a basin the basins that a path enters, the last one being none, which is the only one of wells.
const (
	InBox      DomainKind = iota // Lo_i < x_i < Hi_i; with infinite walls a half-line
	InBall                       // |x - minimum| < Size
	InSublevel                   // U(x) < Size
	InBasin                      // the basin of attraction of the start: out is beyond the separatrix
	InWells                      // everywhere: no exits but of paths that diverge, and the visits of the basins are counted up to the horizon
)

var domainNames = [...]string{"box", "ball", "sublevel", "basin", "wells"}

var domainSizes = [...]string{InBall: "r", InSublevel: "u", InWells: ""}

// ParseDomain reads "box", "ball:r=R", "sublevel:u=U", "basin" or "wells".
func ParseDomain(s string) (Domain, error) {
	name, rest, given := strings.Cut(s, ":")
	for kind, known := range domainNames {
		if name != known {
			continue
		}
		d := Domain{Kind: DomainKind(kind)}
		size := domainSizes[kind]
		if size == "" && given || size != "" && !given {
			break
		}
		if size != "" {
			key, value, _ := strings.Cut(rest, "=")
			v, err := strconv.ParseFloat(value, 64)
			if key != size || err != nil {
				return d, fmt.Errorf("domain %q: write it as %s:%s=1.5", s, name, size)
			}
			d.Size = v
		}
		return d, d.Validate()
	}
	return Domain{}, fmt.Errorf("domain %q is not known: use box, ball:r=R, sublevel:u=U, basin or wells", s)
}

func (d Domain) String() string {
	name := domainNames[d.Kind]
	if size := domainSizes[d.Kind]; size != "" {
		name += ":" + size + "=" + strconv.FormatFloat(d.Size, 'g', -1, 64)
	}
	return name
}

// Validate returns an error that names what is out of its range.
func (d Domain) Validate() error {
	switch {
	case int(d.Kind) >= len(domainNames):
		return fmt.Errorf("domain kind = %d: use InBox, InBall, InSublevel, InBasin or InWells", d.Kind)
	case math.IsNaN(d.Size) || math.IsInf(d.Size, 0):
		return fmt.Errorf("domain %s: its size %g must be a finite number", domainNames[d.Kind], d.Size)
	case d.Kind == InBall && d.Size <= 0:
		return fmt.Errorf("domain ball: its radius %g must be above zero", d.Size)
	}
	return nil
}

// MarshalText writes what ParseDomain reads.
func (d Domain) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is ParseDomain.
func (d *Domain) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDomain(string(b))
	return err
}
