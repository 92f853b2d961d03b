package screen

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// An Atom is a value that samples repeat more often than a law with a density lets them.
type Atom struct {
	Value float64
	Count int // samples with this value among those that were looked at
	// Kept is the share of these samples that the law of the rest gives by itself, since it was rounded to this
	// value; 0 where values are not rounded.
	Kept float64
}

const (
	leastShare = .006 // of the samples: a value that repeats less is no atom
	leastCount = 3
	mostAtoms  = 8 // with more of them the values are levels of something, and no law is told from the rest
)

// run is one distinct value with its count.
type run struct {
	value float64
	count int
}

// runsOf are the distinct values of samples in ascending order.
func runsOf(sorted []float64) []run {
	out := make([]run, 0, len(sorted))
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			out = append(out, run{value: v})
		}
		out[len(out)-1].count++
	}
	return out
}

// frequent are the runs, by index, that repeat often enough to be atoms: a share leastShare of n samples, and five
// times as often as the value of a middling sample.
func frequent(runs []run, n int) []int {
	counts := make([]int, len(runs))
	for i, r := range runs {
		counts[i] = r.count
	}
	slices.Sort(counts)
	middle := counts[len(counts)/2]
	var out []int
	for i, r := range runs {
		if r.count >= leastCount && float64(r.count) >= leastShare*float64(n) && r.count >= 5*middle {
			out = append(out, i)
		}
	}
	return out
}

// atomsOnGrid tests every run against its neighbours on the grid. spread is the width of the middle half of the
// samples.
func atomsOnGrid(runs []run, g Grid, n int, spread float64) (out []Atom) {
	window := max(1, int(math.Round(.05*spread/g.Step)))
	for i, r := range runs {
		count := float64(r.count)
		if r.count < leastCount || count < leastShare*float64(n) {
			continue
		}
		level := atomP / float64(len(runs))
		if r.value == 0 {
			level = atomP // the one value that is expected to repeat
		}
		expected, p := 0., 0.
		if k := (r.value - g.Origin) / g.Step; math.Abs(k-math.Round(k)) < .1 {
			expected, p = neighbours(runs, i, g.Step, window)
		}
		if count-expected >= leastShare*float64(n) && p < level {
			out = append(out, Atom{Value: r.value + 0, Count: r.count, Kept: expected / count})
		}
	}
	return out
}

// atomP is the chance that a value that is no atom is taken for one, over all values (Bonferroni).
const atomP = 2e-3

// neighbours is the count that run i should have by the cells around it, and the p-value of so large a count. Over a
// window of more than one cell to each side it is their mean. Of single cells n_1, n_2 to each side it is the largest
// of
//
//	the mean of n_1,   the log-parabola exp((4 sum ln n_1 - sum ln n_2)/6),   the mean of n_1^2/n_2,
//
// of the cells between the least and the greatest value; the last two where all are 5 or more. A coarse grid on a
// Gaussian has the second, and on a law with a sharp peak, as Laplace's, at most the third. Given the sum of the run
// and of the cells around it, the run is binomial, so that the p-value is exact for a flat law at any counts.
func neighbours(runs []run, i int, step float64, window int) (expected, p float64) {
	near, next, far := 0., [2]float64{}, [2]float64{}
	for side, sign := range [...]int{-1, 1} {
		for j := i + sign; j >= 0 && j < len(runs); j += sign {
			k := int(math.Round(math.Abs(runs[j].value-runs[i].value) / step))
			if k > max(window, 2) {
				break
			}
			count := float64(runs[j].count)
			if k <= window {
				near += count
			}
			switch k {
			case 1:
				next[side] += count
			case 2:
				far[side] += count
			}
		}
	}
	cells := 0. // those between the least and the greatest value
	for side, end := range [...]float64{runs[0].value, runs[len(runs)-1].value} {
		inside := math.Round(math.Abs(end-runs[i].value) / step)
		cells += min(inside, float64(window))
		if inside < 2 {
			far[side] = 0
		}
	}
	if cells == 0 {
		return float64(runs[i].count), 1
	}
	expected = near / cells
	ratio := 1.
	if window == 1 && min(next[0], next[1], far[0], far[1]) >= 5 {
		parabola := math.Exp((4*math.Log(next[0]*next[1]) - math.Log(far[0]*far[1])) / 6)
		peak := (next[0]*next[0]/far[0] + next[1]*next[1]/far[1]) / 2
		ratio = max(expected, parabola, peak) / expected
	}
	count := float64(runs[i].count)
	return expected * ratio, mathext.RegIncBeta(count, near+1, ratio/(ratio+cells))
}
