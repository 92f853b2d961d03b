package watchscreen

import (
	"levyscope/train"
)

// draws says which estimates the panes show: of probes at frozen weights, or of bursts, which are of noise and drift.
// Probes are shown as soon as there is one, unless the user has chosen.
type draws struct {
	bursts bool                     // are shown
	chosen bool                     // by the user
	taken  bool                     // the last estimate was shown
	all    [2][]train.NoiseEstimate // without their laws: probes, bursts
	last   [2]*train.NoiseEstimate  // whole
}

// mostEstimates bounds how many are kept of each sort.
const mostEstimates = 4096

// sort is the number of the sort of an estimate.
func sort(e train.NoiseEstimate) int {
	if e.Burst != nil {
		return 1
	}
	return 0
}

// measured takes in an estimate, and gives what the panes take in for it.
func (d *draws) measured(m *model, e train.NoiseEstimate) []train.Event {
	if len(e.Layers) != len(m.attached.Layers) {
		d.taken = false
		return nil
	}
	k := sort(e)
	d.keep(k, e)
	switch {
	case d.chosen:
	case k == 0 && d.bursts:
		d.bursts = false
		m.Remeasure(d.all[0])
	case k == 1 && len(d.all[0]) == 0:
		d.bursts = true
	}
	if d.taken = d.bursts == (k == 1); !d.taken {
		return nil
	}
	return []train.Event{e}
}

// keep keeps an estimate without what is large in it.
func (d *draws) keep(k int, e train.NoiseEstimate) {
	d.last[k] = &e
	bare := e
	bare.Pooled, bare.Across = nil, nil
	bare.Layers = make([]train.LayerNoise, len(e.Layers))
	for i, l := range e.Layers {
		l.Laws, l.Histogram = nil, train.Histogram{}
		bare.Layers[i] = l
	}
	if d.all[k] = append(d.all[k], bare); len(d.all[k]) > mostEstimates {
		d.all[k] = d.all[k][len(d.all[k])-mostEstimates:]
	}
}

// cut drops the estimates from a step on.
func (d *draws) cut(step int) {
	for k := range d.all {
		n := len(d.all[k])
		for n > 0 && d.all[k][n-1].Step >= step {
			n--
		}
		d.all[k] = d.all[k][:n]
		if l := d.last[k]; l != nil && l.Step >= step {
			d.last[k] = nil
		}
	}
}

// other shows the other sort.
func (d *draws) other(m *model) (notice string) {
	d.bursts, d.chosen, d.taken = !d.bursts, true, false
	k, words := 0, "probes at frozen weights: the law of the noise"
	if d.bursts {
		k, words = 1, "bursts of the trajectory: noise and drift"
	}
	shown := d.all[k]
	if d.last[k] != nil && len(shown) > 0 {
		shown = append(shown[:len(shown)-1:len(shown)-1], *d.last[k])
	}
	m.Remeasure(shown)
	if len(shown) == 0 {
		words += "; there is none yet"
	}
	return words
}

// words names what is shown, "" while there is no estimate.
func (d *draws) words() string {
	switch {
	case len(d.all[0])+len(d.all[1]) == 0:
		return ""
	case d.bursts:
		return "laws of bursts (drift)"
	}
	return "laws of probes"
}
