package watchscreen

import (
	"math"
	"slices"

	"levyscope/train"
)

// draws says which estimates the panes show: of probes at frozen weights, or of bursts, which are of noise and drift.
// Probes are shown as soon as there is one, unless the user has chosen.
type draws struct {
	bursts bool                     // are shown
	chosen bool                     // by the user
	taken  bool                     // the last estimate was shown
	all    [2][]train.NoiseEstimate // without their laws: probes, bursts
	whole  [2][]train.NoiseEstimate // with their laws: the last ones, and ever fewer of those before
}

// mostWhole bounds how many are kept of each sort with their laws.
const mostWhole = 8

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
	d.whole[k] = thinned(append(d.whole[k], e))
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

// thinned leaves one of too many estimates out: the first and the last ones stay, and those between lie the farther
// apart the older they are, since a job goes back by a little more often than by much.
func thinned(all []train.NoiseEstimate) []train.NoiseEstimate {
	if len(all) <= mostWhole {
		return all
	}
	end := all[len(all)-1].Step
	least, closest := 1, math.Inf(1)
	for i := 1; i < len(all)-1; i++ {
		if ratio := float64(end-all[i-1].Step+1) / float64(end-all[i+1].Step+1); ratio < closest {
			least, closest = i, ratio
		}
	}
	return slices.Delete(all, least, least+1)
}

// cut drops the estimates from a step on, and shows the last one that stands.
func (d *draws) cut(m *model, step int) {
	later := func(e train.NoiseEstimate) bool { return e.Step >= step }
	for k := range d.all {
		d.all[k] = slices.DeleteFunc(d.all[k], later)
		d.whole[k] = slices.DeleteFunc(d.whole[k], later)
	}
	if m.Judged() != nil {
		return
	}
	if !d.chosen && !d.bursts && len(d.all[0]) == 0 && len(d.all[1]) > 0 {
		d.bursts = true
		m.Remeasure(d.all[1])
	}
	d.restore(m)
}

// restore shows the last estimate with its laws.
func (d *draws) restore(m *model) {
	k := 0
	if d.bursts {
		k = 1
	}
	if n := len(d.whole[k]); n > 0 {
		m.Restore(d.whole[k][n-1])
	}
}

// other shows the other sort.
func (d *draws) other(m *model) (notice string) {
	d.bursts, d.chosen, d.taken = !d.bursts, true, false
	k, words := 0, "probes at frozen weights: the law of the noise"
	if d.bursts {
		k, words = 1, "bursts of the trajectory: noise and drift"
	}
	m.Remeasure(d.all[k])
	d.restore(m)
	if len(d.all[k]) == 0 {
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
