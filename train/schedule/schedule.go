// Package schedule holds learning-rate decay: the step size eta as a pure function of the step k.
//
// With j = max(0, k - from), so that the decay begins at step from and eta is eta0 before it:
//
//	constant     eta0
//	step         eta0 gamma^min(floor(j/every), drops)
//	exponential  eta0 exp(-kappa j)
//	inverse      eta0 / (1 + j/k0)
//	power        eta0 (1 + j/k0)^-gamma
//	linear       floor + (eta0 - floor) (1 - j/steps), then floor
//	cosine       floor + (eta0 - floor) (1 + cos(pi j/steps))/2, then floor
//	multistep    eta0 gamma^(how many steps of the list at are <= j)
//	restarts     cosine again and again, the first in period steps, each next one factor times as long
//	onecycle     half a cosine up from eta0/div to the peak eta0, then one down to eta0/(div final)
//	points       eta0 times the straight lines through the points (step, rate) of the list at
//
// A warm-up may go before each of them, see WarmUp. Reference is the learning rate that others are compared with.
//
// Each kind is a comparable struct, so two schedules are the same when they are ==. Parse, Default and
// With give valid ones only. A literal whose fields are out of range is a programmer's error, and
// Parse(s.String()) reports it.
package schedule

import (
	"fmt"

	"levyscope/internal/spec"
)

// Schedule gives the step size (learning rate) of each step of SGD, and of each step of a simulated SDE.
// Implementations are pure: Eta depends on nothing but k.
type Schedule interface {
	// Eta is the step size at step k = 0, 1, 2, ...; a negative k counts as 0. It is finite and >= 0.
	Eta(k int) float64
	// String is the canonical text, which Parse reads back to an equal value.
	String() string
}

// Param is one parameter of a schedule, as a control on a screen needs it.
type Param struct {
	Name    string  // as Parse reads it
	Value   float64 // in the units of the package comment; 0 of a list
	Text    string  // of a list, "" of a number
	Integer bool    // With accepts integers only
	Range   string  // the values that With accepts, in words; "": any
	About   string  // what it is, in a sentence with its unit
}

// member is a schedule of this package: everything but Eta follows from what it says here.
type member interface {
	Schedule
	// describe gives the kind and the values of all its parameters.
	describe() spec.Spec[build]
	// decaySum is sum_{j>=0} (eta(from+j)/Reference)^p for a finite p > 0; +Inf where it diverges.
	decaySum(p float64) float64
}

// own tells a schedule of this package from a foreign one. Rebuilding the value also turns away a
// foreign struct that embeds one of ours, and so has its methods but perhaps another Eta.
func own(s Schedule) (m member, d spec.Spec[build], ok bool) {
	if m, ok = s.(member); !ok {
		return nil, d, false
	}
	if w, warm := s.(WarmUp); warm {
		if _, _, ok = own(w.Then); !ok {
			return nil, d, false
		}
	}
	d = m.describe()
	if assemble(d) != s {
		return nil, d, false
	}
	return m, d, true
}

// Kinds lists the canonical names that Parse and Default accept.
func Kinds() []string { return grammar.Names() }

// Meaning is what a kind (a name of Kinds) is, in one line; "" of any other name.
func Meaning(kind string) string {
	k, err := grammar.Lookup(kind, kind)
	if err != nil {
		return ""
	}
	return k.Meaning
}

// Kind is the canonical name of s's kind, and "" for a Schedule that is not of this package.
func Kind(s Schedule) string {
	_, d, ok := own(s)
	if !ok {
		return ""
	}
	return d.Kind.Name
}

// Default is the kind (a name of Kinds, or an alias) with the given eta0 > 0 and every other parameter at
// its default. The error is a *spec.Error.
func Default(kind string, eta0 float64) (Schedule, error) {
	k, err := grammar.Lookup(kind, kind)
	if err != nil {
		return nil, err
	}
	d, err := grammar.With(kind, k.Bare(), eta0Parameter.Name, spec.Number(eta0))
	if err != nil {
		return nil, err
	}
	return assemble(d), nil
}

// Params lists the parameters of s that are numbers in String's order, those that String omits included, but without
// from, and without warmup where it is 0. It is nil for a Schedule that is not of this package.
func Params(s Schedule) (list []Param) {
	for _, p := range AllParams(s) {
		if p.Text == "" && p.Name != fromParameter.Name && (p.Name != warmupParameter.Name || p.Value > 0) {
			list = append(list, p)
		}
	}
	return list
}

// AllParams lists all parameters of s in String's order, lists, from and warmup included. It is nil for a Schedule that
// is not of this package.
func AllParams(s Schedule) (list []Param) {
	_, d, ok := own(s)
	if !ok {
		return nil
	}
	for i := range d.Kind.Params {
		p, v := &d.Kind.Params[i], d.Values.At(i)
		list = append(list, Param{Name: p.Name, Value: v.Number, Text: v.Text, Integer: p.Type == spec.Integer,
			Range: p.Bounds(), About: p.Sentence()})
	}
	return list
}

// With is s with one parameter (from included) set to value, under the rules of Parse. The error is a
// *spec.Error: an unknown name, a value out of range, or a Schedule that is not of this package.
func With(s Schedule, name string, value float64) (Schedule, error) {
	return changed(s, name, fmt.Sprint(value), func(input string, d spec.Spec[build]) (spec.Spec[build], error) {
		return grammar.With(input, d, name, spec.Number(value))
	})
}

// Set is With for a value as a user writes it, of a parameter that is a list too.
func Set(s Schedule, name, text string) (Schedule, error) {
	return changed(s, name, text, func(input string, d spec.Spec[build]) (spec.Spec[build], error) {
		return grammar.Set(input, d, name, text)
	})
}

// changed is s with a change of its description.
func changed(s Schedule, name, value string,
	change func(input string, d spec.Spec[build]) (spec.Spec[build], error),
) (Schedule, error) {
	input := fmt.Sprintf("%v with %s=%s", s, name, value)
	_, d, ok := own(s)
	if !ok {
		return nil, &spec.Error{
			What:    grammar.What,
			Input:   input,
			Problem: fmt.Sprintf("%T is not a kind of this package", s),
			Remedy:  "start from Default or Parse",
		}
	}
	d, err := change(input, d)
	if err != nil {
		return nil, err
	}
	return assemble(d), nil
}

// Reference is the learning rate that the others of s are compared with, eta_ref > 0: the one from which a decay
// starts, eta(0) of most kinds, the peak of a kind that rises first, and that of the schedule behind a warm-up. Of a
// Schedule that is not of this package it is Eta(0).
func Reference(s Schedule) float64 {
	if r, ok := s.(interface{ reference() float64 }); ok {
		return r.reference()
	}
	return s.Eta(0)
}

// after is j = max(0, k - from), without overflow for any k and any from >= 0.
func after(k, from int) int {
	if k <= from {
		return 0
	}
	return k - from
}

// between is floor + (eta0 - floor) w, and exactly eta0 at w = 1, where rounding could miss it.
func between(eta0, floor, w float64) float64 {
	if w == 1 {
		return eta0
	}
	return floor + (eta0-floor)*w
}
