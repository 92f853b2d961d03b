package verdict

import (
	"fmt"
	"strings"
)

// Note is what the series shows beside its law, in words: atoms, rounding, sides, dependence and the remarks, separated
// by semicolons; empty if there is nothing of it.
func (v Verdict) Note() string {
	var parts []string
	for _, a := range v.Atoms {
		parts = append(parts, fmt.Sprintf("%.3g %% of the samples are the one value %.6g, and are set apart",
			100*a.Share, a.Value))
	}
	switch {
	case v.TooCoarse && v.Step > 0:
		parts = append(parts, fmt.Sprintf("values are rounded to steps of %.4g, about the scale of the law or more", v.Step))
	case v.TooCoarse:
		parts = append(parts, "the values are a few levels, which many samples share")
	case v.Step > 0:
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
	return strings.Join(parts, "; ")
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
	return append(parts, fmt.Sprintf("the two sides differ (p of symmetry %s): judged by the differences of %d pairs, "+
		"which are symmetric, and stable if the samples are", p, a.Pairs))
}
