package verdict

import (
	"fmt"
	"strings"
)

// RemarkKind is what a remark is about.
type RemarkKind uint8

// A Remark is what a verdict says of the series beside its law.
type Remark struct {
	Kind    RemarkKind
	Percent float64 // UnevenSigns: samples above the centre; ManyZeros: samples that are zero
	Law     string  // StudentFits: with its parameters
}

// String is the remark in words.
func (r Remark) String() string {
	switch r.Kind {
	case OnlyZeros:
		return "every sample is zero"
	case UnevenSigns:
		return fmt.Sprintf("%.3g %% of the samples are above the centre: not symmetric about it", r.Percent)
	case ManyZeros:
		return fmt.Sprintf("%.3g %% of the samples are zero, and left out: a constant part, or rounding, "+
			"which bends the small bins too", r.Percent)
	case FewBins:
		return "the samples fill less than three bins: too few, or rounded too far"
	case StudentFits:
		return r.Law + " fits as well: it lies in the domain of attraction of a stable law"
	}
	return "nothing was counted"
}

// Note is the remarks in words, with semicolons between them.
func (v Verdict) Note() string {
	parts := make([]string, len(v.Remarks))
	for i, r := range v.Remarks {
		parts[i] = r.String()
	}
	return strings.Join(parts, "; ")
}
