// Package report puts together what package stats says of one series of numbers.
package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"levyscope/stats"
)

// Input is a series that has been read: all of it in Acc, parts of it as samples.
type Input struct {
	Acc       *stats.Accumulator
	Head      []float64 // the first samples, in their order, as read
	Sample    []float64 // samples drawn evenly from all, as read
	CentreSE  float64   // of Acc.Centre(); 0: it was given
	Bootstrap int       // replicates behind the p-values of KS and Anderson-Darling
	Seed      uint64
}

// Report is what is said of a series. Numbers that do not exist are NaN (null in JSON).
type Report struct {
	N          int         `json:"n"`
	Centre     float64     `json:"centre"`
	CentreSE   float64     `json:"centre_se"`
	AtCentre   int         `json:"at_centre"` // samples equal to the centre: they enter no fit
	Symmetry   float64     `json:"symmetry_p"`
	Verdict    Verdict     `json:"verdict"`
	Laws       []Law       `json:"laws"`
	Exact      Exact       `json:"exact"`
	Estimators []Estimator `json:"estimators"`
	Blocks     []Block     `json:"blocks"`
	Tail       *Tail       `json:"tail"`
	Octaves    []Octave    `json:"octaves"`

	comparison stats.Comparison
}

// Verdict is stats.Verdict in fields.
type Verdict struct {
	Kind       string  `json:"kind"`
	Text       string  `json:"text"`
	Note       string  `json:"note"`
	PGaussian  float64 `json:"p_gaussian"`
	PStable    float64 `json:"p_stable"`
	Alpha      float64 `json:"alpha"`
	AlphaSE    float64 `json:"alpha_se"`
	AlphaLow   float64 `json:"alpha_low"` // 95 % interval
	AlphaHigh  float64 `json:"alpha_high"`
	Sigma      float64 `json:"sigma"`
	SigmaSE    float64 `json:"sigma_se"`
	SumBlock   int     `json:"sum_block"` // samples in a sum; 0: too few sums
	SumAlpha   float64 `json:"sum_alpha"`
	SumAlphaSE float64 `json:"sum_alpha_se"`
	SumP       float64 `json:"sum_p"` // of "no drift towards 2"
}

// Law is a family fitted to the counts of all samples.
type Law struct {
	Name   string  `json:"name"`
	Law    string  `json:"law"`
	LogLik float64 `json:"log_likelihood"`
	AIC    float64 `json:"aic"`
	BIC    float64 `json:"bic"`
	PFit   float64 `json:"p_chi_squared"`
}

// Exact are the families fitted to the samples themselves.
type Exact struct {
	N         int        `json:"n"`
	Bootstrap int        `json:"bootstrap"`
	Laws      []ExactLaw `json:"laws"`
	Error     string     `json:"error"`
}

// ExactLaw is a row of Exact; see stats.LawComparison.
type ExactLaw struct {
	Name    string  `json:"name"`
	Law     string  `json:"law"`
	LogLik  float64 `json:"log_likelihood"`
	AIC     float64 `json:"aic"`
	BIC     float64 `json:"bic"`
	HeldOut float64 `json:"held_out"`
	KS      float64 `json:"ks"`
	PKS     float64 `json:"ks_p"`
	AD      float64 `json:"ad"`
	PAD     float64 `json:"ad_p"`
	SSE     float64 `json:"sse"`
	Edge    string  `json:"edge"`
}

// Estimator is a tail index by one method.
type Estimator struct {
	Name  string  `json:"name"`
	Alpha float64 `json:"alpha"`
	SE    float64 `json:"se"`
	N     int     `json:"n"`
}

// Block is the block log-moment estimate at one block size K1.
type Block struct {
	Size  int     `json:"k1"`
	Alpha float64 `json:"alpha"`
	SE    float64 `json:"se"`
}

// Tail are the peaks over a threshold, among the first samples.
type Tail struct {
	N             int     `json:"n"`
	Threshold     float64 `json:"threshold"`
	Peaks         int     `json:"peaks"`
	Frequency     float64 `json:"frequency"` // a sample
	FrequencyLow  float64 `json:"frequency_low"`
	FrequencyHigh float64 `json:"frequency_high"`
	Shape         float64 `json:"gpd_shape"`
	ShapeSE       float64 `json:"gpd_shape_se"`
	Scale         float64 `json:"gpd_scale"`
	ScaleSE       float64 `json:"gpd_scale_se"`
	Dispersion    float64 `json:"dispersion"`
	DispersionP   float64 `json:"dispersion_p"`
	Extremal      float64 `json:"extremal_index"`
}

