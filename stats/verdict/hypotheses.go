package verdict

import (
	"math"

	"levyscope/stats/tail"
)

// gaussianP is Verdict.PGaussian, the p-value of a Gaussian: its chi-squared test, and the likelihood ratios to the
// families that contain it, three of them at an end of their range, where half of the ratios are zero. Source: Self
// and Liang 1987.
func gaussianP(scores map[*family]*LawScore) float64 {
	g := scores[gaussianFamily]
	p := g.PFit
	for _, f := range []*family{stableFamily, studentFamily, mixtureFamily, generalizedFamily} {
		ratio := math.Erfc(math.Sqrt(max(0, scores[f].LogLik-g.LogLik))) // P(chi-squared(1) > 2 gap)
		if f != generalizedFamily {
			ratio /= 2
		}
		p = least(p, ratio)
	}
	return min(1, 3*p)
}

// stableP is Verdict.PStable, the p-value of SaS: its chi-squared test, Cox's test against the rival with the largest
// likelihood, and the drift of block sums.
func stableP(b *binned, scores map[*family]*LawScore, drift SumDrift) float64 {
	best := rivals[0]
	for _, f := range rivals {
		if scores[f].LogLik > scores[best].LogLik {
			best = f
		}
	}
	p := least(scores[stableFamily].PFit, drift.P)
	return min(1, 3*least(p, coxTest(b, stableFamily, &scores[stableFamily].fit, best, scores[best].LogLik)))
}

// least is the smaller of two p-values. NaN stands for a test that was not made, and gives way to the other.
func least(a, b float64) float64 {
	if math.IsNaN(a) || b < a {
		return b
	}
	return a
}

// finiteP is Verdict.PFinite, the largest p-value among the families of finite variance, and the law that has it.
// Beside the two tests a rule on G, the log-likelihood by which SaS is the more likely, enters it:
//
//   - p is 10^(1-G) or more, so that no law is rejected at 0.01 that SaS is ahead of by less than 3;
//   - for two scales p is 10^(m-2-G) or less, so that they are rejected at 0.01 where SaS is ahead by more than the
//     margin m = min(1, 1500/N). They come close to any SaS with alpha near 2, so that Cox's test, which allows
//     the full spread of G, rejects them too seldom. Of series of two scales (shares .02 to .1, ratios 3 to 10)
//     with 300 to 16,384 samples, at most 1 in 100 was called stable with this rule.
func finiteP(b *binned, scores map[*family]*LawScore) (largest float64, law string) {
	largest = -1
	for _, f := range []*family{laplaceFamily, studentFamily, generalizedFamily, mixtureFamily, twoScaleFamily} {
		s := scores[f]
		fit, pFit, name := s.fit, s.PFit, s.Law
		if f == studentFamily && fit.shape < finiteStudent.lo {
			f = finiteStudent
			fit = f.fit(b)
			pFit, name = f.chiSquared(b, &fit), f.fitted(&fit, b.unit).String()
		}
		p := 2 * least(pFit, coxTest(b, f, &fit, stableFamily, scores[stableFamily].LogLik))
		gap := scores[stableFamily].LogLik - fit.logLik
		if f == twoScaleFamily {
			p = least(p, math.Pow(10, min(1, 1500/b.total)-2-gap))
		} else {
			p = max(p, math.Pow(10, 1-gap))
		}
		if math.IsNaN(p) { // neither test could be made: nothing speaks against this family
			return 1, name
		}
		if p > largest {
			largest, law = p, name
		}
	}
	return min(1, largest), law
}

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
