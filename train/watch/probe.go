package watch

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/noise"
	"levyscope/train/watch/stream"
)

// probe are the draws of one probe at frozen weights.
type probe struct {
	draws
	open   bool
	done   bool // it was judged, and what comes of it later is left out
	step   int
	last   int // last draw
	expect int // draws of a whole one, as the job says; 0: not known
	of     int // the step whose probe the job speaks of
}

// mostProbe is the largest number of draws of a probe.
const mostProbe = 1 << 24

func newProbe(s *sample) probe { return probe{draws: newDraws(s, mostProbe)} }

// probeRecord takes a record of a probe.
func (e *engine) probeRecord(r *stream.Record) {
	p := &e.probe
	if p.open && (r.Step != p.step || r.Draw <= p.last) {
		e.endProbe()
	}
	if !p.open {
		p.open, p.done, p.step = true, false, r.Step
		p.clear()
	}
	p.last = r.Draw
	if p.done {
		return
	}
	if !p.add(r.G, r.Batch) {
		e.judgeProbe() // there is room for no more
	}
	e.whole()
}

// whole judges the probe under way if it has all its draws.
func (e *engine) whole() {
	p := &e.probe
	if p.open && !p.done && p.expect > 0 && p.of == p.step && p.last+1 >= p.expect {
		e.judgeProbe()
	}
}

// endProbe ends the probe under way.
func (e *engine) endProbe() {
	if e.probe.open && !e.probe.done {
		e.judgeProbe()
	}
	e.probe.open = false
}

// judgeProbe yields the laws of the probe.
func (e *engine) judgeProbe() {
	p := &e.probe
	p.done = true
	_, left := p.alike()
	if p.rows < e.cfg.LeastDraws || e.err != nil {
		if left.draws >= e.cfg.LeastDraws {
			e.tellLeft(p.step, left)
		}
		return
	}
	if e.looks == 0 && !e.probes.expected {
		_, draws := e.reader.Backlog()
		e.probes.expect(1 + draws/p.rows)
	}
	if !e.probes.choose(e.cfg.Now(), e.looks == 0) {
		return
	}
	e.tellLeft(p.step, left)
	est, bank, err := e.measuring().Measure(e.ctx,
		train.Draws{Step: p.step, Centre: p.centre(), Count: p.rows, Row: p.row})
	if err != nil {
		e.err = err
		return
	}
	e.complete(&est, left.batch)
	if e.emit(est) {
		e.emit(train.Looked{Step: est.Step, Bank: bank})
	}
	e.tellSkips()
}

// complete fills in what an estimate says of its minibatches.
func (e *engine) complete(est *train.NoiseEstimate, batch int) {
	est.Batch, est.Centre, est.CentreExamples = batch, noise.Mean, 0
	if e.sample.n < e.sample.total {
		est.Kept = e.sample.n
	}
	for _, l := range est.Layers {
		if l.Alpha < heavy {
			est.CentreCaveat = fmt.Sprintf("the centre is the mean of the draws, whose own error reaches the law where alpha "+
				"is below about %g: there 'heavy-tailed, not stable' is not certain", heavy)
		}
	}
}

// heavy is the tail index below which the mean of the draws is too far off for verdicts to be certain.
const heavy = 1.4
