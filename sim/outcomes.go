package sim

import (
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
)

// outcomes are what the statistics of an ensemble are made of. Those of parts of an ensemble merge to those of the
// whole, to the last bit.
type outcomes struct {
	dt         float64
	times      *exits.Times
	overshoots *exits.Overshoots // by side
	directions []int             // exits by coordinate and sign of the last noise
}

func newOutcomes(cfg problem.ExitConfig) *outcomes {
	o := &outcomes{dt: cfg.Dt, directions: make([]int, 2*cfg.Controls.Dim())}
	o.times, _ = exits.NewTimes(cfg.Dt)
	o.overshoots, _ = exits.NewOvershoots(max(1, cfg.Controls.Sides()))
	return o
}

// add takes in a path that ended.
func (o *outcomes) add(e path.Exit) {
	if e.Clock > 0 {
		_ = o.times.Add(e.Clock*o.dt, e.Censored || e.Diverged)
	}
	if e.Censored || e.Diverged {
		return
	}
	if e.Overshoot >= 1 && !math.IsInf(e.Overshoot, 1) {
		_ = o.overshoots.Add(e.Overshoot, e.Side)
	}
	direction := 2 * e.Coordinate
	if e.Size > 0 {
		direction++
	}
	o.directions[direction]++
}

// merge adds the paths of p, which is of the same problem.
func (o *outcomes) merge(p *outcomes) error {
	if err := o.times.Merge(p.times); err != nil {
		return err
	}
	addTo(o.directions, p.directions)
	return o.overshoots.Merge(p.overshoots)
}
