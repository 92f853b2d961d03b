package chart

import "math"

// Cut forgets the samples from x on. Of wide buckets the extremes and the ends are kept.
func (t *Track) Cut(x float64) {
	last, ok := t.Last()
	if !ok || last.X < x {
		return
	}
	kept := t.Buckets(math.Inf(-1), x)
	t.Clear()
	for _, b := range kept {
		if b.X0 >= x {
			break
		}
		t.Append(b.X0, b.First)
		if b.Count == 1 {
			continue
		}
		t.Append(b.X0, b.Min)
		t.Append(b.X0, b.Max)
		if b.X1 < x {
			t.Append(b.X1, b.Last)
		}
	}
}
