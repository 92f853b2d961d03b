package trainscreen

import (
	"math"

	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/noise"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
	"levyscope/tui/tour"
)

// data is what a run has shown so far.
type data struct {
	step                        int          // of the last Progress
	steps                       int          // taken, of a run that is over; 0 before
	loss, eta                   *chart.Track // of every step
	trainLoss, testLoss         *chart.Track // of every evaluation, like the next two
	trainAccuracy, testAccuracy *chart.Track
	last                        train.Evaluated
	evaluated                   bool           // last is an evaluation of this run
	batch                       int            // of the last step, where the batch grows; 0 elsewhere
	probing                     *train.Probing // a long probe under way; nil if there is none
	layers                      []layerData
	noise                       *train.NoiseEstimate // the last one; may be nil
	bank                        *series.Bank         // the laws of all parameters by it; nil in a replay
	netPooled, netAcross        *chart.Track         // as those of the layers, of the whole network
	fixedSizes                  bool                 // jumps of updates are beyond scales of one probe, the reference
	measured                    []int                // steps of the probes; empty unless fixedSizes
	first                       schedule.Schedule    // at the beginning: its reference is that of fixed sizes
	trajectory                  *jumps.Window        // the last one; may be nil
	windows                     []tour.Window        // the last ones, with the same controls but for the schedule
	steady                      int                  // the step from which on these were the same
	markers                     []chart.Marker       // the changes of the controls
	controls                    train.Controls       // in force in the engine
	past                        past
	outputs                     int      // numbers that the network gives: classes, 1 of a regression; 0: not known
	clipped                     *clipped // the last one; may be nil
	foreign                     bool     // the run trains elsewhere
	rate                        float64  // of a run elsewhere by its own schedule, NaN while that is not known
	turns                       []turn   // schedules that a run elsewhere has taken up
}

// lossUnit is the unit of the loss.
func (d *data) lossUnit() string {
	if d.foreign {
		return ""
	}
	if d.outputs == 1 {
		return "half squared error"
	}
	return "nats"
}

// glyph is the number of the glyph of an array. It differs from that of another array of the same colour.
func (l *layerData) glyph() int { return l.colour + l.colour/theme.SeriesCount }

// layerData is what a run has shown of one parameter array.
type layerData struct {
	name        string
	shape       []int
	weights     bool // it is a weight matrix
	collapsed   bool // the network had, at the last probe
	colour      int  // number of its colour and glyph
	alpha       *chart.Track
	alphaBand   ribbon       // 95 % interval
	pooled      *chart.Track // tail index, all parameters and minibatches as one series
	across      *chart.Track // tail index across the parameters of one gradient
	jumps       [jumpMeasures]jumpSeries
	median, p90 *chart.Track // of the amplitudes
	amplitude   ribbon       // median to largest
	lastJumps   train.Jumps
	measured    []float64          // alpha, as data.measured
	lastAcross  *noise.AcrossArray // of the last probe; may be nil
}

// jumpSeries are the jumps of an array by one measure, per parameter and step.
type jumpSeries struct {
	frequency *chart.Track
	band      ribbon       // 95 % interval
	predicted *chart.Track // frequency that a stable law would have
}

// jumpMeasure is what counts as a jump.
type jumpMeasure uint8

// The measures, in the order in which a user goes through them.
const (
	updatesBeyond jumpMeasure = iota // updates beyond a fixed size
	noiseBeyond                      // noise beyond a number of scales
	jumpMeasures
)

// trackCapacity is the number of columns in which a series is kept.
const trackCapacity = 2048

func newTrack() *chart.Track { return chart.NewTrack(trackCapacity) }

func newData(c train.Controls) data {
	return data{controls: c, first: c.Schedule, rate: math.NaN(), loss: newTrack(), eta: newTrack(), trainLoss: newTrack(),
		testLoss: newTrack(), trainAccuracy: newTrack(), testAccuracy: newTrack(),
		netPooled: newTrack(), netAcross: newTrack()}
}

