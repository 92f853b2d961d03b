package verdict

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/tail"
)

// gaussianP is Verdict.PGaussian, the p-value of a Gaussian: its chi-squared test, and the likelihood ratios to the
// families that contain it, three of them at an end of their range, where half of the ratios are zero. Source: Self
// and Liang 1987.
func gaussianP(b *binned, fits *lawFits) float64 {
	p, own := fits.chiSquared(b, gaussianFamily), fits[gaussianPlace].logLik
	for _, f := range [...]int{stablePlace, studentPlace, mixturePlace, generalizedPlace} {
		ratio := math.Erfc(math.Sqrt(max(0, fits[f].logLik-own))) // P(chi-squared(1) > 2 gap)
		if f != generalizedPlace {
			ratio /= 2
		}
		p = least(p, ratio)
	}
	return min(1, 3*p)
}

// stableP is Verdict.PStable, the p-value of SaS: its chi-squared test, Cox's test against the rival with the largest
// likelihood, and the drift of block sums.
func stableP(b *binned, fits *lawFits, drift SumDrift) float64 {
	best := rivals[0]
	for _, f := range rivals {
		if fits[f.place].logLik > fits[best.place].logLik {
			best = f
		}
	}
	p := least(fits.chiSquared(b, stableFamily), drift.P)
	cox := coxTest(b, stableFamily, &fits[stablePlace].binnedFit, best, fits[best.place].logLik)
	return min(1, 3*least(p, cox))
}

// least is the smaller of two p-values. NaN stands for a test that was not made, and gives way to the other.
func least(a, b float64) float64 {
	if math.IsNaN(a) || b < a {
		return b
	}
	return a
}

// finiteP is Verdict.PFinite, the largest p-value among the families of finite variance, and the fit that has it.
// Beside the two tests a rule on G, the log-likelihood by which SaS is the more likely, enters it:
//
//   - p is 10^(1-G) or more, so that no law is rejected at 0.01 that SaS is ahead of by less than 3;
//   - for two scales p is 10^(m-2-G) or less, so that they are rejected at 0.01 where SaS is ahead by more than the
//     margin m = min(1, 1500/N). They come close to any SaS with alpha near 2, so that Cox's test, which allows
//     the full spread of G, rejects them too seldom. Of series of two scales (shares .02 to .1, ratios 3 to 10)
//     with 300 to 16,384 samples, at most 1 in 100 was called stable with this rule.
func finiteP(b *binned, fits *lawFits) (largest float64, f *family, fit binnedFit) {
	type candidate struct {
		f         *family
		fit       *binnedFit
		pFit, gap float64
		most      float64 // which the p-value is not above
	}
	var order [len(finiteFamilies)]candidate
	for i, f := range finiteFamilies {
		c := candidate{f: f, fit: &fits[f.place].binnedFit}
		if f == studentFamily && c.fit.shape < finiteStudent.lo {
			fit := finiteStudent.fit(b)
			c.f, c.fit, c.pFit = finiteStudent, &fit, finiteStudent.chiSquared(b, &fit)
		} else {
			c.pFit = fits.chiSquared(b, f)
		}
		c.gap = fits[stablePlace].logLik - c.fit.logLik
		c.most = max(2*c.pFit, math.Pow(10, 1-c.gap))
		if math.IsNaN(c.pFit) {
			c.most = math.Inf(1)
		}
		order[i] = c
	}
	slices.SortStableFunc(order[:], func(a, b candidate) int { return cmp.Compare(b.most, a.most) })
	largest = -1
	for i := range order {
		c := &order[i]
		if c.most < largest { // Cox's test would change nothing
			break
		}
		p := 2 * least(c.pFit, coxTest(b, c.f, c.fit, stableFamily, fits[stablePlace].logLik))
		if c.f == twoScaleFamily {
			p = least(p, math.Pow(10, min(1, 1500/b.total)-2-c.gap))
		} else {
			p = max(p, math.Pow(10, 1-c.gap))
		}
		if math.IsNaN(p) { // neither test could be made: nothing speaks against this family
			return 1, c.f, *c.fit
		}
		if p > largest {
			largest, f, fit = p, c.f, *c.fit
		}
	}
	return min(1, largest), f, fit
}

// finiteFamilies are those of finite variance that SaS is tested against; of Student-t the part that is.
var finiteFamilies = [...]*family{laplaceFamily, studentFamily, generalizedFamily, mixtureFamily, twoScaleFamily}

// coxTest is the p-value of the family null with the given fit, against another family that has the log-likelihood
// otherLogLik on the same counts. With T = otherLogLik - fit.logLik,
//
//	Z = (T - E T)/sd T
//
// is large where the other family fits better than it would if null were true. E T and sd T are taken under the fitted
// null with the bin probabilities P: the other family is fitted to the counts that null expects, which gives it the
// probabilities P*, and
//
//	E T = N sum P ln(P*/P),   Var T = N Var ln(P*/P).
//
// NaN where the two laws are the same or nearly so, sd T <= 0.05. Source: Cox 1961, 1962.
func coxTest(b *binned, null *family, fit *binnedFit, other *family, otherLogLik float64) float64 {
	var p, q [maxEdges + 1]float64
	null.probabilities(b, fit, &p)
	expected := *b
	for k := range b.edges + 1 {
		expected.n[k] = b.total * p[k]
	}
	best := other.fit(&expected)
	other.probabilities(b, &best, &q)
	mean, square := 0., 0.
	for k := range b.edges + 1 {
		if p[k] < leastProbability {
			continue
		}
		r := math.Log(max(q[k], leastProbability) / p[k])
		mean += p[k] * r
		square += p[k] * r * r
	}
	sd := math.Sqrt(b.total * (square - mean*mean))
	if !(sd > .05) {
		return math.NaN()
	}
	gap := otherLogLik - fit.logLik
	if other == twoScaleFamily && null != twoScaleFamily {
		// Its third parameter gains about a nat, with a spread of one, wherever null is true. (That two scales become one
		// at the end of their range leaves no better theory.)
		gap--
		sd = math.Hypot(sd, 1)
	}
	z := (gap - b.total*mean) / sd
	return math.Erfc(z/math.Sqrt2) / 2
}

