package verdict

import (
	"fmt"
	"math"
)

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
