package train

import (
	"math"

	"levyscope/train/schedule"
)

// maxGrownProbe bounds the examples of one probe, minibatches times their size, where the batch
// has grown: with the default 1024 minibatches to 256 each, some seconds of work.
const maxGrownProbe = 1 << 18

// BatchSize is the number of examples in the minibatch of step k. It is Batch, except in
// the arm GrowBatch: there it is Batch eta_ref/eta(k) (schedule.Reference), and at most n, the number of
// training examples.
func (c Controls) BatchSize(k, n int) int {
	if c.Arm != schedule.GrowBatch {
		return c.Batch
	}
	grown := math.Round(float64(c.Batch) * schedule.Reference(c.Schedule) / c.Schedule.Eta(k)) // +Inf where the rate is 0
	return int(max(1, min(grown, float64(n))))
}

// grown is the batch of step k of n examples in the arm GrowBatch, and 0 in the others: what
// events say of it.
func (c Controls) grown(k, n int) int {
	if c.Arm != schedule.GrowBatch {
		return 0
	}
	return c.BatchSize(k, n)
}

// batchSize is the number of examples in each minibatch of a probe at step k, with n training
// examples. It follows training as far as maxGrownProbe allows, but never below the batch from
// which training began to grow; bounded says that training has more.
func (p Probe) batchSize(c Controls, k, n int) (size int, bounded bool) {
	if p.Batch > 0 {
		return p.Batch, false
	}
	size = c.BatchSize(k, n)
	if limit := max(c.Batch, maxGrownProbe/p.Batches); size > limit {
		return limit, true
	}
	return size, false
}
