package verdict

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"levyscope/stats/tail"
)

// Kind is the law that a verdict finds, or that it finds none.
type Kind int

// The kinds of verdicts. HeavyTailed and LightTailed compare with a Gaussian.
const (
	Undecided   Kind = iota // no hypothesis is rejected for another with so few samples
	IsGaussian              // a Gaussian, and no law that differs much from one
	IsStable                // a stable law with alpha < 2, and no law of finite variance
	HeavyTailed             // heavier tails than a Gaussian, and not stable
	LightTailed             // lighter tails than a Gaussian, hence not stable
)

// String is the kind in words, "heavy-tailed, not stable" for example.
func (k Kind) String() string {
	return [...]string{"undecided", "Gaussian", "stable", "heavy-tailed, not stable", "light-tailed, not stable"}[k]
}

// significance is the level of every rejection in a verdict.
const significance = .01

// A Verdict says which law a centred symmetric series follows, as far as its counts tell.
//
// Six families are fitted to the counts by maximum likelihood: SaS, Gaussian, Laplace, Student-t, generalised
// Gaussian, and a Gaussian whose scale is log-normal. PGaussian and PStable are the p-values of two hypotheses. Each is
// three times the smallest p-value of these tests, at most 1:
//
//   - the chi-squared test of the counts against the fitted law;
//   - the test against the other families: for a Gaussian the likelihood ratios to the four that contain it, for SaS
//     Cox's test against the best of the rest (see coxTest);
//   - for SaS, where block sums were counted: their tail index does not drift with the block size (see SumDrift).
//
// PFinite is the largest p-value among the families of finite variance, each twice the smaller one of its chi-squared
// test and of Cox's test against SaS. It is computed only where PGaussian < 0.1, and else NaN.
//
// The kind follows from the three by these rules, at the level 0.01:
//
//   - Gaussian: PGaussian >= 0.01, the 95 % interval of the tail index of SaS lies above 1.95, and that of the exponent
//     of the generalised Gaussian between 1.5 and 2.67.
//   - Stable: PStable >= 0.01, PGaussian < 0.01 and PFinite < 0.01.
//   - Heavy-tailed or light-tailed, not stable: PGaussian < 0.01 and PStable < 0.01.
//   - Undecided: all other cases.
//
// DecideAll applies the rules to many series at once. A Student-t law with nu < 2 is among the families that SaS is
// tested against, but not among those that must be rejected before SaS is accepted: its sums tend to a stable law. A
// remark says where it fits as well.
//
// The p-values hold for independent samples. Serial dependence makes counts vary more: of Gaussian series of 4096
// samples with an autocorrelation of 0.9, a tenth is called heavy-tailed and none stable. The families are symmetric,
// and fitted to |x|; the signs of the samples enter a remark only. A series of two unlike sides with equally many
// samples each is therefore judged by |x| without a remark; tail.Skewness tests for that.
type Verdict struct {
	Kind               Kind
	N                  int      // finite nonzero samples
	Alpha              tail.Fit // the fit of SaS, with the standard error of alpha
	Lo, Hi             float64  // 95 % interval of alpha
	PGaussian, PStable float64
	PFinite            float64
	Laws               []LawScore // in ascending order of BIC; empty if there was nothing to fit
	Drift              SumDrift
	Remarks            []Remark // on the series, beside its law
	gaussian           bool     // both intervals lie close to a Gaussian's: see the rules above
	light              bool     // the tails are lighter than a Gaussian's
}

// Best is the law with the smallest BIC; the zero LawScore if there is none.
func (v Verdict) Best() LawScore {
	if len(v.Laws) == 0 {
		return LawScore{}
	}
	return v.Laws[0]
}

