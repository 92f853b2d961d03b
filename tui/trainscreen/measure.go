package trainscreen

import (
	"math"
	"slices"

	"levyscope/stats/law"
	"levyscope/stats/tail"
	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
)

// measure takes in a probe of gradient noise; kappa is the threshold of a jump in units of sigma.
func (d *data) measure(e train.NoiseEstimate, kappa float64) {
	d.noise, d.bank = &e, nil // the bank of the same probe follows
	x := float64(e.Step)
	ratio := d.ratio(e.Step)
	if e.Collapse == nil {
		d.netPooled.Append(x, e.WholeNet.Alpha)
	}
	d.noteAcross(x, e.Across)
	for i, l := range e.Layers {
		layer := &d.layers[i]
		layer.collapsed = e.Collapse != nil
		if e.Collapse != nil {
			layer.lastJumps = train.Jumps{} // from here on none are counted
		}
		if math.IsNaN(l.Alpha) {
			continue // no active parameter, or a collapsed network
		}
		layer.alpha.Append(x, l.Alpha)
		if !math.IsNaN(l.Pooled) {
			layer.pooled.Append(x, l.Pooled)
		}
		half, formula := tail.ShownNormal975*l.AlphaSE, max(l.Alpha, l.AlphaBeyond)
		if lo := formula - half; !math.IsNaN(lo) && !math.IsInf(lo, 0) {
			layer.alphaBand.add(x, min(2, lo), min(2, formula+half)) // no tail index is above 2
		}
		if l.Alpha < 2 {
			// Jumps of a stable law are as frequent as P(|X| > kappa eta0/eta) = 2 C_alpha (ratio/kappa)^alpha,
			// X a draw of scale 1 and C_alpha its tail constant.
			beyond := 2 * law.TailConstant(l.Alpha) * math.Pow(kappa, -l.Alpha)
			layer.jumps[noiseBeyond].predicted.Append(x, beyond)
			if !d.fixedSizes {
				layer.jumps[updatesBeyond].predicted.Append(x, beyond*math.Pow(ratio, l.Alpha))
			}
		}
	}
	if d.fixedSizes {
		d.measured = append(d.measured, e.Step)
		for i, l := range e.Layers {
			d.layers[i].measured = append(d.layers[i].measured, l.Alpha)
		}
	}
}

// follow takes in what was found along the path. The probe that fixed the sizes of jumps is known from then on.
func (d *data) follow(w *jumps.Window, kappa float64) {
	d.trajectory = w
	at := slices.Index(d.measured, w.Reference)
	if w.Reference < 0 || at < 0 {
		return
	}
	for i := range d.layers {
		l := &d.layers[i]
		alpha := l.measured[at]
		if !(alpha > 0 && alpha < 2) {
			continue
		}
		// As long as the noise keeps the law of the reference, jumps beyond a fixed size are as frequent as
		// P(|X| > kappa eta_ref/eta) = 2 C_alpha (eta/(kappa eta_ref))^alpha: only the learning rate changes that.
		ratio := w.Eta / schedule.Reference(d.first)
		l.jumps[updatesBeyond].predicted.Append(float64(w.Step), 2*law.TailConstant(alpha)*math.Pow(ratio/kappa, alpha))
	}
}

// jump takes in the jumps of one layer over an interval of steps: a frequency with its
// 95 % Poisson interval, per parameter and step, and the amplitudes.
func (d *data) jump(e train.Jumps) {
	x := float64(e.Step)
	for i := range d.layers {
		l := &d.layers[i]
		if l.name != e.Layer {
			continue
		}
		l.lastJumps = e
		if e.Trials == 0 {
			continue // all its parameters have atoms, or no noise
		}
		for k := range jumpMeasures {
			count, trials, lo, hi := countOf(e, k)
			if trials == 0 || k == updatesBeyond && d.fixedSizes && e.Fixed == nil {
				continue // before the reference of fixed sizes: the count is beyond those of the last probe
			}
			l.jumps[k].frequency.Append(x, float64(count)/float64(trials))
			l.jumps[k].band.add(x, lo, hi)
		}
		if e.Count > 0 {
			l.median.Append(x, e.Median)
			l.p90.Append(x, e.P90)
			l.amplitude.add(x, e.Median, e.Max)
		}
	}
}

// Remeasure shows other estimates of the noise in place of those that are shown.
func (t Train) Remeasure(all []train.NoiseEstimate) {
	d := &t.data
	d.netPooled.Clear()
	d.netAcross.Clear()
	for i := range d.layers {
		l := &d.layers[i]
		for _, track := range []*chart.Track{l.alpha, l.pooled, l.across} {
			track.Clear()
		}
		l.alphaBand = ribbon{}
	}
	d.noise, d.bank, d.measured = nil, nil, nil
	for i := range d.layers {
		d.layers[i].measured = nil
	}
	for _, e := range all {
		d.measure(e, t.cfg.JumpThreshold)
	}
}
