package dispersion

import (
	"math"
	"math/rand/v2"
)

// The gamma law of the second and third moment is too light where a few figures carry a sum: where nearly all alpha are
// at the edge 2, one other in each half coincide or not. P-values below mayMatter are therefore held against resampled
// sums, and raised to the share of those that are as large. Random numbers have a fixed seed.
const (
	mayMatter   = .15
	mostSamples = 999
	leastSample = 99
	work        = 2e7 // products of all resampled sums together
)

// resamples is how many sums of so many products are drawn.
func resamples(products int) int {
	return int(min(max(work/float64(max(products, 1)), leastSample), mostSamples))
}

func resampler() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// raise raises P to the share of resampled sums that reach the estimate, if any did: without one, P stays as it is.
func (e *Estimate) raise(reached, of int) {
	if reached > 0 {
		e.P = max(e.P, float64(reached+1)/float64(of+1))
	}
}

// flip holds e, the estimate from the mean of g, against means with the signs of whole times at random, spread as much
// wider as the law of e is.
func (g *kernel) flip(e *Estimate) {
	if !(e.P < mayMatter) {
		return
	}
	r, sign := resampler(), make([]float64, g.n)
	law := g.law()
	wider := 1.
	if sd := e.Variance / e.Z; law.second > 0 && sd > 0 {
		wider = sd / math.Sqrt(law.second)
	}
	reached := 0
	for range mostSamples {
		for a := range sign {
			sign[a] = float64(int64(r.Uint64()>>63)*2 - 1)
		}
		sum := 0.
		for a := range g.n {
			through := 0.
			for b, x := range g.at[a*g.n:][:a] {
				through += x * sign[b]
			}
			sum += 2 * through * sign[a]
		}
		if sum*wider >= e.Variance*float64(g.n*(g.n-1)) {
			reached++
		}
	}
	e.raise(reached, mostSamples)
}

// permutePairs holds e, the covariance of x and y, against those of x and permuted y.
func permutePairs(e *Estimate, x, y []float64) {
	if !(e.P < mayMatter) {
		return
	}
	r, permuted, reached, n := resampler(), append([]float64(nil), y...), 0, resamples(len(x))
	df := float64(len(x) - 1)
	for range n {
		r.Shuffle(len(x), func(i, j int) { permuted[i], permuted[j] = permuted[j], permuted[i] })
		if products(x, permuted).xy >= e.Variance*df {
			reached++
		}
	}
	e.raise(reached, n)
}

// permute holds the estimates of all, rows, columns and elements against those with the rows and the columns of one
// half permuted.
func (h *halves) permute(all *Estimate, s *Split) {
	if !(min(all.P, s.Row.P, s.Column.P, s.Element.P) < mayMatter) {
		return
	}
	df, f := float64(len(h.x)-1), h.m.freedom()
	rowDf, columnDf := h.row.number-1, h.column.number-1
	widerRow, widerColumn := h.wider(&h.row, s.Row), h.wider(&h.column, s.Column)
	r := resampler()
	rows, columns := identity(h.m.rows), identity(h.m.columns)
	var reached [4]int
	n := resamples(len(h.ex.element))
	for range n {
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
		row, column := gathered(h.ex.row, h.ey.row, rows), gathered(h.ex.column, h.ey.column, columns)
		element := 0.
		for a, b := range rows {
			x := h.ex.element[a*h.m.columns:][:h.m.columns]
			element += gathered(x, h.ey.element[int(b)*h.m.columns:][:h.m.columns], columns)
		}
		for k, more := range [...]bool{
			h.row.width*row+h.column.width*column+element >= all.Variance*df,
			(row/rowDf-element/f/h.row.width)*widerRow >= s.Row.Variance,
			(column/columnDf-element/f/h.column.width)*widerColumn >= s.Column.Variance,
			element >= h.element.xy,
		} {
			if more {
				reached[k]++
			}
		}
	}
	for k, e := range [...]*Estimate{all, &s.Row, &s.Column, &s.Element} {
		e.raise(reached[k], n)
	}
}

// wider is how much wider the law of the variance of a side is than that of its permutations, since elements differ.
func (h *halves) wider(s *side, e Estimate) float64 {
	n := s.number - 1
	plain := s.own.permuted(n).times(1 / n).plus(h.elementLaw.times(1 / s.width))
	if sd := e.Variance / e.Z; sd > 0 && plain.second > 0 {
		return sd / math.Sqrt(plain.second)
	}
	return 1
}

// gathered is the sum of x[i] y[at[i]].
func gathered(x, y []float64, at []int32) (sum float64) {
	at = at[:len(x)]
	for i, a := range x {
		sum += a * y[at[i]]
	}
	return sum
}

// identity is 0 ... n-1.
func identity(n int) []int32 {
	at := make([]int32, n)
	for i := range at {
		at[i] = int32(i)
	}
	return at
}
