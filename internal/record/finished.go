package record

import "levyscope/train"

// Finished is the last event of a run of training, with the one figure that takes a clock.
type Finished struct {
	train.Done
	StepsPerSecond *float64 `json:"steps_per_second"` // nil: not asked for
}
