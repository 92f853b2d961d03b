package watch_test

import (
	"strings"
	"testing"

	"levyscope/train"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// Cauchy noise about its mean has a caveat, Gaussian noise none.
func TestCentreCaveat(t *testing.T) {
	for _, cauchy := range []bool{false, true} {
		dir := t.TempDir()
		s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 5}), nil)
		x, y := watchtest.NewNoise(1, 20), watchtest.NewNoise(2, 20)
		var records []stream.Record
		for m := range 1024 {
			g, h := x.Draw(), y.Draw()
			for i := range g {
				if cauchy {
					g[i] /= h[i]
				}
			}
			records = append(records, watchtest.Probe(3, m, g))
		}
		s.Put(records...)
		est := of[train.NoiseEstimate](once(t, settings(dir)))
		if len(est) != 1 || strings.Contains(est[0].CentreCaveat, "not certain") != cauchy {
			t.Errorf("Cauchy %v: %d estimates %+v", cauchy, len(est), est)
		}
	}
}
