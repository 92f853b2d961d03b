package chart

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// A peak is over when the series is back from it, at whatever level, and beyond what it was before.
func TestAPeakIsOverAtWhateverLevel(t *testing.T) {
	before, after := noisy(1, 0, 0), noisy(2.3, 0, 0)
	burst := func(from, to int, peak float64) func(int) float64 {
		rnd := newRand(5)
		return func(i int) float64 {
			switch {
			case i < from:
				return before(i)
			case i < to: // a rate too large: a spike that dies out, and losses of a few now and then
				return 2.3 + peak*math.Exp(-float64(i-from)/15) + 4*math.Pow(rnd.Float64(), 9)
			}
			return after(i)
		}
	}
	for name, c := range map[string]struct {
		n     int
		y     func(int) float64
		least float64 // of the high end
		most  float64
		peaks bool
	}{
		"to a higher level": {21_000, burst(17_898, 19_142, 1.08e6), 2.4, 10, true},
		"its last tenth":    {2100, burst(100, 1342, 1.08e6), 2.4, 100, true},
		"its last half":     {10_000, burst(6900, 8142, 1.08e6), 2.4, 10, true},
		"still at it":       {18_400, burst(17_898, 1e9, 1.08e6), 2.4, 10, true},
		"a slow return": {21_000, func(i int) float64 {
			if i < 17_898 {
				return before(i)
			}
			return after(i) + 1e6*math.Exp(-float64(i-17_898)/60)
		}, 2.4, 10, true},
		"two spikes": {30_000, func(i int) float64 {
			return before(i) + 1e6*math.Exp(-math.Abs(float64(i-10_000))/3) + 2e3*math.Exp(-math.Abs(float64(i-20_000))/3) +
				float64(i/20_000)
		}, 1.9, 10, true},
		"at the very start": {20_000, func(i int) float64 {
			if i > 3 && i < 60 {
				return 1e5
			}
			return before(i) + 1.3*math.Exp(-float64(i)/500)
		}, 2.1, 8, true},
		"to a lower level": {20_000, func(i int) float64 {
			return after(i) - 1.3*float64(i/10_000) + 1e6*math.Exp(-math.Abs(float64(i-10_000))/3)
		}, 2.3, 10, true},
	} {
		y, over := rangeOf(t, Line{Series: []Series{{Track: tracked(c.n, c.y)}}})
		near.Least(t, name+": high end", y.hi, c.least)
		near.Most(t, name+": high end", y.hi, c.most)
		if (over[top].peaks > 0) != c.peaks {
			t.Errorf("%s: %d peaks are counted beyond [%g, %g]", name, over[top].peaks, y.lo, y.hi)
		}
	}
}

// What a series has gone to, stays at, or ends with is shown.
func TestWhatIsNoPeakIsShown(t *testing.T) {
	y := noisy(1, 0, 0)
	wide := func(i int) float64 { // a level for a twelfth of the time, with a spike in it
		switch {
		case i == 10_500:
			return 1e6
		case i >= 10_000 && i < 11_700:
			return 6 + y(i)
		}
		return y(i)
	}
	for name, c := range map[string]struct {
		n           int
		y           func(int) float64
		bad         int
		least, most float64
	}{
		"a divergence": {20_000, func(i int) float64 { return y(i) + math.Pow(10, float64(i-19_994)) }, 0, 1e5, 2e5},
		"that ends in infinity": {20_000, func(i int) float64 {
			return y(i) + math.Pow(1e5, float64(i-19_998))
		}, 1, 1e5, 2e5},
		"a spike, then one": {20_000, func(i int) float64 {
			return y(i) + math.Pow(10, float64(i-19_994)) + 1e9*math.Exp(-math.Abs(float64(i-7000))*9)
		}, 0, 1e5, 2e5},
		"a level for long": {20_000, wide, 0, 7, 10},
	} {
		tr := tracked(c.n, c.y)
		for range c.bad {
			tr.Append(float64(c.n), math.Inf(1))
		}
		a, _ := rangeOf(t, Line{Series: []Series{{Track: tr}}})
		near.Least(t, name+": high end", a.hi, c.least)
		near.Most(t, name+": high end", a.hi, c.most)
	}
}

// A regression may begin at a million: its fall is shown while it falls, and once it is down what it begins with is
// left out only where it is a few columns.
func TestAFallThroughDecadesIsShown(t *testing.T) {
	for _, tau := range []float64{3, 30, 300, 3000} {
		tr := NewTrack(2048)
		rnd := newRand(8)
		for i := range 20_000 {
			tr.Append(float64(i), (0.1+1e6*math.Exp(-float64(i)/tau))*(1+0.05*rnd.NormFloat64()))
			if i < 30 || i%500 != 0 && float64(i) != math.Floor(3*tau) {
				continue
			}
			y, over := rangeOf(t, Line{Series: []Series{{Track: tr}}})
			if y.hi < 0.8e6 && over[top].peaks != 1 {
				t.Errorf("tau %g, step %d: [%g, %g] hides the start without a count", tau, i, y.lo, y.hi)
			}
			if float64(i) < 4*tau {
				near.Least(t, "high end while it falls", y.hi, 0.8e6)
			}
		}
	}
}
