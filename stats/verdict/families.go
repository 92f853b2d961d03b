package verdict

import (
	"math"

	"levyscope/stats/law"
)

// The families that compete for a series, all symmetric about 0, each with a scale. Shapes are kept in
// coordinates in which cubic interpolation is accurate: alpha, ln nu, ln of the exponent, spread.
var (
	stableFamily = withGrid(&family{
		name: "SaS", place: stablePlace, params: 2, starts: []float64{1.2, 1.8},
		table: newShapeTable(leastAlpha, 2, 96, law.StandardSurvival),
		law:   func(alpha, scale float64) distribution { return law.SaS(alpha, scale) },
	}, nearGauss, .0625, [][2]float64{
		{1.29, 1.99}, {1.329, 1.9}, {1.384, 1.8}, {1.543, 1.6}, {1.793, 1.4}, {2.154, 1.2}, {2.658, 1}, {3.897, .7},
		{5.48, .5}, {9.111, .3}, {22.52, .1},
	}...)

	gaussianFamily = withGrid(&family{
		name: "Gaussian", place: gaussianPlace, params: 1, moment: 2, starts: []float64{0},
		table: newLogTable(0, 0, 1, func(float64) tailed { return law.Gaussian{Scale: 1} }),
		law:   func(_, scale float64) distribution { return law.Gaussian{Scale: scale} },
	}, straight, 1)

	laplaceFamily = withGrid(&family{
		name: "Laplace", place: laplacePlace, params: 1, moment: 1, starts: []float64{0},
		table: newLogTable(0, 0, 1, func(float64) tailed { return law.Laplace{Scale: 1} }),
		law:   func(_, scale float64) distribution { return law.Laplace{Scale: scale} },
	}, straight, 1)

	studentFamily = withGrid(&family{
		name: "Student-t", place: studentPlace, params: 2, starts: []float64{math.Log(1.5), math.Log(4), math.Log(20)},
		table: newLogTable(math.Log(.3), math.Log(200), 131, func(logNu float64) tailed {
			return law.StudentT{Nu: math.Exp(logNu), Scale: 1}
		}),
		law: func(logNu, scale float64) distribution { return law.StudentT{Nu: math.Exp(logNu), Scale: scale} },
	}, straight, .05, [][2]float64{
		{1.29, 5.298}, {1.314, 3.401}, {1.373, 2.303}, {1.471, 1.609}, {1.621, 1.099}, {1.838, .693}, {2.086, .405},
		{2.658, 0}, {4.727, -.693}, {7.753, -1.204},
	}...)

	generalizedFamily = withGrid(&family{
		name: "generalised Gaussian", place: generalizedPlace, params: 2,
		starts: []float64{math.Log(.25), math.Log(.5), 0, math.Log(2)},
		table: newLogTable(math.Log(.15), math.Log(12), 89, func(logShape float64) tailed {
			return law.GeneralizedGaussian{Shape: math.Exp(logShape), Scale: 1}
		}),
		law: func(logShape, scale float64) distribution {
			return law.GeneralizedGaussian{Shape: math.Exp(logShape), Scale: scale}
		},
	}, straight, .05, [][2]float64{
		{.87, 2.485}, {.94, 1.792}, {1.115, 1.099}, {1.286, .693}, {1.407, .47}, {1.538, .262}, {1.732, 0}, {1.925, -.223},
		{2.215, -.511}, {2.715, -.916}, {3.454, -1.386}, {4.499, -1.897},
	}...)

	mixtureFamily = withGrid(&family{
		name: "log-normal scale mixture", place: mixturePlace, params: 2, starts: []float64{.3, 1, 2},
		table: newLogTable(0, 4, 81, func(spread float64) tailed { return law.NormalMixture{Sd: 1, Spread: spread} }),
		law:   func(spread, scale float64) distribution { return law.NormalMixture{Sd: scale, Spread: spread} },
	}, even, .05, [][2]float64{
		{1.286, 0}, {1.322, .15}, {1.428, .3}, {1.649, .5}, {1.997, .75}, {2.383, 1}, {3.208, 1.5}, {4.066, 2}, {5.829, 3},
		{7.624, 4},
	}...)
)

// twoScaleFamily are the Gaussians of two scales (contaminated normals). It has a shape more than the others, and fits
// of its own: see fitTwoScale. The shape of its binnedFit is log2 of the ratio of the scales.
var twoScaleFamily = &family{name: "two-scale Gaussian", place: twoScalePlace, params: 3}

