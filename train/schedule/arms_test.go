package schedule

import "testing"

// The learning rates of drift and noise where the schedule has come from .4 to .1.
func TestFactorsByHand(t *testing.T) {
	s := Step{Eta0: .4, Gamma: .25, Every: 5}
	for arm, want := range map[Arm][2]float64{
		Both: {.1, .1}, NoiseOnly: {.4, .1}, StepOnly: {.1, .4}, GrowBatch: {.4, .4},
	} {
		if drift, noise := arm.Factors(s, 7); drift != want[0] || noise != want[1] {
			t.Errorf("%s: %g and %g, want %v", arm, drift, noise, want)
		}
	}
}
