package sim

import (
	"context"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/stats/law"
)

// A live change to the jump-adapted scheme and back, with the particle on its way:
// its big jumps come as often as they should, and it stays a number.
func TestSwitchToJumpAdaptedOnTheWay(t *testing.T) {
	cfg := Default()
	cfg.Particle, cfg.Steps, cfg.Paths, cfg.Slots, cfg.Every, cfg.Quantum = true, 40000, 1, 1, 1<<20, 8
	cfg.Controls.Eps = .02
	euler := cfg.Controls
	jump := euler
	jump.Integrator = problem.JumpAdapted
	cfg.Script = []Changed{{Step: 500, Controls: jump}, {Step: 1000, Controls: euler}, {Step: 10000, Controls: jump}}
	big, after := 0, 0
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case Progress:
			if math.IsNaN(e.X[0]) || math.IsNaN(e.X[1]) {
				t.Fatalf("step %d: %v", e.Step, e.X)
			}
		case Jump:
			if big++; e.Step >= 10000 {
				after++
			}
		}
	}
	// 2 c_alpha eps^(alpha/2) a unit of time and coordinate, 300 units of it.
	want := 0.0
	for _, alpha := range cfg.Controls.Alpha {
		want += 2 * law.TailConstant(alpha) * math.Pow(.02, alpha/2) * 300
	}
	near.Abs(t, "big jumps in 30,000 steps", float64(after), want, 4*math.Sqrt(want)+.05*want)
}

// The work of a script that steps all paths together: first exits from [-1, 1]^2 within
// 1000 steps, alpha = (1.2, 1.8), eps = 0.1, from the first path to the statistics.
// GOMAXPROCS=1 in the environment keeps it on one core.
func BenchmarkExits(b *testing.B) {
	for _, paths := range []int{2000, 100000} {
		b.Run(fmt.Sprint(paths), func(b *testing.B) {
			cfg := Default()
			cfg.Paths, cfg.Horizon = paths, 10
			cfg.Controls.Sigma, cfg.Controls.Box = []float64{1, 1}, []problem.Interval{{Lo: -1, Hi: 1}, {Lo: -1, Hi: 1}}
			steps := 0
			for b.Loop() {
				steps += outcome(b, cfg).PathSteps
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/path-step")
		})
	}
}
