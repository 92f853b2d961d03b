package tail

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// estimatorTally collects estimates of one parameter over replicates.
type estimatorTally struct{ n, error, square, z, zz float64 }

func (s *estimatorTally) add(got, se, want float64) {
	d := got - want
	s.n++
	s.error += d
	s.square += d * d
	s.z += d / se
	s.zz += d / se * d / se
}

func (s *estimatorTally) bias() float64   { return s.error / s.n }
func (s *estimatorTally) rmse() float64   { return math.Sqrt(s.square / s.n) }
func (s *estimatorTally) spread() float64 { return math.Sqrt(s.zz/s.n - s.z*s.z/s.n/s.n) }

// calibrated wants z-scores that spread by 1: sd in [.9, 1.1] over 400 replicates,
// three of the standard deviations 1/sqrt(800) of a spread; and with a mean below .25,
// a bias of .1 beside three of the standard deviations 1/sqrt(400) of a mean.
func (s *estimatorTally) calibrated(t *testing.T, what string) {
	t.Helper()
	spread, mean := .1, .25
	if testing.Short() {
		spread, mean = 2/math.Sqrt(s.n), .1+3/math.Sqrt(s.n)
	}
	near.Abs(t, fmt.Sprintf("%s: spread of z-scores over %g replicates", what, s.n), s.spread(), 1, spread)
	near.Abs(t, what+": mean of z-scores", s.z/s.n, 0, mean)
}

// estimatorReplicates fits reps samples of n from s and hands out each fit.
func estimatorReplicates(s law.Stable, n, reps int, fit func([]float64) Fit, each func(Fit)) {
	x := make([]float64, n)
	m, r := s.Sampler(), statstest.Rand(314)
	for range reps {
		m.Fill(x, r)
		each(fit(x))
	}
}

// inversionCDF is F(x) of the standard law in S0 by the integral that
// mccullochQuantiles states, in panels that a quarter period of the sine fills.
func inversionCDF(x, alpha, beta float64) float64 {
	w := beta * fitTan(alpha)
	speed := math.Abs(x) + math.Abs(w)
	if alpha == 1 {
		speed = math.Abs(x) + 3*beta
	}
	integrand := func(t float64) float64 {
		skew := w * (t - math.Pow(t, alpha))
		if alpha == 1 {
			skew = beta * 2 / math.Pi * t * math.Log(t)
		}
		return math.Exp(-math.Pow(t, alpha)) * math.Sin(x*t+skew) / t
	}
	sum, last := 0.0, math.Pow(30, 1/alpha)
	for a := 0.0; a < last; {
		b := max(1e-14, a+min(a, math.Pi/2/speed, math.Pow(math.Pow(a, alpha)+1, 1/alpha)-a))
		sum += quad.Fixed(integrand, a, b, 10, quad.Legendre{}, 0)
		a = b
	}
	return .5 + sum/math.Pi
}

// Each entry of the table is the quantile that it says, for the alphas where the
// plain inversion is quick.
func TestMcCullochTableInvertsTheCharacteristicFunction(t *testing.T) {
	for i := 2; i < len(mccullochQuantiles); i += 2 {
		alpha := float64(4+i) / 10
		for j, row := range mccullochQuantiles[i] {
			for k, q := range row {
				what := fmt.Sprintf("alpha %g, beta %g: F(%g)", alpha, float64(j)/8, q)
				near.Abs(t, what, inversionCDF(q, alpha, float64(j)/8), mccullochLevels[k], 2e-8)
			}
		}
	}
}

// The laws of which the quantiles have closed forms: Cauchy tan(pi(p - 1/2)),
// Gaussian of variance 2, Levy (alpha 1/2, beta 1: 1/(2 erfcinv(p)^2), shifted by
// 1 in S0).
func TestMcCullochTableClosedForms(t *testing.T) {
	for k, p := range mccullochLevels {
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"Cauchy", mccullochQuantiles[6][0][k], math.Tan(math.Pi * (p - .5))},
			{"Gaussian", mccullochQuantiles[16][5][k], 2 * math.Erfinv(2*p-1)},
			{"Levy", mccullochQuantiles[1][8][k], 1/(2*math.Erfcinv(p)*math.Erfcinv(p)) - 1},
		} {
			near.Abs(t, fmt.Sprintf("%s quantile at %g", c.name, p), c.got, c.want, 1e-7*max(1, math.Abs(c.want)))
		}
	}
}

// Between the nodes of the grid the quantiles are still those of the law, by the
// same inversion: to tol in probability.
func TestMcCullochInterpolation(t *testing.T) {
	for _, c := range []struct{ alpha, beta, tol float64 }{{1.05, 0, 2e-5}, {1.35, .3, 2e-5}, {1.75, .6, 1e-5},
		{.95, .2, 1e-4}} {
		for k, q := range mccullochAt(c.alpha, c.beta).quantiles() {
			what := fmt.Sprintf("%+v: F(%g)", c, q)
			near.Abs(t, what, inversionCDF(q, c.alpha, c.beta), mccullochLevels[k], c.tol)
		}
	}
}

