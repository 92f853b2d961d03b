package train

import (
	"math"

	"levyscope/train/nn"
)

const (
	centreHorizon = 100 // steps of the exponential average that tracks the mean gradient
	centrePull    = 3   // scales by which one step may pull it
	octaveBins    = 16  // bins of an octave of amplitude
	octaves       = 40  // beyond the threshold; the last bin takes what is above
)

// jumpDetector counts the jumps that Jumps defines, one step after another.
type jumpDetector struct {
	kappa  float64
	etaRef float64
	centre []float32 // (params) m
	sigma  []float32 // (params) scale at the last probe; 0: no noise, no jumps
	layers []jumpCount
}

// jumpCount is the count of one array since it was last read.
type jumpCount struct {
	tensor    nn.Tensor
	live      int // parameters with noise
	count     int
	trials    int
	top       float64
	amplitude []int // by bin of log2(A/kappa)
}

func newJumpDetector(kappa, etaRef float64, m *nn.MLP) *jumpDetector {
	d := &jumpDetector{kappa: kappa, etaRef: etaRef,
		centre: make([]float32, m.NumParams()), sigma: make([]float32, m.NumParams())}
	for _, t := range m.Tensors() {
		d.layers = append(d.layers, jumpCount{tensor: t, amplitude: make([]int, octaves*octaveBins)})
	}
	return d
}

// calibrate takes centre and scale from a probe.
func (d *jumpDetector) calibrate(full []float32, sigma []float64) {
	copy(d.centre, full)
	for i := range d.layers {
		l := &d.layers[i]
		l.live = 0
		for j := l.tensor.Offset; j < l.tensor.Offset+l.tensor.Len; j++ {
			d.sigma[j] = float32(sigma[j])
			if d.sigma[j] > 0 {
				l.live++
			}
		}
	}
}

// step looks at the minibatch gradient g, which enters the update with the
// learning rate eta; centre, if not nil, is the full gradient at these weights.
func (d *jumpDetector) step(g, full []float32, eta float64) {
	if full != nil {
		copy(d.centre, full)
	}
	// |u| > limit*sigma is A > kappa.
	limit := float32(d.kappa * d.etaRef / eta)
	for i := range d.layers {
		l := &d.layers[i]
		l.trials += l.live
		from, to := l.tensor.Offset, l.tensor.Offset+l.tensor.Len
		gs, cs, ss := g[from:to], d.centre[from:to], d.sigma[from:to]
		cs, ss = cs[:len(gs)], ss[:len(gs)]
		for j, v := range gs {
			s := ss[j]
			u := v - cs[j]
			cs[j] += min(max(u, -centrePull*s), centrePull*s) / centreHorizon
			if u = max(u, -u); u > limit*s && s > 0 {
				l.add(float64(u)/(float64(limit)*float64(s)), d.kappa)
			}
		}
	}
}

// add counts one jump, excess = A/kappa > 1.
func (l *jumpCount) add(excess, kappa float64) {
	l.count++
	l.top = max(l.top, excess*kappa)
	bin := len(l.amplitude) - 1
	if excess < 1<<octaves { // not infinite
		bin = min(bin, int(math.Log2(excess)*octaveBins))
	}
	l.amplitude[bin]++
}

// take reads and clears the count of array i.
func (d *jumpDetector) take(i, from, step int) Jumps {
	l := &d.layers[i]
	out := Jumps{From: from, Step: step, Layer: l.tensor.Name, Count: l.count, Trials: l.trials,
		Median: l.quantile(.5, d.kappa), P90: l.quantile(.9, d.kappa), Max: l.top}
	if l.count == 0 {
		out.Max = math.NaN()
	}
	l.count, l.trials, l.top = 0, 0, 0
	clear(l.amplitude)
	return out
}

// quantile is the geometric middle of the bin that holds it.
func (l *jumpCount) quantile(p, kappa float64) float64 {
	if l.count == 0 {
		return math.NaN()
	}
	rank := int(p * float64(l.count-1))
	for bin, n := range l.amplitude {
		if rank -= n; rank < 0 {
			return min(kappa*math.Exp2((float64(bin)+.5)/octaveBins), l.top)
		}
	}
	return l.top
}
