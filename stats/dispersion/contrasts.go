package dispersion

import (
	"math"

	"levyscope/stats/tail"
)

// Contrasts sets dst[b] to the block log-moment contrast of block b of series x, of k1 consecutive samples each,
//
//	c_b = (ln|sum of the block| - mean of ln|x| over the block)/ln K1,
//
// whose mean is 1/alpha for any symmetric stable law, and returns how many blocks there are, len(x)/k1; dst holds as
// many or more. The centre is taken off x before. Zeros count as samples that are set apart (in an atom): they enter
// neither sum nor mean, and K1 is the number of the others. c_b is NaN where these are fewer than 2, or cancel, or are
// not all finite, or where all samples are equal: a constant off the centre would give 1 in every block. k1 must be 2
// or more.
func Contrasts(x []float64, k1 int, dst []float32) int {
	if k1 < 2 {
		panic("dispersion: Contrasts needs blocks of 2 samples or more")
	}
	blocks := len(x) / k1
	for b := range blocks {
		dst[b] = float32(contrast(x[b*k1 : (b+1)*k1]))
	}
	return blocks
}

// contrast is the contrast of one block.
func contrast(x []float64) float64 {
	sum, constant := 0., true
	for _, v := range x {
		sum += v
		constant = constant && v == x[0]
	}
	if constant || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return math.NaN()
	}
	var scratch [1]float64
	logs := tail.BlockLogs(x, len(x), scratch[:])
	if logs.NX < 2 || logs.NY == 0 {
		return math.NaN()
	}
	n := float64(logs.NX)
	return (logs.Y - logs.X/n) / math.Log(n)
}