// Octave counts Low <= |x - centre| < High, with what two laws expect there.
type Octave struct {
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Count    int     `json:"count"`
	Stable   float64 `json:"sas"`
	Gaussian float64 `json:"gaussian"`
	Best     float64 `json:"best"`
}

// LeastSamples is how many samples a report needs.
const LeastSamples = 8

// Build computes the report. An error names what the series lacks.
func Build(in Input) (*Report, error) {
	d := in.Acc.Samples()
	r := &Report{N: d.N() + d.Zeros(), Centre: in.Acc.Centre(), CentreSE: in.CentreSE, AtCentre: d.Zeros()}
	switch {
	case r.N < LeastSamples:
		return nil, fmt.Errorf("%d samples: a fit needs %d or more", r.N, LeastSamples)
	case slices.Max(in.Sample) == slices.Min(in.Sample) && d.N() < r.N/100:
		return nil, fmt.Errorf("the column is constant (%g): there is no noise to fit", in.Sample[0])
	case d.N() < LeastSamples:
		return nil, fmt.Errorf("only %d samples differ from the centre %g: a fit needs %d or more", d.N(), r.Centre, LeastSamples)
	}
	v := in.Acc.Verdict()
	r.Symmetry = symmetry(d.Positive(), d.N(), in.CentreSE, v)
	r.verdict(v)
	sample, head := shifted(in.Sample, r.Centre), shifted(in.Head, r.Centre)
	r.compare(sample, in.Bootstrap, in.Seed)
	r.estimators(v, in.Sample, sample)
	blocks := stats.LogMomentBlocks(len(head))
	for i, e := range stats.LogMomentCurve(head, blocks) {
		r.Blocks = append(r.Blocks, Block{blocks[i], e.Alpha, e.SE})
	}
	r.tail(head)
	r.octaves(d, v)
	return r, nil
}

// shifted is x about the centre, without samples at the centre itself.
func shifted(x []float64, centre float64) []float64 {
	y := make([]float64, 0, len(x))
	for _, v := range x {
		if v != centre {
			y = append(y, v-centre)
		}
	}
	return y
}

// symmetry is the two-sided p-value of as many signs on both sides of the centre, whose own error moves
// samples across it.
func symmetry(positive, n int, centreSE float64, v stats.Verdict) float64 {
	moved := 0.
	if len(v.Laws) > 0 && centreSE > 0 {
		moved = v.Best().Prob(0) * centreSE
	}
	z := math.Abs(float64(positive)/float64(n)-.5) / math.Hypot(.5/math.Sqrt(float64(n)), moved)
	return math.Erfc(z / math.Sqrt2)
}

func (r *Report) verdict(v stats.Verdict) {
	note := v.Note
	if r.Symmetry > .001 { // uneven no more than the error of the centre makes the signs
		parts := strings.Split(note, "; ")
		parts = slices.DeleteFunc(parts, func(s string) bool { return strings.Contains(s, "above the centre") })
		note = strings.Join(parts, "; ")
	}
	r.Verdict = Verdict{
		Kind: v.Kind.String(), Text: v.String(), Note: note, PGaussian: v.PGaussian, PStable: v.PStable,
		Alpha: v.Alpha.Alpha, AlphaSE: v.Alpha.SE.Alpha, AlphaLow: v.Lo, AlphaHigh: v.Hi,
		Sigma: v.Alpha.Scale, SigmaSE: v.Alpha.SE.Scale,
		SumBlock: v.Drift.Block, SumAlpha: v.Drift.Sum.Alpha, SumAlphaSE: v.Drift.Sum.SE, SumP: v.Drift.P,
	}
	for _, l := range v.Laws {
		r.Laws = append(r.Laws, Law{l.Name, l.Law, l.LogLik, l.AIC, l.BIC, l.PFit})
	}
}

