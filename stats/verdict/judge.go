package verdict

import (
	"math"
	"slices"

	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// facts are what is known of a series beside its counts.
type facts struct {
	positive, zeros int            // samples above the centre, and at it
	drift           SumDrift       // of block sums
	screen          *screen.Screen // nil: the samples were counted as they are
	atoms           []int          // samples in each atom of the screen
	largest         float64        // x - centre of the sample farthest out; 0: not known
	quick           bool           // leaves out what SignedBank.Quick leaves out

	// The counts of the differences of pairs, with the equal ones; ok is false if none was counted. nil: not taken.
	pairs func(b *binned) (zeros int, ok bool)
}

// mostStep is the largest step of a grid, in scales of the fitted SaS, from which a law is told: about 1.1 standard
// deviations of a Gaussian.
const mostStep = 1.6

// noVerdict is the verdict on a series without a sample that a law could be fitted to.
func (f *facts) noVerdict() Verdict {
	nan := math.NaN()
	v := Verdict{
		Alpha: tail.NoFit(0), Lo: nan, Hi: nan, PGaussian: nan, PStable: nan, PFinite: nan,
		Drift: SumDrift{P: nan}, Remarks: []Remark{{Kind: NothingCounted}},
	}
	f.setApart(&v)
	switch {
	case len(v.Atoms) == 1 && v.Atoms[0].Value != 0:
		v.Remarks = []Remark{{Kind: OneValue}}
	case f.zeros > 0 || len(v.Atoms) > 0:
		v.Remarks = []Remark{{Kind: OnlyZeros}}
	}
	return v
}

// setApart notes what the screen found: atoms with their shares, and the step of a grid.
func (f *facts) setApart(v *Verdict) {
	if f.screen == nil {
		return
	}
	v.Dependence = f.screen.Dependence
	if f.screen.Clip != nil {
		v.Clip = &Clip{f.screen.Clip.Low, f.screen.Clip.High, float64(f.screen.Clip.Count) / float64(f.screen.N)}
	}
	v.Step, v.TooCoarse = f.screen.Grid.Step, f.screen.Coarse
	all := v.N + f.zeros
	for _, c := range f.atoms {
		all += c
	}
	for i, c := range f.atoms {
		v.Atoms = append(v.Atoms, AtomShare{f.screen.Atoms[i].Value, c, float64(c) / float64(all)})
	}
}

// judge fits the families to the counts, tests them and decides.
func (f *facts) judge(b *binned) Verdict {
	v := f.noVerdict()
	v.Atoms, v.Remarks = nil, nil
	stable, second := f.prepare(b, &v)
	if b.occupied() < 3 {
		v.TooCoarse = v.TooCoarse || v.Step > 0
		if v.Remarks = nil; !v.TooCoarse {
			v.Remarks = []Remark{{Kind: FewBins}}
		}
		return v
	}
	v.TooCoarse = v.TooCoarse || v.Step > mostStep*v.Alpha.Scale
	fits := fitLaws(b, &stable)
	f.weigh(b, &v, fits, &second)
	if f.pairs != nil && !v.TooCoarse {
		var pairs binned
		if zeros, ok := f.pairs(&pairs); ok {
			f.judgePairs(&v, &pairs, zeros)
		}
	}
	if v.TooCoarse { // which says more than the signs and zeros of coarse values, and leaves no figure of a law
		nan := math.NaN()
		v.Remarks, v.Laws, v.Outlier = nil, nil, nil
		v.Alpha, v.Lo, v.Hi = tail.NoFit(v.N), nan, nan
		v.PGaussian, v.PStable, v.PFinite = nan, nan, nan
	}
	if v.Asymmetry != nil { // which says more than uneven signs
		v.Remarks = slices.DeleteFunc(v.Remarks, func(r Remark) bool { return r.Kind == UnevenSigns })
	}
	v.decide(v.PGaussian, v.PStable, v.PFinite, significance)
	student := &fits[studentPlace]
	close := fits[stablePlace].logLik-student.logLik < 3 && student.shape < finiteStudent.lo
	if close && v.Kind == IsStable && v.Asymmetry == nil && !f.quick {
		law := studentFamily.fitted(&student.binnedFit, b.unit).String()
		v.Remarks = append(v.Remarks, Remark{Kind: StudentFits, Law: law})
	}
	return v
}

// prepare brings the counts to what the fits take: edges of a grid, and numbers of independent samples; and notes what
// is known before the laws are compared. It returns the fit of SaS and what its second derivatives tell.
func (f *facts) prepare(b *binned, v *Verdict) (stable binnedFit, second secondOrder) {
	if f.screen != nil && f.screen.Grid.Step > 0 {
		b.n[0] += float64(f.zeros) // on a grid the centre may be one of its values
		b.total += float64(f.zeros)
		b.snap(f.screen.Grid, f.screen.Centre)
		f.zeros = 0
	}
	if f.screen != nil && f.screen.Clip != nil {
		b.clip(math.Min(f.screen.Clip.High-f.screen.Centre, f.screen.Centre-f.screen.Clip.Low))
		f.drift.P, f.pairs = math.NaN(), nil // sums and differences of clipped samples follow other laws
	}
	v.N = int(math.Round(b.total))
	f.thin(b)
	v.Drift = f.drift
	v.Alpha, stable, second = stableEstimate(b, f.quick)
	v.Alpha.N = v.N
	f.setApart(v)
	if v.Remarks = nil; v.Step == 0 {
		v.Remarks = sampleRemarks(v.N, f.positive, f.zeros, 0)
	} else if n := f.screen.Skew.N; n > 0 { // the centre cuts a cell, which Above shares out
		v.Remarks = sampleRemarks(n, f.screen.Above, 0, .2*v.Step/v.Alpha.Scale)
	}
	return stable, second
}

// normalHalf is the normal quantile of 95 % intervals.
var normalHalf = math.Sqrt2 * math.Erfinv(.95)

// weigh fills in the laws, the interval of alpha and what the decision rests on.
func (f *facts) weigh(b *binned, v *Verdict, fits *lawFits, o *secondOrder) {
	stable, generalized := &fits[stablePlace].binnedFit, &fits[generalizedPlace].binnedFit
	v.PGaussian = gaussianP(b, fits)
	v.PStable = stableP(b, fits, f.drift)
	if v.PGaussian < .1 {
		p, family, fit := finiteP(b, fits)
		if v.PFinite = p; !f.quick && family != nil {
			v.finite = family.fitted(&fit, b.unit).String()
		}
	}
	lo := math.Inf(-1)
	if f.quick {
		if stable.shape > leastNearTwo-1e-6 { // the bound is not above the fit
			lo = stableFamily.scoreBound(b, stable, o.widened(stable, normalHalf), -1)
		}
	} else {
		v.Laws = fits.scored(b)
		v.Lo, v.Hi = stableFamily.interval(b, stable, o, normalHalf)
		lo = v.Lo
	}
	if lo >= leastNearTwo {
		generalized.inform(generalizedFamily, b)
		v.gaussian = nearTwo(generalized)
	}
	v.light = generalized.shape > math.Ln2 && stable.shape > 1.99
	if stable.atBound && stable.shape <= leastAlpha { // a stable law may lie below the search
		v.PStable = math.NaN()
	}
	v.lead = math.Inf(-1)
	for _, r := range rivals {
		fit := &fits[r.place]
		if r == studentFamily && fit.shape < finiteStudent.lo {
			continue // of infinite variance itself: Cox's test alone tells it from SaS
		}
		extra := float64(r.params - stableFamily.params)
		v.lead = max(v.lead, fit.logLik-stable.logLik-max(extra, 0))
	}
	if v.PGaussian < significance && v.Clip == nil {
		v.Outlier = f.outlier(b, stable.logLik)
	}
}

// leastNearTwo is the least lower bound of alpha of a series that is called Gaussian.
const leastNearTwo = 1.95

// thin divides the counts of dependent samples by the inflation of their variance, so that p-values and errors are
// about those of as many independent samples as they are worth. Sums of dependent samples tell nothing of a drift.
func (f *facts) thin(b *binned) {
	if f.screen == nil || f.screen.Inflation() == 1 {
		return
	}
	share := 1 / f.screen.Inflation()
	for k := range b.edges + 1 {
		b.n[k] *= share
	}
	b.total *= share
	f.drift.P = math.NaN()
}

// outlier is the sample in the top bin, if it is the only one there, the others are Gaussian, it is too far out for
// them, and SaS does no better on all samples than a Gaussian with one sample apart. That one is given the probability
// 1/n of being apart and an even chance among the quarters of 16 octaves.
func (f *facts) outlier(b *binned, stableLogLik float64) *Outlier {
	top := b.edges
	for top > 0 && b.n[top] == 0 {
		top--
	}
	if b.n[top] != 1 || b.total < 32 {
		return nil
	}
	rest := *b
	rest.n[top] = 0
	rest.total--
	gaussian := gaussianFamily.fit(&rest)
	size := math.Ldexp(b.edge(top-1), b.unit)
	apart := gaussian.logLik - 1 - math.Log(b.total*16*float64(b.split))
	if apart < stableLogLik || gaussianFamily.chiSquared(&rest, &gaussian) < significance ||
		2*b.total*gaussianFamily.fitted(&gaussian, rest.unit).Survival(size) > 1e-3 {
		return nil
	}
	stable := stableFamily.fit(&rest)
	fits := &lawFits{gaussianPlace: {binnedFit: gaussian}, stablePlace: {binnedFit: stable}}
	for _, f := range [...]*family{studentFamily, mixtureFamily, generalizedFamily} {
		fits[f.place].binnedFit = f.fit(&rest)
	}
	p, generalized := gaussianP(&rest, fits), &fits[generalizedPlace].binnedFit
	stable.inform(stableFamily, &rest)
	generalized.inform(generalizedFamily, &rest)
	lo := stableFamily.scoreBound(&rest, &stable, tail.Normal975, -1)
	if !(p >= significance && lo >= leastNearTwo && nearTwo(generalized)) {
		return nil
	}
	if f.largest != 0 {
		return &Outlier{Value: f.screen.Centre + f.largest, Size: math.Abs(f.largest), PGaussian: p}
	}
	return &Outlier{Value: math.NaN(), Size: size, PGaussian: p}
}
