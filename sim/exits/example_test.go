package exits

import "fmt"

// Five paths: three exits, and two paths that were still inside when they were last seen. The
// path that is censored at 2 counts among those at risk at time 1, and no more at time 3.
func ExampleTimes() {
	times, err := NewTimes(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	censored := []bool{false, true, false, false, true}
	for i, c := range censored {
		if err := times.Add(float64(i+1), c); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, p := range times.Survival([]float64{1, 3, 4}) {
		fmt.Printf("P(tau > %g) = %.4f +- %.4f\n", p.Time, p.Survival, p.SE)
	}
	// Output:
	// P(tau > 1) = 0.8000 +- 0.1789
	// P(tau > 3) = 0.5333 +- 0.2483
	// P(tau > 4) = 0.2667 +- 0.2257
}
