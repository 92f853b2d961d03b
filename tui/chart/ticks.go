package chart

import (
	"math"
	"strconv"
)

// tick is a labelled value on an axis.
type tick struct {
	v     float64
	label string
}

// linearTicks are at most most multiples of 1, 2 or 5 times a power of ten within [lo, hi], as many as that allows.
func linearTicks(lo, hi float64, most int) []tick {
	if most < 1 || !(hi > lo) {
		return nil
	}
	base := math.Pow10(int(math.Floor(math.Log10((hi - lo) / float64(most)))))
	for range 3 {
		for _, m := range [...]float64{1, 2, 5} {
			step := m * base
			first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
			if n := last - first + 1; n <= float64(most) {
				return labelled(first, int(max(n, 0)), step)
			}
		}
		base *= 10
	}
	return nil
}

// labelled are the n multiples of step from first*step on, with as many decimals as tell them apart.
func labelled(first float64, n int, step float64) []tick {
	size := max(math.Abs(first), math.Abs(first+float64(n-1))) * step
	u, name := unit(size)
	decimals := decimalsOf(step / u)
	if u > 1 && u <= 1e6 && decimals > 1 && step >= 1 && size < 1e7 { // 123456 is shorter than 123.456k
		u, name, decimals = 1, "", 0
	}
	decimals = min(decimals, 8)
	ticks := make([]tick, 0, n)
	for i := range n {
		v := (first + float64(i)) * step
		t := tick{v: v, label: "0"}
		if first+float64(i) != 0 {
			t.label = strconv.FormatFloat(v/u, 'f', decimals, 64) + name
		}
		if k := len(ticks); k == 0 || ticks[k-1].label != t.label { // beyond the resolution of a float
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// decimalsOf is the number of decimals that multiples of step need.
func decimalsOf(step float64) int {
	if !(step > 0) {
		return 0
	}
	return max(0, -int(math.Floor(math.Log10(step)+1e-9)))
}

// logTicks are ticks between 10^lo and 10^hi: 1, 2 and 5 in every decade, or 1 and 3, or whole decades, or every n-th
// decade, whichever is the most that fits; linear steps where the range holds less than two of these.
func logTicks(lo, hi float64, most int) []tick {
	if most < 1 || !(hi > lo) {
		return nil
	}
	for _, mantissas := range [...][]float64{{1, 2, 5}, {1, 3}, {1}} {
		if hi-lo > float64(most+1) {
			break
		}
		var ticks []tick
		for e := math.Floor(lo); e <= hi; e++ {
			for _, m := range mantissas {
				if l := e + math.Log10(m); l >= lo-1e-9 && l <= hi+1e-9 {
					v := m * math.Pow10(int(e))
					ticks = append(ticks, tick{v, compact(v)})
				}
			}
		}
		if len(ticks) >= 2 && len(ticks) <= most {
			return ticks
		}
	}
	if hi-lo < 2 {
		return linearTicks(math.Pow(10, lo), math.Pow(10, hi), most)
	}
	first, last := math.Ceil(lo-1e-9), math.Floor(hi+1e-9)
	stride := math.Ceil((last - first + 1) / float64(most))
	if ten := math.Pow(10, math.Floor(math.Log10(stride))); stride > 10 {
		stride = ten * nextNice(stride/ten)
	}
	var ticks []tick
	for e := math.Ceil(first/stride) * stride; e <= last; e += stride {
		v := math.Pow10(int(e))
		ticks = append(ticks, tick{v, compact(v)})
	}
	return ticks
}

// nextNice is the least of 1, 2, 5 and 10 that is not less than m.
func nextNice(m float64) float64 {
	for _, nice := range [...]float64{1, 2, 5} {
		if m <= nice {
			return nice
		}
	}
	return 10
}
