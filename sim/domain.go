package sim

import (
	"fmt"
	"math"

	"levyscope/internal/spec"
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

// domainGrammar has the kinds in the order of DomainKind.
var domainGrammar = spec.Grammar[DomainKind]{What: "domain", Kinds: []*spec.Kind[DomainKind]{
	{Name: "box", Payload: InBox},
	{Name: "ball", Payload: InBall, Params: []spec.Param{
		{Name: "r", Range: spec.Above(0), Example: "1.5", Meaning: "radius"}}},
	{Name: "sublevel", Payload: InSublevel, Params: []spec.Param{{Name: "u", Example: "1.5", Meaning: "level"}}},
	{Name: "basin", Payload: InBasin},
	{Name: "wells", Payload: InWells},
}}

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

func (d Domain) String() string {
	if int(d.Kind) >= len(domainGrammar.Kinds) {
		return fmt.Sprintf("DomainKind(%d)", uint8(d.Kind))
	}
	return d.spec().String()
}

// Validate returns an error that names what is out of its range.
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

// UnmarshalText is ParseDomain.
func (d *Domain) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDomain(string(b))
	return err
}

// region is a domain of one configuration; it is read-only.
type region interface {
	contains(x []float64) bool
	side(x []float64) int // way out of an x outside
}

// newRegion is the domain of c around the minimum at centre.
func newRegion(c Controls, centre []float64) region {
	u := c.landscape()
	switch c.Domain.Kind {
	case InBall:
		return ball{centre, c.Domain.Size}
	case InSublevel:
		return sublevel{u, centre, c.Domain.Size, nil}
	case InBasin:
		return basin{u, u.Basin(centre), len(u.Minima())}
	case InWells:
		return everywhere{}
	}
	return box(c.Box)
}

// sides is the number of ways out.
func (c Controls) sides() int {
	switch c.Domain.Kind {
	case InBasin:
		return len(c.landscape().Minima()) + 1
	case InWells:
		return 1
	}
	return 2 * c.dim()
}

// SideNames names the ways out of the domain.
func (c Controls) SideNames() []string {
	names := make([]string, c.sides())
	for side := range names {
		names[side] = SideName(side)
		if c.Domain.Kind == InBasin {
			names[side] = fmt.Sprintf("to %d", side+1)
		}
	}
	if c.Domain.Kind >= InBasin {
		names[len(names)-1] = "away"
	}
	return names
}

type box []Interval

func (b box) contains(x []float64) bool {
	for i, v := range x {
		if !(v > b[i].Lo && v < b[i].Hi) {
			return false
		}
	}
	return true
}

// side is the wall that x exceeds by most, in units of the distance of the wall
// from 0 where 0 lies inside, and of the width of the interval otherwise.
func (b box) side(x []float64) int {
	best, excess := -1, 0.0
	for i, v := range x {
		if r := excessOf(b[i].Lo, v, b[i]); r >= 0 && (best < 0 || r > excess) {
			best, excess = 2*i, r
		}
		if r := excessOf(-b[i].Hi, -v, b[i]); r >= 0 && (best < 0 || r > excess) {
			best, excess = 2*i+1, r
		}
		if math.IsNaN(v) && best < 0 {
			best, excess = 2*i+1, math.Inf(1)
		}
	}
	return best
}

// excessOf is by how much v lies below the wall lo, or negative if it is inside. At
// infinity it is outside where there is no wall, too: it has overflowed.
func excessOf(lo, v float64, walls Interval) float64 {
	if v > lo || math.IsNaN(v) {
		return -1
	}
	if math.IsInf(v, -1) {
		return math.Inf(1)
	}
	unit := math.Abs(lo)
	if walls.Lo >= 0 || walls.Hi <= 0 {
		unit = min(walls.Hi-walls.Lo, 1e300)
	}
	return (lo - v) / unit
}

type ball struct {
	centre []float64
	radius float64
}

func (b ball) contains(x []float64) bool {
	sum := 0.0
	for i, v := range x {
		sum += (v - b.centre[i]) * (v - b.centre[i])
	}
	return sum < b.radius*b.radius
}

func (b ball) side(x []float64) int { return farthest(x, b.centre) }

type sublevel struct {
	u      Potential
	centre []float64
	level  float64
	reach  []float64 // distance of the border along each coordinate; nil: alike
}

func (s sublevel) contains(x []float64) bool { return s.u.Value(x) < s.level }

// side is that of the coordinate which is farthest in units of the border's distance.
func (s sublevel) side(x []float64) int {
	if s.reach == nil {
		return farthest(x, s.centre)
	}
	scaled, origin := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		scaled[i] = (v - s.centre[i]) / s.reach[i]
	}
	return farthest(scaled, origin)
}

// farthest is the side on which x is farthest from the centre in one coordinate.
func farthest(x, centre []float64) int {
	best, distance := 0, -1.0
	for i, v := range x {
		d := v - centre[i]
		if a := math.Abs(d); a > distance || math.IsNaN(a) {
			best, distance = 2*i, a
			if !(d < 0) {
				best++
			}
			if math.IsNaN(a) {
				break
			}
		}
	}
	return best
}

type basin struct {
	u     Landscape
	home  int
	wells int
}

func (b basin) contains(x []float64) bool { return b.u.Basin(x) == b.home }

// way is the side of x, or inside.
func (b basin) way(x []float64) int {
	well := b.u.Basin(x)
	switch {
	case well == b.home:
		return inside
	case well < 0:
		return b.wells
	}
	return well
}

func (b basin) side(x []float64) int {
	if well := b.u.Basin(x); well >= 0 {
		return well
	}
	return b.wells
}

// stretch is the basin of a one-dimensional potential, with the interval between
// the nearest separatrices known.
type stretch struct {
	basin
	Interval
}

func (s stretch) contains(x []float64) bool {
	return x[0] > s.Lo && x[0] < s.Hi || s.basin.contains(x)
}

// quick is where with what makes it fast to ask.
func quick(where region, cfg ExitConfig) region {
	if level, ok := where.(sublevel); ok && cfg.raysKnown() {
		level.reach = cfg.nearestDistance(cfg.rays())
		return level
	}
	b, ok := where.(basin)
	if !ok || cfg.Controls.dim() > 1 {
		return where
	}
	at := cfg.anchor()[0]
	s := stretch{b, Interval{math.Inf(-1), math.Inf(1)}}
	for _, r := range cfg.rays() {
		// By a hair less: whoever is that close is asked for by the landscape.
		if d := r.from * (1 - 1e-12); r.sign < 0 {
			s.Lo = max(s.Lo, at-d)
		} else {
			s.Hi = min(s.Hi, at+d)
		}
	}
	return s
}

type everywhere struct{}

func (everywhere) contains(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

func (everywhere) side([]float64) int { return 0 }
