package screen

import "math"

// preferred are the preferred numbers R10 of ISO 3, ten a decade: the values that a
// control takes when it is raised or lowered.
var preferred = [...]float64{1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8}

// Rung returns the next preferred number above x > 0 (direction > 0) or below it
// (direction < 0).
func Rung(x float64, direction int) float64 {
	const slack = 1e-9 // relative; a number that close to a preferred one counts as that one
	decade := math.Floor(math.Log10(x))
	best := math.NaN()
	for d := decade - 1; d <= decade+1; d++ {
		for _, m := range preferred {
			// Dividing by a power of ten gives 0.1 where multiplying gives 0.1000...01.
			v := m * math.Pow(10, d)
			if d < 0 {
				v = m / math.Pow(10, -d)
			}
			if direction > 0 && v > x*(1+slack) && !(v >= best) {
				best = v
			}
			if direction < 0 && v < x*(1-slack) && !(v <= best) {
				best = v
			}
		}
	}
	return best
}
