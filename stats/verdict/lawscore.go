package verdict

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

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
	fit    binnedFit
}

// Prob is the density of the fitted law at x.
func (l LawScore) Prob(x float64) float64 { return l.law.Prob(x) }

// Survival is P(X > x) of the fitted law.
func (l LawScore) Survival(x float64) float64 { return l.law.Survival(x) }

// scored fits the family and tests the fit.
func (f *family) scored(b *binned) LawScore {
	fit := f.fit(b)
	law := f.fitted(&fit, b.unit)
	return LawScore{
		Name: f.name, Law: law.String(), Params: f.params, LogLik: fit.logLik,
		AIC:  2*float64(f.params) - 2*fit.logLik,
		BIC:  float64(f.params)*math.Log(b.total) - 2*fit.logLik,
		PFit: f.chiSquared(b, &fit), law: law, fit: fit,
	}
}

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