// String is the verdict in words, followed by the interval of alpha (Gaussian), by alpha (stable), or by the best law
// (otherwise, unless undecided).
func (v Verdict) String() string {
	switch v.Kind {
	case IsGaussian:
		return fmt.Sprintf("Gaussian (alpha in %.3g to 2 at 95 %%)", v.Lo)
	case IsStable:
		return fmt.Sprintf("stable, alpha = %.3f +- %.3f", v.Alpha.Alpha, v.Alpha.SE.Alpha)
	case HeavyTailed, LightTailed:
		return fmt.Sprintf("%v; best: %s", v.Kind, v.Best().Law)
	}
	return fmt.Sprintf("undecided at n = %d", v.N)
}

// Verdict judges the series that was counted, without a test of block sums: see Accumulator.Verdict for one with it.
func (d *Dyadic) Verdict() Verdict { return d.verdict(SumDrift{P: math.NaN()}) }

func (d *Dyadic) verdict(drift SumDrift) Verdict {
	var b binned
	if !d.binned(&b) {
		return noVerdict(d.Zeros())
	}
	return judge(&b, d.Positive(), d.Zeros(), drift)
}

// noVerdict is the verdict on a series without a nonzero sample.
func noVerdict(zeros int) Verdict {
	nan := math.NaN()
	v := Verdict{
		Alpha: tail.NoFit(0), Lo: nan, Hi: nan, PGaussian: nan, PStable: nan, PFinite: nan,
		Drift: SumDrift{P: nan}, Remarks: []Remark{{Kind: NothingCounted}},
	}
	if zeros > 0 {
		v.Remarks[0].Kind = OnlyZeros
	}
	return v
}

// judge fits the families to the counts and tests them; positive samples and zeros enter the remarks.
func judge(b *binned, positive, zeros int, drift SumDrift) Verdict {
	v := noVerdict(zeros)
	v.N, v.Alpha, v.Drift, v.Remarks = int(b.total), stableFit(b), drift, sampleRemarks(int(b.total), positive, zeros)
	if b.occupied() < 3 {
		v.Remarks = append(v.Remarks, Remark{Kind: FewBins})
		return v
	}
	scores := map[*family]*LawScore{}
	for _, f := range append([]*family{stableFamily, gaussianFamily}, rivals...) {
		s := f.scored(b)
		scores[f] = &s
		v.Laws = append(v.Laws, s)
	}
	slices.SortStableFunc(v.Laws, func(a, b LawScore) int { return cmp.Compare(a.BIC, b.BIC) })
	stable := &scores[stableFamily].fit
	z := math.Sqrt2 * math.Erfinv(.95)
	v.Lo, v.Hi = stableFamily.scoreBound(b, stable, z, -1), stableFamily.scoreBound(b, stable, z, 1)

	v.PGaussian = gaussianP(scores)
	v.PStable = stableP(b, scores, drift)
	if v.PGaussian < .1 {
		v.PFinite = finiteP(b, stable)
	}
	generalized := &scores[generalizedFamily].fit
	v.gaussian = v.Lo >= 1.95 && nearTwo(generalized)
	v.light = generalized.shape > math.Ln2 && stable.shape > 1.99
	v.decide(v.PGaussian, v.PStable, v.PFinite, significance)
	if gap := scores[stableFamily].LogLik - scores[studentFamily].LogLik; v.Kind == IsStable && gap < 3 {
		v.Remarks = append(v.Remarks, Remark{Kind: StudentFits, Law: scores[studentFamily].Law})
	}
	return v
}

// decide sets Kind by the rules of Verdict with the given p-values and level. A comparison with a p-value that is NaN
// fails, so that NaN never leads to a kind other than Undecided.
func (v *Verdict) decide(pGaussian, pStable, pFinite, level float64) {
	v.Kind = Undecided
	switch {
	case pGaussian >= level && v.gaussian:
		v.Kind = IsGaussian
	case pGaussian < level && pStable < level:
		v.Kind = HeavyTailed
		if v.light {
			v.Kind = LightTailed
		}
	case pGaussian < level && pFinite < level && pStable >= level:
		v.Kind = IsStable
	}
}
