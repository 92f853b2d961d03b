package sim

import (
	"context"
	"fmt"

	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// oneWell is a quadratic well in one dimension between walls at -1 and 1, under
// noise of the tail index 1.5 and the scale 0.1. The learning rate does not decay.
func oneWell() problem.ExitConfig {
	return problem.ExitConfig{Seed: 1, Paths: 100, Dt: 0.01, Controls: problem.Controls{
		Schedule: schedule.Constant{Eta0: 0.1}, Eps: 0.1,
		Theta: []float64{1}, Alpha: []float64{1.5}, Sigma: []float64{1},
		Box: []problem.Interval{{Lo: -1, Hi: 1}},
	}}
}

// A run yields what happens; the last event sums it up. It is a function of its
// configuration alone, whatever the number of cores.
func ExampleRun() {
	cfg := Config{ExitConfig: oneWell(), Slots: 100, Quantum: 1024, Every: 1}
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if d, ok := e.(Done); ok {
			fmt.Printf("%d paths, %d exits, sides %v\n", d.Paths, d.Exited, d.Sides)
			fmt.Printf("mean exit time %.1f +- %.1f, predicted %.1f\n", d.MeanTime, d.MeanTimeSE, d.Theory.MeanExitTime)
		}
	}
	// Output:
	// 100 paths, 100 exits, sides [49 51]
	// mean exit time 74.0 +- 7.6, predicted 79.3
}

// Single exits come in the order of the paths, whatever the number of cores. Each
// tells of the jump that carried the path out.
func ExampleFirstExit() {
	cfg := oneWell()
	cfg.Paths = 3
	for e, err := range FirstExit(context.Background(), cfg) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("path %d: side %s at %.2f, after a jump of %.2f\n", e.Path, problem.SideName(e.Side), e.Time, e.Size)
	}
	// Output:
	// path 0: side 1+ at 56.13, after a jump of 3.30
	// path 1: side 1+ at 50.93, after a jump of 0.95
	// path 2: side 1+ at 55.12, after a jump of 1.37
}