// begin makes room for the layers. Weight matrices get colours of their own.
func (d *data) begin(e train.Started) {
	d.controls, d.fixedSizes = e.Config.Controls, e.Config.Trajectory != nil
	d.first = e.Config.Controls.Schedule
	if n := len(e.Layers); n > 0 && !d.foreign { // the last array is the bias of the last layer, or its weights
		d.outputs = e.Layers[n-1].Shape[0]
	}
	colour := 0
	for _, l := range e.Layers {
		layer := layerData{name: l.Name, shape: l.Shape, weights: len(l.Shape) > 1,
			alpha: newTrack(), pooled: newTrack(), across: newTrack(), median: newTrack(), p90: newTrack()}
		for k := range layer.jumps {
			layer.jumps[k].frequency, layer.jumps[k].predicted = newTrack(), newTrack()
		}
		if layer.weights {
			layer.colour = colour
			colour++
		}
		d.layers = append(d.layers, layer)
	}
}

// change marks a change of the controls in every time chart.
func (d *data) change(e train.Changed) {
	label := "f"
	old, now := d.controls, e.Controls
	if d.foreign {
		d.turnTo(e.Step, now.Schedule)
	}
	if now.Trains(old) { // another probe was asked for
		d.controls = now
		return
	}
	d.unsettle(e)
	switch {
	case rateAlone(old.Schedule, now.Schedule):
		label = "e"
	case old.Schedule != now.Schedule:
		label = "s"
	case old.Arm != now.Arm:
		label = "d"
	case old.Batch != now.Batch:
		label = "b"
	case old.Momentum != now.Momentum && old.Optimizer == now.Optimizer:
		label = "m"
	case old.WeightDecay != now.WeightDecay && old.Optimizer == now.Optimizer:
		label = "w"
	case old.Clip != now.Clip:
		label = "c"
	case old.Optimizer != now.Optimizer:
		label = "o"
	}
	d.controls = now
	d.markers = append(d.markers, chart.Marker{X: float64(e.Step), Label: label})
}

// rateAlone reports whether two schedules differ in eta0 and in nothing else.
func rateAlone(old, now schedule.Schedule) bool {
	for _, p := range schedule.Params(now) {
		if p.Name == "eta0" {
			moved, err := schedule.With(old, p.Name, p.Value)
			return err == nil && old != now && moved == now
		}
	}
	return false
}

func (d *data) progress(e train.Progress) {
	d.learnRate(e.Eta)
	d.learnOwn(e.Step, e.Eta)
	d.step, d.batch = e.Step, e.Batch
	d.past.learn(e)
	if !d.foreign || !math.IsNaN(e.Loss) {
		d.loss.Append(float64(e.Step), e.Loss)
	}
	d.eta.Append(float64(e.Step), e.Eta)
}

func (d *data) evaluate(e train.Evaluated) {
	x := float64(e.Step)
	d.last, d.evaluated = e, true
	d.past.judge(e)
	for _, of := range []struct {
		track *chart.Track
		y     float64
	}{{d.trainLoss, e.TrainLoss}, {d.testLoss, e.TestLoss}, {d.trainAccuracy, e.TrainAccuracy},
		{d.testAccuracy, e.TestAccuracy}} {
		if !d.foreign || !math.IsNaN(of.y) { // a job need not tell all of them
			of.track.Append(x, of.y)
		}
	}
}

// turn is a schedule that is in force from a step on.
type turn struct {
	from     int
	schedule schedule.Schedule
}

// mostTurns bounds how many changes are remembered: the viewer may be behind the job by many of them.
const mostTurns = 256

// turnTo notes a schedule that a job has taken up.
func (d *data) turnTo(from int, s schedule.Schedule) {
	if len(d.turns) == 0 {
		d.turns = append(d.turns, turn{math.MinInt, d.controls.Schedule})
	}
	if d.turns = append(d.turns, turn{from, s}); len(d.turns) > mostTurns {
		d.turns = d.turns[len(d.turns)-mostTurns:]
	}
}

// scheduleAt is the schedule in force at a step.
func (d *data) scheduleAt(step int) schedule.Schedule {
	s := d.controls.Schedule
	if len(d.turns) > 0 {
		s = d.turns[0].schedule
	}
	for _, t := range d.turns {
		if t.from <= step {
			s = t.schedule
		}
	}
	return s
}

// learnOwn takes the learning rate of a step of a job without the factor that was in force then. A factor of 0 does not
// tell it.
func (d *data) learnOwn(step int, eta float64) {
	if f := d.scheduleAt(step).Eta(step); d.foreign && f > 0 && !math.IsNaN(eta) {
		d.rate = eta / f
	}
}
