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

// shares are the values that a control between 0 and 1 takes: tenths, and closer ones near 1.
var shares = [...]float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99, .995, .999, 1}

// Share returns the next of the shares above x (direction > 0) or below it (direction < 0), x itself where there is
// none.
func Share(x float64, direction int) float64 {
	const slack = 1e-9
	for i := range shares {
		if direction > 0 && shares[i] > x+slack {
			return shares[i]
		}
		if down := shares[len(shares)-1-i]; direction < 0 && down < x-slack {
			return down
		}
	}
	return x
}
