package watch

import (
	"math"

	"levyscope/stats/tail"
	"slices"
)

// drift is the median over the parameters of the distance of the means of the two halves of the draws, in standard
// deviations of one gradient, and what it is where every second draw is in the other half, so that a drift does not
// matter. Parameters whose values are all equal, or not all finite, do not count.
func (d *draws) drift() (drift, null float64) {
	n := d.sample.n
	sums := make([][4]float64, n) // of the first half, the second, the even draws, the odd ones
	squares := make([]float64, n) // about the first draw
	var counts [4]float64
	for m := range d.rows {
		half, parity := 0, 2+m&1
		if m >= (d.rows+1)/2 {
			half = 1
		}
		counts[half]++
		counts[parity]++
		first := d.row(0)
		for i, v := range d.row(m) {
			u := float64(v) - float64(first[i])
			sums[i][half] += u
			sums[i][parity] += u
			squares[i] += u * u
		}
	}
	var found [2][]float64
	rows := float64(d.rows)
	for i, s := range sums {
		mean := (s[0] + s[1]) / rows
		sd := math.Sqrt(squares[i]/rows - mean*mean)
		if !(sd > 0) || math.IsInf(sd, 0) {
			continue
		}
		for k := range found {
			found[k] = append(found[k], math.Abs(s[2*k+1]/counts[2*k+1]-s[2*k]/counts[2*k])/sd)
		}
	}
	for k := range found {
		slices.Sort(found[k])
	}
	return tail.SortedQuantile(found[0], .5), tail.SortedQuantile(found[1], .5)
}
