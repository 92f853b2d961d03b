package record

import (
	"levyscope/sim"
	"levyscope/train"
)

// Finished is the last event of a run of training, with the one figure that takes a clock.
type Finished struct {
	train.Done
	StepsPerSecond *float64 `json:"steps_per_second"` // nil: not asked for
}

// Interrupted says that an event is of the end of a run that was broken off: no other run comes to it.
func Interrupted(e Event) bool {
	switch e := e.(type) {
	case train.Done:
		return e.Partial
	case train.JumpLaw:
		return e.Partial
	case sim.Done:
		return e.Partial
	case sim.Statistics:
		return e.Partial
	}
	return false
}
