package chart

import (
	"fmt"
	"testing"

	"levyscope/internal/near"
)

// All has every sample once, the recent ones by themselves.
func TestAllHasEverySampleOnce(t *testing.T) {
	for _, n := range []int{0, 1, 3, 4, 5, 9, 17, 63, 64, 65, 1000, 54321} {
		track := NewTrack(16)
		sum := 0.
		for i := range n {
			y := float64(i*i%97) - 40
			track.Append(float64(i), y)
			sum += y
		}
		count, total, x := 0, 0., -1.
		all := track.All()
		for _, b := range all {
			if !(b.X0 > x) || !(b.X1 >= b.X0) {
				t.Fatalf("%d samples: bucket %+v after %g", n, b, x)
			}
			count, total, x = count+b.Count, total+b.Mean*float64(b.Count), b.X1
		}
		if count != n {
			t.Errorf("%d samples: %d in %d buckets", n, count, len(all))
		}
		near.Abs(t, fmt.Sprintf("the sum of %d samples", n), total, sum, 1e-6*float64(n))
		for _, b := range all[max(0, len(all)-min(n, 8)):] {
			if b.Count != 1 {
				t.Errorf("%d samples: one of the last is %+v", n, b)
			}
		}
	}
}
