package watch

import (
	"fmt"
	"slices"
	"strings"
)

// leftOut are the draws that are not judged with the others.
type leftOut struct {
	draws     int // that there were
	batch     int // examples of the minibatches that are judged
	other     int // draws of minibatches of another size
	notFinite int // draws without a finite value
}

// alike keeps the draws of one law: of the batch that most of them have, which the last minibatch of an epoch has not,
// and with a finite value at all, where any has one. kept are the numbers of those.
func (d *draws) alike() (kept []int, out leftOut) {
	counts := map[int]int{}
	out.draws = d.rows
	for _, size := range d.sizes[:d.rows] {
		if counts[size]++; counts[size] > counts[out.batch] {
			out.batch = size
		}
	}
	for m := range d.rows {
		switch {
		case d.sizes[m] != out.batch:
			out.other++
		case !slices.ContainsFunc(d.row(m), func(v float32) bool { return v-v == 0 }):
			out.notFinite++
		default:
			copy(d.row(len(kept)), d.row(m))
			d.sizes[len(kept)] = out.batch
			kept = append(kept, m)
		}
	}
	if out.notFinite == out.draws-out.other { // there is nothing else
		kept, out.notFinite = nil, 0
		for m := range d.rows {
			if d.sizes[m] == out.batch {
				copy(d.row(len(kept)), d.row(m))
				kept = append(kept, m)
			}
		}
	}
	d.rows = len(kept)
	return kept, out
}

// tellLeft says which draws up to a step were left out.
func (e *engine) tellLeft(step int, out leftOut) {
	var why []string
	if out.other > 0 {
		why = append(why, fmt.Sprintf("%d of another batch than %d examples", out.other, out.batch))
	}
	if out.notFinite > 0 {
		why = append(why, fmt.Sprintf("%d without a finite value", out.notFinite))
	}
	if why != nil {
		e.emit(Noted{Step: step, Kind: "left_out", Text: fmt.Sprintf("left out of %d gradients: %s", out.draws,
			strings.Join(why, ", "))})
	}
}
