package chart

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// Wherever the cursor is, a reading is what the samples of its stretch of x give: their mean, range and number.
func TestReadingsAreThoseOfTheirSamples(t *testing.T) {
	rnd, tr := newRand(3), NewTrack(512)
	var y []float64
	for i := range 150_000 {
		y = append(y, 1+rnd.ExpFloat64())
		tr.Append(float64(i), y[i])
	}
	l := Line{Series: []Series{{Name: "batch", Track: tr}}}
	wide := 0
	for _, x := range []float64{0, 1, 63, 64, 255, 256, 5000.5, 77_777, 149_000, 149_998, 149_999} {
		r := l.Readout(x)[0]
		sum, n, lo, hi := 0.0, 0, math.Inf(1), math.Inf(-1)
		for _, v := range y[int(r.X0) : int(r.X1)+1] {
			sum, lo, hi = sum+v, min(lo, v), max(hi, v)
			n++
		}
		if r.X0 > x || r.Count != n || r.Mean() != (n > 1) {
			t.Errorf("at %g: %+v, of %d samples", x, r, n)
		}
		near.Abs(t, "mean", r.Value, sum/float64(n), 1e-9)
		near.Abs(t, "least", r.Min, lo, 0)
		near.Abs(t, "greatest", r.Max, hi, 0)
		if n > 1 {
			wide++
		}
	}
	if wide < 5 {
		t.Errorf("%d of the readings are means", wide)
	}
	near.Abs(t, "the latest", l.Readout(149_999)[0].Value, y[149_999], 0)
}
