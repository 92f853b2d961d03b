package problem

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/train/schedule"
)

// SameEffect says that the controls o make the same run of c as its own do. Beside equal controls these are controls
// that differ in the arm under a constant learning rate, which leaves an arm nothing to do, and in SDE time schedules
// with the same eta(k)/eta(0), as those of different eta0 often are.
func (c ExitConfig) SameEffect(o Controls) bool {
	own := c.Controls
	if o.Schedule == nil || own.Schedule == nil {
		return own.Same(o)
	}
	if c.Time == clock.SDE && sameDecay(own.Schedule, o.Schedule) {
		own.Schedule = o.Schedule
	}
	if Steady(own.Schedule) && Steady(o.Schedule) {
		own.Arm = o.Arm
	}
	return own.Same(o)
}

// sameDecay says that two schedules of one kind have the same eta(k)/eta(0) at every step: those that differ in eta0
// alone, without another learning rate among their parameters that eta0 does not scale.
func sameDecay(a, b schedule.Schedule) bool {
	scaled, err := schedule.With(a, "eta0", b.Eta(0))
	if err != nil || scaled.String() != b.String() {
		return false
	}
	for k := 0; k < 1<<30; k = 2*k + 1 {
		if x, y := a.Eta(k)/a.Eta(0), b.Eta(k)/b.Eta(0); !(math.Abs(x-y) <= 1e-12) {
			return false
		}
	}
	return true
}
