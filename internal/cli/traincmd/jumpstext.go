package traincmd

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/train"
	"levyscope/train/jumps"
)

// normFlag is the flag --jump-norm.
type normFlag struct{ settings **jumps.Settings }

// String is the factor of the norm, 0 where the noise is not followed.
func (f normFlag) String() string {
	if f.settings == nil || *f.settings == nil {
		return "0"
	}
	return strconv.FormatFloat((*f.settings).Norm, 'g', -1, 64)
}

// Set reads the factor.
func (f normFlag) Set(text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("write a number from 1.01 to 1e6, or 0")
	}
	*f.settings = nil
	if v == 0 {
		return nil
	}
	s := &jumps.Settings{Norm: v}
	if err := s.Validate(); err != nil {
		return err
	}
	*f.settings = s
	return nil
}

// Type names the value in the help.
func (normFlag) Type() string { return "float" }

// lawLegend says what the table of jumps holds.
const lawLegend = `
    fixed: updates eta |u| beyond %g scales of the probe at step %d, at eta = %g; current: noises |u| beyond %g scales
    of the last probe. Per million parameters and steps, with an interval of 95 %% that allows for jumps that come
    together. size: median update of a current jump, in the first scales; amplitude: the same in those of the last
    probe. A stable noise that no decay changes has fixed ~ s^alpha, current ~ 1, size ~ s, amplitude ~ 1. A decay
    that lowers fixed alone has changed the updates, not the noise; fixed steeper than alpha: the noise shrinks too, or
    its tail is no stable one`

// lawText is how the jumps of a run depend on the learning rate, a table.
func lawText(e train.JumpLaw) string {
	var b strings.Builder
	if e.Reference < 0 {
		return "jumps against the learning rate: none, since no probe fixed the sizes: the first one that does is at " +
			"the interval of --probe-every"
	}
	b.WriteString("jumps against the learning rate, s = eta/eta_ref")
	if !e.Exact {
		b.WriteString(" (u against an anchor: it contains drift)")
	}
	fmt.Fprintf(&b, lawLegend, e.Kappa, e.Reference, e.EtaRef, e.Kappa)
	fmt.Fprintf(&b, "\n    %-14s %9s %7s  %-31s %-31s %9s %9s %9s", "array", "s", "steps", "fixed per 1e6",
		"current per 1e6", "size", "amplitude", "tail xi")
	for _, a := range e.Arrays {
		name := a.Name
		for _, o := range a.Octaves {
			fmt.Fprintf(&b, "\n    %-14s %9.4g %7d  %-31s %-31s %9s %9s %9s", name, o.S, o.Steps, rateText(o.Fixed),
				rateText(o.Current), number("%.3g", o.Update), number("%.3g", o.Current.Median),
				number("%.2f", o.Current.Tail.Shape))
			name = ""
		}
		if len(a.Octaves) > 1 {
			fmt.Fprintf(&b, "\n      exponents: fixed %s, current %s, size %s, amplitude %s; alpha of the last probe %s",
				exponentText(a.Fixed), exponentText(a.Current), exponentText(a.Update), exponentText(a.Amplitude),
				alphaText("%.2f", a.Alpha, 0, a.AlphaSE))
		}
	}
	fmt.Fprintf(&b, "\n    memory: correlation of u with the step before %s (%s if there is none), of ln |u| %s",
		errorText("%.4f", e.Serial.Signed, e.Serial.SignedSE), number("%.4f", e.Serial.SignedNull),
		errorText("%.3f", e.Serial.Norm, e.Serial.NormSE))
	fmt.Fprintf(&b, "\n    minibatch loss, which is noisy, from the step before to the step after: "+
		"a jump of the norm %s (%d steps); the top 1 %% of jumps %s (%d); others %s (%d)",
		errorText("%.2g", e.Loss.Norm.Around, e.Loss.Norm.AroundSE), e.Loss.Norm.Steps,
		errorText("%.2g", e.Loss.Top.Around, e.Loss.Top.AroundSE), e.Loss.Top.Steps,
		errorText("%.2g", e.Loss.Other.Around, e.Loss.Other.AroundSE), e.Loss.Other.Steps)
	return b.String()
}

// rateText is a rate per million with its interval.
func rateText(p jumps.Part) string {
	if p.Trials == 0 {
		return "-"
	}
	return fmt.Sprintf("%s [%s, %s]", number("%.3g", 1e6*p.Rate), number("%.3g", 1e6*p.Low), number("%.3g", 1e6*p.High))
}

// exponentText is an exponent with its error.
func exponentText(e jumps.Exponent) string { return errorText("%.2f", e.Value, e.SE) }

// errorText is a figure with its standard error, - for none.
func errorText(format string, v, se float64) string {
	if number(format, v) == "-" {
		return "-"
	}
	return number(format, v) + " +- " + number(format, se)
}
