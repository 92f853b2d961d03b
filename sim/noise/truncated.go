package noise

import (
	"math"
	"math/rand/v2"

	"levyscope/internal/spec"
	"levyscope/sim/clock"
	"levyscope/stats/law"
)

var truncatedKind = spec.Kind[family]{
	Name: "truncated", Meaning: "sas without its larger jumps",
	Params: []spec.Param{{Name: "cut", Default: spec.Number(3), Range: spec.Above(0), Meaning: "largest jump"}},
	Payload: family{
		kind: Truncated,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Cut)} },
		set:  func(n *Noise, v spec.Values) { n.Cut = v.Number("cut") },
		drivers: func(n Noise, alpha, step float64) []Driver {
			return []Driver{{Alpha: alpha, Scale: 1, Stepped: true, Increments: newTruncatedFill(alpha, step, n.Cut)}}
		},
		process: Noise.splitProcess,
		tails:   truncatedTails,
		kept:    truncatedKept,
		validate: func(n Noise, alpha, step float64, time clock.Time) error {
			return n.checkKept(alpha, step, time, rejected{"cut", n.Cut, "a larger cut"}, truncatedKept)
		},
	},
}

// truncatedFill draws in iteration time: draws of SaS(step^(1/alpha)), step = 1, are drawn again
// when larger than the cut. That is the noise of an SGD that drops gradients larger than the cut
// and draws again, and not the process of SDE time, which lacks the larger jumps: see splitFill.
// Source: Mantegna and Stanley 1994.
type truncatedFill struct {
	draw law.Sampler
	cut  float64
}

// newTruncatedFill prepares draws for steps of the given length.
func newTruncatedFill(alpha, step, cut float64) *truncatedFill {
	return &truncatedFill{law.SaS(alpha, math.Pow(step, 1/alpha)).Sampler(), cut}
}

// Fill implements Filler.
func (f *truncatedFill) Fill(dst []float64, r *rand.Rand) {
	f.draw.Fill(dst, r)
	for i, x := range dst {
		for !(math.Abs(x) <= f.cut) {
			x = f.draw.Draw(r)
			dst[i] = x
		}
	}
}

// truncatedTails are the tails of the Levy measure: c_alpha (y^-alpha - cut^-alpha) on both
// sides for y < cut, and zero beyond the cut.
func truncatedTails(n Noise, alpha, y float64) (neg, pos float64) {
	if alpha == 2 || !(y < n.Cut) {
		return 0, 0
	}
	near, far := math.Pow(y, -alpha), math.Pow(n.Cut, -alpha)
	if math.IsInf(near, 1) {
		far = 0 // it may be infinite too, but is the smaller
	}
	tail := law.TailConstant(alpha) * (near - far)
	return tail, tail
}

// truncatedKept is the share of the draws of SaS(step^(1/alpha)) that are within the cut.
func truncatedKept(n Noise, alpha, step float64) float64 {
	return 1 - 2*law.SaS(alpha, math.Pow(step, 1/alpha)).Survival(n.Cut)
}