func (r *Report) compare(sample []float64, bootstrap int, seed uint64) {
	c, err := stats.Compare(sample, bootstrap, rand.New(rand.NewPCG(seed, 0x66697420)))
	r.Exact = Exact{N: len(sample), Bootstrap: bootstrap}
	if err != nil {
		r.Exact.Error = err.Error()
		return
	}
	r.comparison = c
	for _, l := range c.Laws {
		r.Exact.Laws = append(r.Exact.Laws, ExactLaw{l.Name, l.Law, l.LogLik, l.AIC, l.BIC, l.HeldOut, l.KS, l.PKS, l.AD, l.PAD, l.SSE, l.Edge})
	}
}

// estimators lists the tail index by every method, of all samples or of the drawn ones; raw has their centre in it.
func (r *Report) estimators(v stats.Verdict, raw, sample []float64) {
	add := func(name string, e stats.Estimate) {
		r.Estimators = append(r.Estimators, Estimator{name, e.Alpha, e.SE, e.N})
	}
	add("dyadic histogram, likelihood", v.Alpha.Estimate())
	if f, err := stats.MLE(raw); err == nil {
		add("exact likelihood, location free", f.Estimate())
	}
	add("McCulloch 1986, quantiles", stats.McCulloch(raw).Estimate())
	add("Koutrouvelis 1980, ECF", stats.ECF(raw).Estimate())
	add("Press 1972, ECF", stats.PressECF(raw).Estimate())
	add("log-moments", stats.LogMoments(sample).Estimate())
	if k := len(sample) / 20; k >= 2 {
		add("Hill, 5 %", stats.Hill(sample, k))
		add("moment (DEdH), 5 %", stats.DEdH(sample, k).Estimate())
		add("Pickands, 5 %", stats.Pickands(sample, k).Estimate())
	}
}

// tail takes the peaks over the 95 % quantile of |x|; nil where they are too few.
func (r *Report) tail(head []float64) {
	size := make([]float64, len(head))
	for i, v := range head {
		size[i] = math.Abs(v)
	}
	sorted := slices.Clone(size)
	slices.Sort(sorted)
	threshold := stats.SortedQuantile(sorted, .95)
	peaks := stats.Peaks(size, threshold)
	if len(peaks.Values) < 20 {
		return
	}
	t := &Tail{N: len(head), Threshold: threshold, Peaks: len(peaks.Values), Shape: math.NaN(), ShapeSE: math.NaN(), Scale: math.NaN(), ScaleSE: math.NaN()}
	t.Frequency, t.FrequencyLow, t.FrequencyHigh = peaks.Frequency(.95)
	if fit, err := stats.FitPareto(peaks.Excesses()); err == nil {
		t.Shape, t.ShapeSE = fit.Shape, fit.SE.Shape
		t.Scale, t.ScaleSE = fit.Scale, fit.SE.Scale
	}
	d := peaks.Dispersion(min(50, len(peaks.Values)/5))
	t.Dispersion, t.DispersionP, t.Extremal = d.Index, d.P, peaks.ExtremalIndex()
	r.Tail = t
}

// octaves joins the quarters of the histogram, the far ends in one row each.
func (r *Report) octaves(d *stats.Dyadic, v stats.Verdict) {
	laws := map[string]stats.LawScore{}
	for _, l := range v.Laws {
		laws[l.Name] = l
	}
	// Below a 64th of the median densities are flat, and one row is enough.
	flat := math.Exp2(math.Floor(math.Log2(d.Quantile(.5))) - 6)
	for _, b := range d.Bins() {
		low := math.Exp2(math.Floor(math.Log2(b.Lo)))
		high := 2 * low
		if b.Lo < flat {
			low, high = 0, flat
		}
		if n := len(r.Octaves); n == 0 || r.Octaves[n-1].Low != low {
			o := Octave{Low: low, High: high, Stable: math.NaN(), Gaussian: math.NaN(), Best: math.NaN()}
			if len(v.Laws) > 0 {
				o.Stable, o.Gaussian, o.Best = expected(laws["SaS"], o, d.N()), expected(laws["Gaussian"], o, d.N()), expected(v.Best(), o, d.N())
			}
			r.Octaves = append(r.Octaves, o)
		}
		r.Octaves[len(r.Octaves)-1].Count += b.Count
	}
}

func expected(l stats.LawScore, o Octave, n int) float64 {
	return 2 * float64(n) * (l.Survival(o.Low) - l.Survival(o.High))
}

// Curves are the exactly fitted laws, best first, about 0; none if the fits failed.
func (r *Report) Curves() []stats.LawComparison { return r.comparison.Laws }
