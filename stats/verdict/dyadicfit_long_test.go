package verdict

import (
	"fmt"
	"math"
	"os"
	"testing"

	"levyscope/internal/near"
)

// The long study, LEVYSCOPE_LONG=1: every split, 40000 replicates for errors and 10000 for coverage.
func TestDyadicFitLong(t *testing.T) {
	if os.Getenv("LEVYSCOPE_LONG") == "" {
		t.Skip("set LEVYSCOPE_LONG=1 for the long study")
	}
	for _, split := range []Split{Octaves, Halves, Quarters} {
		for i, alpha := range append([]float64{.6, .8}, append(fitAlphas, 1.9, 1.99)...) {
			line := fmt.Sprintf("split %d, alpha %-4g:", split, alpha)
			for j, n := range []int{256, 1024, 10000} {
				replicates := min(40000, 80000000/n)
				intervals := replicates / 4
				s := studyFit(alpha, n, split, replicates, intervals, uint64(600+100*int(split)+10*i+j))
				line += fmt.Sprintf("  n %5d bias/RMSE %6.3f coverage %.3f", n, s.bias/s.rmse, s.cover)
				what := fmt.Sprintf("split %d, alpha %g, n %d: ", split, alpha, n)
				s.checkBias(t, what, alpha)
				s.checkCoverage(t, what, split, alpha, n, intervals)
				if n == 10000 {
					line += fmt.Sprintf(" RMSE %.5f", s.rmse)
					if bound, ok := fitBound[alpha]; ok {
						line += fmt.Sprintf(" (%.3f of the bound)", s.rmse/bound)
						s.checkRMSE(t, what, split, alpha)
					}
				}
			}
			t.Log(line)
		}
	}
}

// checkBias holds the bias of alpha to a tenth of its RMSE, and at 1.99, where the end of the range cuts
// estimates off, to a fifth; besides three of its standard errors.
func (s fitStudy) checkBias(t *testing.T, what string, alpha float64) {
	t.Helper()
	share := .1
	if alpha > 1.95 {
		share = .2
	}
	near.Abs(t, what+"bias of alpha", s.bias, 0, share*s.rmse+3*s.biasSE)
}

// checkCoverage holds the coverage of the 95 % interval to what Interval's comment says, within half a percent
// and three binomial standard errors: to 96 %, by halves and octaves to 97.7 % at n = 256. At 1.99 few
// samples far out decide, and it is 93 to 98 %.
func (s fitStudy) checkCoverage(t *testing.T, what string, split Split, alpha float64, n, intervals int) {
	t.Helper()
	lo, hi := .945, .96
	switch {
	case alpha > 1.95:
		lo, hi = .93, .98
	case n == 256 && split != Quarters:
		hi = .977
	}
	chance := 3 * math.Sqrt(.05*.95/float64(intervals))
	near.Least(t, what+"coverage of the 95 % interval", s.cover, lo-chance)
	near.Most(t, what+"coverage of the 95 % interval", s.cover, hi+chance)
}

// checkRMSE holds the RMSE of alpha at N = 10^4 between the bound of Cramer and Rao and what the bins lose, 2 % more
// at 1.95, where N is small for the asymptotic error; besides three standard errors of an RMSE and the
// rounding of the table.
func (s fitStudy) checkRMSE(t *testing.T, what string, split Split, alpha float64) {
	t.Helper()
	loss := fitLoss[split][alpha]
	if alpha > 1.9 {
		loss += .02
	}
	const rounding = .00005
	chance := 3 / math.Sqrt(2*float64(s.n))
	near.Least(t, what+"RMSE of alpha against the bound", s.rmse, (fitBound[alpha]-rounding)*(1-chance))
	near.Most(t, what+"RMSE of alpha against the loss of the bins", s.rmse, (fitBound[alpha]+rounding)*loss*(1+chance))
}
