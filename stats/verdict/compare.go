package verdict

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"levyscope/internal/par"
	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// A Comparison scores the families of a Verdict on the samples themselves, not on their counts: by exact likelihood
// and by the statistics of distance that the literature on gradient noise uses.
type Comparison struct {
	N         int             `json:"n"`         // samples
	Bootstrap int             `json:"bootstrap"` // replicates behind the p-values
	Laws      []LawComparison `json:"laws"`      // in ascending order of BIC
}

// LawComparison tells how well one fitted law describes the samples. Its tags are the names in JSON reports.
type LawComparison struct {
	Name    string  `json:"name"`           // of the family
	Law     string  `json:"law"`            // Name and the fitted parameters
	Params  int     `json:"-"`              // how many are fitted
	LogLik  float64 `json:"log_likelihood"` // sum ln f(x_i), nats
	AIC     float64 `json:"aic"`            // 2 Params - 2 LogLik
	BIC     float64 `json:"bic"`            // Params ln N - 2 LogLik
	HeldOut float64 `json:"held_out"`       // nats a sample, each half of the samples under the law fitted to the other
	KS      float64 `json:"ks"`             // Kolmogorov-Smirnov distance of |x|
	PKS     float64 `json:"ks_p"`           // its p-value
	AD      float64 `json:"ad"`             // Anderson-Darling statistic of |x|
	PAD     float64 `json:"ad_p"`           // its p-value
	SSE     float64 `json:"sse"`            // sum over bins of (density of a histogram - f)^2, in interquartile ranges
	Edge    string  `json:"edge"`           // the edge of the family that the fit ran into, if any
	law     distribution
}

// Prob is the density of the fitted law at x.
func (l LawComparison) Prob(x float64) float64 { return l.law.Prob(x) }

// Survival is P(X > x) of the fitted law.
func (l LawComparison) Survival(x float64) float64 { return l.law.Survival(x) }

// Compare fits every family to centred samples by exact maximum likelihood. The p-values come from a parametric
// bootstrap: as many replicates (0: none, and NaN) are drawn from the law that the counts of x give, fitted anew the
// same way, and p = (1 + #{statistic at least as large})/(1 + replicates). The seeds of the replicates come from r.
// An error says what is wrong with x, as in MLE, or is a panic, a *par.Panic.
// Source: Stute, Gonzalez Manteiga and Presedo Quindimil 1993.
//
// Once ctx ends, no further replicate is drawn: the p-values of the laws that are not done are NaN.
//
// Values that were rounded to a grid (in the units and about the centre of x) are to be spread over their cells: see
// screen.Screen.Law. The replicates are then rounded and spread alike, so that the p-values hold for any step.
func Compare(ctx context.Context, x []float64, bootstrap int, grid screen.Grid, r *rand.Rand) (Comparison, error) {
	c := Comparison{N: len(x), Bootstrap: bootstrap}
	if _, err := checkedMedian(x); err != nil {
		return c, err
	}
	laws := make([]LawComparison, len(contenders))
	errs := make([]error, len(contenders))
	seeds := make([][2]uint64, len(contenders))
	for i := range seeds {
		seeds[i] = [2]uint64{r.Uint64(), r.Uint64()}
	}
	err := par.For(par.Workers(), len(contenders), func(_, i int) {
		laws[i], errs[i] = contenders[i].compare(x)
		if errs[i] == nil {
			draw := replicate{grid, rand.New(rand.NewPCG(seeds[i][0], seeds[i][1]))}
			contenders[i].family.bootstrap(ctx, &laws[i], x, bootstrap, draw)
		}
	})
	if err != nil {
		return c, err
	}
	for i, err := range errs {
		if err != nil {
			return c, fmt.Errorf("%s: %w", contenders[i].family.name, err)
		}
	}
	slices.SortStableFunc(laws, func(a, b LawComparison) int { return cmp.Compare(a.BIC, b.BIC) })
	c.Laws = laws
	return c, nil
}

