package theory

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// rising is a learning rate that also rises: eta(0) times a function of the step.
type rising struct {
	name string
	s    func(k int) float64
}

func (r rising) Eta(k int) float64 { return .1 * r.s(k) }
func (r rising) String() string    { return r.name }

// risingRates are a warm-up, warm restarts and a triangle, all with s(0) = 1.
var risingRates = []rising{
	{"warm-up", func(k int) float64 { return 1 + 3*min(1, float64(k)/700) }},
	{"restarts", func(k int) float64 { return .05 + .95*(1+math.Cos(math.Pi*float64(k%500)/500))/2 }},
	{"triangle", func(k int) float64 { return 1 + 2*math.Abs(math.Remainder(float64(k)/400, 1)) }},
	{"steps up", func(k int) float64 { return 1 + float64(min(k/3000, 4)) }},
}

// The prediction under a learning rate that rises is the sum over all steps, as under one that falls.
func TestRatesThatRise(t *testing.T) {
	const steps = 20000
	for _, r := range risingRates {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.GrowBatch} {
			for _, time := range []clock.Time{clock.SDE, clock.Iteration} {
				c := problem.Default()
				c.Controls.Eps, c.Controls.Schedule, c.Controls.Arm, c.Time = .05, r, arm, time
				if time == clock.Iteration {
					c.Dt, c.Controls.Eps = 1, .2
				}
				c.Horizon = steps * c.Dt
				g := ways.Find(c)
				h := newHazard(g)
				inside, stay, sides := 1.0, 0.0, make([]float64, 4)
				survival := make([]float64, 9)
				for k := range steps {
					if k%2500 == 0 {
						survival[k/2500] = inside
					}
					rates := h.rates(k)
					sum := rates[0] + rates[1] + rates[2] + rates[3]
					left := -math.Expm1(-sum * c.Dt)
					stay += inside * left / sum
					for i, rate := range rates {
						sides[i] += inside * left * rate / sum
					}
					inside *= 1 - left
				}
				survival[8] = inside
				what := fmt.Sprintf("%s, arm %s, %s: ", r, arm, time)
				th, _ := predictContinuous(g)
				near.Rel(t, what+"mean", th.MeanExitTime, stay/(1-inside), .005)
				near.Abs(t, what+"inside", th.Inside, inside, .005)
				for i, p := range sides {
					near.Abs(t, what+problem.SideName(i), th.Sides[i], p/(1-inside), .002)
				}
				got := make([]float64, 9)
				th.Survival(got, 2500*c.Dt)
				for j, p := range survival {
					near.Abs(t, what+fmt.Sprintf("inside at %d", j), got[j], p, .005)
				}
			}
		}
	}
}

// The noise is compared with the walls where it is largest, not only at the first and the last step.
func TestNoiseRatioSeesTheLargestNoise(t *testing.T) {
	c := problem.Default()
	c.Controls.Eps, c.Controls.Schedule, c.Controls.Arm, c.Horizon = .05, risingRates[0], schedule.NoiseOnly, 100
	near.Rel(t, "after a warm-up to four times the noise", noiseRatio(ways.Find(c)), 4*.05/.7, 1e-12)
	c.Controls.Schedule = risingRates[2]
	c.Horizon = 80 // whole periods: the first and the last step are at the least
	near.Rel(t, "in the middle of a cycle", noiseRatio(ways.Find(c)), 2*.05/.7, .02)
	c.Controls.Arm, c.Controls.Schedule = schedule.StepOnly, risingRates[1]
	c.Horizon = 50
	want := max(.05*.5/.6*math.Pow(.05, -1/1.2), .05/.7*math.Pow(.05, -1/1.8))
	near.Rel(t, "weakest force", noiseRatio(ways.Find(c)), want, .02)
}
