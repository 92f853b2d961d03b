package verdict

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/tail"
)

// Kind is what a verdict says.
type Kind int

// The verdicts. A law is called heavy-tailed or light-tailed beside a Gaussian.
const (
	Undecided   Kind = iota // at this n
	IsGaussian              // no rival does better, and none that differs much is left
	IsStable                // a stable law with alpha < 2, and no law of finite variance
	HeavyTailed             // heavier than a Gaussian, and not stable
	LightTailed             // lighter than a Gaussian, hence not stable
)

func (k Kind) String() string {
	return [...]string{"undecided", "Gaussian", "stable", "heavy-tailed, not stable", "light-tailed, not stable"}[k]
}

// significance is the level of every rejection in a verdict.
const significance = .01

// A Verdict says which law a centred symmetric series follows, as far as its counts tell.
//
// Six families are fitted to the counts by maximum likelihood: SaS, Gaussian, Laplace, Student-t, generalised
// Gaussian, and a Gaussian whose scale is log-normal. PGaussian and PStable are p-values of the two hypotheses,
// each the smallest of its tests times their number:
//
//   - the chi-squared test of the counts against the fitted law;
//   - the best other family against it: for a Gaussian the likelihood ratio to the families that
//     contain it, for SaS the test of Cox (see coxTest);
//   - for SaS, if block sums are at hand: their tail index must not drift with the block size.
//
// PFinite is the largest p-value among the families of finite variance, each twice the smaller of its chi-squared
// test and the test of Cox against SaS; NaN where PGaussian >= 0.1, as it is not needed there.
//
// Gaussian: PGaussian >= 0.01, and the 95 % intervals of the tail index of SaS and of the exponent of the generalised
// Gaussian lie above 1.95, and between 1.5 and 2.67. Stable: PStable >= 0.01, PGaussian and PFinite are
// not. Not stable: PGaussian and PStable are below 0.01. Else undecided (see Decide; DecideAll judges many series at once). A
// Student-t law with nu < 2 counts as a rival that may beat SaS, not as one that SaS must beat: its sums tend to a stable law;
// where it fits as well, a remark says so.
//
// The p-values are those of independent samples. Serial dependence makes counts vary more than they should: of Gaussian
// series of 4096 with an autocorrelation of .9 a tenth is called heavy-tailed (none stable). The signs of the
// samples enter only a remark, on signs that are not even. A series of two unlike
// sides that are equally many is judged by |x| all the same; for skewness see Skewness.
type Verdict struct {
	Kind               Kind
	N                  int      // samples counted
	Alpha              tail.Fit // SaS, alpha with its standard error
	Lo, Hi             float64  // 95 % interval of alpha
	PGaussian, PStable float64
	PFinite            float64
	Laws               []LawScore // by BIC, best first; empty if there was nothing to fit
	Drift              SumDrift
	Remarks            []Remark // on the series, beside its law
	gaussian, light    bool     // what Decide needs beside the p-values: alpha and exponent are near 2; lighter than a Gaussian
}

// The kinds of remarks.
const (
	NothingCounted RemarkKind = iota // no sample at all
	OnlyZeros                        // every sample is zero
	UnevenSigns                      // as fair coins would give once in a thousand series
	ManyZeros                        // a hundredth or more, which no law with a density gives
	FewBins                          // less than three bins are occupied
	StudentFits                      // a Student-t law fits as well as the stable one
)

// LawScore is how one family fits the counts. The names in its tags are those of reports in JSON.
type LawScore struct {
	Name   string  `json:"name"`           // of the family
	Law    string  `json:"law"`            // Name and the fitted parameters
	Params int     `json:"-"`              // how many are fitted
	LogLik float64 `json:"log_likelihood"` // sum n_k ln P_k
	AIC    float64 `json:"aic"`            // 2 Params - 2 LogLik
	BIC    float64 `json:"bic"`            // Params ln N - 2 LogLik
	PFit   float64 `json:"p_chi_squared"`  // of the chi-squared test of the counts, bins merged to 5 expected or more
	law    distribution
	fit    binnedFit
}

// Prob and Survival are those of the fitted law.
func (l LawScore) Prob(x float64) float64     { return l.law.Prob(x) }
func (l LawScore) Survival(x float64) float64 { return l.law.Survival(x) }

// Best is the law with the smallest BIC; the zero LawScore if there is none.
func (v Verdict) Best() LawScore {
	if len(v.Laws) == 0 {
		return LawScore{}
	}
	return v.Laws[0]
}

// String is the verdict in words.
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

