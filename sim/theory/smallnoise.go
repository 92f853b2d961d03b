package theory

import (
	"math"

	"levyscope/sim/ways"
)

// predictSmallNoise is the theory of small noise around the anchor of g, which lies inside
// and has a curvature; nil where no single jump is long enough to leave.
func predictSmallNoise(g *ways.Geometry) *Theory {
	h := newHazard(g)
	if len(g.Controls.Noise) > 0 && h.total(0) == 0 {
		return nil
	}
	t := &Theory{
		Law: "small noise", hazard: h, PTrap: h.neverExits(), TrapExponents: h.trapExponents(),
		NoiseRatio: noiseRatio(g), EpsReversal: epsReversal(g),
	}
	t.EpsReversalCaveat = epsReversalCaveat(g, t.EpsReversal)
	t.Caveat = caveat(h, t.NoiseRatio)
	t.Valid = t.Caveat == ""
	t.Sides = make([]float64, g.Controls.Sides())
	if h.steady {
		total := h.total(0)
		t.MeanExitTime = 1 / total
		t.Inside = math.Exp(-total * g.Horizon)
		for i, rate := range h.rates(0) {
			t.Sides[i] = rate / total
		}
		return t
	}
	inside, out, stay := 1.0, 0.0, 0.0
	h.cells(g.HorizonSteps(), func(from, to int) {
		// Within a cell the hazard is taken as its value in the middle.
		span := float64(to-from) * g.Dt
		rates := h.rates((from + to) / 2)
		sum := 0.0
		for _, rate := range rates {
			sum += rate
		}
		if sum == 0 {
			stay += inside * span
			return
		}
		left := -math.Expm1(-sum * span)
		out += inside * left
		stay += inside * left / sum
		for i, rate := range rates {
			t.Sides[i] += inside * left * rate / sum
		}
		inside *= 1 - left
	})
	t.Inside = inside
	t.MeanExitTime = stay / out
	for i := range t.Sides {
		t.Sides[i] /= out
	}
	return t
}
