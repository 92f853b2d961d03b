package watch

import (
	"context"
	"fmt"
	"math"
	"time"

	"levyscope/train"
	"levyscope/train/watch/stream"
)

// engine makes events of what a stream.Reader finds.
type engine struct {
	ctx    context.Context
	cfg    Config
	reader *stream.Reader
	yield  func(train.Event, error) bool
	err    error // that ends the run

	session  *stream.Session
	attached bool // the session's event was yielded
	sample   sample
	measure  *train.Elsewhere // nil before the first burst or probe of the session
	eta      float64          // last learning rate that is known; 0: none is
	counted  bool             // jumps were counted since the last law
	problem  string           // last one

	burst  burst
	probe  probe
	bursts chooser
	probes chooser
	micro  bool // the session has records of microbatches

	step    int
	dropped int
	lost    int
	seen    time.Time // when something new was seen
	looks   int
}

func newEngine(ctx context.Context, cfg Config, r *stream.Reader, yield func(train.Event, error) bool) *engine {
	now := cfg.Now()
	e := &engine{ctx: ctx, cfg: cfg, reader: r, yield: yield, step: -1, seen: now}
	e.bursts, e.probes = newChooser(cfg, "burst", now), newChooser(cfg, "probe", now)
	e.probes.share = 1 // they are few, and made for this
	return e
}

// emit yields an event; false: no more are wanted.
func (e *engine) emit(event train.Event) bool {
	if e.err == nil && !e.yield(event, nil) {
		e.err = errEnough
	}
	return e.err == nil
}

// look looks at the folder once.
func (e *engine) look() error {
	read, last := 0, math.NaN()
	err := e.reader.Poll(e.cfg.Once, func(i stream.Item) bool {
		read++
		if r, ok := i.(*stream.Record); ok {
			last = r.Time
		}
		e.take(i)
		if e.err == nil && e.ctx.Err() != nil {
			e.err = e.ctx.Err()
		}
		return e.err == nil
	})
	if e.err != nil {
		return e.err
	}
	if err != nil && e.cfg.Once {
		return err
	}
	if err != nil { // the folder may be readable again at the next look
		e.problem = err.Error()
	}
	if e.session != nil {
		e.attach()
	} else if e.cfg.Once { // nothing is to be read
		return fmt.Errorf("%s: %s", e.cfg.Folder, e.status().Why)
	}
	e.clock(read, last)
	e.looks++
	e.emit(e.status())
	return e.err
}

// clock takes note of when something new was seen. At the first look that is the time of the last record, which may be
// of another clock.
func (e *engine) clock(read int, last float64) {
	now := e.cfg.Now()
	if read > 0 {
		e.seen = now
	}
	if at := time.UnixMicro(int64(last * 1e6)); e.looks == 0 && last > 0 && last < 1e11 && at.Before(now) {
		e.seen = at
	}
}

// status is how the folder stands.
func (e *engine) status() Status {
	s := e.reader.State()
	out := Status{Step: e.step, Silent: max(0, e.cfg.Now().Sub(e.seen)), Over: s.Ended, Records: s.Records,
		Waiting: s.Waiting, Damaged: s.Damaged, Lost: e.lost, Dropped: e.dropped, Disk: s.Disk, Sessions: s.Sessions,
		Ranks: len(s.Ranks), Why: e.problem}
	switch {
	case s.Gone:
		out.Why = "the folder is not there any more"
	case s.Session == nil && len(s.Ranks) > 0 && s.Sessions == 0:
		out.Why = fmt.Sprintf("there is no session of rank %d, but of the ranks %v", e.cfg.Rank, s.Ranks)
	case s.Session == nil && out.Why == "":
		out.Why = "no session has begun"
	case s.Ended:
		out.Why = "the job has ended"
	}
	return out
}

// take makes events of an item.
func (e *engine) take(i stream.Item) {
	switch i := i.(type) {
	case *stream.Session:
		e.begin(i)
		return
	case *stream.Problem:
		e.problem = i.Error()
		e.emit(Noted{Step: max(e.step, 0), Kind: "problem", Text: cut(i.Error())})
		return
	case *stream.Record:
		e.attachAt(i)
		e.record(i)
	case *stream.Line:
		e.attach()
		e.line(i)
	}
}