// nearTwo reports whether the 95 % interval of the exponent of a generalised Gaussian lies between 1.5 and 2.67, a
// third below and above 2 in ratio.
func nearTwo(fit *binnedFit) bool {
	se, _ := fit.errors()
	return math.Abs(fit.shape-math.Ln2)+tail.RoundedNormal975*se < math.Log(4./3)
}

// LawScore tells how well one family fits the counts. Its tags are the names in JSON reports.
type LawScore struct {
	Name   string  `json:"name"`           // the name of the family
	Law    string  `json:"law"`            // the family with the fitted parameters
	Params int     `json:"-"`              // number of fitted parameters
	LogLik float64 `json:"log_likelihood"` // sum over bins of n_k ln P_k
	AIC    float64 `json:"aic"`            // 2 Params - 2 LogLik
	BIC    float64 `json:"bic"`            // Params ln N - 2 LogLik
	PFit   float64 `json:"p_chi_squared"`  // p-value of the chi-squared test of the counts
	law    distribution
}

// Prob is the density of the fitted law at x.
func (l LawScore) Prob(x float64) float64 { return l.law.Prob(x) }

// Survival is P(X > x) of the fitted law.
func (l LawScore) Survival(x float64) float64 { return l.law.Survival(x) }

// chiSquared is the p-value of Pearson's test of the counts against the fit. Neighbouring bins are joined until 5
// samples are expected in each. NaN where fewer bins are left than a test needs.
func (f *family) chiSquared(b *binned, fit *binnedFit) float64 {
	var p [maxEdges + 1]float64
	f.probabilities(b, fit, &p)
	const least = 5
	left := b.total // expected in the bins not yet visited
	sum, have, want, cells := 0., 0., 0., 0
	for k := range b.edges + 1 {
		have += b.n[k]
		want += b.total * p[k]
		left -= b.total * p[k]
		if k == b.edges || want >= least && left >= least {
			sum += (have - want) * (have - want) / max(want, 1e-300)
			have, want = 0, 0
			cells++
		}
	}
	free := cells - 1 - f.params
	if free < 1 {
		return math.NaN()
	}
	if math.IsInf(sum, 0) || math.IsNaN(sum) {
		return 0
	}
	return mathext.GammaIncRegComp(float64(free)/2, sum/2)
}

// BenjaminiHochberg adjusts the p-values of m tests for their number. In ascending order,
//
//	q_(i) = min over j >= i of min(1, m p_(j)/j),
//
// and rejecting where q <= r keeps the false discovery rate, the expected share of true hypotheses among those
// rejected, at r or below, for independent tests and for many that are positively dependent. The result is in the
// order of p. NaN stays NaN and is no test; a p outside [0, 1] is NaN too.
// Sources: Benjamini and Hochberg 1995, section 3.1; Benjamini and Yekutieli 2001 for dependence.
func BenjaminiHochberg(p []float64) []float64 {
	q, order := make([]float64, len(p)), make([]int, 0, len(p))
	for i, v := range p {
		q[i] = math.NaN()
		if v >= 0 && v <= 1 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	least, m := 1., float64(len(order))
	for j := len(order) - 1; j >= 0; j-- {
		least = min(least, p[order[j]]*(m/float64(j+1)))
		q[order[j]] = least
	}
	return q
}

// DecideAll judges many series together: the p-values of one hypothesis for all series are adjusted by Benjamini and
// Hochberg's method, and each series is decided anew at rate, 0 < rate < 0.1 (0.01, say). Of the series that are
// called other than Gaussian at most that share is Gaussian in expectation, and so for "not stable" and "stable". The
// p-values in the verdicts stay those of each series alone. Adjusting makes rejections rarer: more verdicts are
// Gaussian or undecided, and a few that were not stable by a little may pass for stable.
func DecideAll(verdicts []Verdict, rate float64) {
	adjusted := func(of func(v *Verdict) float64) []float64 {
		p := make([]float64, len(verdicts))
		for i := range verdicts {
			p[i] = of(&verdicts[i])
		}
		return BenjaminiHochberg(p)
	}
	gaussian := adjusted(func(v *Verdict) float64 { return v.PGaussian })
	stable := adjusted(func(v *Verdict) float64 { return v.PStable })
	finite := adjusted(func(v *Verdict) float64 {
		if math.IsNaN(v.PFinite) && !math.IsNaN(v.PGaussian) {
			return 1 // not computed, as the series may well be Gaussian: a test all the same
		}
		return v.PFinite
	})
	for i := range verdicts {
		verdicts[i].decide(gaussian[i], stable[i], finite[i], rate)
	}
}
