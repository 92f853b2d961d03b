package verdict

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// dyadicAwkward are the values at which a histogram by bits could go wrong.
func dyadicAwkward() []float64 {
	x := []float64{
		0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 3 * math.SmallestNonzeroFloat64,
		0x1p-1024, 0x1p-1023, 0x1.8p-1023, 0x1p-1022, math.MaxFloat32, math.SmallestNonzeroFloat32,
	}
	for _, e := range []int{-1074, -1060, -1024, -1023, -1022, -1021, -150, -1, 0, 1, 2, 30, 127, 1022, 1023} {
		for _, m := range []float64{1, 1.25, 1.5, 1.75} {
			v := math.Ldexp(m, e)
			x = append(x, v, -v, math.Nextafter(v, 0), math.Nextafter(v, math.Inf(1)))
		}
	}
	return append(x, 0, math.Copysign(0, -1)) // again, with the lowest bins there
}

// dyadicBinOf finds the bin of |x| by comparisons alone: the octave by Frexp, its part by the part's edges. Numbers
// below 2^-1022 have one octave for all, which is cut in equal parts too.
func dyadicBinOf(x float64, split Split) (lo, hi float64) {
	x = math.Abs(x)
	_, e := math.Frexp(x)
	octave, width := math.Ldexp(1, e-1), math.Ldexp(1, e-1)
	if x < 0x1p-1022 {
		octave, width = 0, 0x1p-1022
	}
	for j := range int(split) {
		lo, hi = octave+float64(j)/float64(split)*width, octave+float64(j+1)/float64(split)*width
		if x < hi {
			break
		}
	}
	return lo, hi
}

func dyadicMixed(n int, r *rand.Rand) []float64 {
	x := dyadicAwkward()
	for range n {
		x = append(x, math.Ldexp(r.NormFloat64(), r.IntN(60)-30))
	}
	for range n / 10 { // any bits
		x = append(x, math.Float64frombits(r.Uint64()))
	}
	r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
	return x
}

type dyadicTally struct {
	bins                       map[float64]Bin
	zeros, notFinite, positive int
}

func dyadicRecount(x []float64, split Split) dyadicTally {
	t := dyadicTally{bins: map[float64]Bin{}}
	for _, v := range x {
		switch {
		case v != v || math.Abs(v) > math.MaxFloat64:
			t.notFinite++
			continue
		case v == 0:
			t.zeros++
			continue
		case v > 0:
			t.positive++
		}
		lo, hi := dyadicBinOf(v, split)
		t.bins[lo] = Bin{lo, hi, t.bins[lo].Count + 1}
	}
	return t
}

func (w dyadicTally) compare(t *testing.T, d *Dyadic) {
	t.Helper()
	n := 0
	for _, b := range d.Bins() {
		if b.Count != w.bins[b.Lo].Count || b.Count > 0 && b.Hi != w.bins[b.Lo].Hi {
			t.Errorf("bin %g to %g has %d, the recount %v", b.Lo, b.Hi, b.Count, w.bins[b.Lo])
		}
		n += b.Count
	}
	want := 0
	for _, b := range w.bins {
		want += b.Count
	}
	if n != want || d.N() != want || d.Zeros() != w.zeros || d.NotFinite() != w.notFinite || d.Positive() != w.positive {
		t.Errorf("n %d (bins %d), zeros %d, not finite %d, positive %d, the recount %d %d %d %d",
			d.N(), n, d.Zeros(), d.NotFinite(), d.Positive(), want, w.zeros, w.notFinite, w.positive)
	}
}

func TestDyadicCountsAreThoseOfARecount(t *testing.T) {
	r := statstest.Rand(301)
	for _, split := range []Split{Octaves, Halves, Quarters} {
		for _, x := range [][]float64{dyadicAwkward(), dyadicMixed(3000, r)} {
			one, all := NewDyadic(split), NewDyadic(split)
			for _, v := range x {
				one.Add(v)
			}
			all.AddAll(x)
			want := dyadicRecount(x, split)
			want.compare(t, one)
			want.compare(t, all)
		}
	}
}

// Zeros that follow subnormal numbers, in whose octave their bits lie, are still zeros.
func TestDyadicZeroIsNoSample(t *testing.T) {
	for _, split := range []Split{Octaves, Halves, Quarters} {
		d := NewDyadic(split)
		d.AddAll([]float64{1e-320, 0x1p-1022, 0x1p-1020, 0, math.Copysign(0, -1), 0})
		if d.N() != 3 || d.Zeros() != 3 || d.Positive() != 3 {
			t.Errorf("split %d: n %d, zeros %d, positive %d, want 3 each", split, d.N(), d.Zeros(), d.Positive())
		}
	}
}

func TestDyadicZeroValueCountsOctaves(t *testing.T) {
	x := dyadicMixed(1000, statstest.Rand(302))
	var d Dyadic
	d.AddAll(x)
	dyadicRecount(x, Octaves).compare(t, &d)
}

