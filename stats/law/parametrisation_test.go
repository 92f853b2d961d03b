package law

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
)

// z - beta tan(pi alpha/2) by mpmath at 90 digits: all digits are kept though the terms cancel.
func TestSkewedShiftCancels(t *testing.T) {
	for _, c := range [][4]float64{
		{1 + 1e-12, .3, -190985931710, -16977250.98606461055}, {1.001, -.8, 510, .70460098496818786544},
		{1 - 1e-6, 1, 636619, -.77234875131970185908}, {.9, .5, 3, -.15687575733752226212},
		{1 + 1./(1<<52), 1, -2867080569611329, 0.32275023811700724494}, {1.25, .7, 1, 2.6899494936611664269},
	} {
		what := fmt.Sprintf("shift at alpha %v, beta %g, z %v", c[0], c[1], c[2])
		near.Rel(t, what, skewedShift(c[0], c[1], c[2]), c[3], 4e-15)
	}
}

func TestS0RoundTrip(t *testing.T) {
	for _, alpha := range append([]float64{2}, skewedAlphas...) {
		for _, beta := range []float64{-1, 0, .4} {
			for _, scale := range []float64{.01, 1, 30} {
				s := FromS0(alpha, beta, scale, .7)
				if s.Alpha != alpha || s.Beta != beta || s.Scale != scale {
					t.Fatalf("parameters changed: %+v", s)
				}
				near.Abs(t, fmt.Sprintf("%+v: S0 location", s), s.S0(), .7, 2e-16*(1+math.Abs(s.Loc)))
			}
		}
	}
	if !math.IsNaN((Stable{Alpha: 3, Scale: 1}).S0()) {
		t.Error("an invalid law has an S0 location")
	}
}

// Both sides of the definition: the phase of the characteristic function at k = 1/scale
// is k loc0 for every alpha, since there |scale k|^(1-alpha) - 1 and ln|scale k| vanish.
func TestS0PhaseAtUnitArgument(t *testing.T) {
	for _, alpha := range []float64{.4, .9, 1, 1.1, 1.7} {
		const beta, scale, loc0 = .6, 2.5, -.3
		s := FromS0(alpha, beta, scale, loc0)
		k := 1 / scale
		phase := s.Loc * k
		if alpha == 1 {
			phase -= s.Scale * k * beta * 2 / math.Pi * math.Log(k)
		} else {
			phase += beta * math.Tan(math.Pi*alpha/2)
		}
		near.Abs(t, fmt.Sprintf("alpha %g: phase at k = 1/scale", alpha), phase, loc0*k, 1e-14)
	}
}
