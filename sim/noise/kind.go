package noise

import (
	"fmt"

	"levyscope/internal/spec"
	"levyscope/sim/clock"
)

// Kind is a family of driving processes.
type Kind uint8

// The families. L is the driving process of one coordinate, which enters the SDE as
// eps sigma_i dL_i, and alpha is the tail index of that coordinate.
const (
	SaS       Kind = iota // SaS(alpha) Levy process of scale 1: L_t has the law of t^(1/alpha) S; at alpha = 2 it is Gauss
	Gauss                 // sqrt2 B with a Brownian motion B, whatever alpha is: Var L_t = 2 t
	SaSGauss              // the sum of an SaS(alpha) process and an independent Gauss process
	Truncated             // SaS(alpha) without its jumps larger than Cut
	Tempered              // SaS(alpha) with its Levy density multiplied by exp(-Rate |y|)
	Poisson               // compound Poisson process: Rate jumps of the law Jump per unit of time
	Empirical             // one of Samples, drawn with replacement, in each iteration
)

// String is the name of k as Parse reads it, or a text with its number if k is not known.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k].Name
	}
	return fmt.Sprintf("NoiseKind(%d)", uint8(k))
}

// family is what a kind declares beside the names and ranges of its parameters. Functions that
// are marked as optional are nil where a kind does not need them.
type family struct {
	kind Kind

	// get and set give the declared parameters, in their order, from and to a Noise. Optional:
	// nil for a kind without parameters.
	get func(n *Noise) []spec.Value
	set func(n *Noise, v spec.Values)

	// drivers are the parts of a noise on a coordinate of tail index alpha, see Noise.Drivers.
	// step is the length of a step, 1 in iteration time. The Coordinate is filled in later.
	drivers func(n Noise, alpha, step float64) []Driver

	// process are the drivers in SDE time. Optional: nil where drivers are right there, too.
	process func(n Noise, alpha, step float64) []Driver

	// tails are Noise.Tails.
	tails func(n Noise, alpha, y float64) (neg, pos float64)

	// kept is the share of the draws of SaS(step^(1/alpha)) that a noise keeps which draws by
	// rejection. Optional: nil for the other kinds.
	kept func(n Noise, alpha, step float64) float64

	// validate checks whether the increments over a step can be drawn; the parameters are
	// within their ranges already. Optional.
	validate func(n Noise, alpha, step float64, time clock.Time) error

	// spread is Noise.Spread. Optional: nil if that is 1.
	spread func(n Noise) float64
}

// kinds are the declarations, by Kind.
var kinds = [...]*spec.Kind[family]{
	SaS:       &sasKind,
	Gauss:     &gaussKind,
	SaSGauss:  &sasGaussKind,
	Truncated: &truncatedKind,
	Tempered:  &temperedKind,
	Poisson:   &poissonKind,
	Empirical: &empiricalKind,
}

// grammar is what Parse reads.
var grammar = spec.Grammar[family]{What: "noise", Kinds: kinds[:]}
