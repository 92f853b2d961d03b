package trainscreen

import (
	"fmt"
	"math"

	"levyscope/stats/tail"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/tour"
)

// countOf is how often there were jumps by a measure in an event, with its interval of 95 %: where clusters were
// looked for it takes them into account, else it is that of a Poisson law.
func countOf(e train.Jumps, k jumpMeasure) (count, trials int, lo, hi float64) {
	c, counts := e.Fixed, e.Count
	if k == noiseBeyond {
		c, counts = e.Current, e.NoiseCount
	}
	if c != nil {
		lo, hi = c.ClusteredLow, c.ClusteredHigh
		if math.IsNaN(lo) || math.IsNaN(hi) {
			lo, hi = c.Low, c.High
		}
		return c.Count, c.Trials, lo, hi
	}
	lo, hi = tail.PoissonInterval(counts, .95)
	n := float64(max(e.Trials, 1))
	return counts, e.Trials, lo / n, hi / n
}

// clusterFacts say of the selected layer whether its jumps come together.
func (m *model) clusterFacts() []string {
	if m.layer >= len(m.data.layers) {
		return nil
	}
	d := &m.data.layers[m.layer]
	c := d.lastJumps.Fixed
	if m.jumpMeasure == noiseBeyond {
		c = d.lastJumps.Current
	}
	if c == nil || c.Trials == 0 {
		return nil
	}
	facts := []string{fmt.Sprintf("%s: %d jumps", shortLayer(d.name), c.Count)}
	if !math.IsNaN(c.Fano) {
		word := "come one by one"
		if c.FanoP < .01 {
			word = "come together, band widened"
		}
		facts = append(facts, fmt.Sprintf("Fano %s, %s", screen.Sig2(c.Fano), word))
	}
	if w := m.data.trajectory; w != nil && m.jumpMeasure == updatesBeyond && w.Reference >= 0 {
		facts = append(facts, fmt.Sprintf("σ: of the probe at step %d", w.Reference))
	}
	if !math.IsNaN(c.Several) {
		facts = append(facts, fmt.Sprintf("%s %% in steps with several", percent(c.Several)))
	}
	return facts
}

// trajectoryFacts are what the noise along the path shows beside its jumps, the most important first.
func trajectoryFacts(w *jumps.Window) []string {
	if w == nil {
		return nil
	}
	var facts []string
	if !math.IsNaN(w.Serial.Signed) {
		facts = append(facts, "serial correlation "+signed(w.Serial.Signed, w.Serial.SignedSE),
			"independent: "+screen.Sig2(w.Serial.SignedNull))
	}
	if w.Caveat != "" {
		facts = append(facts, "contains drift: the centre is an anchor")
	}
	if c := w.Loss.Norm; c.Steps > 0 && !math.IsNaN(c.Around) {
		facts = append(facts, fmt.Sprintf("loss a step after a jump %s nats, else %s", signed(c.Around, c.AroundSE),
			signed(w.Loss.Other.Around, w.Loss.Other.AroundSE)))
	}
	if !math.IsNaN(w.Serial.Norm) {
		facts = append(facts, "of ln |u| "+signed(w.Serial.Norm, w.Serial.NormSE))
	}
	return facts
}

// Witness is what the screen knows for the way in.
func (m *model) Witness() tour.Facts {
	d, c := &m.data, m.Controls()
	f := tour.Facts{Step: d.step, Batch: c.Batch, Selected: m.Selected(), Preview: m.Candidate() != nil,
		Falling: schedule.Kind(c.Schedule) != "constant", Probing: d.probing != nil,
		Run: m.Number(), Paused: m.Paused() && !m.Ended(), Windows: d.windows, Steady: d.steady}
	if m.started == nil {
		f.Batch = 0
	}
	if last, ok := d.eta.Last(); ok {
		f.Eta = last.Y
	}
	switch s := m.State(); {
	case s.Err != nil:
		f.Stopped = "the run has stopped: press u to undo what led there, or r to restart"
	case m.Ended():
		f.Stopped = "the run has ended: press r to restart"
	}
	if n := d.noise; n != nil {
		f.Collapsed = n.Collapse != nil
		f.Probe = tour.Probe{Step: n.Step, Batch: n.Batch}
		for i, l := range n.Layers {
			if d.layers[i].weights && !f.Collapsed {
				f.Probe.Layers = append(f.Probe.Layers, tour.Layer{Name: l.Name, Alpha: l.Alpha, SE: l.AlphaSE})
			}
		}
	}
	return f
}

// mostWindows is the number of windows that are kept for the way in.
const mostWindows = 256

// keepWindow keeps the jumps of a window for the way in.
func (d *data) keepWindow(w *jumps.Window) {
	if w.From < d.steady {
		return
	}
	fixed := w.Fixed
	if w.Reference < 0 {
		fixed = jumps.Count{}
	}
	d.windows = append(d.windows, tour.Window{From: w.From, Step: w.Step, Eta: w.Eta,
		Fixed:   tour.Tally{Count: fixed.Count, Trials: fixed.Trials, Fano: fixed.Fano},
		Current: tour.Tally{Count: w.Current.Count, Trials: w.Current.Trials, Fano: w.Current.Fano}})
	if n := len(d.windows); n > mostWindows {
		d.windows = d.windows[n-mostWindows:]
	}
}

// unsettle forgets the windows before a change of anything but the schedule: they compare with none that follow.
func (d *data) unsettle(e train.Changed) {
	was := d.controls
	was.Schedule, was.Probes = e.Controls.Schedule, e.Controls.Probes
	if !e.Controls.Trains(was) {
		d.windows, d.steady = nil, e.Step
	}
}