// compare fits x, and for the held-out score each half of it: the samples at even and at odd positions.
func (c *contender) compare(x []float64) (LawComparison, error) {
	f, err := c.fit(x)
	if err != nil {
		return LawComparison{}, err
	}
	n, k := float64(len(x)), float64(c.family.params)
	out := LawComparison{
		Name: c.family.name, Law: f.law.String(), Params: c.family.params, LogLik: f.logLik,
		AIC: 2*k - 2*f.logLik, BIC: k*math.Log(n) - 2*f.logLik,
		HeldOut: math.NaN(), KS: math.NaN(), PKS: math.NaN(), AD: math.NaN(), PAD: math.NaN(),
		SSE: histogramError(x, f.law.Prob), Edge: f.edge, law: f.law,
	}
	var halves [2][]float64
	for i, v := range x {
		halves[i&1] = append(halves[i&1], v)
	}
	sum := 0.
	for i := range halves {
		g, err := c.fit(halves[i])
		if err != nil { // too few samples: no held-out score
			return out, nil
		}
		for _, v := range halves[1-i] {
			sum += g.law.LogProb(v)
		}
	}
	out.HeldOut = sum / n
	return out, nil
}

// replicate draws series that are rounded as the samples were.
type replicate struct {
	grid   screen.Grid
	random *rand.Rand
}

// fill draws a series from law into y.
func (r *replicate) fill(y []float64, law distribution) {
	for i := range y {
		y[i] = law.Rand(r.random)
		if r.grid.Step > 0 {
			y[i] = r.grid.Spread(i, r.grid.Round(y[i]))
		}
	}
}

// bootstrap fills the two distances of l and their p-values.
func (f *family) bootstrap(ctx context.Context, l *LawComparison, x []float64, replicates int, draw replicate) {
	y := make([]float64, len(x))
	fit, ok := f.countsFit(x)
	if !ok {
		return
	}
	copy(y, x)
	l.KS, l.AD = f.distances(&fit, y)
	if replicates == 0 {
		return
	}
	drawn := f.fitted(&fit, 0)
	ks, ad := 1, 1
	for range replicates {
		if ctx.Err() != nil {
			return
		}
		draw.fill(y, drawn)
		again, ok := f.countsFit(y)
		if !ok {
			continue
		}
		d, a := f.distances(&again, y)
		if d >= l.KS {
			ks++
		}
		if a >= l.AD {
			ad++
		}
	}
	l.PKS, l.PAD = float64(ks)/float64(replicates+1), float64(ad)/float64(replicates+1)
}

// distances returns the Kolmogorov-Smirnov and Anderson-Darling statistics of |y| against the fit; y becomes
// sorted absolute values. Sources: Kolmogorov 1933; Anderson and Darling 1954.
func (f *family) distances(fit *binnedFit, y []float64) (ks, ad float64) {
	for i, v := range y {
		y[i] = math.Abs(v)
	}
	slices.Sort(y)
	b := f.blend(fit)
	n := float64(len(y))
	for i, v := range y {
		s := 1.
		if v > 0 {
			s = min(max(2*b.survival(v), leastProbability), 1)
		}
		p := max(1-s, leastProbability)
		ks = max(ks, p-float64(i)/n, float64(i+1)/n-p)
		// Sum over i of (2i-1)(ln F_i + ln S_(n+1-i)), the second taken where its sample stands.
		ad -= (float64(2*i+1)*math.Log(p) + float64(2*(len(y)-i)-1)*math.Log(s)) / n
	}
	return ks, ad - n
}

// histogramError is the literature's SSE: sum over 100 bins, equal over the central 99 % of |x|, of the
// squared difference between the histogram's density and the law's at the middle of the bin; densities
// are of x in units of its interquartile range, so that series compare.
func histogramError(x []float64, prob func(float64) float64) float64 {
	y := slices.Clone(x)
	slices.Sort(y)
	unit := tail.SortedQuantile(y, .75) - tail.SortedQuantile(y, .25)
	for i, v := range y {
		y[i] = math.Abs(v)
	}
	slices.Sort(y)
	limit := tail.SortedQuantile(y, .99)
	if !(unit > 0) || !(limit > 0) {
		return math.NaN()
	}
	const bins = 100
	var counts [bins]int
	for _, v := range x {
		if i := int(math.Floor((v/limit + 1) / 2 * bins)); i >= 0 && i < bins {
			counts[i]++
		}
	}
	width := 2 * limit / bins
	sum := 0.
	for i, c := range counts {
		have := float64(c) / float64(len(x)) / width
		d := (have - prob(-limit+(float64(i)+.5)*width)) * unit
		sum += d * d
	}
	return sum
}
