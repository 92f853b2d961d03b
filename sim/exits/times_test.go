package exits

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// statRecord is a record of the given times, censored at the horizon.
func statRecord(t testing.TB, quantum, horizon float64, times []float64) *Times {
	t.Helper()
	e, err := NewTimes(quantum)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range times {
		if err := e.Add(min(v, horizon), v > horizon); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// statExponential draws n times of the given mean.
func statExponential(r *rand.Rand, n int, mean float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = mean * r.ExpFloat64()
	}
	return out
}

// Bins are closed on the right. They are 1 quantum wide up to 128 quanta, and 1/64 of their octave
// beyond. Multiples of the quantum fall into their own bins, whatever the rounding.
func TestExitBins(t *testing.T) {
	for _, dt := range []float64{1, .1, 1. / 3, 1e-7} {
		for k := 1; k <= 128; k++ {
			if got := exitBinOf(float64(k) * dt / dt); got != k {
				t.Fatalf("dt %g: step %d in bin %d", dt, k, got)
			}
		}
	}
	for n, want := range map[float64]int{
		.2: 1, 1.5: 2, 127.5: 128, 128.5: 129, 130: 129, 130.5: 130, 256: 192, 257: 193, 260: 193,
		mostQuanta: 128 + 53*binsAnOctave,
	} {
		if got := exitBinOf(n); got != want {
			t.Errorf("%g quanta in bin %d, want %d", n, got, want)
		}
	}
	last := 0
	for n := .5; n < mostQuanta; n *= 1.002 {
		j := exitBinOf(n)
		if j < last || j > last+1 {
			t.Fatalf("%g quanta in bin %d after %d", n, j, last)
		}
		last = j
	}
	if last >= mostExitBins || exitBinOf(mostQuanta) >= mostExitBins {
		t.Errorf("bin %d of %d", last, mostExitBins)
	}
}

// Parts merge to the whole: counts, sums and every estimate.
func TestExitTimesMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	times := statExponential(r, 3000, 700)
	whole := statRecord(t, .25, 1200, times)
	sum := statRecord(t, .25, 1200, nil)
	for from := 0; from < len(times); from += 1000 {
		if err := sum.Merge(statRecord(t, .25, 1200, times[from:from+1000])); err != nil {
			t.Fatal(err)
		}
	}
	if sum.exits != whole.exits || sum.censored != whole.censored {
		t.Fatalf("%d exits and %d censored, want %d and %d", sum.exits, sum.censored, whole.exits, whole.censored)
	}
	a, b := sum.Mean(), whole.Mean()
	near.Abs(t, "mean", a.Mean, b.Mean, 1e-12*b.Mean)
	near.Abs(t, "SE", a.SE, b.SE, 1e-10*b.SE)
	near.Abs(t, "z", sum.CoxOakes(nil).Z, whole.CoxOakes(nil).Z, 1e-9)
	near.Abs(t, "CV", sum.Variation().CV, whole.Variation().CV, 1e-12)
	if sum.Median() != whole.Median() {
		t.Errorf("median %v, want %v", sum.Median(), whole.Median())
	}
	for i, p := range whole.Survival([]float64{1, 50, 300, 1199, 1200}) {
		if q := sum.Survival([]float64{p.Time})[0]; q != p {
			t.Errorf("point %d: %v, want %v", i, q, p)
		}
	}
	other := statRecord(t, .5, 1200, times[:1])
	if err := sum.Merge(other); err == nil {
		t.Error("quanta differ, and no error")
	}
}

func TestExitTimesRefuseBadValues(t *testing.T) {
	for _, q := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := NewTimes(q); err == nil {
			t.Errorf("quantum %g: no error", q)
		}
	}
	e := statRecord(t, 1e-3, 1, nil)
	for _, v := range []float64{0, -1, math.NaN(), math.Inf(1), 1e300, 1e-330} {
		if e.Add(v, false) == nil {
			t.Errorf("time %g: no error", v)
		}
	}
	if e.paths() != 0 || len(e.bins) != 0 {
		t.Error("a refused time was counted")
	}
	if err := e.Add(mostQuanta*1e-3, false); err != nil || len(e.bins) != mostExitBins {
		t.Errorf("longest time: %v, %d bins", err, len(e.bins))
	}
}

// An empty record gives NaN, and the intervals of a few paths are wide.
func TestExitTimesOfFewPaths(t *testing.T) {
	e := statRecord(t, 1, 10, nil)
	m := e.Mean()
	for _, v := range []float64{
		m.Mean, m.SE, m.Lo, m.Hi,
		e.Median().Time, e.CoxOakes(nil).P, e.Variation().CV, e.Survival([]float64{1})[0].Survival,
	} {
		if !math.IsNaN(v) {
			t.Errorf("empty record: %g", v)
		}
	}
	if e.QQ(nil) != nil {
		t.Error("empty record has a QQ plot")
	}
	// Rule of three: 4 paths of 10 without exit, E tau > 40/ln 20 = 13.35.
	e = statRecord(t, 1, 10, []float64{20, 20, 20, 20})
	m = e.Mean()
	near.Abs(t, "lower bound", m.Lo, 13.352, 1e-3)
	if !math.IsNaN(m.Mean) || !math.IsInf(m.Hi, 1) || m.ExactLo != m.Lo {
		t.Errorf("no exit: %+v", m)
	}
	p := e.Survival([]float64{5, 11})
	if p[0].Survival != 1 || !(p[0].Lo > .4 && p[0].Lo < .6) || !math.IsNaN(p[1].Survival) {
		t.Errorf("no exit: %+v", p)
	}
	e = statRecord(t, 1, 10, []float64{3})
	if q := e.Median(); q.Time != 3 || e.Survival([]float64{4})[0].Survival != 0 {
		t.Errorf("one exit: median %+v", q)
	}
	// 2T/chi2_2: chi2_2(.025) = .050636, chi2_2(.975) = 7.37776 (tables).
	m = e.Mean()
	near.Abs(t, "lower end", m.ExactLo, 6/7.37776, 1e-5)
	near.Abs(t, "upper end", m.ExactHi, 6/.050636, 1e-2)
}

func TestExitTimesDoNotAllocate(t *testing.T) {
	e := statRecord(t, 1, 1e6, []float64{1e6})
	n := 0.0
	if got := testing.AllocsPerRun(1000, func() {
		n++
		if e.Add(n, int(n)%3 == 0) != nil {
			t.Fatal("refused")
		}
	}); got != 0 {
		t.Errorf("%g allocations", got)
	}
}
