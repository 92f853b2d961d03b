package theory

import (
	"fmt"

	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// Small noise leads out by one big jump, at the rate 2 c_alpha eps^alpha.
func ExamplePredict() {
	setting := problem.ExitConfig{Seed: 1, Paths: 100, Dt: 0.01, Controls: problem.Controls{
		Schedule: schedule.Constant{Eta0: 0.1}, Eps: 0.1,
		Theta: []float64{1}, Alpha: []float64{1.5}, Sigma: []float64{1},
		Box: []problem.Interval{{Lo: -1, Hi: 1}},
	}}
	th := Predict(Normalize(setting))
	fmt.Printf("mean exit time %.1f\n", th.MeanExitTime)
	for side, p := range th.Sides {
		fmt.Printf("through side %s: %.2f\n", problem.SideName(side), p)
	}
	fmt.Println("within its range:", th.Valid)
	// Output:
	// mean exit time 79.3
	// through side 1-: 0.50
	// through side 1+: 0.50
	// within its range: true
}
