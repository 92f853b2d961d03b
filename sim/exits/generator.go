package exits

import (
	"fmt"
	"math"
)

// Generator holds the rates of a Markov jump process with M states, (M, M): g[i][j] for j != i is
// the rate at which it jumps from state i to state j, per unit of time. The diagonal is implied,
// g[i][i] = -sum_j g[i][j], and is not read.
type Generator [][]float64

// Validate returns an error that names the first rate that is negative or not finite, or says
// that g is not square or does not have 1 to 2000 states.
func (g Generator) Validate() error {
	const most = 2000 // Stationary takes most^3 operations
	if len(g) == 0 || len(g) > most {
		return fmt.Errorf("generator has %d states: from 1 to %d will do", len(g), most)
	}
	for i, row := range g {
		if len(row) != len(g) {
			return fmt.Errorf("generator: row %d has %d rates, want %d", i, len(row), len(g))
		}
		for j, q := range row {
			if i != j && (!(q >= 0) || math.IsInf(q, 1)) {
				return fmt.Errorf("generator: rate %d -> %d = %g: a rate is finite, 0 or above", i, j, q)
			}
		}
	}
	return nil
}

// Stationary is the law pi, (M), with pi Q = 0 and sum pi = 1, where Q is g with its diagonal. It
// eliminates the states one by one without a subtraction, so that the relative error of each
// pi_i is at most of the order of M^3 roundings, however much the rates differ. It is an error
// if some state cannot be reached from another, since pi is then not unique or is zero for some
// states.
// Source: Grassmann, Taksar and Heyman 1985.
func (g Generator) Stationary() ([]float64, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	if from, to, ok := g.unreachable(); ok {
		return nil, fmt.Errorf("generator: state %d cannot be reached from state %d: "+
			"its stationary law is not unique or leaves states out; drop states that are not joined", to, from)
	}
	n := len(g)
	a := make([][]float64, n)
	largest := 0.0
	for i, row := range g {
		a[i] = append([]float64(nil), row...)
		a[i][i] = 0
		for _, q := range a[i] {
			largest = max(largest, q)
		}
	}
	for _, row := range a {
		for j := range row {
			row[j] /= largest
		}
	}
	out := make([]float64, n) // rate from state k to the states that are eliminated later
	for k := n - 1; k > 0; k-- {
		for j := range k {
			out[k] += a[k][j]
		}
		for i := range k {
			share := a[i][k] / out[k]
			for j := range k {
				if i != j {
					a[i][j] += share * a[k][j]
				}
			}
		}
	}
	return weighStates(a, out)
}

// weighStates computes pi from the eliminated chain, in the reverse order of the elimination.
func weighStates(
	a [][]float64, // (M, M): rates, after the elimination
	out []float64, // (M): total rate from state k to the states below k
) ([]float64, error) {
	pi := make([]float64, len(a))
	pi[0] = 1
	total := 1.0
	for k := 1; k < len(a); k++ {
		for i := range k {
			pi[k] += pi[i] * a[i][k] / out[k]
		}
		total += pi[k]
		if total > 1e300 { // the weights would overflow
			for i := range k + 1 {
				pi[i] /= total
			}
			total = 1
		}
	}
	for k, p := range pi {
		if pi[k] = p / total; math.IsNaN(pi[k]) {
			return nil, fmt.Errorf("generator: rates differ too much: state %d cannot be weighed in a float64", k)
		}
	}
	return pi, nil
}

// unreachable finds states such that the second cannot be reached from the first. It tells
// whether there are any.
func (g Generator) unreachable() (from, to int, found bool) {
	for _, forward := range []bool{true, false} {
		reached, stack := make([]bool, len(g)), []int{0}
		reached[0] = true
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for j := range g {
				joined := g[i][j] > 0
				if !forward {
					joined = g[j][i] > 0
				}
				if i != j && joined && !reached[j] {
					reached[j] = true
					stack = append(stack, j)
				}
			}
		}
		for j, ok := range reached {
			if !ok && forward {
				return 0, j, true
			} else if !ok {
				return j, 0, true
			}
		}
	}
	return 0, 0, false
}
