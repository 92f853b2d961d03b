package schedule

import "math"

// segmentSum is sum_{i=0..n-1} (a + (b-a) i/n)^p for a, b in [0, 1]: a straight line from a to b without its end.
func segmentSum(a, b float64, n int, p float64) float64 {
	low, high := min(a, b), max(a, b)
	top, bottom := math.Pow(high, p), math.Pow(low, p)
	var sum float64 // over i = 1..n of the line from low to high
	switch {
	case low == high:
		return float64(n) * top
	case low == 0:
		sum = top * linearSum(n, p)
	default:
		sum = top * rampSum(low*float64(n)/(high-low), n, p)
	}
	if a < b {
		return sum - top + bottom
	}
	return sum
}

// rampSum is sum_{m=1..n} ((q+m)/(q+n))^p for q > 0: term by term where n is small or p large, else by the
// Euler-Maclaurin formula from where q + m is well beyond p, of which the term in B_2i is the derivative
// p(p-1)...(p-2i+2) x^(p-2i+1)/T^p between the ends, with T = q + n.
func rampSum(q float64, n int, p float64) float64 {
	t := q + float64(n)
	f := func(m float64) float64 { return math.Exp(p * math.Log1p((m-float64(n))/t)) }
	if n <= directSteps || p > float64(n)/1000 {
		return decreasingSum(n, func(m int) float64 { return f(float64(m)) })
	}
	start := math.Ceil(max(0, 20+2*p-q))
	sum := 0.0
	if p < 1000 { // else all of these are 0
		for m := 1.0; m <= start; m++ {
			sum += f(m)
		}
	}
	left, right := f(start), 1.0
	sum += -t/(p+1)*math.Expm1((p+1)*math.Log1p((start-float64(n))/t)) + (right-left)/2
	left, right = left*p/(q+start), p/t // first derivatives
	for i, b := range bernoulli {
		sum += b * (right - left)
		c := (p - float64(2*i+1)) * (p - float64(2*i+2))
		left, right = left*c/((q+start)*(q+start)), right*c/(t*t)
	}
	return sum
}