// finiteStudent is Student-t with a finite variance: with nu < 2 its sums tend to a stable law of the index nu.
var finiteStudent = &family{
	name: studentFamily.name, place: studentPlace, params: 2, starts: []float64{math.Log(2), math.Log(4), math.Log(20)},
	table: studentFamily.table, grid: studentFamily.grid, lo: math.Log(2), law: studentFamily.law,
}

// withGrid gives f its grid.
func withGrid(f *family, bend bend, step float64, guide ...[2]float64) *family {
	f.grid = newGrid(f.table, bend, step, guide...)
	return f
}

// tailed is what a table of logarithms needs of a law.
type tailed interface {
	Survival(x float64) float64
	LogProb(x float64) float64
}

// newLogTable is a shapeTable of ln S for rows shapes from lo to hi. Where S underflows, the logarithm of the density,
// which is about as far down, takes its place.
func newLogTable(lo, hi float64, rows int, standard func(shape float64) tailed) *shapeTable {
	t := newShapeTable(lo, hi, rows, func(shape float64) func(float64) float64 { return logTail(standard(shape)) })
	t.logs = true
	return t
}

func logTail(law tailed) func(x float64) float64 {
	return func(x float64) float64 {
		if s := law.Survival(x); s > 0 {
			return math.Log(s)
		}
		return law.LogProb(x)
	}
}

// fit maximises the likelihood from the best of the family's starts, each with the scale that gives the
// median of |x|.
func (f *family) fit(b *binned) binnedFit {
	if f.grid != nil && b.onGrid() {
		if fit, ok := f.gridFit(b); ok {
			return fit
		}
	}
	switch f {
	case stableFamily:
		return fitStable(b)
	case twoScaleFamily:
		t := fitTwoScale(b)
		return t.fit(b)
	}
	var best binnedFit
	var e edgeValues
	for i, shape := range f.starts {
		start := binnedFit{shape: shape, logScale: b.mid - f.medianAt(shape)}
		f.score(b, &start, &e)
		if i == 0 || start.logLik > best.logLik {
			best = start
		}
	}
	if f.moment > 0 { // heavy tails pull these scales far above what the median says
		start := binnedFit{shape: best.shape, logScale: b.moment(f.moment)}
		f.score(b, &start, &e)
		if start.logLik > best.logLik {
			best = start
		}
	}
	return f.fitBinned(b, best.shape, best.logScale)
}

// fitted is the law of a fit to counts, in units of 2^unit.
func (f *family) fitted(fit *binnedFit, unit int) distribution {
	scale := math.Ldexp(math.Exp2(fit.logScale), unit)
	if f == twoScaleFamily {
		if fit.share == 0 {
			return law.TwoScaleGaussian{Scale: scale, Ratio: 1}
		}
		return law.TwoScaleGaussian{Scale: scale, Ratio: math.Exp2(fit.shape), Share: fit.share}
	}
	return f.law(fit.shape, scale)
}

// medianAt is log2 of the median of |x| at scale 1, to a sixteenth of an octave.
func (f *family) medianAt(shape float64) float64 {
	i := 0
	if len(f.table.rows) > 1 {
		i = min(int(math.Round((shape-f.table.lo)/f.table.step)), len(f.table.rows)-1)
	}
	row, quarter := f.table.row(i), .25
	if f.table.logs {
		quarter = math.Log(quarter)
	}
	for j := range shapeSpan {
		for p := 1; p <= shapePhases; p++ {
			if row[p][j] < quarter {
				return float64(shapeFrom+j) + float64(p-1)/shapePhases
			}
		}
	}
	return 0
}

// fitStable fits SaS: octaves first, from a guess, then the bins themselves.
func fitStable(b *binned) binnedFit {
	shape, logScale := stableGuess(b)
	if b.split == Octaves || b.snapped != nil {
		return stableFamily.fitBinned(b, shape, logScale)
	}
	coarse := b.octaves()
	fit := stableFamily.fitBinned(&coarse, shape, logScale)
	return stableFamily.fitBinned(b, fit.shape, fit.logScale)
}

// stableGuess takes log2 of the scale from the median of |x|, which is close to the
// scale for every alpha >= 1, and alpha from the share beyond eight times that.
func stableGuess(b *binned) (alpha, logScale float64) {
	beyond := 0.
	m := int(b.split)
	edge := int(math.Round(b.mid*float64(m))) + 3*m
	for k := range b.edges + 1 {
		if b.snapped == nil && b.first+k-1 >= edge || b.snapped != nil && k > 0 && b.edge(k-1) >= 8*math.Exp2(b.mid) {
			beyond += b.n[k]
		}
	}
	q := (beyond + .3) / b.total
	return min(max(1-.2*(math.Log2(q)+3.66), .6), 1.98), b.mid
}
