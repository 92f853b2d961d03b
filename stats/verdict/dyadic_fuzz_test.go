package verdict

import (
	"encoding/binary"
	"math"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/statstest"
)

// FuzzDyadic reads any bytes as doubles: counts add up, estimates are numbers in their range or NaN, and nothing
// panics or runs on.
func FuzzDyadic(f *testing.F) {
	add := func(x ...float64) {
		var data []byte
		for _, v := range x {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
		}
		f.Add(data)
	}
	add()
	add(1, 2, 3, 4)
	add(dyadicAwkward()...)
	add(statstest.Draws(law.SaS(.7, 1), 100, 850)...)
	add(1e-320, 1, 1e300, -1e300, 0, 3)
	add(1, 1, 1, 1, 1, 1, 1, 1, 1, 1e200, 1e-200)
	f.Fuzz(func(t *testing.T, data []byte) {
		var x []float64
		for len(data) >= 8 && len(x) < 4096 {
			x = append(x, math.Float64frombits(binary.LittleEndian.Uint64(data)))
			data = data[8:]
		}
		for _, split := range []Split{Octaves, Halves, Quarters} {
			d := NewDyadic(split)
			d.AddAll(x)
			fuzzDyadic(t, d, len(x))
		}
		a, b := NewScreenedAccumulator(&screen.Screen{}), NewDyadicBank(2)
		a.Add(x)
		a.Verdict()
		for i, v := range x {
			b.Add(i%2, v)
		}
		b.Merge(b)
		b.Fit(0)
		v := b.Verdict(1)
		if zero := b.Zeros(0) + b.Zeros(1); b.N(0)+b.N(1)+zero > 2*len(x) || v.N != b.N(1) {
			t.Errorf("%d and %d of %d samples, twice", b.N(0), b.N(1), len(x))
		}
	})
}

func fuzzDyadic(t *testing.T, d *Dyadic, n int) {
	if d.N()+d.Zeros()+d.NotFinite() != n || d.Positive() > d.N() {
		t.Errorf("%d samples, %d zeros, %d not finite of %d; %d positive", d.N(), d.Zeros(), d.NotFinite(), n, d.Positive())
	}
	fit := d.Fit()
	lo, hi := d.Interval(.95)
	v := d.Verdict()
	if math.IsNaN(fit.Alpha) {
		if !math.IsNaN(lo) || !math.IsNaN(fit.Scale) || v.Kind != Undecided {
			t.Errorf("alpha NaN, interval from %g, scale %g, %v", lo, fit.Scale, v)
		}
		return
	}
	if !(fit.Alpha >= leastAlpha && fit.Alpha <= 2) || !(fit.Scale >= 0) || math.IsNaN(fit.LogLik) ||
		!(lo >= leastAlpha && hi <= 2) {
		t.Errorf("%v, log-likelihood %g, interval %g to %g", fit, fit.LogLik, lo, hi)
	}
	for _, p := range []float64{v.PGaussian, v.PStable, v.PFinite} {
		if p < 0 || p > 1 {
			t.Errorf("p = %g", p)
		}
	}
	if v.String() == "" || !(d.Quantile(.5) <= math.MaxFloat64) {
		t.Errorf("%q, median %g", v.String(), d.Quantile(.5))
	}
}
