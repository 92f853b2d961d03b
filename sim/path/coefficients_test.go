package path

import (
	"math"
	"testing"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/train/schedule"
)

// Rows beyond those that are kept are interpolated: they are the rows that the
// schedule has, also where it drops within a block or ends.
func TestRowsBeyondTheTable(t *testing.T) {
	for _, s := range []schedule.Schedule{
		schedule.Power{Eta0: .1, K0: 100, Gamma: .6},
		schedule.Inverse{Eta0: .1, K0: 3000},
		schedule.Exponential{Eta0: .1, Kappa: 1e-6},
		schedule.Exponential{Eta0: .1, Kappa: .01},
		schedule.Step{Eta0: .1, Gamma: .5, Every: 1000},
		schedule.Linear{Eta0: .1, Steps: 3000100},
		schedule.Cosine{Eta0: .1, Steps: 3000100},
	} {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.StepOnly} {
			for _, time := range []clock.Time{clock.SDE, clock.Iteration} {
				cfg := problem.Default()
				cfg.Controls.Schedule, cfg.Controls.Arm, cfg.Time = s, arm, time
				cfg.Horizon = 1e6
				coef := newSystem(theory.Normalize(cfg)).coefficients
				scratch, want := make([]float64, 256*coef.width), make([]float64, coef.width)
				for _, k := range []int{1000, 99990, 2999000, 3000000} {
					rows, stride := coef.block(k, 256, scratch)
					for j := range 256 {
						coef.compute(want, k+j)
						for i, v := range want {
							if got := rows[j*stride+i]; !(math.Abs(got-v) <= 1e-10*math.Abs(v)) {
								t.Fatalf("%s, arm %s, %s time: row %d of block %d is %v, want %v",
									s, arm, time, j, k, rows[j*stride:(j+1)*stride], want)
							}
						}
					}
				}
			}
		}
	}
}

func BenchmarkRowsBeyondTheTable(b *testing.B) {
	cfg := problem.Default()
	cfg.Controls.Schedule = schedule.Power{Eta0: .1, K0: 100, Gamma: .6}
	cfg.Horizon = 1e6
	coef := newSystem(theory.Normalize(cfg)).coefficients
	scratch := make([]float64, 256*coef.width)
	for b.Loop() {
		coef.block(3000000, 256, scratch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/256, "ns/step")
}
