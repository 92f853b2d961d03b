package screen

import "time"

// rate is steps a second over about the last second of the wall clock.
type rate struct {
	step  int
	since time.Time
	value float64
}

// tick notes that the engine is at a step.
func (r *rate) tick(step int) {
	now := time.Now()
	if r.since.IsZero() {
		r.step, r.since = step, now
		return
	}
	if d := now.Sub(r.since); d >= time.Second {
		r.value = float64(step-r.step) / d.Seconds()
		r.step, r.since = step, now
	}
}
