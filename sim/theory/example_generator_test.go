package theory

import "fmt"

// Noise of index 1.5 leads from a well to the next by one big jump, so that only the
// distances count: the right minimum is twice as far from the separatrix at 0 as the
// left one, and is where the path is 2^1.5 = 2.83 times as long.
func ExampleStableRates() {
	rates, err := StableRates(1.5, 0.1, []float64{-1, 2}, []float64{0})
	if err != nil {
		fmt.Println(err)
		return
	}
	occupation, err := rates.Stationary()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("from the left %.5f, from the right %.5f per unit of time\n", rates[0][1], rates[1][0])
	fmt.Printf("in the end %.3f and %.3f of the time\n", occupation[0], occupation[1])
	// Output:
	// from the left 0.00631, from the right 0.00223 per unit of time
	// in the end 0.261 and 0.739 of the time
}
