package tail

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"levyscope/stats/law"
)

// McCulloch fits a stable law by five sample quantiles x_p. Its
//
//	nu_alpha = (x_.95 - x_.05)/(x_.75 - x_.25),   nu_beta = (x_.95 + x_.05 - 2 x_.5)/(x_.95 - x_.05)
//
// do not depend on scale and location, and determine alpha and beta; then the
// interquartile range gives the scale and the median the location. The order
// statistic i of n is the (i - 1/2)/n quantile, linear between them. alpha lies in
// [.4, 2]: where nu_alpha is at or below the Gaussian's 2.4387 the fit is alpha =
// 2, beta = 0; beyond the table it is alpha = .4 with NaN for the standard errors.
//
// The quantiles of the law come from a grid by cubic interpolation (McCulloch's is
// linear); for alpha >= .8 it is good to .001 in alpha. Below, a |beta| above .8 is
// not resolved: nu_beta is level there, and the estimate may jump to 1.
//
// The standard errors are the delta method on the joint law of the order
// statistics, Cov(x_p, x_q) = p (1-q) / (n f(x_p) f(x_q)) for p <= q, at the
// fitted law; where the density of a skewed law is not available, with that of
// the symmetric law at its quantiles. The fit is NaN where the interquartile
// range is 0 or overflows, for fewer than 5 samples, and for x not finite.
// Source: McCulloch 1986, sections 2 and 3, with his correction of the plotting position.
func McCulloch(x []float64) Fit {
	if len(x) < 5 || !fitFinite(x) {
		return NoFit(len(x))
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	return mccullochSorted(sorted)
}

// mccullochSorted is McCulloch of sorted samples.
func mccullochSorted(sorted []float64) Fit {
	point, ok := mccullochPoint(sorted)
	if !ok {
		return NoFit(len(sorted))
	}
	cov := mccullochCovariance(point.alpha, point.beta, len(sorted))
	return point.law(cov, len(sorted))
}

// mccullochPoint is the estimate without its errors.
func mccullochPoint(sorted []float64) (p fitContinuous, ok bool) {
	var q [5]float64
	for i, level := range mccullochLevels {
		q[i] = mccullochQuantile(sorted, level)
	}
	outer, inner := q[4]-q[0], q[3]-q[1]
	if !(inner > 0) || math.IsInf(outer, 0) {
		return p, false
	}
	p.alpha, p.beta = mccullochShape(math.Log(outer/inner), ((q[4]-q[2])-(q[2]-q[0]))/outer)
	law := mccullochAt(p.alpha, p.beta)
	p.logScale = math.Log(inner) - law.logInner
	p.zeta = q[2] - math.Exp(p.logScale)*law.median
	return p, true
}

// mccullochQuantile is the p-quantile with the plotting position (i - 1/2)/n.
func mccullochQuantile(sorted []float64, p float64) float64 {
	h := p*float64(len(sorted)) - .5
	i := int(math.Floor(h))
	switch {
	case i < 0:
		return sorted[0]
	case i >= len(sorted)-1:
		return sorted[len(sorted)-1]
	}
	w := h - float64(i)
	return (1-w)*sorted[i] + w*sorted[i+1]
}

// mccullochShape solves for alpha and beta: for alpha at each beta (ln nu_alpha
// falls as alpha grows), and for beta along that curve, where nu_beta grows.
func mccullochShape(logNuAlpha, nuBeta float64) (alpha, beta float64) {
	const tol = 1e-10
	if logNuAlpha <= mccullochAt(2, 0).logRatio {
		return 2, 0
	}
	alphaAt := func(beta float64) float64 {
		f := func(alpha float64) float64 { return mccullochAt(alpha, beta).logRatio - logNuAlpha }
		first, last := f(mccullochAlphaMin), f(2)
		switch {
		case first <= 0:
			return mccullochAlphaMin
		case last >= 0:
			return 2
		}
		return fallingRoot(f, mccullochAlphaMin, 2, first, last, tol)
	}
	f := func(beta float64) float64 { return math.Abs(nuBeta) - mccullochAt(alphaAt(beta), beta).skew }
	switch first, last := f(0), f(1); {
	case first <= 0:
		beta = 0
	case last >= 0:
		beta = 1
	default:
		beta = fallingRoot(f, 0, 1, first, last, tol)
	}
	return alphaAt(beta), math.Copysign(beta, nuBeta)
}

// mccullochLaw describes the quantiles of a standard law in S0 by functions that
// are smooth enough to interpolate.
type mccullochLaw struct {
	logRatio float64 // ln nu_alpha
	skew     float64 // nu_beta
	logInner float64 // ln of the interquartile range
	median   float64
	lower    float64 // (median - x_.25) over the interquartile range
}

// mccullochAt interpolates the grid by Lagrange's cubic in alpha and in beta.
func mccullochAt(alpha, beta float64) mccullochLaw {
	a, b := (alpha-mccullochAlphaMin)/mccullochAlphaStep, beta/mccullochBetaStep
	i := min(max(int(math.Floor(a))-1, 0), len(mccullochQuantiles)-4)
	j := min(max(int(math.Floor(b))-1, 1-mccullochBetas), mccullochBetas-4)
	wa, wb := mccullochWeights(a-float64(i)), mccullochWeights(b-float64(j))
	var law mccullochLaw
	for u := range 4 {
		for v := range 4 {
			node, w := mccullochNode(i+u, j+v), wa[u]*wb[v]
			law.logRatio += w * node.logRatio
			law.skew += w * node.skew
			law.logInner += w * node.logInner
			law.median += w * node.median
			law.lower += w * node.lower
		}
	}
	return law
}

// mccullochWeights are Lagrange's at t for the nodes 0, 1, 2, 3.
func mccullochWeights(t float64) [4]float64 {
	return [4]float64{
		-(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2,
		-t * (t - 1) * (t - 3) / 2, t * (t - 1) * (t - 2) / 6,
	}
}

// mccullochGrid holds the description of each entry of mccullochQuantiles.
var mccullochGrid = func() (grid [len(mccullochQuantiles)][mccullochBetas]mccullochLaw) {
	for i, rows := range mccullochQuantiles {
		for j, q := range rows {
			outer, inner := q[4]-q[0], q[3]-q[1]
			grid[i][j] = mccullochLaw{
				math.Log(outer / inner), (q[4] + q[0] - 2*q[2]) / outer,
				math.Log(inner), q[2], (q[2] - q[1]) / inner,
			}
		}
	}
	return grid
}()

// mccullochNode is the grid at row i and beta = j steps, reflected for j < 0.
func mccullochNode(i, j int) mccullochLaw {
	if j >= 0 {
		return mccullochGrid[i][j]
	}
	l := mccullochGrid[i][-j]
	l.skew, l.median, l.lower = -l.skew, -l.median, 1-l.lower
	return l
}

// quantiles are those of the law at mccullochLevels.
func (l mccullochLaw) quantiles() [5]float64 {
	inner := math.Exp(l.logInner)
	outer := inner * math.Exp(l.logRatio)
	mid := l.median + l.skew*outer/2
	q25 := l.median - l.lower*inner
	return [5]float64{mid - outer/2, q25, l.median, q25 + inner, mid + outer/2}
}

// mccullochCovariance is the covariance of (alpha, beta, ln c, zeta/c) over n
// samples; NaN for beta at alpha = 2, and for all at the end of the table.
func mccullochCovariance(alpha, beta float64, n int) func(i, j int) float64 {
	nan := func(int, int) float64 { return math.NaN() }
	if alpha <= mccullochAlphaMin {
		return nan
	}
	law := mccullochAt(alpha, beta)
	q := law.quantiles()
	jacobian := mccullochJacobian(alpha, beta)
	if alpha == 2 {
		jacobian.Set(1, 1, 1) // nothing depends on beta: let it follow nu_beta alone
	}
	// The statistics ln nu_alpha, nu_beta, ln inner and median, by quantile.
	outer, inner := q[4]-q[0], q[3]-q[1]
	slopes := mat.NewDense(4, 5, []float64{
		-1 / outer, 1 / inner, 0, -1 / inner, 1 / outer,
		(1 + law.skew) / outer, 0, -2 / outer, 0, (1 - law.skew) / outer,
		0, -1 / inner, 0, 1 / inner, 0,
		0, 0, 1, 0, 0,
	})
	var linear, half, cov mat.Dense
	if linear.Solve(jacobian, slopes) != nil {
		return nan
	}
	half.Mul(&linear, mccullochOrderCovariance(mccullochDensities(alpha, beta, q), n))
	cov.Mul(&half, linear.T())
	return func(i, j int) float64 {
		if alpha == 2 && (i == 1 || j == 1) {
			return math.NaN()
		}
		return cov.At(i, j)
	}
}

// mccullochJacobian holds the derivatives of the four statistics with respect to
// (alpha, beta, ln c, zeta/c), at c = 1 and zeta = 0.
func mccullochJacobian(alpha, beta float64) *mat.Dense {
	const h = 1e-5
	a, b := mccullochAt(alpha+h, beta), mccullochAt(alpha-h, beta)
	c, d := mccullochAt(alpha, beta+h), mccullochAt(alpha, beta-h)
	slope := func(hi, lo float64) float64 { return (hi - lo) / (2 * h) }
	return mat.NewDense(4, 4, []float64{
		slope(a.logRatio, b.logRatio), slope(c.logRatio, d.logRatio), 0, 0,
		slope(a.skew, b.skew), slope(c.skew, d.skew), 0, 0,
		slope(a.logInner, b.logInner), slope(c.logInner, d.logInner), 1, 0,
		slope(a.median, b.median), slope(c.median, d.median), mccullochAt(alpha, beta).median, 1,
	})
}

// mccullochOrderCovariance is Cov(x_p, x_q) of the sample quantiles.
func mccullochOrderCovariance(density [5]float64, n int) *mat.Dense {
	cov := mat.NewDense(5, 5, nil)
	for i, f := range density {
		for j, g := range density {
			p, q := mccullochLevels[min(i, j)], mccullochLevels[max(i, j)]
			cov.Set(i, j, p*(1-q)/(float64(n)*f*g))
		}
	}
	return cov
}

// mccullochDensities are the densities of the standard law at its quantiles q.
func mccullochDensities(alpha, beta float64, q [5]float64) (f [5]float64) {
	law := law.Stable{Alpha: alpha, Beta: beta, Scale: 1}
	if alpha != 1 {
		law.Loc = -beta * fitTan(alpha)
	}
	for i, x := range q {
		f[i] = law.Prob(x)
	}
	for _, v := range f {
		if !(v > 0) && beta != 0 {
			return mccullochDensities(alpha, 0, mccullochAt(alpha, 0).quantiles())
		}
	}
	return f
}
