// Package landscape holds potentials with their minima, saddles and basins of
// attraction: named ones, and expressions whose critical points are searched for.
package landscape

import (
	"strconv"
	"strings"
)

// Potential is a function U from R^N to R with its gradient. Its methods are safe for
// concurrent use and allocate nothing.
type Potential interface {
	Dim() int                  // the number of coordinates N
	Value(x []float64) float64 // U(x); x has N elements
	Grad(dst, x []float64)     // sets dst to grad U(x); both have N elements
}

// Quadratic is the potential U(x) = 1/2 sum_i Theta_i x_i^2 with its minimum at the origin.
type Quadratic struct {
	Theta []float64 // (N) curvatures, 0 or above
}

// Dim is the number of coordinates N.
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

// Minima are the origin alone. Where some Theta_i = 0 it stands for a whole line of minima.
func (q Quadratic) Minima() [][]float64 { return [][]float64{make([]float64, len(q.Theta))} }

// Saddles is empty: the potential is convex.
func (q Quadratic) Saddles() []Saddle { return nil }

// Basin is 0 for every x, also where some Theta_i = 0.
func (q Quadratic) Basin([]float64) int { return 0 }

// String is a text such as "quadratic:theta=1/2/3". Parse does not read it: the command line
// gives Theta by a flag of its own.
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
