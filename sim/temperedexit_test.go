package sim

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// Mean exit times from (-1, 1) with theta = 1 and tempered noise of rate 1, looked at every dt = .01,
// against a simulation of its own in numpy: jumps beyond .005 to .05 by a compound Poisson process, a
// Gaussian of the exact variance for those below. (Where that also looks at every jump beyond .02, it
// finds 9.13 +- .11 at alpha = 1.8: less is missed between looks.)
func TestTemperedExitTimes(t *testing.T) {
	for _, c := range []struct{ alpha, eps, mean, meanError float64 }{
		{.8, .5, 50.80, .41}, {1.2, .5, 36.81, .30}, {1.5, .5, 22.46, .18}, {1.8, .5, 9.71, .08}, {1.95, .4, 18.37, .14},
	} {
		t.Run(fmt.Sprint(c.alpha), func(t *testing.T) {
			u := simtest.OnInterval(1, c.alpha, 1, 1)
			u.Eps, u.Noise = c.eps, []noise.Noise{{Kind: noise.Tempered, Rate: 1}}
			cfg := Default()
			cfg.Steps = 0
			cfg.ExitConfig = problem.ExitConfig{Paths: simtest.Paths(20000, 1500), Dt: .01, Seed: 3, Controls: u}
			d := outcome(t, cfg)
			t.Logf("mean %.4g +- %.2g, reference %g +- %g", d.MeanTime, d.MeanTimeSE, c.mean, c.meanError)
			near.Abs(t, "mean exit time", d.MeanTime, c.mean, 3.5*math.Hypot(d.MeanTimeSE, c.meanError))
		})
	}
}
