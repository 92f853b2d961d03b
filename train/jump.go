package train

import (
	"math"

	"levyscope/train/jumps"
	"levyscope/train/nn"
	"levyscope/train/nn/kernel"
)

const (
	centreHorizon = 100 // steps of the exponential average that follows the mean gradient
	centrePull    = 3   // scales to which the deviation of one step from it is clipped
	octaveBins    = 16  // equal bins of an octave of amplitude
	octaves       = 40  // octaves of amplitude above the threshold; the last bin also takes larger ones
)

// jumpDetector counts the jumps that Jumps defines, one step after another.
type jumpDetector struct {
	kappa  float64
	etaRef float64
	centre []float32 // (params) m
	sigma  []float32 // (params) scale at the last probe; 0 where there is no noise: such a parameter has no jumps
	apart  []bool    // (params) the parameter has an atom: its jumps are counted apart
	layers []jumpCount
	k      kernel.Kernel // whose loop passes over what is no jump; nil: that of this file
	watch  *jumps.Watch  // nil where the noise is not followed further
}

// jumpCount is the count of one array since it was last read.
type jumpCount struct {
	tensor     nn.Tensor
	index      int          // of the array
	watch      *jumps.Watch // as that of the detector
	at         int          // parameter of the first element of a scan
	live       int          // active parameters: with noise, without an atom
	atoms      int          // parameters with atoms
	noise      int          // noises of active parameters beyond kappa scales, see Jumps.NoiseCount
	count      int          // jumps of active parameters, like all that follows but for the next two
	atomCount  int          // jumps of parameters with atoms
	atomTrials int          // parameters with atoms x steps
	trials     int          // active parameters x steps
	top        float64      // largest amplitude
	amplitude  []int        // jumps by amplitude: octaveBins equal bins in each octave of A/kappa
}

// newJumpDetector makes a detector that finds no jumps before its first calibration. kappa
// is the threshold of the amplitude, etaRef the learning rate that scales amplitudes.
func newJumpDetector(kappa, etaRef float64, m layout) *jumpDetector {
	d := &jumpDetector{kappa: kappa, etaRef: etaRef,
		centre: make([]float32, m.NumParams()), sigma: make([]float32, m.NumParams()), apart: make([]bool, m.NumParams())}
	for i, t := range m.Tensors() {
		d.layers = append(d.layers, jumpCount{tensor: t, index: i, amplitude: make([]int, octaves*octaveBins)})
	}
	return d
}

// calibrate sets the centre of every parameter to the full gradient, its scale to sigma, and
// whether it stands apart for an atom, all from a probe.
func (d *jumpDetector) calibrate(full []float32, sigma []float64, apart []bool) {
	copy(d.centre, full)
	copy(d.apart, apart)
	for j, s := range sigma {
		d.sigma[j] = float32(s)
	}
	d.countActive()
}

// countActive counts the active parameters of every array, and those with atoms.
func (d *jumpDetector) countActive() {
	for i := range d.layers {
		l := &d.layers[i]
		l.live, l.atoms = 0, 0
		for j := l.tensor.Offset; j < l.tensor.Offset+l.tensor.Len; j++ {
			switch {
			case d.sigma[j] > 0 && d.apart[j]:
				l.atoms++
			case d.sigma[j] > 0:
				l.live++
			}
		}
	}
}

// step counts the jumps in the minibatch gradient g, which enters the update with the
// learning rate eta. full is the full gradient at the same weights, or nil where it was
// not computed.
func (d *jumpDetector) step(g, full []float32, eta float64) {
	if full != nil {
		copy(d.centre, full)
	}
	// With u = g - centre, |u| > limit*sigma is equivalent to A > kappa.
	limit := float32(d.kappa * d.etaRef / eta)
	for i := range d.layers {
		l := &d.layers[i]
		l.trials += l.live
		l.atomTrials += l.atoms
		from, to := l.tensor.Offset, l.tensor.Offset+l.tensor.Len
		l.at = from
		if assembled(d.k) {
			l.pass(d.k, g[from:to], d.centre[from:to], d.sigma[from:to], d.apart[from:to], limit, d.kappa)
		} else {
			l.scan(g[from:to], d.centre[from:to], d.sigma[from:to], d.apart[from:to], limit, d.kappa)
		}
		l.at = 0
	}
}

// pass is scan, in which a kernel moves the centres as far as there is nothing to count. Where it stops, scan takes the
// next sixteen elements, among which there is something. The results are those of scan, bit for bit.
func (l *jumpCount) pass(k kernel.Kernel, g, centre, sigma []float32, apart []bool, limit float32, kappa float64) {
	stop := min(limit, float32(kappa))
	band := kernel.Band{Near: min(stop, centrePull), Stop: stop, Pull: centrePull, Rate: 1. / centreHorizon}
	start := l.at
	for from := 0; from < len(g); {
		from += k.Follow(centre[from:], g[from:], sigma[from:], band)
		to := min(from+16, len(g))
		l.at = start + from
		l.scan(g[from:to], centre[from:to], sigma[from:to], apart[from:to], limit, kappa)
		from = to
	}
}

