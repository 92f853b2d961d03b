package sim

import (
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// The accelerated method sees paths that leave on their way back: from x1 = 4 the drift of coupled coordinates leads
// out through x2 and in again. The reference is a direct simulation of its own, by fine substeps.
func TestAcceleratedSeesTheDriftLeave(t *testing.T) {
	u := simtest.Cube(2)
	u.Potential = simtest.Landscape(t, "expr:(x1^2+x2^2)/2+.9*x1*x2", 2)
	u.Box = []problem.Interval{{Lo: -5, Hi: 5}, {Lo: -1, Hi: 1}}
	u.Alpha, u.Eps = []float64{1.1, 1.7}, .01
	cfg := Default()
	cfg.ExitConfig = problem.ExitConfig{Paths: simtest.Paths(4000, 1000), Dt: .01, Seed: 2, Method: problem.Accelerated,
		Controls: u}
	d := outcome(t, cfg)
	t.Logf("mean %.4g +- %.2g, reference 645 +- 24", d.MeanTime, d.MeanTimeSE)
	near.Abs(t, "mean exit time", d.MeanTime, 645, 100)
}
