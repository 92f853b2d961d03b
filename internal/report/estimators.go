package report

import (
	"math"
	"slices"

	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// Estimator is a tail index by one method.
type Estimator struct {
	Name  string  `json:"name"`  // the method and what it is applied to
	Alpha float64 `json:"alpha"` // tail index; NaN where the method finds none
	SE    float64 `json:"se"`    // standard error of Alpha
	N     int     `json:"n"`     // samples behind it
	Edge  bool    `json:"edge"`  // Alpha is an end of the search: it has no standard error
}

// estimators lists the tail index by every method: of all samples, by v, and of the drawn ones, about the centre.
func estimators(v verdict.Verdict, sample []float64) (out []Estimator) {
	tailOnly := func(name string, e tail.Estimate) {
		out = append(out, Estimator{name, e.Alpha, e.SE, e.N, false})
	}
	add := func(name string, e tail.Estimate) { // of a stable law, whose tail index has ends
		out = append(out, Estimator{name, e.Alpha, errorInside(e.Alpha, e.SE), e.N, atEdge(e.Alpha, e.SE)})
	}
	add("dyadic histogram, likelihood", v.Alpha.Estimate())
	if f, err := verdict.MLE(sample); err == nil {
		add("exact likelihood, location free", f.Estimate())
	}
	add("McCulloch 1986, quantiles", tail.McCulloch(sample).Estimate())
	add("Koutrouvelis 1980, ECF", tail.ECF(sample).Estimate())
	add("Press 1972, ECF", tail.PressECF(sample).Estimate())
	add("log-moments", tail.LogMoments(sample).Estimate())
	if k := len(sample) / 20; k >= 2 { // samples in the tail
		tailOnly("Hill, 5 %", tail.Hill(sample, k))
		tailOnly("moment (DEdH), 5 %", tail.DEdH(sample, k).Estimate())
		tailOnly("Pickands, 5 %", tail.Pickands(sample, k).Estimate())
	}
	return out
}

// Block is the block log-moment estimate at one block size K1.
type Block struct {
	Size  int     `json:"k1"`    // K1, samples summed to one block
	Alpha float64 `json:"alpha"` // log-moment estimate of the tail index
	SE    float64 `json:"se"`    // standard error of Alpha
}

// blocks is that estimate of the first samples, about the centre, at every size.
func blocks(head []float64) (out []Block) {
	sizes := tail.LogMomentBlocks(len(head))
	for i, e := range tail.LogMomentCurve(head, sizes) {
		out = append(out, Block{sizes[i], e.Alpha, e.SE})
	}
	return out
}

// Tail are the peaks over a threshold, among the first samples.
type Tail struct {
	N           int     `json:"n"`              // samples that were searched for peaks
	Threshold   float64 `json:"threshold"`      // 95 % quantile of |x - centre|
	Peaks       int     `json:"peaks"`          // samples above Threshold
	Frequency   float64 `json:"frequency"`      // peaks a sample: 5 % by the choice of Threshold
	Shape       float64 `json:"gpd_shape"`      // of the generalised Pareto law of the excesses
	ShapeSE     float64 `json:"gpd_shape_se"`   // standard error of Shape
	Scale       float64 `json:"gpd_scale"`      // of the generalised Pareto law
	ScaleSE     float64 `json:"gpd_scale_se"`   // standard error of Scale
	Dispersion  float64 `json:"dispersion"`     // of the number of peaks in windows; 1 of a Poisson process
	DispersionP float64 `json:"dispersion_p"`   // p-value of a Poisson process
	Extremal    float64 `json:"extremal_index"` // 1 of independent samples
}

// leastPeaks is how many peaks a Tail needs.
const leastPeaks = 20

// newTail takes the peaks of the first samples, about the centre; nil where they
// are too few.
func newTail(head []float64) *Tail {
	size := make([]float64, len(head))
	for i, v := range head {
		size[i] = math.Abs(v)
	}
	sorted := slices.Clone(size)
	slices.Sort(sorted)
	threshold := tail.SortedQuantile(sorted, .95)
	peaks := tail.Peaks(size, threshold)
	n := len(peaks.Values)
	if n < leastPeaks {
		return nil
	}
	nan := math.NaN()
	t := &Tail{N: len(head), Threshold: threshold, Peaks: n, Shape: nan, ShapeSE: nan, Scale: nan, ScaleSE: nan}
	t.Frequency = float64(n) / float64(len(head))
	if fit, err := tail.FitPareto(peaks.Excesses()); err == nil {
		t.Shape, t.ShapeSE = fit.Shape, fit.SE.Shape
		t.Scale, t.ScaleSE = fit.Scale, fit.SE.Scale
	}
	d := peaks.Dispersion(min(50, n/5))
	t.Dispersion, t.DispersionP, t.Extremal = d.Index, d.P, peaks.ExtremalIndex()
	return t
}
