package verdict

import (
	"cmp"
	"math"
	"slices"
)

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
