package verdict

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
	"levyscope/stats/tail"
)

// unlike are laws that SaS is fitted to, right and wrong ones.
var unlike = []struct {
	name string
	draw func(r *rand.Rand) float64
}{
	{"SaS 1.5", law.SaS(1.5, 1).Rand},
	{"Laplace", law.Laplace{Scale: 1}.Rand},
	{"Student-t 3", law.StudentT{Nu: 3, Scale: 1}.Rand},
	{"skewed stable", law.Stable{Alpha: 1, Beta: 1, Scale: 1}.Rand},
	{"two scales", law.TwoScaleGaussian{Scale: 1, Ratio: 5, Share: .05}.Rand},
	{"log-normal scales", law.NormalMixture{Sd: 1, Spread: 1.5}.Rand},
}

// The interval of alpha is as wide as its standard error says, and the error is the spread of the estimates, also where
// the series is not SaS. The expected information alone gives Laplace 0.0121, where estimates spread by 0.016, and the
// skewed law 0.0100, where they spread by 0.0085.
func TestErrorAndIntervalAgree(t *testing.T) {
	for _, l := range unlike {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			for _, n := range []int{1000, 4096} {
				replicates := statstest.Replicates(400, 60)
				var sum, square, se, inside float64
				for i := range replicates {
					f, lo, hi := fitAndInterval(l.draw, n, uint64(7000+i))
					sum, square, se = sum+f.Alpha, square+f.Alpha*f.Alpha, se+f.SE.Alpha
					if hi > 1.9 { // the end of the range is near
						continue
					}
					inside++
					near.Rel(t, fmt.Sprintf("n %d: half of the interval / 1.96", n), (hi-lo)/2/tail.Normal975, f.SE.Alpha, .1)
				}
				m := float64(replicates)
				near.Least(t, "intervals looked at", inside, .2*m)
				if n < 4096 {
					continue // some estimates of Laplace are 2
				}
				spread := math.Sqrt((square - sum*sum/m) / (m - 1))
				near.Rel(t, fmt.Sprintf("n %d: mean error against the spread of alpha", n), se/m, spread, .13+3/math.Sqrt(2*m))
			}
		})
	}
}

func fitAndInterval(draw func(*rand.Rand) float64, n int, seed uint64) (f tail.Fit, lo, hi float64) {
	x, r, d := make([]float64, n), statstest.Rand(seed), NewDyadic(Quarters)
	for i := range x {
		x[i] = draw(r)
	}
	centre, _ := checkedMedian(x)
	for _, v := range x {
		d.Add(v - centre)
	}
	lo, hi = d.Interval(.95)
	return d.Fit(), lo, hi
}

// The errors of the exact fit are the spread of its estimates too.
func TestMLEErrorsOfWrongLaws(t *testing.T) {
	for _, l := range unlike {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			replicates := statstest.Replicates(200, 24)
			var sum, square, se float64
			for i := range replicates {
				x, r := make([]float64, 2000), statstest.Rand(uint64(8000+i))
				for j := range x {
					x[j] = l.draw(r)
				}
				f, err := MLE(x)
				if err != nil {
					t.Fatal(err)
				}
				sum, square, se = sum+f.Alpha, square+f.Alpha*f.Alpha, se+f.SE.Alpha
			}
			m := float64(replicates)
			spread := math.Sqrt((square - sum*sum/m) / (m - 1))
			near.Rel(t, "mean error against the spread of alpha", se/m, spread, .1+3/math.Sqrt(2*m))
			t.Logf("error %.4f, spread %.4f", se/m, spread)
		})
	}
}

// At an edge of its search a tail index is told without an error.
func TestVerdictAtAnEdgeHasNoError(t *testing.T) {
	for _, alpha := range []float64{.03, .05} {
		d := NewDyadic(Quarters)
		d.AddAll(statstest.Draws(law.SaS(alpha, 1), 3000, 9))
		v := d.Verdict()
		v.Kind = IsStable
		if got := v.String(); strings.Contains(got, "+-") || !strings.Contains(got, "alpha = 0.100, the edge of its search") {
			t.Errorf("alpha %g: %q", alpha, got)
		}
	}
}
