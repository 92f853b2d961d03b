package report_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/report"
)

// The cuts of a series into blocks change nothing, also across the end of the first samples.
func TestCollectorTakesAnyBlocks(t *testing.T) {
	x := draws(70_000, normal)
	whole := report.NewCollector(math.NaN(), 500, 3)
	whole.Add(x)
	cut := report.NewCollector(math.NaN(), 500, 3)
	r := rand.New(rand.NewPCG(1, 2))
	for rest := x; len(rest) > 0; {
		n := min(len(rest), r.IntN(9000))
		cut.Add(rest[:n])
		rest = rest[n:]
	}
	a, b := whole.Input(), cut.Input()
	same := slices.Equal(a.Head, b.Head) && slices.Equal(a.Sample, b.Sample) && a.Acc.Centre() == b.Acc.Centre() &&
		reflect.DeepEqual(a.Acc.Samples(), b.Acc.Samples()) && a.Acc.Drift() == b.Acc.Drift()
	if whole.N() != 70_000 || cut.N() != 70_000 || !same {
		t.Errorf("%d and %d samples, or other ones", whole.N(), cut.N())
	}
	if n := a.Acc.Samples().N(); n != 70_000 {
		t.Errorf("%d samples counted", n)
	}
	if !slices.Equal(a.Head, x[:1<<16]) {
		t.Error("the first samples are others")
	}
	near.Abs(t, "centre", a.Acc.Centre(), 0, 4*a.Acc.Screen().CentreSE)
	near.Abs(t, "its standard error", a.Acc.Screen().CentreSE, 1/math.Sqrt(.84*(1<<16)), 2e-4)
}

// NaN and infinities are passed over, wherever they stand; a given centre is kept.
func TestCollectorPassesOverWhatIsNotFinite(t *testing.T) {
	x := draws(300, normal)
	with := slices.Concat([]float64{math.NaN()}, x[:100], []float64{math.Inf(1), math.Inf(-1)}, x[100:],
		[]float64{math.NaN()})
	kept := slices.Clone(with)
	c, clean := report.NewCollector(.25, 50, 3), report.NewCollector(.25, 50, 3)
	c.Add(with)
	clean.Add(x)
	a, b := c.Input(), clean.Input()
	same := slices.Equal(a.Head, b.Head) && slices.Equal(a.Sample, b.Sample) &&
		reflect.DeepEqual(a.Acc.Samples(), b.Acc.Samples())
	if c.N() != 300 || !same || a.Acc.Centre() != .25 || a.Acc.Screen().CentreSE != 0 {
		t.Errorf("%d samples about %g +- %g", c.N(), a.Acc.Centre(), a.Acc.Screen().CentreSE)
	}
	for i := range with { // bits: NaN is in it
		if math.Float64bits(with[i]) != math.Float64bits(kept[i]) {
			t.Fatalf("sample %d of the caller is now %g", i, with[i])
		}
	}
}

// Each of n samples is drawn with the same probability, keep/n.
func TestCollectorDrawsEvenly(t *testing.T) {
	const n, keep, seeds = 40, 10, 4000
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	counts := make([]float64, n)
	for seed := range uint64(seeds) {
		c := report.NewCollector(0, keep, seed)
		c.Add(x)
		drawn := c.Input().Sample
		if len(drawn) != keep {
			t.Fatalf("%d drawn, want %d", len(drawn), keep)
		}
		for _, v := range drawn {
			counts[int(v)]++
		}
	}
	p := float64(keep) / n
	for i, k := range counts {
		near.Abs(t, "share of runs that draw a sample", k/seeds, p, 4.5*math.Sqrt(p*(1-p)/seeds))
		if t.Failed() {
			t.Fatalf("sample %d", i)
		}
	}
}

// The draws are frozen: equal seeds give equal reports in all versions.
func TestCollectorDrawsAreFrozen(t *testing.T) {
	x := make([]float64, 100)
	for i := range x {
		x[i] = float64(i)
	}
	c := report.NewCollector(0, 8, 1)
	c.Add(x)
	if got := c.Input().Sample; !slices.Equal(got, frozenSample) {
		t.Errorf("drawn %v, want %v", got, frozenSample)
	}
}

// frozenSample is what the first levyscope fit drew; equal seeds give equal reports ever since.
var frozenSample = []float64{0, 40, 66, 25, 53, 13, 28, 98}
