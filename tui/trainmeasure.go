package tui

import (
	"math"

	"levyscope/stats"
	"levyscope/train"
)

// normal95 is the 97.5 % point of the standard normal law.
const normal95 = 1.959964

// measure takes in a probe of gradient noise.
func (d *trainData) measure(e train.NoiseEstimate, kappa float64) {
	d.noise = &e
	x := float64(e.Step)
	ratio := d.controls.Schedule.Eta(e.Step) / d.controls.Schedule.Eta(0)
	for i, l := range e.Layers {
		data := &d.layers[i]
		data.alpha.Append(x, l.Alpha)
		data.alphaBand.add(x, l.Alpha-normal95*l.AlphaSE, l.Alpha+normal95*l.AlphaSE)
		if l.Alpha < 2 {
			// What a stable law of the parameters' scale would do (theory.md, section 3).
			data.predicted.Append(x, 2*stats.TailConstant(l.Alpha)*math.Pow(ratio/kappa, l.Alpha))
		}
	}
}

// jump takes in the jumps of one layer over an interval of steps.
func (d *trainData) jump(e train.Jumps) {
	d.jumps += e.Count
	x := float64(e.Step)
	for i := range d.layers {
		l := &d.layers[i]
		if l.name != e.Layer {
			continue
		}
		l.lastJumps = e
		l.jumps += e.Count
		l.trials += e.Trials
		n := float64(e.Trials)
		lo, hi := stats.PoissonInterval(e.Count, .95)
		l.frequency.Append(x, float64(e.Count)/n)
		l.frequencyBand.add(x, lo/n, hi/n)
		if e.Count > 0 {
			l.median.Append(x, e.Median)
			l.p90.Append(x, e.P90)
			l.amplitude.add(x, e.Median, e.Max)
		}
	}
}
