// Package probetime gives the probes of a training run a share of the time.
//
// A run holds no clock: what it does is a function of its configuration and its changes. So a consumer with a clock
// asks for probes, by train.Controls.Probes, when enough time has gone by since the last one. Each request is a change
// that a recording holds, with the step at which it took effect: a replay probes at the same steps.
package probetime

import (
	"iter"
	"sync/atomic"
	"time"

	"levyscope/train"
)

// A Budget says how much of the time probes may take. It may be changed while a run is under way.
type Budget struct {
	share atomic.Int64 // in millionths
}

// DefaultShare is the share of the time that probes take unless the user says otherwise.
const DefaultShare = .1

// NewBudget returns a budget of the given share of the time, in [0, 1).
func NewBudget(share float64) *Budget {
	b := &Budget{}
	b.Set(share)
	return b
}

const million = 1e6

// Set makes share, in [0, 1), the share of the time from now on. At 0 no more probes are asked for.
func (b *Budget) Set(share float64) { b.share.Store(int64(min(max(share, 0), .99)*million + .5)) }

// Share is the share of the time.
func (b *Budget) Share() float64 { return float64(b.share.Load()) / million }

// allows says that a probe that takes as long as the last one is within the budget: it may take the share s of the
// time from the end of the last one to its own end,
//
//	cost <= s (since + cost).
func (b *Budget) allows(cost, since time.Duration) bool {
	s := b.Share()
	return s > 0 && cost > 0 && float64(cost) <= s*float64(since+cost)
}

// Run yields the events of a run that begins with the controls from, and asks for a probe whenever the budget allows
// one. begin starts the run with the controls that it is to look at. What the user stores in live, which may be nil,
// takes effect after the next event. now is the clock. Without a budget the run is left as it is.
func Run(
	budget *Budget, from train.Controls, live *atomic.Pointer[train.Controls], now func() time.Time,
	begin func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error],
) iter.Seq2[train.Event, error] {
	if budget == nil {
		return begin(live)
	}
	return func(yield func(train.Event, error) bool) {
		a := asker{budget: budget, now: now, user: live, base: from}
		at := now() // when the engine last went on
		for e, err := range begin(&a.engine) {
			a.took(e, now().Sub(at))
			if !yield(e, err) {
				return
			}
			at = now()
			a.steer(at)
		}
	}
}

// asker asks a run for probes.
type asker struct {
	budget *Budget
	now    func() time.Time
	user   *atomic.Pointer[train.Controls] // may be nil
	engine atomic.Pointer[train.Controls]  // what the run looks at

	base   train.Controls  // of the user, or of the run's own script
	stored *train.Controls // of the user, when the run was last given controls
	asked  int             // probes
	open   bool            // one has been asked for and not yet begun

	cost  time.Duration // of the last probe, or of the one under way so far
	whole bool          // cost is that of a whole probe
	ended time.Time     // the last probe
}

// took takes in an event that the run worked for so long.
func (a *asker) took(e train.Event, worked time.Duration) {
	switch e := e.(type) {
	case train.Started:
		a.base = e.Config.Controls
	case train.Changed:
		if a.user == nil || a.user.Load() == nil {
			a.base = e.Controls
			a.base.Probes -= a.asked
		}
	case train.Probing:
		if a.whole {
			a.cost, a.whole = 0, false
		}
		a.cost += worked
	case train.NoiseEstimate:
		if a.whole {
			a.cost = 0
		}
		a.cost += worked
		a.whole, a.open, a.ended = true, false, a.now()
	}
}

// steer gives the run the controls of the user, and asks for a probe if there is time for one.
func (a *asker) steer(now time.Time) {
	ask := a.whole && !a.open && a.budget.allows(a.cost, now.Sub(a.ended))
	var user *train.Controls
	if a.user != nil {
		user = a.user.Load()
	}
	if user == a.stored && !ask {
		return
	}
	if a.stored = user; user != nil {
		a.base = *user
	}
	if ask {
		a.asked++
		a.open = true
	}
	c := a.base
	c.Probes += a.asked
	a.engine.Store(&c)
}
