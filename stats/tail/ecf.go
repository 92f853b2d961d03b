package tail

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// ECF fits a stable law by regression on the empirical characteristic function
// phi_n(t) = (1/n) sum exp(i t x_j) of the samples, standardised by the fit of
// McCulloch first and then by its own until the scale stays. By least squares,
//
//	ln(-ln |phi_n(t)|^2) = ln(2 c^alpha) + alpha ln t,                     t = pi k/25, k = 1..K,
//	arg phi_n(u) = zeta u + beta tan(pi alpha/2) ((c u)^alpha - c u),      u = pi l/50, l = 1..L,
//
// the second written in S0, so that alpha = 1 is no seam (there the last term is
// -beta (2/pi) c u ln(c u)). K and L depend on alpha and are those that minimise
// the asymptotic variance of alpha and of beta (see ecfPoints); Koutrouvelis
// tabulates larger K near alpha = 1, from simulations of at most 1600 samples.
// The asymptotic error of alpha is 1.17 times the Cramer-Rao bound at alpha = 1,
// 1.06 at 1.3, 1.03 at 1.5, 1.07 at 1.8 and 1.11 at 1.95.
//
// The standard errors are the delta method on the exact covariance of phi_n at the fitted law; above alpha = 1.9 they
// fall so fast that an estimate that is too high has one that is too small (z-scores spread 1.2 at 1.95). An alpha
// beyond 2 is cut off, and scale and location follow it. The fit is NaN where that of McCulloch is, and where |phi_n|
// is 0 or 1 at a t.
// Source: Koutrouvelis 1980, section 2, and 1981 (iteration).
func ECF(x []float64) Fit {
	const rounds, still = 12, 1e-3
	start, ok := ecfStart(x)
	if !ok {
		return NoFit(len(x))
	}
	p := start
	var r ecfRegression
	for round := range rounds {
		// Points that jump between two K for ever are left alone after some rounds.
		if round < 4 {
			r = ecfPoints(p.alpha)
		}
		change, good := r.fit(x, &p)
		if !good {
			return NoFit(len(x))
		}
		if round > 0 && math.Abs(change) < still {
			break
		}
	}
	return p.law(r.covariance(len(x)), len(x))
}

// PressECF fits a stable law by Press's method of moments: ECF with two points
// each, |phi_n| at t = .2 and .8 and arg phi_n at u = .1 and .4, of samples
// standardised once by the fit of McCulloch. Two equations for two unknowns: the
// error of alpha is 1.6 times that of ECF at alpha = .7, 1.25 at 1.5, and the same at 1.95.
// Standard errors and NaN as there.
// Source: Press 1972, section 5; the points: Koutrouvelis 1980, section 3.
func PressECF(x []float64) Fit {
	p, ok := ecfStart(x)
	r := ecfRegression{step: .1, modulus: []int{2, 8}, phase: []int{1, 4}}
	if !ok {
		return NoFit(len(x))
	}
	if _, good := r.fit(x, &p); !good {
		return NoFit(len(x))
	}
	return p.law(r.covariance(len(x)), len(x))
}

// ecfStart is the fit of McCulloch in S0.
func ecfStart(x []float64) (p fitContinuous, ok bool) {
	if len(x) < 5 || !fitFinite(x) {
		return p, false
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	return mccullochPoint(sorted)
}

// ecfPoints are the points of ECF. Asymptotically optimal numbers K and L of
// points were computed from the covariance of phi_n for beta = 0, by search over
// K and L; between the alphas they are interpolated.
func ecfPoints(alpha float64) ecfRegression {
	alphas := [...]float64{.3, .5, .7, .9, 1.1, 1.3, 1.5, 1.7, 1.8, 1.9, 1.95}
	modulus := [...]float64{74, 30, 20, 16, 14, 13, 13, 12, 11, 10, 9}
	phase := [...]float64{48, 23, 18, 16, 15, 14, 13, 12, 11, 9, 8}
	at := func(y []float64) int {
		i, _ := slices.BinarySearch(alphas[:], alpha)
		i = min(max(1, i), len(y)-1)
		w := (min(max(alpha, alphas[0]), 1.95) - alphas[i-1]) / (alphas[i] - alphas[i-1])
		return int(math.Round(y[i-1] + w*(y[i]-y[i-1])))
	}
	r := ecfRegression{step: math.Pi / 50}
	for k := range at(modulus[:]) {
		r.modulus = append(r.modulus, 2*(k+1))
	}
	for l := range at(phase[:]) {
		r.phase = append(r.phase, l+1)
	}
	return r
}

// ecfRegression holds the points of both regressions, as multiples of a step, and
// after fit what the last one found.
type ecfRegression struct {
	step           float64
	modulus, phase []int
	re, im         []float64 // phi_n at 0, step, 2 step ...
	alpha, beta    float64
	logScale, zeta float64    // of the standardised samples
	linear         *mat.Dense // d(alpha, beta, ln c, zeta) by d(re[1:], im[1:])
}

// characteristic computes phi_n of (x - zeta)/c: one sine and cosine a sample,
// the multiples of the step by rotation.
func (r *ecfRegression) characteristic(x []float64, zeta, c float64) {
	last := max(slices.Max(r.modulus), slices.Max(r.phase))
	r.re, r.im = make([]float64, last+1), make([]float64, last+1)
	r.re[0] = 1
	for _, v := range x {
		// What overflows has no phase worth the name: any will do.
		z := min(max((v-zeta)/c*r.step, -math.MaxFloat64), math.MaxFloat64)
		sin, cos := math.Sincos(z)
		a, b := 1., 0.
		for m := 1; m <= last; m++ {
			a, b = a*cos-b*sin, a*sin+b*cos
			r.re[m] += a
			r.im[m] += b
		}
	}
	for m := 1; m <= last; m++ {
		r.re[m] /= float64(len(x))
		r.im[m] /= float64(len(x))
	}
}
