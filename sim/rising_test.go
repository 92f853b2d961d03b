package sim

import (
	"context"
	"fmt"
	"math"
	"testing"

	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/train/schedule"
)

// triangle is a cyclic learning rate between .1 and .3, with a period of 400 steps.
type triangle struct{}

func (triangle) Eta(k int) float64 { return .1 * (1 + 4*math.Abs(math.Remainder(float64(k)/400, 1))) }
func (triangle) String() string    { return "triangle" }

// A learning rate that rises again and again is predicted as simulated.
func TestCyclicRate(t *testing.T) {
	cfg := problem.Default()
	cfg.Paths, cfg.Horizon, cfg.Dt = simtest.Paths(20000, 3000), 60, .02
	cfg.Controls.Eps, cfg.Controls.Schedule, cfg.Controls.Arm = .02, triangle{}, schedule.NoiseOnly
	predicted := theory.Predict(theory.Normalize(cfg))
	exits, stay := 0.0, 0.0
	sides := make([]float64, 4)
	for e, err := range FirstExit(context.Background(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		stay += e.Time
		if !e.Censored {
			exits++
			sides[e.Side]++
		}
	}
	mean := stay / exits
	simtest.Within(t, "mean", mean, mean*math.Sqrt(1/exits)+.01*mean, predicted.MeanExitTime)
	for i, n := range sides {
		p := n / exits
		simtest.Within(t, fmt.Sprintf("share of %s", problem.SideName(i)), p, math.Sqrt(p*(1-p)/exits)+.005,
			predicted.Sides[i])
	}
}
