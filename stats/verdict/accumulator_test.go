package verdict

import (
	"math"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// The histograms are those of the samples about the centre and of their block sums, made here one by one.
func TestAccumulatorCountsBlockSums(t *testing.T) {
	const n, centre = 5003, .25
	x := statstest.Draws(law.SaS(1.3, 1), n, 840)
	for i := range x {
		x[i] = math.Round(x[i]*1024) / 1024 // so that sums do not depend on their order
	}
	x[100], x[200], x[300] = math.NaN(), math.Inf(1), centre
	var finite []float64
	for _, v := range x {
		if !math.IsNaN(v-centre) && !math.IsInf(v, 0) {
			finite = append(finite, v-centre)
		}
	}
	a, parts := NewAccumulator(centre), NewAccumulator(centre)
	a.Add(x)
	for lo, k := 0, 1; lo < n; lo, k = lo+k, k%97+5 { // in pieces of any length
		parts.Add(x[lo:min(lo+k, n)])
	}
	for _, a := range []*Accumulator{a, parts} {
		want := dyadicRecount(finite, Quarters)
		want.notFinite = 2
		want.compare(t, a.Samples())
		for l := 1; l <= 13; l++ {
			var sums []float64
			for lo := 0; lo+1<<l <= len(finite); lo += 1 << l {
				s := 0.
				for _, v := range finite[lo : lo+1<<l] {
					s += v
				}
				sums = append(sums, s)
			}
			dyadicRecount(sums, Quarters).compare(t, &a.levels[l])
		}
		if a.Centre() != centre {
			t.Errorf("centre %g", a.Centre())
		}
	}
	if got, want := Of(x, centre), a.Verdict(); got.String() != want.String() {
		t.Errorf("%q of the whole series, want %q", got, want)
	}
}

// The drift of stable series is not significant, that of laws with a variance is, even where one series is as like a
// stable one as Student-t(3).
func TestAccumulatorDrift(t *testing.T) {
	const n = 32768
	x, r := make([]float64, n), statstest.Rand(841)
	for _, s := range verdictSources {
		replicates, most := 100, 6
		if testing.Short() {
			replicates, most = 30, 3
		}
		seen := 0
		for range replicates {
			s.fill(x, r)
			a := NewAccumulator(0)
			a.Add(x)
			d := a.Drift()
			if d.Block != n/leastSums || d.One.N != n || d.Sum.N != leastSums {
				t.Fatalf("%s: %+v", s.name, d)
			}
			if math.IsNaN(d.P) {
				t.Errorf("%s: the drift has no p-value: %+v", s.name, d)
			}
			if d.P < .01 {
				seen++
			}
		}
		t.Logf("%s: drift in %d of %d", s.name, seen, replicates)
		if s.right == IsStable || s.right == IsGaussian {
			if seen > most {
				t.Errorf("%s: drift in %d of %d", s.name, seen, replicates)
			}
		} else if seen < replicates*3/10 {
			t.Errorf("%s: drift in %d of %d", s.name, seen, replicates)
		}
	}
}

func TestAccumulatorOfLittle(t *testing.T) {
	for _, n := range []int{0, 1, 100, 511} {
		a := NewAccumulator(0)
		a.Add(statstest.Draws(law.SaS(1.5, 1), n, 842))
		if d := a.Drift(); !math.IsNaN(d.P) || d.Block != 0 {
			t.Errorf("n %d: %+v", n, d)
		}
	}
	a := NewAccumulator(0)
	large := make([]float64, 4096)
	for i := range large {
		large[i] = math.MaxFloat64 * (.5 + float64(i%7)/14)
	}
	a.Add(large)
	a.Samples() // sums overflow, and are counted as such
	if k := &a.levels[5]; k.NotFinite() != 128 || k.N() != 0 {
		t.Errorf("%d sums, %d not finite", k.N(), k.NotFinite())
	}
	if v := a.Verdict(); v.N != 4096 {
		t.Errorf("%v of %d", v, v.N)
	}
}

func TestAccumulatorAddsWithoutAllocation(t *testing.T) {
	x := statstest.Draws(law.SaS(1.6, 1), 1<<14, 843)
	a := NewAccumulator(0)
	for range 20 {
		a.Add(x)
	}
	if n := testing.AllocsPerRun(1, func() { a.Add(x[:1<<10]) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}