// Five samples that sit on the quantiles of a law give that law: nu_alpha and
// nu_beta determine alpha and beta one to one, on the nodes and between.
func TestMcCullochInvertsItsOwnFunctions(t *testing.T) {
	for _, alpha := range []float64{.5, .83, 1, 1.27, 1.6, 1.95} {
		for _, beta := range []float64{-1, -.6, 0, .3, .8} {
			law := mccullochAt(alpha, beta)
			a, b := mccullochShape(law.logRatio, law.skew)
			near.Abs(t, fmt.Sprintf("alpha solved of alpha %g, beta %g", alpha, beta), a, alpha, 1e-8)
			near.Abs(t, fmt.Sprintf("beta solved of alpha %g, beta %g", alpha, beta), b, beta, 1e-6)
		}
	}
	if a, b := mccullochShape(math.Log(2.4), .1); a != 2 || b != 0 {
		t.Errorf("lighter than a Gaussian: alpha %g, beta %g", a, b)
	}
}

// RMSE of alpha at n = 10^4 as prototypes measured it (400 replicates of another
// implementation): within 3 standard deviations of an RMSE over 60 replicates.
func TestMcCullochRMSE(t *testing.T) {
	for alpha, want := range map[float64]float64{1: .0144, 1.5: .0203, 1.8: .0314} {
		var s estimatorTally
		estimatorReplicates(law.SaS(alpha, 1), 10000, 60, McCulloch, func(f Fit) { s.add(f.Alpha, f.SE.Alpha, alpha) })
		near.Abs(t, fmt.Sprintf("alpha %g: RMSE over the prototype's", alpha), s.rmse()/want, 1, .27)
	}
}

func TestMcCullochErrors(t *testing.T) {
	for _, alpha := range []float64{.7, 1.5} {
		var a, b, c, loc estimatorTally
		estimatorReplicates(law.Stable{Alpha: alpha, Beta: 0, Scale: 3, Loc: 5}, 2000, statstest.Replicates(400, 100),
			McCulloch, func(f Fit) {
				a.add(f.Alpha, f.SE.Alpha, alpha)
				b.add(f.Beta, f.SE.Beta, 0)
				c.add(f.Scale, f.SE.Scale, 3)
				loc.add(f.Loc, f.SE.Loc, 5)
			})
		a.calibrated(t, fmt.Sprint("alpha at ", alpha))
		b.calibrated(t, fmt.Sprint("beta at ", alpha))
		c.calibrated(t, fmt.Sprint("scale at ", alpha))
		loc.calibrated(t, fmt.Sprint("location at ", alpha))
	}
}

// Skewed laws: all four parameters, S1, either sign of beta.
func TestMcCullochSkewed(t *testing.T) {
	for _, s := range []law.Stable{{Alpha: 1.5, Beta: .5, Scale: 2, Loc: -1},
		{Alpha: 1.2, Beta: -.7, Scale: 1, Loc: 0}, {Alpha: .8, Beta: .4, Scale: 1, Loc: 3},
		{Alpha: 1.7, Beta: -.5, Scale: .01, Loc: 0}} {
		f := McCulloch(statstest.Draws(s, 400000, 99))
		for _, c := range []struct {
			name          string
			got, want, se float64
		}{
			{"alpha", f.Alpha, s.Alpha, f.SE.Alpha}, {"beta", f.Beta, s.Beta, f.SE.Beta},
			{"scale", f.Scale, s.Scale, f.SE.Scale}, {"location", f.Loc, s.Loc, f.SE.Loc},
		} {
			near.Abs(t, fmt.Sprintf("%+v: %s", s, c.name), c.got, c.want, 4*c.se+.003)
		}
	}
}

// The densities behind the standard errors are the slopes of the distribution function
// in S0 at the law's own quantiles, on either side of alpha = 1 and for either sign of beta.
func TestMcCullochDensities(t *testing.T) {
	const h = 1e-3
	for _, c := range [][2]float64{{1.5, .5}, {1.2, -.7}, {.8, .4}, {1, .6}, {1.7, 0}} {
		alpha, beta := c[0], c[1]
		q := mccullochAt(alpha, beta).quantiles()
		for i, got := range mccullochDensities(alpha, beta, q) {
			// inversionCDF knows beta >= 0 at alpha = 1 only: mirror the law for the others.
			at := func(x float64) float64 {
				if beta < 0 {
					return 1 - inversionCDF(-x, alpha, -beta)
				}
				return inversionCDF(x, alpha, beta)
			}
			what := fmt.Sprintf("alpha %g, beta %g: density at the quantile %g", alpha, beta, mccullochLevels[i])
			near.Rel(t, what, got, (at(q[i]+h)-at(q[i]-h))/(2*h), 1e-4)
		}
	}
}

// Skewed laws: the standard errors of all four parameters are calibrated, not those of beta = 0 alone.
func TestMcCullochSkewedErrors(t *testing.T) {
	for _, s := range []law.Stable{{Alpha: 1.5, Beta: .5, Scale: 2, Loc: -1}, {Alpha: 1.3, Beta: -.6, Scale: .1, Loc: 4}} {
		var tally [4]estimatorTally
		estimatorReplicates(s, 4000, statstest.Replicates(400, 100), McCulloch, func(f Fit) {
			tally[0].add(f.Alpha, f.SE.Alpha, s.Alpha)
			tally[1].add(f.Beta, f.SE.Beta, s.Beta)
			tally[2].add(f.Scale, f.SE.Scale, s.Scale)
			tally[3].add(f.Loc, f.SE.Loc, s.Loc)
		})
		for i, name := range []string{"alpha", "beta", "scale", "location"} {
			tally[i].calibrated(t, fmt.Sprintf("%+v: %s", s, name))
		}
	}
}
