// Package landscape holds potentials with their minima, saddles and basins of
// attraction: named ones, and expressions whose critical points are searched for.
package landscape

import (
	"math"
	"strconv"
	"strings"
)

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

// Minima is the origin.
func (q Quadratic) Minima() [][]float64 { return [][]float64{make([]float64, len(q.Theta))} }

// Saddles are none.
func (q Quadratic) Saddles() []Saddle { return nil }

// Basin is that of the origin, all of R^N; where Theta_i = 0, too.
func (q Quadratic) Basin([]float64) int { return 0 }

// String is "quadratic:theta=1/2/3".
func (q Quadratic) String() string {
	var b strings.Builder
	b.WriteString("quadratic:theta=")
	for i, theta := range q.Theta {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(strconv.FormatFloat(theta, 'g', -1, 64))
	}
	return b.String()
}

// finite says that v is a number, and neither infinite nor NaN.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// AllFinite says that every element of x is finite.
func AllFinite(x []float64) bool {
	for _, v := range x {
		if v-v != 0 {
			return false
		}
	}
	return true
}
