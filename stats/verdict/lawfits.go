package verdict

import (
	"cmp"
	"math"
	"slices"
)

// The places of the families in lawFits.
const (
	stablePlace = iota
	gaussianPlace
	laplacePlace
	studentPlace
	generalizedPlace
	mixturePlace
	twoScalePlace
	familyCount
)

// families are those that are fitted, by their places, and rivals those that are neither stable nor the Gaussian.
var (
	families = [familyCount]*family{stableFamily, gaussianFamily, laplaceFamily, studentFamily, generalizedFamily,
		mixtureFamily, twoScaleFamily}
	rivals = families[laplacePlace:]
)

// lawFits are the fits of the families to the counts of one series, by the places of the families.
type lawFits [familyCount]lawFit

// lawFit is the fit of one family. What a test of it says is computed when it is first asked for.
type lawFit struct {
	binnedFit
	pFit   float64
	tested bool // pFit is known
}

// fitLaws fits all families but SaS, whose fit is known.
func fitLaws(b *binned, stable *binnedFit) *lawFits {
	out := &lawFits{}
	out[stablePlace].binnedFit = *stable
	for i, f := range families {
		if i != stablePlace {
			out[i].binnedFit = f.fit(b)
		}
	}
	return out
}

// chiSquared is the p-value of the chi-squared test of family f.
func (l *lawFits) chiSquared(b *binned, f *family) float64 {
	fit := &l[f.place]
	if !fit.tested {
		fit.pFit, fit.tested = f.chiSquared(b, &fit.binnedFit), true
	}
	return fit.pFit
}

// scored are the fits as they are told, the best first.
func (l *lawFits) scored(b *binned) []LawScore {
	out := make([]LawScore, 0, familyCount)
	for i, f := range families {
		logLik, law := l[i].logLik, f.fitted(&l[i].binnedFit, b.unit)
		out = append(out, LawScore{
			Name: f.name, Law: law.String(), Params: f.params, LogLik: logLik,
			AIC:  2*float64(f.params) - 2*logLik,
			BIC:  float64(f.params)*math.Log(b.total) - 2*logLik,
			PFit: l.chiSquared(b, f), law: law,
		})
	}
	slices.SortStableFunc(out, func(a, b LawScore) int { return cmp.Compare(a.BIC, b.BIC) })
	return out
}
