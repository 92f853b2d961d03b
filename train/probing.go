package train

// probePart is about the number of examples between two Probing events.
const probePart = 1 << 14

// Probing says how far a probe is that takes long, before its NoiseEstimate. A probe of few
// examples has none. It is no part of a recording, and how many there are depends on the cores.
type Probing struct {
	Step    int `json:"step"`    // whose weights are probed
	Batch   int `json:"batch"`   // examples in each minibatch
	Done    int `json:"done"`    // minibatches computed
	Batches int `json:"batches"` // of them in all
}

// Type is "probing".
func (Probing) Type() string { return "probing" }

// Transient keeps the event out of recordings.
func (Probing) Transient() {}
func (Probing) event()     {}

// part is the number of minibatches of the given size that a probe computes between two
// Probing events: enough to occupy the workers.
func part(batch, workers int) int { return max(8*workers, probePart/batch) }
