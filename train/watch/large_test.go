package watch_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"levyscope/train"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// The records of a million parameters are read in bounded memory, and a sample of them is judged.
func TestWatchAMillionParameters(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes 270 MB")
	}
	dir := t.TempDir()
	var params []stream.Param
	for k := range 10 {
		p := stream.Param{Name: fmt.Sprint("layer", k), Shape: []int{1000, 200}}
		for i := range 100_000 {
			p.Index = append(p.Index, int64(2*i))
		}
		params = append(params, p)
	}
	s := watchtest.New(t, dir, 0, 1, params, nil)
	r, g := rand.New(rand.NewPCG(1, 1)), make([]float32, 1_000_000)
	for step := range 66 {
		for i := range g {
			g[i] = float32(r.Int32())
		}
		s.Put(watchtest.Record(step+1, g))
	}
	clear(s.Meta.Params)
	most := uint64(0)
	cfg := settings(dir)
	cfg.Burst, cfg.Keep = 66, 1000
	events := once(t, cfg)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	most = m.Sys
	est, st := of[train.NoiseEstimate](events), of[watch.Status](events)
	if len(est) != 1 || est[0].Kept != 1000 || est[0].Layers[0].Params != 200_000 ||
		st[len(st)-1].Records != 66 {
		t.Errorf("the estimates are %+v, the last status %+v", est, st[len(st)-1])
	}
	t.Logf("%d parameters judged, %d MB of memory", est[0].Kept, most>>20)
	if most > 1<<30 {
		t.Errorf("it takes %d MB", most>>20)
	}
}
