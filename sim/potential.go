// Package sim simulates Levy-driven stochastic differential equations near a
// minimum and counts their first exits.
package sim

// Potential is U on R^N.
type Potential interface {
	Dim() int
	Value(x []float64) float64
	Grad(dst, x []float64) // dst becomes grad U(x); both have Dim() elements
}

// Quadratic is U(x) = 1/2 sum_i Theta_i x_i^2, whose only minimum is 0.
type Quadratic struct{ Theta []float64 }

// Dim is the dimension N.
func (q Quadratic) Dim() int { return len(q.Theta) }

// Value is U(x).
func (q Quadratic) Value(x []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += q.Theta[i] * v * v
	}
	return sum / 2
}

// Grad sets dst_i = Theta_i x_i.
func (q Quadratic) Grad(dst, x []float64) {
	for i, v := range x {
		dst[i] = q.Theta[i] * v
	}
}
