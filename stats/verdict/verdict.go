package verdict

import (
	"fmt"
	"math"
	"strings"

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

// significance is the level of every rejection in a verdict, but that of a stable law, which is strict times as
// large: that a series is not stable is the claim that most rests on.
const (
	significance = .01
	strict       = .3
)

// A Verdict says which law a centred series follows, as far as its counts tell.
//
// Seven families are fitted to the counts by maximum likelihood: SaS, Gaussian, Laplace, Student-t, generalised
// Gaussian, a Gaussian whose scale is log-normal, and one of two scales (a contaminated normal). PGaussian and PStable
// are the p-values of two hypotheses. Each is three times the smallest p-value of these tests, at most 1:
//
//   - the chi-squared test of the counts against the fitted law;
//   - the test against the other families: for a Gaussian the likelihood ratios to those that contain it, for SaS
//     Cox's test against the best of the rest (see coxTest);
//   - for SaS, where block sums were counted: their tail index does not drift with the block size (see SumDrift).
//
// PFinite is the largest p-value among the families of finite variance, each twice the smaller one of its chi-squared
// test and of Cox's test against SaS. It is computed only where PGaussian < 0.1, and else NaN.
//
// The kind follows by these rules, at the level 0.01:
//
//   - Gaussian: PGaussian >= 0.01, the 95 % interval of the tail index of SaS lies above 1.95, and that of the exponent
//     of the generalised Gaussian between 1.5 and 2.67. Or all but one sample are so: see Outlier.
//   - Stable: PStable >= 0.01, PGaussian < 0.01, PFinite < 0.01, and no family does better than SaS by more than a nat
//     of log-likelihood (or of AIC, if it has a parameter more).
//   - Heavy-tailed or light-tailed, not stable: PGaussian < 0.01 and PStable < 0.01.
//   - Undecided: all other cases, and values that were rounded too coarsely (see TooCoarse).
//
// DecideAll applies the rules to many series at once. A Student-t law with nu < 2 is among the families that SaS is
// tested against, but not among those that must be rejected before SaS is accepted: its sums tend to a stable law. A
// remark says where it fits as well.
//
// The p-values hold for independent samples. Serial dependence makes counts vary more: of Gaussian series of 4096
// samples with an autocorrelation of 0.9, a tenth is called heavy-tailed and none stable. The families are symmetric,
// and fitted to |x|. What a series shows beside its law (atoms, rounding, unlike sides) is found by its screen.Screen.
type Verdict struct {
	Kind               Kind
	N                  int      // samples behind the fits: finite, in no atom, not the centre itself
	Alpha              tail.Fit // the fit of SaS, with the standard error of alpha
	Lo, Hi             float64  // 95 % interval of alpha
	PGaussian, PStable float64
	PFinite            float64
	Laws               []LawScore // in ascending order of BIC; empty if there was nothing to fit
	Drift              SumDrift
	Atoms              []AtomShare          // values that repeat, set apart
	Step               float64              // of the grid that the values were rounded to; 0: none
	TooCoarse          bool                 // the step, or the few levels of the values, leave the law undecided
	Clip               *Clip                // the range that values were clipped to; else nil
	Outlier            *Outlier             // the one sample but for which the series is Gaussian; else nil
	Asymmetry          *Asymmetry           // nil: the two sides are alike, as far as can be told
	Dependence         *tail.DependenceTest // of the samples in their order; nil: not tested
	Remarks            []Remark             // on the series, beside its law

	gaussian bool    // both intervals lie close to a Gaussian's: see the rules above
	light    bool    // the tails are lighter than a Gaussian's
	finite   string  // the law of finite variance that PFinite is the p-value of
	lead     float64 // nats by which the best other family does better than SaS
}

// An AtomShare is a value that repeats as no law with a density lets it.
type AtomShare struct {
	Value float64 `json:"value"`
	Count int     `json:"count"` // samples beyond those that the law of the rest gives on a grid
	Share float64 `json:"share"` // of all finite samples
}

// A Clip is the range that values were clipped to. Its ends are counted as lying beyond, in every test and fit of the
// counts; fits of the samples themselves take them as they stand.
type Clip struct {
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Share float64 `json:"share"` // of samples at either end
}

// An Outlier is the one sample but for which a series is Gaussian.
type Outlier struct {
	Value     float64 // NaN where only bins are known
	Size      float64 // |x - centre|; where only bins are known, the lower edge of its bin
	PGaussian float64 // of the samples without it
}

// Best is the law with the smallest BIC; the zero LawScore if there is none.
func (v Verdict) Best() LawScore {
	if len(v.Laws) == 0 {
		return LawScore{}
	}
	return v.Laws[0]
}

// NoLawFits reports whether the best law is itself rejected by the chi-squared test.
func (v Verdict) NoLawFits() bool { return len(v.Laws) > 0 && v.Best().PFit < significance }

// String is the verdict in words, followed by the interval of alpha (Gaussian), by alpha (stable), or by the best law
// (otherwise, unless undecided).
func (v Verdict) String() string {
	if v.Asymmetry != nil && !v.TooCoarse {
		return v.asymmetric()
	}
	switch v.Kind {
	case IsGaussian:
		if v.Outlier != nil {
			return v.Outlier.words()
		}
		return fmt.Sprintf("Gaussian (alpha in %.3g to 2 at 95 %%)", v.Lo)
	case IsStable:
		return "stable, " + v.alphaWords()
	case HeavyTailed, LightTailed:
		if v.NoLawFits() {
			return fmt.Sprintf("%v; no law here fits; closest: %s", v.Kind, v.Best().Law)
		}
		return fmt.Sprintf("%v; best: %s", v.Kind, v.Best().Law)
	}
	if v.TooCoarse {
		return "undecided: rounded too coarsely"
	}
	return v.undecided()
}

// undecided names the laws that are left: the Gaussian and the stable one, if not rejected, and the best one.
func (v Verdict) undecided() string {
	out := fmt.Sprintf("undecided at n = %d", v.N)
	var left []string
	if v.PGaussian >= significance {
		left = append(left, "Gaussian")
	}
	if v.PStable >= significance*strict && v.Alpha.Alpha < nearBound {
		left = append(left, "stable with "+v.alphaWords())
	}
	if best := v.Best(); best.PFit >= significance && best.Name != gaussianFamily.name && best.Name != stableFamily.name {
		left = append(left, best.Law)
	}
	if len(left) == 1 && v.PFinite >= significance && v.finite != "" {
		left = append(left, v.finite)
	}
	if len(left) < 2 {
		return out
	}
	return out + ": " + strings.Join(left[:len(left)-1], ", ") + " or " + left[len(left)-1]
}

// alphaWords is the tail index with its standard error. At an edge of its search an error would say nothing.
func (v Verdict) alphaWords() string {
	a, se := v.Alpha.Alpha, v.Alpha.SE.Alpha
	if a <= leastAlpha || a >= 2 || !(se > 0) {
		return fmt.Sprintf("alpha = %.3f, the edge of its search", a)
	}
	return fmt.Sprintf("alpha = %.3f +- %.3f", a, se)
}

// asymmetric is the verdict on an asymmetric series in words.
func (v Verdict) asymmetric() string {
	beta := fmt.Sprintf("beta = %.2f +- %.2f", v.Asymmetry.Beta, v.Asymmetry.BetaSE)
	switch edge, se := math.Abs(v.Asymmetry.Beta) >= 1, v.Asymmetry.BetaSE; {
	case math.IsNaN(se):
		beta = fmt.Sprintf("beta = %.2g, the edge of its range", v.Asymmetry.Beta)
	case edge:
		beta = fmt.Sprintf("beta = %.2g, the edge of its range (error %.2f)", v.Asymmetry.Beta, se)
	}
	switch v.Kind {
	case IsStable:
		return fmt.Sprintf("asymmetric; stable, %s, %s", v.alphaWords(), beta)
	case HeavyTailed, LightTailed:
		return fmt.Sprintf("asymmetric; %v; no symmetric law fits", v.Kind)
	}
	out := fmt.Sprintf("asymmetric; undecided at n = %d", v.N)
	if !(v.PStable >= significance*strict && v.Alpha.Alpha < nearBound) {
		return out
	}
	return out + fmt.Sprintf("; if it is stable, %s, %s", v.alphaWords(), beta)
}

// Verdict judges the series that was counted, without a test of block sums: see Accumulator.Verdict for one with it.
func (d *Dyadic) Verdict() Verdict { return d.verdict(facts{drift: SumDrift{P: math.NaN()}}) }

func (d *Dyadic) verdict(f facts) Verdict {
	var b binned
	f.positive, f.zeros = d.Positive(), d.Zeros()
	if !d.binned(&b) {
		return f.noVerdict()
	}
	return f.judge(&b)
}

// decide sets Kind by the rules of Verdict with the given p-values and level. A comparison with a p-value that is NaN
// fails, so that NaN never leads to a kind other than Undecided.
func (v *Verdict) decide(pGaussian, pStable, pFinite, level float64) {
	v.Kind = Undecided
	switch {
	case v.TooCoarse:
	case pGaussian >= level && v.gaussian || v.Outlier != nil:
		v.Kind = IsGaussian
	case pGaussian < level && pStable < level*strict:
		v.Kind = HeavyTailed
		if v.light {
			v.Kind = LightTailed
		}
	case pGaussian < level && pFinite < level && pStable >= level && v.lead <= 1:
		v.Kind = IsStable
	}
}