// Verdict judges the series that was counted; see Accumulator for one that also watches its sums.
func (d *Dyadic) Verdict() Verdict { return d.verdict(SumDrift{P: math.NaN()}) }

func (d *Dyadic) verdict(drift SumDrift) Verdict {
	var b binned
	if !d.binned(&b) {
		return noVerdict(d.Zeros())
	}
	return judge(&b, d.Positive(), d.Zeros(), drift)
}

// noVerdict is that on a series of zeros, or of nothing.
func noVerdict(zeros int) Verdict {
	nan := math.NaN()
	v := Verdict{Alpha: tail.NoFit(0), PGaussian: nan, PStable: nan, PFinite: nan, Lo: nan, Hi: nan, Drift: SumDrift{P: nan}}
	v.Remarks = []Remark{{Kind: NothingCounted}}
	if zeros > 0 {
		v.Remarks[0].Kind = OnlyZeros
	}
	return v
}

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
	v.Decide(v.PGaussian, v.PStable, v.PFinite, significance)
	if gap := scores[stableFamily].LogLik - scores[studentFamily].LogLik; v.Kind == IsStable && gap < 3 {
		v.Remarks = append(v.Remarks, Remark{Kind: StudentFits, Law: scores[studentFamily].Law})
	}
	return v
}

// sampleRemarks are those on samples that are not what a verdict is about.
func sampleRemarks(n, positive, zeros int) (out []Remark) {
	if math.Abs(float64(2*positive-n)) > 3.29*math.Sqrt(float64(n)) {
		out = append(out, Remark{Kind: UnevenSigns, Percent: 100 * float64(positive) / float64(n)})
	}
	if zeros > 0 && zeros >= (n+zeros)/100 {
		out = append(out, Remark{Kind: ManyZeros, Percent: 100 * float64(zeros) / float64(n+zeros)})
	}
	return out
}

// nearTwo says that the exponent of a generalised Gaussian is 2 within a third, at 95 %.
func nearTwo(fit *binnedFit) bool {
	se, _ := fit.errors()
	return math.Abs(fit.shape-math.Ln2)+tail.Normal975*se < math.Log(4./3)
}

// scored fits the family and tests the fit.
func (f *family) scored(b *binned) LawScore {
	fit := f.fit(b)
	law := f.law(fit.shape, b.scale(fit.logScale))
	return LawScore{
		Name: f.name, Law: law.String(), Params: f.params, LogLik: fit.logLik,
		AIC:  2*float64(f.params) - 2*fit.logLik,
		BIC:  float64(f.params)*math.Log(b.total) - 2*fit.logLik,
		PFit: f.chiSquared(b, &fit), law: law, fit: fit,
	}
}

// chiSquared is the p-value of Pearson's test of the counts against the fit; bins are joined
// with their neighbours until 5 samples are expected in each.
func (f *family) chiSquared(b *binned, fit *binnedFit) float64 {
	var p [maxEdges + 1]float64
	f.probabilities(b, fit, &p)
	const least = 5
	left := b.total // expected from here on
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

// gaussianP is the p-value of a Gaussian: its chi-squared test, and the likelihood ratios to the families that
// contain it, three of them at an end of their range, where half of the ratios are zero. Source: Self and Liang 1987.
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

// stableP is the p-value of SaS.
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

// least is the smaller of two p-values, one of which may be NaN: not tested.
func least(a, b float64) float64 {
	if math.IsNaN(a) || b < a {
		return b
	}
	return a
}

// finiteP is PFinite.
func finiteP(b *binned, stable *binnedFit) float64 {
	largest := 0.
	for _, f := range []*family{laplaceFamily, finiteStudent, generalizedFamily, mixtureFamily} {
		fit := f.fit(b)
		p := 2 * least(f.chiSquared(b, &fit), coxTest(b, f, &fit, stableFamily, stable.logLik))
		if math.IsNaN(p) { // nothing says anything against this one
			return 1
		}
		largest = max(largest, p)
	}
	return min(1, largest)
}

// coxTest is the p-value of the family null, fitted, when another family has the log-likelihood other on the same
// counts. With T the gap other - null,
//
//	Z = (T - E T)/sd T,
//
// large where the other family does better than it should if null were true. E T and sd T are those under the fitted
// null: the other family is fitted to the counts that null expects, P*, and
//
//	E T = N sum P ln(P*/P),   Var T = N Var ln(P*/P).
//
// NaN where the two are the same law. Source: Cox 1961, 1962.
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
	z := (otherLogLik - fit.logLik - b.total*mean) / sd
	return math.Erfc(z/math.Sqrt2) / 2
}
