package tail

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// ecfExact fills phi_n with the characteristic function of the law in S0 itself.
func ecfExact(r *ecfRegression, p fitContinuous) {
	last := 0
	for _, m := range append(append([]int{}, r.modulus...), r.phase...) {
		last = max(last, m)
	}
	r.re, r.im = make([]float64, last+1), make([]float64, last+1)
	r.linear = mat.NewDense(4, 2*last, nil)
	c := math.Exp(p.logScale)
	for m := range r.re {
		u := r.step * float64(m)
		w := 0.0
		if u > 0 {
			w = ecfSkew(p.alpha, c*u)
		}
		size := math.Exp(-math.Pow(c*u, p.alpha))
		r.re[m], r.im[m] = size*math.Cos(p.zeta*u+p.beta*w), size*math.Sin(p.zeta*u+p.beta*w)
	}
}

// Of the exact characteristic function both regressions find the exact law.
func TestECFRegressionIsExact(t *testing.T) {
	for _, p := range []fitContinuous{{1.5, 0, 0, 0}, {1.2, .7, .1, .2}, {.6, -.4, -.2, .1}, {1, .5, .3, -.3},
		{1.95, -.9, 0, .4}} {
		for _, r := range []ecfRegression{ecfPoints(p.alpha), {step: .1, modulus: []int{2, 8}, phase: []int{1, 4}}} {
			ecfExact(&r, p)
			if !r.fitModulus() || !r.fitPhase() {
				t.Fatalf("%+v: no fit", p)
			}
			for i, d := range []float64{r.alpha - p.alpha, r.beta - p.beta, r.logScale - p.logScale, r.zeta - p.zeta} {
				near.Abs(t, fmt.Sprintf("%+v, %d points: error of parameter %d", p, len(r.modulus), i), d, 0, 1e-10)
			}
		}
	}
}

// The asymptotic deviations of sqrt(n) alpha-hat at beta = 0, computed apart from
// this code (numpy, from Cov(re s, re t) alone): 1.29485, 1.59066, 1.46931 for 15,
// 13 and 11 points at alpha = 1, 1.5 and 1.8; 1.79066, 1.89306, 1.58050 by Press.
func TestECFCovariance(t *testing.T) {
	for _, c := range []struct{ alpha, ecf, press float64 }{{1, 1.2948536, 1.7906587}, {1.5, 1.5906596, 1.8930560},
		{1.8, 1.4693090, 1.5804963}} {
		full, two := ecfPoints(c.alpha), ecfRegression{step: .1, modulus: []int{2, 8}, phase: []int{1, 4}}
		for want, r := range map[float64]*ecfRegression{c.ecf: &full, c.press: &two} {
			ecfExact(r, fitContinuous{alpha: c.alpha})
			if !r.fitModulus() || !r.fitPhase() {
				t.Fatal("no fit")
			}
			cov := r.covariance(1)
			what := fmt.Sprintf("alpha %g, %d points: ", c.alpha, len(r.modulus))
			near.Rel(t, what+"deviation of sqrt(n) alpha-hat", math.Sqrt(cov(0, 0)), want, 1e-6)
			near.Abs(t, what+"covariance of alpha and beta", cov(0, 1), 0, 1e-9)
		}
	}
}

// The derivatives of all four parameters by finite differences of phi_n, at a skewed law.
func TestECFDerivatives(t *testing.T) {
	const h = 1e-6
	p := fitContinuous{1.3, .4, .05, -.1}
	run := func(bump func(r *ecfRegression)) ([4]float64, *mat.Dense) {
		r := ecfPoints(p.alpha)
		ecfExact(&r, p)
		bump(&r)
		if !r.fitModulus() || !r.fitPhase() {
			t.Fatal("no fit")
		}
		return [4]float64{r.alpha, r.beta, r.logScale, r.zeta}, r.linear
	}
	_, linear := run(func(*ecfRegression) {})
	_, cols := linear.Dims()
	for col := range cols {
		at := func(d float64) [4]float64 {
			v, _ := run(func(r *ecfRegression) {
				if m := col + 1; m < len(r.re) {
					r.re[m] += d
				} else {
					r.im[m-len(r.re)+1] += d
				}
			})
			return v
		}
		hi, lo := at(h), at(-h)
		for i := range hi {
			want := (hi[i] - lo[i]) / (2 * h)
			what := fmt.Sprintf("parameter %d by column %d against a finite difference", i, col)
			near.Abs(t, what, linear.At(i, col), want, 1e-5*max(1, math.Abs(want)))
		}
	}
}

// RMSE of alpha at n = 10^4 against the prototype's, which had Koutrouvelis' own
// numbers of points: .0170/.0205/.0162/.0143/.0104; over 40 replicates an RMSE
// varies by 11 %.
func TestECFRMSE(t *testing.T) {
	for alpha, most := range map[float64]float64{1: .0170, 1.3: .0205, 1.5: .0162, 1.8: .0143, 1.95: .0104} {
		var s estimatorTally
		estimatorReplicates(law.SaS(alpha, 1), 10000, statstest.Replicates(40, 20), ECF,
			func(f Fit) { s.add(f.Alpha, f.SE.Alpha, alpha) })
		// Three standard errors of an RMSE over 40 replicates.
		near.Most(t, fmt.Sprintf("alpha %g: RMSE over the prototype's", alpha), s.rmse()/most, 1+.33*math.Sqrt(40/s.n))
	}
}

func TestECFErrors(t *testing.T) {
	for name, fit := range map[string]func([]float64) Fit{"ECF": ECF, "Press": PressECF} {
		for _, alpha := range []float64{.7, 1.5} {
			var a, b, c, loc estimatorTally
			estimatorReplicates(law.Stable{Alpha: alpha, Beta: 0, Scale: 3, Loc: 5}, 2000, statstest.Replicates(400, 100),
				fit, func(f Fit) {
					a.add(f.Alpha, f.SE.Alpha, alpha)
					b.add(f.Beta, f.SE.Beta, 0)
					c.add(f.Scale, f.SE.Scale, 3)
					loc.add(f.Loc, f.SE.Loc, 5)
				})
			a.calibrated(t, fmt.Sprint(name, ": alpha at ", alpha))
			b.calibrated(t, fmt.Sprint(name, ": beta at ", alpha))
			c.calibrated(t, fmt.Sprint(name, ": scale at ", alpha))
			loc.calibrated(t, fmt.Sprint(name, ": location at ", alpha))
		}
	}
}

// A skewed law far from standard: all four parameters have calibrated errors.
func TestECFSkewed(t *testing.T) {
	s := law.Stable{Alpha: 1.4, Beta: -.5, Scale: 1e-3, Loc: 20}
	for name, fit := range map[string]func([]float64) Fit{"ECF": ECF, "Press": PressECF} {
		var tally [4]estimatorTally
		estimatorReplicates(s, 2000, statstest.Replicates(400, 100), fit, func(f Fit) {
			tally[0].add(f.Alpha, f.SE.Alpha, s.Alpha)
			tally[1].add(f.Beta, f.SE.Beta, s.Beta)
			tally[2].add(f.Scale, f.SE.Scale, s.Scale)
			tally[3].add(f.Loc, f.SE.Loc, s.Loc)
		})
		for i := range tally {
			tally[i].calibrated(t, fmt.Sprint(name, ", parameter ", i))
		}
	}
}