// begin begins a session.
func (e *engine) begin(s *stream.Session) {
	e.flush()
	old := e.session
	e.session, e.attached, e.micro, e.problem = s, false, false, ""
	sample := newSample(s, e.cfg.Keep)
	if old == nil || !sample.same(&e.sample) {
		e.law()
		e.measure = nil
	}
	e.sample = sample
	e.burst, e.probe = newBurst(&e.cfg, &e.sample), newProbe(&e.sample)
}

// attach yields the session's event, where that was not done yet.
func (e *engine) attach() {
	if step, ok := e.session.First(); ok {
		e.attachFrom(step)
	} else {
		e.attachFrom(max(0, e.session.From))
	}
}

// attachAt is attach before a record.
func (e *engine) attachAt(r *stream.Record) {
	if r.Probe {
		e.attach()
	} else {
		e.attachFrom(r.Step)
	}
}

// attachFrom is attach with the first step; 0: not known.
func (e *engine) attachFrom(step int) {
	if e.attached {
		return
	}
	e.attached = true
	m := &e.session.Meta
	a := Attached{Engine: "watch", Folder: e.cfg.Folder, Session: m.Session, Number: e.session.Number, Rank: m.Rank,
		World: m.World, Writer: m.Writer, Begun: m.Started, Parameters: m.Total, Sampled: m.Sampled(), Control: m.Control,
		Record: m.Record, From: step, Seed: m.Seed, Lease: m.Lease}
	if math.IsNaN(a.Begun) || math.IsInf(a.Begun, 0) {
		a.Begun = 0
	}
	from := 0
	for _, p := range m.Params {
		a.Layers = append(a.Layers, Layer{p.Name, p.Shape, from, from + len(p.Index)})
		from += len(p.Index)
	}
	if a.Parameters < a.Sampled {
		a.Parameters = e.sample.total
	}
	e.emit(a)
	if e.looks == 0 && !e.bursts.expected {
		steps, _ := e.reader.Backlog()
		e.bursts.expect(steps / e.cfg.Burst)
	}
}

// record takes a record.
func (e *engine) record(r *stream.Record) {
	if r.Eta > 0 && !math.IsInf(r.Eta, 0) {
		e.eta = r.Eta
	}
	if r.Probe {
		e.probeRecord(r)
		return
	}
	if r.Flags&stream.Micro != 0 {
		if !e.micro {
			e.micro = true
			e.emit(Noted{Step: r.Step, Kind: "micro", Text: "gradients of microbatches are recorded, and not judged here"})
		}
		return
	}
	if e.burst.over(r) {
		e.endBurst()
	}
	e.lost += e.burst.missing(r)
	e.step = r.Step
	if !e.emit(train.Progress{Step: r.Step, Eta: r.Eta, Loss: r.Loss, Batch: r.Batch}) {
		return
	}
	if e.burst.add(r); e.burst.full() {
		e.endBurst()
	}
}

// flush ends what is under way.
func (e *engine) flush() {
	e.endProbe()
	e.endBurst()
}

// end ends a watch with Once.
func (e *engine) end() error {
	e.flush()
	e.law()
	e.tellSkips()
	e.emit(e.status())
	return e.err
}

// law yields how the jumps depend on the learning rate.
func (e *engine) law() {
	if e.measure == nil || !e.counted {
		return
	}
	e.counted = false
	if law, ok := e.measure.Law(); ok {
		e.emit(law)
	}
}

// measuring is what measures the session's gradients.
func (e *engine) measuring() *train.Elsewhere {
	if e.measure == nil {
		if e.eta == 0 {
			e.eta = 1
		}
		e.measure = train.NewElsewhere(train.ElsewhereOptions{Arrays: e.sample.arrays, Block: e.cfg.Block,
			Kappa: e.cfg.JumpThreshold, EtaRef: e.eta, Seed: e.session.Seed})
	}
	return e.measure
}
