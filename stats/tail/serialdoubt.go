package tail

import (
	"fmt"
	"math"
)

const (
	fewBlocks   = 15  // effective blocks below which a jackknife over them, and a tail cut at its end, mislead
	doubtRatio  = 4   // by which a fraction is larger than the reported one, to compare
	doubtChange = .15 // of the index between them, relative
	doubtErrors = 3   // the same in standard errors
)

// effective is (sum n)^2/sum n^2 for the counts n of the blocks beyond the edge of bin from: their number where all
// hold as many, and 1 where one holds all.
func (s *Serial) effective(from, blocks int) float64 {
	var sum, squares float64
	for b := range blocks {
		n := 0.0
		for _, k := range s.row(b)[from:] {
			n += float64(k)
		}
		sum, squares = sum+n, squares+n*n
	}
	return sum * sum / squares
}

// Doubt says in words why the index and the error of Reported(tails) cannot be vouched for; "" where nothing speaks
// against them. That is so where the values beyond the threshold lie in fewer than 15 effective blocks, as those of few
// long excursions do; and where the index differs from that at four times the fraction or more by 15 % and by three
// standard errors, so that it would go on to drift.
func Doubt(tails []SerialEstimate) string {
	best := Reported(tails)
	if math.IsNaN(best.Alpha) {
		return ""
	}
	if best.Blocks < fewBlocks {
		return fmt.Sprintf("the %d values beyond the threshold come from few excursions (%.2g effective blocks of the "+
			"series, of which %d are needed): take many more steps", best.N, best.Blocks, fewBlocks)
	}
	for i := len(tails) - 1; i >= 0; i-- {
		e := tails[i]
		if !(e.Fraction >= doubtRatio*best.Fraction) {
			continue
		}
		if d := math.Abs(e.Alpha - best.Alpha); d > doubtChange*best.Alpha && d > doubtErrors*math.Hypot(e.SE, best.SE) {
			return fmt.Sprintf("the index drifts with the fraction, from %.3g at the top %.2g %% to %.3g at %.2g %%: "+
				"the tail is no power there, or too few excursions reach it", e.Alpha, 100*e.Fraction, best.Alpha,
				100*best.Fraction)
		}
		break
	}
	return ""
}
