package verdict

import (
	"fmt"
	"math"
	"strings"
)

// finestTold is the smallest step of a grid, in scales of SaS, that is told in words: a finer one is how numbers were
// written, and changes nothing.
const finestTold = 1e-4

// Note is the findings of the series, separated by semicolons; empty if there are none.
func (v Verdict) Note() string { return strings.Join(v.Findings(), "; ") }

// Findings are what the series shows beside its law, in words: atoms, rounding, sides, dependence and the remarks.
func (v Verdict) Findings() []string {
	var parts []string
	for _, a := range v.Atoms {
		parts = append(parts, fmt.Sprintf("%.3g %% of the samples are the one value %.6g, and are set apart",
			100*a.Share, a.Value))
	}
	if c := v.Clip; c != nil {
		parts = append(parts, fmt.Sprintf("values are clipped to %.6g and %.6g, where %.3g %% of them lie: "+
			"counted as beyond", c.Low, c.High, 100*c.Share))
	}
	switch {
	case v.TooCoarse && v.Step > 0:
		parts = append(parts, fmt.Sprintf("values are rounded to steps of %.4g, about the scale of the law or more", v.Step))
	case v.TooCoarse:
		parts = append(parts, "the values are a few levels, which many samples share")
	case v.Step > finestTold*v.Alpha.Scale:
		parts = append(parts, fmt.Sprintf("values are rounded to steps of %.4g, which every test and fit allows for", v.Step))
	}
	if v.Asymmetry != nil {
		parts = append(parts, v.Asymmetry.words()...)
	}
	if v.Dependence != nil && v.Dependence.Found() {
		parts = append(parts, v.Dependence.Words()+" (those of this verdict allow for it)")
	}
	for _, r := range v.Remarks {
		parts = append(parts, r.String())
	}
	return parts
}

// words are the verdict on a series with an outlier.
func (o *Outlier) words() string {
	what := fmt.Sprintf("%.4g from the centre", o.Size)
	if !math.IsNaN(o.Value) {
		what = fmt.Sprintf("%.6g", o.Value)
	}
	return fmt.Sprintf("Gaussian but for one sample, %s (p of a Gaussian without it %.2g)", what, o.PGaussian)
}

// words say what an asymmetry is, and how the law was judged.
func (a *Asymmetry) words() []string {
	var parts []string
	switch a.OneSided {
	case 1:
		parts = append(parts, "one-sided: no sample is below zero")
	case -1:
		parts = append(parts, "one-sided: no sample is above zero")
	}
	p := fmt.Sprintf("%.2g", a.P)
	if a.P < 1e-4 {
		p = "<1e-4"
	}
	if a.Pairs == 0 {
		return append(parts, fmt.Sprintf("the two sides differ (p of symmetry %s), and the samples depend on each other: "+
			"their differences tell no law", p))
	}
	return append(parts, fmt.Sprintf("the two sides differ (p of symmetry %s): judged by the differences of %d pairs, "+
		"which are symmetric, and stable if the samples are", p, a.Pairs))
}

// RemarkKind tells what a remark is about.
type RemarkKind uint8

// The kinds of remarks. UnevenSigns is made where fair coins would give such signs once in a thousand series.
const (
	NothingCounted   RemarkKind = iota // no sample at all
	OnlyZeros                          // every sample is zero
	OneValue                           // every sample is one value
	UnevenSigns                        // as fair coins would give once in a thousand series
	ManyZeros                          // a hundredth or more, which no law with a density gives
	FewBins                            // less than three bins are occupied
	StudentFits                        // a Student-t law fits as well as the stable one
	DoubtfulSymmetry                   // no symmetric stable law fits, but a skewed one may
)

// A Remark is a finding about the series that is not about its law. It does not change the verdict.
type Remark struct {
	Kind    RemarkKind
	Percent float64 // for UnevenSigns of samples above the centre, for ManyZeros of samples that are zero
	Law     string  // for StudentFits, with its parameters
	P       float64 // for DoubtfulSymmetry, of symmetry
}

// String is the remark in words.
func (r Remark) String() string {
	switch r.Kind {
	case OnlyZeros:
		return "every sample is zero"
	case OneValue:
		return "every sample is the one value"
	case UnevenSigns:
		return fmt.Sprintf("%.3g %% of the samples are above the centre: not symmetric about it", r.Percent)
	case ManyZeros:
		return fmt.Sprintf("%.3g %% of the samples are zero, and left out: a constant part, or rounding, "+
			"which bends the small bins too", r.Percent)
	case FewBins:
		return "the samples fill less than three bins: too few, or rounded too far"
	case DoubtfulSymmetry:
		return fmt.Sprintf("no symmetric stable law fits, but the symmetry is in doubt (p %.2g), and a skewed one may", r.P)
	case StudentFits:
		return r.Law + " fits as well: it lies in the domain of attraction of a stable law"
	}
	return "nothing was counted"
}

// sampleRemarks are the remarks on signs and zeros of n nonzero samples, of which the share slack may lie on either
// side.
func sampleRemarks(n, positive, zeros int, slack float64) (out []Remark) {
	if math.Abs(float64(2*positive-n)) > 3.29*math.Sqrt(float64(n))+2*slack*float64(n) {
		out = append(out, Remark{Kind: UnevenSigns, Percent: 100 * float64(positive) / float64(n)})
	}
	if zeros > 0 && zeros >= (n+zeros)/100 {
		out = append(out, Remark{Kind: ManyZeros, Percent: 100 * float64(zeros) / float64(n+zeros)})
	}
	return out
}
