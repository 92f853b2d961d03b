package watch

import (
	"math"

	"levyscope/train"
	"levyscope/train/watch/stream"
)

// burst are consecutive steps whose gradients are judged together.
type burst struct {
	draws
	steps int // of a whole one
	least int // draws of one that is judged
	from  int // first step
	last  int // last one; before from where there is none
	left  leftOut
	flags stream.Flags
	open  bool
	at    []int // steps of the draws
	eta   []float64
	loss  []float64
}

func newBurst(cfg *Config, s *sample) burst {
	b := burst{draws: newDraws(s, cfg.Burst), least: cfg.LeastDraws}
	b.steps = b.most
	return b
}

// kinds are the flags that the records of a burst have in common.
const kinds = stream.Clipped | stream.Own

// over says that a record is not of the burst under way.
func (b *burst) over(r *stream.Record) bool {
	if !b.open {
		return false
	}
	return r.Flags&stream.First != 0 || r.Flags&kinds != b.flags || r.Step <= b.last || r.Step-b.from >= b.steps
}

// missing are the steps that are missing between the last record and this one, within a burst.
func (b *burst) missing(r *stream.Record) int {
	if !b.open {
		return 0
	}
	return max(0, r.Step-b.last-1)
}

// add takes a record.
func (b *burst) add(r *stream.Record) {
	if !b.open {
		b.open, b.from, b.flags = true, r.Step, r.Flags&kinds
		b.clear()
		b.at, b.eta, b.loss = b.at[:0], b.eta[:0], b.loss[:0]
	}
	b.last = r.Step
	if b.draws.add(r.G, r.Batch) {
		b.at, b.eta, b.loss = append(b.at, r.Step), append(b.eta, r.Eta), append(b.loss, r.Loss)
	}
}

// full says that the burst has all its steps.
func (b *burst) full() bool { return b.open && b.last-b.from+1 >= b.steps }

// keepAlike keeps the draws of one law.
func (b *burst) keepAlike() {
	kept, left := b.alike()
	b.left = left
	for k, m := range kept {
		b.at[k], b.eta[k], b.loss[k] = b.at[m], b.eta[m], b.loss[m]
	}
}

// endBurst ends the burst under way: its laws, and its jumps in the scales of those.
func (e *engine) endBurst() {
	b := &e.burst
	if !b.open {
		return
	}
	b.open = false
	b.keepAlike()
	if b.rows < b.least || e.err != nil {
		if b.left.draws >= b.least {
			e.tellLeft(b.last, b.left)
		}
		return
	}
	centre := b.centre()
	if e.bursts.choose(e.cfg.Now(), e.reader.Behind() > b.steps) {
		begun := e.cfg.Now()
		e.tellLeft(b.last, b.left)
		e.judgeBurst(centre)
		e.bursts.spent += max(0, e.cfg.Now().Sub(begun))
		e.tellSkips()
	}
	if e.cfg.Jumps && e.measure != nil && e.err == nil {
		e.countJumps(centre)
	}
}

// judgeBurst yields the laws of a burst.
func (e *engine) judgeBurst(centre []float32) {
	b := &e.burst
	est, bank, err := e.measuring().Measure(e.ctx,
		train.Draws{Step: b.last, Centre: centre, Count: b.rows, Row: b.row, Drifting: true})
	if err != nil {
		e.err = err
		return
	}
	e.complete(&est, b.left.batch)
	est.Burst = &train.Burst{From: b.from, Step: b.last + 1, Draws: b.rows}
	est.Burst.Drift, est.Burst.DriftNull = b.drift()
	if e.emit(est) {
		e.emit(train.Looked{Step: est.Step, Bank: bank})
	}
}

// countJumps yields the jumps in the steps of a burst, about its mean.
func (e *engine) countJumps(centre []float32) {
	b := &e.burst
	e.measure.Begin(b.from, centre)
	for m := range b.rows {
		eta := b.eta[m]
		if !(eta >= 0) || math.IsInf(eta, 0) {
			eta = e.eta
		}
		e.measure.Count(b.at[m], b.row(m), eta, b.loss[m])
	}
	e.counted = true
	for _, found := range e.measure.End(b.last + 1) {
		if !e.emit(found) {
			return
		}
	}
}