func TestDyadicAddAll32(t *testing.T) {
	var x []float32
	var wide []float64
	for _, v := range dyadicMixed(1000, statstest.Rand(303)) {
		x = append(x, float32(v))
		wide = append(wide, float64(float32(v)))
	}
	d := NewDyadic(Quarters)
	d.AddAll32(x)
	dyadicRecount(wide, Quarters).compare(t, d)
}

func TestDyadicMergeCountsBoth(t *testing.T) {
	r := statstest.Rand(304)
	for _, split := range []Split{Octaves, Halves, Quarters} {
		for range 20 {
			x, y := dyadicMixed(r.IntN(50), r), dyadicMixed(r.IntN(50), r)
			x, y = x[:r.IntN(len(x))], y[:r.IntN(len(y))]
			a, b := NewDyadic(split), NewDyadic(split)
			a.AddAll(x)
			b.AddAll(y)
			if err := a.Merge(b); err != nil {
				t.Fatal(err)
			}
			dyadicRecount(append(x, y...), split).compare(t, a)
			dyadicRecount(y, split).compare(t, b)
		}
	}
	if NewDyadic(Octaves).Merge(NewDyadic(Halves)) == nil {
		t.Error("histograms of two splits were added")
	}
	if err := NewDyadic(Octaves).Merge(new(Dyadic)); err != nil {
		t.Errorf("the zero Dyadic counts octaves: %v", err)
	}
}

func TestDyadicReset(t *testing.T) {
	x := dyadicMixed(1000, statstest.Rand(305))
	d := NewDyadic(Halves)
	d.AddAll(x)
	d.Reset()
	dyadicTally{}.compare(t, d)
	d.AddAll(x)
	dyadicRecount(x, Halves).compare(t, d)
}

// Scaling by a power of two renumbers the bins, and the estimate sees no other difference.
func TestDyadicScalesExactly(t *testing.T) {
	x := statstest.Draws(law.SaS(1.4, 1), 3000, 306)
	for _, split := range []Split{Octaves, Halves, Quarters} {
		d := NewDyadic(split)
		d.AddAll(x)
		bins, fit, verdict := d.Bins(), d.Fit(), d.Verdict()
		lo, hi := d.Interval(.95)
		for _, k := range []int{-1000, -500, -37, -1, 1, 2, 53, 700, 990} {
			e := NewDyadic(split)
			for _, v := range x {
				e.Add(math.Ldexp(v, k))
			}
			for i, b := range e.Bins() {
				if b != (Bin{math.Ldexp(bins[i].Lo, k), math.Ldexp(bins[i].Hi, k), bins[i].Count}) {
					t.Fatalf("split %d, 2^%d: bin %v, was %v", split, k, b, bins[i])
				}
			}
			f := e.Fit()
			if f.Alpha != fit.Alpha || f.SE.Alpha != fit.SE.Alpha || f.LogLik != fit.LogLik ||
				f.Scale != math.Ldexp(fit.Scale, k) || f.SE.Scale != math.Ldexp(fit.SE.Scale, k) {
				t.Errorf("split %d, 2^%d: %v, was %v", split, k, f, fit)
			}
			if a, b := e.Interval(.95); a != lo || b != hi {
				t.Errorf("split %d, 2^%d: interval %g to %g, was %g to %g", split, k, a, b, lo, hi)
			}
			if v := e.Verdict(); v.Kind != verdict.Kind || v.PStable != verdict.PStable || v.PGaussian != verdict.PGaussian {
				t.Errorf("split %d, 2^%d: verdict %v, was %v", split, k, v, verdict)
			}
		}
	}
}

// The quantile lies in the bin of the sample quantile, and interpolates 1 to 2 uniformly where the samples do.
func TestDyadicQuantile(t *testing.T) {
	d := NewDyadic(Octaves)
	for i := range 1000 {
		d.Add(1 + (float64(i)+.5)/1000)
		d.Add(-2 - 2*(float64(i)+.5)/1000)
	}
	for _, c := range [][2]float64{{0, 1}, {.25, 1.5}, {.5, 2}, {.6, 2.4}, {1, 4}} {
		near.Abs(t, fmt.Sprintf("quantile %g", c[0]), d.Quantile(c[0]), c[1], 1e-12)
	}
	if !math.IsNaN(new(Dyadic).Quantile(.5)) || !math.IsNaN(d.Quantile(math.NaN())) {
		t.Error("the quantile of nothing is a number")
	}
	top := NewDyadic(Octaves)
	top.Add(math.MaxFloat64)
	if q := top.Quantile(.5); !(q >= 0x1p1023 && q <= math.MaxFloat64) {
		t.Errorf("the median of the largest number is %g", q)
	}
}

func TestDyadicAddsWithoutAllocation(t *testing.T) {
	x := statstest.Draws(law.SaS(1.2, 1), 1000, 307)
	for _, split := range []Split{Octaves, Halves, Quarters} {
		d := NewDyadic(split)
		d.AddAll(x)
		if n := testing.AllocsPerRun(10, func() {
			d.AddAll(x)
			for _, v := range x {
				d.Add(v)
			}
			d.Fit()
			d.Interval(.95)
		}); n != 0 {
			t.Errorf("split %d: %g allocations", split, n)
		}
	}
}
