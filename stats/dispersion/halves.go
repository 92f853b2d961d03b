package dispersion

import "math"

// ByHalves estimates the variance of alpha between series from two estimates for each, from two halves of its samples:
//
//	variance = cov_i(first_i, second_i) = sum_i (first_i - mean)(second_i - mean)/(N - 1).
//
// Errors of estimation do not enter: those of one half are independent of those of the other. Estimates that pile up at
// an edge of their search (alpha = 2) lower the variance, but do no harm where the laws are equal. Series that are NaN
// or infinite in a half are left out.
//
// P is by the distribution of the covariance when one half is permuted over the series. In a matrix whole rows and
// whole columns are permuted, so that what the series of a row or a column have in common within a half (a unit that
// is off for a minibatch) widens it as it should; in a list each series for itself, which needs series that depend on
// each other all alike, or not at all. Its second and third moments are exact, its law is taken as a shifted gamma, and
// a small P is raised to the share of random permutations that reach as much, if any do. Standard errors are by the
// jackknife over series; in a matrix over whole rows or whole columns, whichever is larger.
//
// shape is as in ByBlocks. Panics if the halves differ in length, or shape has another number of elements.
func ByHalves(first, second []float64, shape []int) Result {
	if len(first) != len(second) {
		panic("dispersion: ByHalves needs two halves of as many series")
	}
	var used []int32
	for i := range first {
		if finite(first[i]) && finite(second[i]) {
			used = append(used, int32(i))
		}
	}
	n := len(used)
	m := newMatrix(shape, len(first), used)
	r := Result{Estimate: none(), N: n, LeftOut: len(first) - n}
	if n < 3 {
		return r
	}
	x, y := deviations(first, used), deviations(second, used)
	if m == nil {
		s := products(x, y)
		df := float64(n - 1)
		r.Estimate = estimate(s.xy/df, jackknifePairs(x, y), s.permuted(df).times(1/df))
		permutePairs(&r.Estimate, x, y)
		return r
	}
	h := newHalves(m, x, y)
	r.Estimate, r.Split = h.total(), h.split()
	h.permute(&r.Estimate, r.Split)
	return r
}

// rounding is what a deviation may be, relative to the figures, from rounding alone.
const rounding = 1e-13

// deviations are those of the used figures from their mean; 0 where they are of the size of rounding errors.
func deviations(v []float64, used []int32) []float64 {
	mean, out := 0., make([]float64, len(used))
	for _, i := range used {
		mean += v[i] / float64(len(used))
	}
	for k, i := range used {
		out[k] = dropRounding(v[i]-mean, math.Abs(mean)*float64(len(used)))
	}
	return out
}

// dropRounding is x, or 0 if it is a rounding error of figures of that size.
func dropRounding(x, size float64) float64 {
	if math.Abs(x) <= rounding*size {
		return 0
	}
	return x
}

// sums are those of products of pairs, of mean zero each.
type sums struct{ xy, xx, yy, xxx, yyy float64 }

func products(x, y []float64) (s sums) {
	for i, a := range x {
		b := y[i]
		s.xy += a * b
		s.xx += a * a
		s.yy += b * b
		s.xxx += a * a * a
		s.yyy += b * b * b
	}
	return s
}

// permuted is the law of sum x y when y is permuted, for df+1 pairs: second moment sum x^2 sum y^2/df, third
// sum x^3 sum y^3 n/((n-1)(n-2)).
func (s sums) permuted(df float64) null { return null{s.xx * s.yy / df, s.xxx * s.yyy * cubed(df)} }

// cubed is n/((n-1)(n-2)) for n = df+1; 0 for n = 2, where third moments are 0.
func cubed(df float64) float64 {
	if df < 2 {
		return 0
	}
	return (df + 1) / (df * (df - 1))
}

// jackknifePairs is the standard error of the covariance by leaving out one pair each:
// without pair i the sum of products is xy - x_i y_i n/(n-1).
func jackknifePairs(x, y []float64) float64 {
	n, all := float64(len(x)), products(x, y).xy
	leave := make([]float64, len(x))
	for i, a := range x {
		leave[i] = (all - a*y[i]*n/(n-1)) / (n - 2)
	}
	return spread(leave)
}
