package watch_test

import (
	"math"
	"testing"

	"levyscope/train"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// A first minibatch that is the last one of an epoch, and one without a finite value, leave the others as they are.
func TestWatchLeavesUnlikeDrawsOut(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, arrays(), nil)
	x := watchtest.NewNoise(1, 29)
	change := func(r *stream.Record, k int) stream.Record {
		switch k {
		case 0:
			r.Batch = 8
		case 5:
			for i := range r.G {
				r.G[i] = float32(math.NaN())
			}
		}
		return *r
	}
	for k := range 256 {
		r := watchtest.Record(k, x.Draw())
		s.Put(change(&r, k))
	}
	for k := range 128 {
		r := watchtest.Probe(300, k, x.Draw())
		s.Put(change(&r, k))
	}
	events := once(t, settings(dir))
	est := of[train.NoiseEstimate](events)
	if len(est) != 2 {
		t.Fatalf("%d estimates", len(est))
	}
	for k, want := range []int{254, 126} {
		if e := est[k]; e.Batches != want || e.Batch != 64 || e.Layers[0].Dead != 0 {
			t.Errorf("estimate %d is of %d draws of %d examples, %d dead", k, e.Batches, e.Batch, e.Layers[0].Dead)
		}
	}
	said := of[watch.Noted](events)
	if len(said) != 2 || said[0].Text != "left out of 256 gradients: 1 of another batch than 64 examples, "+
		"1 without a finite value" {
		t.Errorf("it is said that %+v", said)
	}
}