// scan counts the jumps and the large noises of one array and moves its centres: m <- m + clip(g - m)/100, with
// clip to [-3 sigma, 3 sigma]. It compares instead of calling min and max, which are slower
// since they treat NaN.
func (l *jumpCount) scan(g, centre, sigma []float32, apart []bool, limit float32, kappa float64) {
	centre, sigma = centre[:len(g)], sigma[:len(g)]
	beyond := float32(kappa)
	near := min(limit, beyond, centrePull) // in scales: within it there is nothing to count and no clipping
	for j, v := range g {
		u, s := v-centre[j], sigma[j]
		if u > near*s || u < -near*s {
			if s > 0 && (u > limit*s || u < -limit*s) {
				if apart[j] {
					l.atomCount++
				} else {
					l.add(math.Abs(float64(u))/(float64(limit)*float64(s)), kappa)
				}
			}
			if s > 0 && (u > beyond*s || u < -beyond*s) && !apart[j] {
				l.noise++
				if l.watch != nil {
					l.watch.Current(l.index, l.at+j, u)
				}
			}
			if u > centrePull*s {
				u = centrePull * s
			} else if u < -centrePull*s {
				u = -centrePull * s
			}
		}
		centre[j] += u * (1. / centreHorizon)
	}
}

// add counts one jump of the amplitude A, with excess = A/kappa > 1.
func (l *jumpCount) add(excess, kappa float64) {
	l.count++
	l.top = max(l.top, excess*kappa)
	// The exponent of excess and the upper four bits of its mantissa: 16 bins an octave.
	bin := int(math.Float64bits(excess)>>48) - 1023*octaveBins
	l.amplitude[max(0, min(bin, len(l.amplitude)-1))]++
}

// take returns and clears the count of array i, which is that of the steps in [from, step).
func (d *jumpDetector) take(i, from, step int) Jumps {
	l := &d.layers[i]
	out := Jumps{From: from, Step: step, Layer: l.tensor.Name, Count: l.count, NoiseCount: l.noise, Trials: l.trials,
		Median: l.quantile(.5, d.kappa), P90: l.quantile(.9, d.kappa), Max: l.top,
		AtomCount: l.atomCount, AtomTrials: l.atomTrials}
	if l.count == 0 {
		out.Max = math.NaN()
	}
	l.count, l.noise, l.trials, l.top, l.atomCount, l.atomTrials = 0, 0, 0, 0, 0, 0
	clear(l.amplitude)
	return out
}

// quantile is the p-quantile of the amplitudes: the middle of the bin that holds the jump
// of rank p (count-1), rounded down, but at most the largest amplitude. It is NaN where
// there are no jumps.
func (l *jumpCount) quantile(p, kappa float64) float64 {
	if l.count == 0 {
		return math.NaN()
	}
	rank := int(p * float64(l.count-1))
	for bin, n := range l.amplitude {
		if rank -= n; rank < 0 {
			octave, part := bin/octaveBins, bin%octaveBins
			return min(kappa*math.Ldexp(1+(float64(part)+.5)/octaveBins, octave), l.top)
		}
	}
	return l.top
}

// observe is step at step k, whose minibatch has the given loss, for the Watch too.
func (d *jumpDetector) observe(k int, g, full []float32, eta, loss float64) {
	if d.watch == nil {
		d.step(g, full, eta)
		return
	}
	if full != nil {
		copy(d.centre, full)
	}
	d.watch.Begin(k, g, eta, full != nil)
	d.step(g, nil, eta)
	d.watch.End(loss)
}

// follow adds the counts of a Watch.
func (j *Jumps) follow(fixed, current jumps.Count) {
	j.Current = &current
	if fixed.Trials > 0 {
		j.Fixed = &fixed
	}
}

// law is how the jumps of the run depend on the learning rate, nil where none could be counted. noise is the last
// probe, if any.
func (d *jumpDetector) law(noise *lastNoise) *jumps.Law {
	if d.watch == nil || !d.watch.Looked() {
		return nil
	}
	var alphas []jumps.Index
	if noise != nil {
		for _, l := range noise.layers {
			alphas = append(alphas, jumps.Index{Alpha: float64(l.Alpha), SE: float64(l.AlphaSE)})
		}
	}
	return d.watch.Law(alphas)
}

// follow makes a Watch that takes its centres and scales from the detector.
func (d *jumpDetector) follow(cfg Config, k kernel.Kernel) {
	if cfg.Trajectory == nil || cfg.JumpsEvery == 0 {
		return
	}
	o := jumps.Options{Kappa: d.kappa, EtaRef: d.etaRef, Settings: *cfg.Trajectory, Seed: cfg.Seed, Kernel: k,
		Centre: d.centre, Scale: d.sigma, Apart: d.apart}
	for _, l := range d.layers {
		t := l.tensor
		o.Arrays = append(o.Arrays, jumps.Array{Name: t.Name, Shape: t.Shape, From: t.Offset, To: t.Offset + t.Len})
	}
	d.watch = jumps.New(o)
	for i := range d.layers {
		d.layers[i].watch = d.watch
	}
}
