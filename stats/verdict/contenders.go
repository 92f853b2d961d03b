package verdict

import (
	"math"
	"math/rand/v2"

	"levyscope/stats/law"
	"levyscope/stats/lawfit"
)

// distribution is what verdicts and comparisons need of a law.
type distribution interface {
	Prob(x float64) float64
	LogProb(x float64) float64
	Survival(x float64) float64
	Rand(r *rand.Rand) float64
	String() string
}

// A contender is a family with its exact maximum-likelihood fit of centred samples.
type contender struct {
	family *family
	fit    func(x []float64) (exactFit, error)
}

// exactFit is the outcome of a contender's fit. edge names the edge of the family that the fit ran into, as
// lawfit.LawFit.Edge.
type exactFit struct {
	law    distribution
	logLik float64
	edge   string
}

// contenders are the families of a verdict.
var contenders = []contender{
	{stableFamily, func(x []float64) (exactFit, error) {
		l, p, s, err := climbStable(x, 0, false)
		if err != nil {
			return exactFit{law: law.Stable{}, logLik: math.NaN()}, err
		}
		f := l.fit(p, s)
		e := exactFit{law: f.Stable, logLik: f.LogLik}
		if f.Alpha == 2 {
			e.edge = "Gaussian limit"
		}
		return e, nil
	}},
	{gaussianFamily, exactly(lawfit.FitGaussian)},
	{laplaceFamily, exactly(lawfit.FitLaplace)},
	{studentFamily, exactly(lawfit.FitStudentT)},
	{generalizedFamily, exactly(lawfit.FitGeneralizedGaussian)},
	{mixtureFamily, exactly(lawfit.FitNormalMixture)},
	{twoScaleFamily, exactly(lawfit.FitTwoScale)},
}

// exactly adapts the fits of the rival laws.
func exactly[L distribution](fit func([]float64) (lawfit.LawFit[L], error)) func([]float64) (exactFit, error) {
	return func(x []float64) (exactFit, error) {
		f, err := fit(x)
		return exactFit{law: f.Law, logLik: f.LogLik, edge: f.Edge}, err
	}
}

// countsFit fits the family to the counts of x by quarter octaves. The log2 of the scale is in the units of x.
func (f *family) countsFit(x []float64) (fit binnedFit, ok bool) {
	d := NewDyadic(Quarters)
	d.AddAll(x)
	var b binned
	if !d.binned(&b) {
		return fit, false
	}
	fit = f.fit(&b)
	fit.logScale += float64(b.unit)
	return fit, true
}

// A blend is the survival function of one law, from the table of its family: the four rows about its
// shape summed once, cubic in log2 x.
type blend struct {
	row      shapeRow
	logs     bool
	logScale float64
	wide     *blend // of two scales: the wide part
	share    float64
}

// blend returns the survival function of the fitted law.
func (f *family) blend(fit *binnedFit) *blend {
	if f == twoScaleFamily {
		b := gaussianFamily.blend(&binnedFit{logScale: fit.logScale})
		b.wide, b.share = gaussianFamily.blend(&binnedFit{logScale: fit.logScale + fit.shape}), fit.share
		return b
	}
	b := &blend{logs: f.table.logs, logScale: fit.logScale}
	w, from, rows := f.table.weights(fit.shape)
	for i := range rows {
		row := f.table.row(from + i)
		for p := range b.row {
			for j := range b.row[p] {
				b.row[p][j] += w.w[i] * row[p][j]
			}
		}
	}
	return b
}

// survival is P(|X| > x)/2, x > 0.
func (b *blend) survival(x float64) float64 {
	if b.wide != nil {
		return (1-b.share)*b.part(x) + b.share*b.wide.part(x)
	}
	return b.part(x)
}

// part is the survival function of the one part, or of the narrow one.
func (b *blend) part(x float64) float64 {
	at := math.Log2(x) - b.logScale - shapeFrom
	whole := math.Floor(at)
	u := (at - whole) * shapePhases
	phase := min(int(u), shapePhases-1)
	switch {
	case at < 0:
		low := b.row[1][0]
		if b.logs {
			low = math.Exp(low)
		}
		return .5 - (.5-low)*math.Exp2(at)
	case at >= shapeSpan:
		return 0
	}
	w := lagrangeAt(u-float64(phase)+1, 1).w
	s := 0.
	for p := range 4 {
		s += w[p] * b.row[phase+p][int(whole)]
	}
	if b.logs {
		return math.Exp(s)
	}
	return s
}
