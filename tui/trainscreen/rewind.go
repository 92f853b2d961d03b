package trainscreen

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"
	"time"

	"levyscope/internal/probetime"
	"levyscope/train"
	"levyscope/tui/screen"
)

// past is what leads back to weights that were good.
type past struct {
	changes []train.Changed // of the controls, in their order
	fresh   float64         // batch loss of the first step, nats
	loss    float64         // of the last step
	good    int             // steps taken when the weights were last found good
}

// remember takes in a change of the controls: the weights before it were good if the loss was no higher than that of
// the fresh network.
func (d *data) remember(e train.Changed) {
	d.past.changes = append(d.past.changes, e)
	if d.past.loss <= d.past.fresh {
		d.past.good = max(d.past.good, e.Step)
	}
}

// learn takes in the batch loss of a step.
func (p *past) learn(e train.Progress) {
	if e.Step == 0 {
		p.fresh = e.Loss
	}
	p.loss = e.Loss
}

// judge takes in the losses of the weights before a step.
func (p *past) judge(e train.Evaluated) {
	if e.Step == 0 {
		p.fresh = max(p.fresh, e.TrainLoss)
	}
	if e.TrainLoss <= p.fresh {
		p.good = max(p.good, e.Step)
	}
}

// rewind leads back to the last weights that were good: the run is a function of its configuration and its changes,
// and so it is repeated up to there.
func (m *model) rewind() (back screen.Rewind[train.Controls, train.Event], ok bool) {
	if m.started == nil {
		return back, false
	}
	good := m.data.past.good
	cfg := m.started.Config
	cfg.Script = slices.DeleteFunc(slices.Clone(m.data.past.changes), func(e train.Changed) bool { return e.Step >= good })
	controls := cfg.Controls
	if n := len(cfg.Script); n > 0 {
		controls = cfg.Script[n-1].Controls
	}
	changes := make([]screen.Taken[train.Controls], len(cfg.Script))
	for i, e := range cfg.Script {
		changes[i] = screen.Taken[train.Controls](e)
	}
	return screen.Rewind[train.Controls, train.Event]{Steps: good, Controls: controls,
		First: cfg.Controls, Changes: changes,
		Run: func(ctx context.Context, _ train.Controls,
			live *atomic.Pointer[train.Controls], due func() bool) iter.Seq2[train.Event, error] {
			return m.withProbes(controls, live, func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error] {
				return train.Continue(ctx, cfg, nil, live, due)
			})
		}}, true
}

// withProbes is the run that begin starts, in which probes take the share of the time of the screen's budget.
func (m *model) withProbes(from train.Controls, live *atomic.Pointer[train.Controls],
	begin func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error],
) iter.Seq2[train.Event, error] {
	return probetime.Run(m.budget, from, live, time.Now, begin)
}
