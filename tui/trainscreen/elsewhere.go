package trainscreen

import (
	"context"
	"fmt"
	"iter"
	"math"
	"sync/atomic"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// Elsewhere is what the screen of a run that trains elsewhere has in place of what a built-in run has.
type Elsewhere struct {
	Controls train.Controls // at the start; their schedule is a factor of the job's own learning rate
	Kappa    float64        // the threshold of jumps
	Run      func(ctx context.Context) iter.Seq2[train.Event, error]
	// Shown are the events that the panes take in for one of the run.
	Shown   func(train.Event) []train.Event
	Changed func(train.Event) (step int, c train.Controls, ok bool) // as screen.Spec.ChangedAt
	Stored  func(before, now train.Controls)                        // as screen.Spec.Stored
	Refuses func() error                                            // why no control can be put in force now
	Keys    []screen.Key                                            // in place of those with the same actions, or besides
	Knobs   func() []screen.Knob                                    // besides those of the schedule
	System  func() (full, brief string)
	Waiting func() string // while no run has begun
	Now     func() int    // the last step of the job, of which the viewer may not have come to
}

// Train is the Train screen, for those who build another one on it.
type Train struct{ *model }

// mostExamples stands for the number of examples of a job, which is not known.
const mostExamples = math.MaxInt32

// NewElsewhere returns the screen of a run that trains elsewhere.
func NewElsewhere(ctx context.Context, env screen.Env, e Elsewhere) Train {
	m := &model{elsewhere: &e, costly: env.Costly, jumpMeasure: noiseBeyond}
	m.cfg.Controls, m.cfg.JumpThreshold = e.Controls, e.Kappa
	m.asFirst = m.cfg
	s := m.spec()
	s.Engine, s.Pace, s.Scales = "watch", 0, true
	s.Run = func(ctx context.Context, _ train.Controls, _ *atomic.Pointer[train.Controls],
		_ func() bool) iter.Seq2[train.Event, error] {
		return e.Run(ctx)
	}
	s.From = func() int { return max(m.data.step, e.Now()) }
	s.ChangedAt, s.Stored, s.System, s.Waiting = e.Changed, e.Stored, e.System, e.Waiting
	s.OnEvent = func(event train.Event) {
		for _, shown := range e.Shown(event) {
			m.take(shown)
		}
	}
	s.Keys = m.keysElsewhere(s.Keys)
	s.Chosen, s.More, s.PutArm, s.ArmOff, s.Scenario, s.Rerun, s.Rewind = nil, nil, nil, nil, nil, nil, nil
	m.Console = screen.NewConsole(ctx, env, s)
	m.worked = m.Work
	m.clear()
	return Train{m}
}

// keysElsewhere are the keys of the Train screen with those of the run elsewhere.
func (m *model) keysElsewhere(own []screen.Key) (keys []screen.Key) {
	replaced := map[screen.Action]bool{}
	for _, k := range m.elsewhere.Keys {
		replaced[k.Action] = true
	}
	for _, k := range own {
		if !replaced[k.Action] {
			keys = append(keys, k)
		}
	}
	return append(keys, m.elsewhere.Keys...)
}

// Forget drops all that the panes show: another run begins in the same place.
func (t Train) Forget() { t.clear() }

// Supersede drops what the panes show of the steps from one on: they are taken again.
func (t Train) Supersede(from int) { t.data.cut(float64(from)) }

// Mark puts a marker in the time charts.
func (t Train) Mark(step int, label string) {
	t.data.markers = append(t.data.markers, chart.Marker{X: float64(step), Label: label})
}

// Put puts controls in force; notice says what that changes, "" where it changes nothing.
func (t Train) Put(c train.Controls) (notice string, err error) { return t.put(c) }

// Step is that of the last record that is shown.
func (t Train) Step() int { return t.data.step }

// Latest are the last loss and learning rate, NaN where there is none.
func (t Train) Latest() (loss, eta float64) {
	loss, eta = math.NaN(), math.NaN()
	if p, ok := t.data.loss.Last(); ok {
		loss = p.Y
	}
	if p, ok := t.data.eta.Last(); ok {
		eta = p.Y
	}
	return loss, eta
}

// Judged is the last estimate of the noise; nil: there is none.
func (t Train) Judged() *train.NoiseEstimate { return t.data.noise }

// own is the factor between what the schedule says and the learning rate: 1, or the job's own learning rate, NaN
// while that is not known.
func (m *model) own() float64 {
	if m.elsewhere == nil {
		return 1
	}
	return m.data.rate
}

// factors are those of the learning rate in the step and in the noise of step k: of a job, which has no arms, what it
// has acknowledged.
func (m *model) factors(k int) (step, noise float64) {
	if m.elsewhere != nil {
		f := m.data.scheduleAt(k).Eta(k)
		return f, f
	}
	c := m.Controls()
	return c.Arm.Factors(c.Schedule, k)
}

// Renew takes up controls with which the job has begun again: no factor of before is in force.
func (t Train) Renew(c train.Controls) {
	t.data.turns, t.data.controls = nil, c
	t.Console.Renew(c)
}

// Restore shows an estimate that was shown before in place of a later one, which the job has superseded.
func (t Train) Restore(e train.NoiseEstimate) {
	d := &t.data
	if len(e.Layers) != len(d.layers) {
		return
	}
	d.noise, d.bank = &e, nil
	d.noteAcross(float64(e.Step), e.Across)
	for i := range d.layers {
		d.layers[i].collapsed = e.Collapse != nil
	}
}

// learnRate takes the first learning rate of a run elsewhere for that by which jumps of updates are measured.
func (d *data) learnRate(eta float64) {
	if !d.foreign || d.eta.Len() > 0 || !(eta > 0) || math.IsInf(eta, 0) {
		return
	}
	d.first = schedule.Constant{Eta0: eta}
}

// ratio is the learning rate of a step over the reference.
func (d *data) ratio(step int) float64 {
	if last, ok := d.eta.Last(); d.foreign && ok {
		return last.Y / schedule.Reference(d.first)
	}
	return d.controls.Schedule.Eta(step) / schedule.Reference(d.first)
}

// cut drops what was shown from a step on.
func (d *data) cut(from float64) {
	tracks := []*chart.Track{d.loss, d.eta, d.trainLoss, d.testLoss, d.trainAccuracy, d.testAccuracy, d.netPooled,
		d.netAcross}
	for i := range d.layers {
		l := &d.layers[i]
		tracks = append(tracks, l.alpha, l.pooled, l.across, l.median, l.p90)
		for k := range l.jumps {
			tracks = append(tracks, l.jumps[k].frequency, l.jumps[k].predicted)
			l.jumps[k].band.cut(from)
		}
		l.alphaBand.cut(from)
		l.amplitude.cut(from)
	}
	for _, t := range tracks {
		t.Cut(from)
	}
	if d.noise != nil && float64(d.noise.Step) >= from {
		d.noise, d.bank = nil, nil
	}
	d.step = min(d.step, max(int(from)-1, 0))
}

// cut drops the intervals from x on.
func (r *ribbon) cut(x float64) {
	n := len(r.x)
	for n > 0 && r.x[n-1] >= x {
		n--
	}
	r.x, r.lo, r.hi = r.x[:n], r.lo[:n], r.hi[:n]
}

// drawsBrief says where the gradients of the last estimate come from, "" of a probe.
func (d *data) drawsBrief() string {
	if d.noise == nil || d.noise.Burst == nil {
		return ""
	}
	return "trajectory: contains drift"
}

// drawsComma is drawsBrief behind other words.
func (m *model) drawsComma() string {
	if text := m.data.drawsBrief(); text != "" {
		return ", " + text
	}
	return ""
}

// drawsSort is what gave the last estimate: a probe, or a trajectory.
func (d *data) drawsSort(probe string) string {
	if d.drawsBrief() != "" {
		return "trajectory"
	}
	return probe
}

// measurement is what gives the scales that jumps are measured in: of a run elsewhere bursts do too.
func (d *data) measurement() string {
	if d.foreign {
		return "estimate"
	}
	return "probe"
}

// drawsMark says the same of a run elsewhere where there is little room.
func (d *data) drawsMark() string {
	switch {
	case !d.foreign:
		return ""
	case d.drawsBrief() != "":
		return " (drift)"
	}
	return " (probe)"
}

// drawsAxis and drawsAxisBrief name an axis in the title of a pane of the last estimate, with what that contains.
func (m *model) drawsAxis(a noiseAxis) string { return a.String() + m.drawsComma() }

func (m *model) drawsAxisBrief(a noiseAxis) string {
	if m.data.drawsBrief() != "" {
		return "drift in it"
	}
	return a.brief()
}

// drawsWords say it in full: how far the halves of the trajectory are apart.
func (d *data) drawsWords() string {
	switch {
	case !d.foreign || d.noise == nil:
		return ""
	case d.noise.Burst == nil:
		return fmt.Sprintf(", probe of %s draws at frozen weights", thousands(d.noise.Batches))
	}
	b := d.noise.Burst
	text := fmt.Sprintf(", trajectory of steps %d to %d: contains drift", b.From, b.Step-1)
	if !math.IsNaN(b.Drift) {
		text += fmt.Sprintf(", its halves %s sd apart", screen.Sig2(b.Drift))
		if !math.IsNaN(b.DriftNull) {
			text += fmt.Sprintf(" (%s without)", screen.Sig2(b.DriftNull))
		}
	}
	return text
}

// putElsewhere puts controls in force in a job.
func (m *model) putElsewhere(c train.Controls) (notice string, err error) {
	if err := m.elsewhere.Refuses(); err != nil {
		return "", err
	}
	if err := c.Validate(mostExamples); err != nil {
		return "", err
	}
	if notice = m.Set(c); notice == "" {
		return "", nil
	}
	return notice + ": sent to the job", nil
}
