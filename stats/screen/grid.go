package screen

import (
	"math"
	"slices"
)

// A Grid is the set Origin + k Step, k whole, that values were rounded to. Step is 0 where they lie on none.
type Grid struct {
	Step   float64 // in the units of the samples
	Origin float64 // one point of the grid, a sample
}

// About is the grid of the same values less the centre.
func (g Grid) About(centre float64) Grid { return Grid{g.Step, g.Origin - centre} }

// Round is the point of the grid next to x.
func (g Grid) Round(x float64) float64 { return g.Origin + g.Step*math.Round((x-g.Origin)/g.Step) }

// Spread moves x, sample i of a series, within its cell: x + Step (u - 1/2), u the fraction of i times the golden
// ratio. These fractions fill (0, 1) evenly.
func (g Grid) Spread(i int, x float64) float64 {
	_, u := math.Modf(float64(i) * math.Phi)
	return x + g.Step*(u-.5)
}

const (
	onGrid       = .02 // steps off a point of the grid that still count as on it: one random value in 25 is
	mostOffGrid  = .02 // share of the values that need not lie on a grid
	leastValues  = 4   // distinct values that a grid is sought in
	denseValues  = 200 // those about the median whose gaps tell the step
	finestStep   = 1e-9
	binaryStep   = 1e-3    // of a grid that is the places of float32
	digitsSingle = 0x1p-23 // relative error of a number that was stored as float32
	digitsDouble = 0x1p-48 // and as float64, after a few operations
)

// FindGrid returns the coarsest grid that all but 2 % of the distinct values lie on (of 6 values or more, all but one).
// It is the zero Grid if there is none with a step above 1e-9 of their middle half, or fewer than 4 values. The values
// are in ascending order.
//
// The step is sought among the smaller gaps between neighbouring values and their common divisors: of values that are
// dense compared with the step many gaps are one step, and of sparse ones the gaps are small multiples of it.
func FindGrid(values []float64) Grid {
	n := len(values)
	if n < leastValues {
		return Grid{}
	}
	middle := values[3*n/4] - values[n/4]
	if !single(values) {
		return findGrid(values, digitsDouble, finestStep*middle)
	}
	if g := findGrid(values, digitsSingle, finestStep*middle); g.Step > 0 {
		return g
	}
	// Far from zero the places of float32 are themselves a grid.
	return findGrid(values, digitsDouble, binaryStep*middle)
}

// findGrid is FindGrid for values with relative errors eps and steps above finest.
func findGrid(values []float64, eps, finest float64) Grid {
	n := len(values)
	middle := values // where values are dense: what lies on no grid is known by some of them
	if n > denseValues {
		middle = values[(n-denseValues)/2 : (n+denseValues)/2]
	}
	gaps := make([]float64, 0, len(middle)-1)
	for i := 1; i < len(middle); i++ {
		if gap := middle[i] - middle[i-1]; gap > 4*eps*max(math.Abs(middle[i]), math.Abs(middle[i-1])) {
			gaps = append(gaps, gap)
		}
	}
	if len(gaps) < leastValues-1 {
		return Grid{}
	}
	slices.Sort(gaps)
	origin := values[n/2]
	for _, step := range candidates(gaps) {
		if !(step > finest) || math.IsInf(step, 0) {
			continue
		}
		refined, ok := fitStep(middle, origin, step, eps)
		if ok && n > denseValues {
			refined, ok = fitStep(values, origin, refined, eps)
		}
		if ok {
			return Grid{Step: refined, Origin: origin}
		}
	}
	return Grid{}
}

// single reports whether all values are numbers of float32.
func single(values []float64) bool {
	for _, v := range values {
		if float64(float32(v)) != v {
			return false
		}
	}
	return true
}

// candidates are steps to try, the coarsest first, from gaps in ascending order.
func candidates(gaps []float64) []float64 {
	var out []float64
	n := len(gaps)
	for _, i := range []int{0, 1, 2, 4, n / 100, n / 50, n / 20, n / 10, n / 4, n / 2} {
		if i < n {
			out = append(out, gaps[i])
		}
	}
	divisor := gaps[0]
	for _, gap := range gaps[1:min(n, 40)] {
		if next := commonDivisor(gap, divisor); next > divisor/50 {
			divisor = next
		}
	}
	out = append(out, divisor)
	slices.Sort(out)
	slices.Reverse(out)
	return slices.Compact(out)
}

// commonDivisor is Euclid's for real a >= b > 0, to a hundredth of b.
func commonDivisor(a, b float64) float64 {
	least := b / 100
	for b > least {
		a, b = b, math.Abs(math.Remainder(a, b))
	}
	return a
}

// fitStep refines step on the values, those next to origin first, and reports whether they lie on its grid. A value so
// large that its own error blurs the grid tells nothing.
func fitStep(values []float64, origin, step, eps float64) (float64, bool) {
	most := max(mostOffGrid*float64(len(values)), 1) // values off the grid, at the most
	for reach := 64.; ; reach *= 64 {
		on, all, product, square := 0, 0, 0., 0.
		for _, v := range values {
			k := math.Round((v - origin) / step)
			if math.Abs(k) > reach || math.Abs(v)*eps > onGrid/4*step {
				continue
			}
			all++
			if off := v - origin - k*step; math.Abs(off) <= onGrid*step {
				on++
				product += k * off
				square += k * k
			} else if float64(all-on) > most {
				return 0, false
			}
		}
		if off := float64(all - on); off > max(mostOffGrid*float64(all), float64(min(1, all/6))) {
			return 0, false
		}
		if square > 0 {
			step += product / square
		}
		if all == len(values) || reach > 1e15 {
			return step, all >= leastValues
		}
	}
}
