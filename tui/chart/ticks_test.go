package chart

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

func TestLinearTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		most   int
		want   []string
	}{
		{0, 1, 5, []string{"0", "0.5", "1.0"}},
		{0, 1, 6, []string{"0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{0, 2.7, 4, []string{"0", "1", "2"}},
		{-1, 1, 4, []string{"-1", "0", "1"}},
		{-0.3, 0.3, 4, []string{"-0.2", "0", "0.2"}},
		{0, 40_000, 5, []string{"0", "10k", "20k", "30k", "40k"}},
		{0, 3e6, 4, []string{"0", "1M", "2M", "3M"}},
		{0, 2000, 5, []string{"0", "500", "1000", "1500", "2000"}},
		{0, 15_000, 4, []string{"0", "5k", "10k", "15k"}},
		{123_400, 123_456, 4, []string{"123400", "123420", "123440"}},
		{1e-4, 5e-4, 5, []string{"1e-4", "2e-4", "3e-4", "4e-4", "5e-4"}},
		{0, 2e-7, 4, []string{"0", "1e-7", "2e-7"}},
		{0, 1e300, 3, []string{"0", "0.5e300", "1.0e300"}},
	} {
		if got := labels(linearTicks(c.lo, c.hi, c.most)); !slices.Equal(got, c.want) {
			t.Errorf("[%g, %g] %d: %q, want %q", c.lo, c.hi, c.most, got, c.want)
		}
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64 // not yet logarithms
		most   int
		want   []string
	}{
		{1e-4, 10, 4, []string{"1e-4", "0.01", "1"}},
		{1e-4, 10, 6, []string{"1e-4", "1e-3", "0.01", "0.1", "1", "10"}},
		{0.009, 0.11, 5, []string{"0.01", "0.02", "0.05", "0.1"}},
		{0.009, 0.11, 3, []string{"0.01", "0.03", "0.1"}},
		{1, 1e12, 4, []string{"1", "10k", "100M", "1T"}},
		{0.2, 0.3, 4, []string{"0.20", "0.25", "0.30"}},
		{1e-300, 1e300, 4, []string{"1e-200", "1", "1e200"}},
	} {
		if got := labels(logTicks(math.Log10(c.lo), math.Log10(c.hi), c.most)); !slices.Equal(got, c.want) {
			t.Errorf("[%g, %g] %d: %q, want %q", c.lo, c.hi, c.most, got, c.want)
		}
	}
}

// Whatever the range: ticks lie within it, in order, no two look alike, and there are not too many.
func TestTicksHoldTheirPromises(t *testing.T) {
	rnd := newRand(4)
	for range 20_000 {
		v := rnd.NormFloat64() * math.Pow(10, 600*rnd.Float64()-300)
		a := newAxis(v, v+math.Abs(v)*math.Pow(10, 20*rnd.Float64()-10), false)
		if rnd.IntN(2) == 0 {
			lo := math.Pow(10, 600*rnd.Float64()-300)
			a = newAxis(lo, lo*math.Pow(10, 30*rnd.Float64()-0.5), true)
		}
		most := 1 + rnd.IntN(8)
		ticks := a.ticks(most)
		if len(ticks) > most {
			t.Fatalf("%+v: %d ticks, at most %d", a, len(ticks), most)
		}
		for i, k := range ticks {
			if f := a.frac(k.v); !(f >= -1e-6 && f <= 1+1e-6) || i > 0 && ticks[i-1].label == k.label {
				t.Fatalf("%+v: %q, the %d. at %g", a, labels(ticks), i+1, f)
			}
			if len(k.label) > 16 {
				t.Fatalf("%+v: long label %q", a, k.label)
			}
		}
	}
}

func TestAxisIsInvertible(t *testing.T) {
	for _, a := range []axis{newAxis(-3, 5, false), newAxis(1e-6, 1e4, true), newAxis(2, 2, false), newAxis(0, 0, false)} {
		for _, f := range []float64{0, 0.25, 1} {
			near.Abs(t, fmt.Sprintf("%+v: there and back", a), a.frac(a.value(f)), f, 1e-9)
		}
	}
	if f := newAxis(1, 10, true).frac(-1); !math.IsNaN(f) {
		t.Errorf("a negative value lies at %g on a logarithmic axis", f)
	}
}
