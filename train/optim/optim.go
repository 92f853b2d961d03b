// Package optim holds the optimisers: how a gradient changes the weights. Each is a comparable struct with the
// parameters of its rule, so that two optimisers are the same when they are ==.
//
// The learning rate eta is not one of the parameters: it comes with each step from a schedule (package schedule).
// With g the gradient of the minibatch, all operations element by element, and every moment 0 at first:
//
//	sgd         w <- w - eta g
//	momentum    v <- mu v + g,  w <- w - eta v              (form pytorch; form polyak: v <- mu v + eta g,  w <- w - v)
//	nesterov    v <- mu v + g,  w <- w - eta (g + mu v)
//	adam        m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,
//	            w <- w - eta m'/(sqrt(v') + eps),  m' = m/(1 - beta1^t),  v' = v/(1 - beta2^t) at its step t = 1, 2, ...
//	adamw       adam, with its weight decay beside the gradient
//	sign        m <- mu m + (1 - mu) g,  w <- w - eta sign(m)
//	normalised  m <- mu m + (1 - mu) g,  w <- w - eta m/(||m|| + eps)
//
// A weight decay lambda is added to the gradient as lambda w in sgd, momentum, nesterov and adam. It is decoupled in
// adamw, sign and normalised: w <- w - eta lambda w, beside the step that the table has. The definitions are those of
// torch.optim, with dampening 0, for the optimisers that are there.
//
// Parse, Default and With give valid optimisers only. A literal whose fields are out of range is a programmer's error,
// and Parse(o.String()) reports it.
package optim

import (
	"fmt"

	"levyscope/internal/spec"
)

// Optimizer is one of the optimisers of this package. SGD and Momentum are carried out by package train, which
// takes the noise and the drift of a gradient apart; the others are Rules.
type Optimizer interface {
	// String is the canonical text, which Parse reads back to an equal value.
	String() string
	// describe gives the kind and the values of all its parameters.
	describe() spec.Spec[build]
}

// Rule is an optimiser that is carried out here.
type Rule interface {
	Optimizer
	// Moments is how many arrays of the size of the weights the rule remembers: 1 or 2.
	Moments() int
	// Counts says that the rule counts its steps, for a correction of its bias.
	Counts() bool
	// Step changes the weights w by one step of the learning rate eta >= 0. g is the gradient, of the same length; m is
	// NewMoments of the rule and that length, or what steps of the same kind of rule left of it. Step allocates nothing.
	Step(w, g []float32, m *Moments, eta float64)
	// Decay is the weight decay lambda, and the value of eta lambda beyond which it makes the weights grow by itself:
	// +Inf where it never does.
	Decay() (lambda, bound float64)
}

// Moments are what a Rule remembers from one step to the next.
type Moments struct {
	First  []float32 // (params) mean of the gradients, or velocity
	Second []float32 // (params) mean of their squares; nil of a rule that has none
	Steps  int       // taken, of a rule that counts them
}

// NewMoments are those of r at its first step, for n parameters: all 0.
func NewMoments(r Rule, n int) *Moments {
	m := &Moments{First: make([]float32, n)}
	if r.Moments() > 1 {
		m.Second = make([]float32, n)
	}
	return m
}

// Kind is the name of o's kind.
func Kind(o Optimizer) string { return o.describe().Kind.Name }

// Info describes a kind of optimiser in a list.
type Info struct {
	Name    string // as Parse reads it
	Meaning string // one line: the equation, and what is special
	Source  string // of the definition
}

// Kinds lists the kinds that Parse and Default accept.
func Kinds() []Info {
	list := make([]Info, len(grammar.Kinds))
	for i, k := range grammar.Kinds {
		list[i] = Info{k.Name, k.Meaning, k.Payload.source}
	}
	return list
}

// Default is the kind of that name (a name of Kinds, or an alias) with every parameter at its default. The error is a
// *spec.Error.
func Default(kind string) (Optimizer, error) {
	k, err := grammar.Lookup(kind, kind)
	if err != nil {
		return nil, err
	}
	return k.Payload.make(k.Bare().Values), nil
}

// Param is one parameter of an optimiser, as a control on a screen needs it.
type Param struct {
	Name    string
	Meaning string
	Value   spec.Value
	Choices []string   // of a parameter that is one name of several; nil of a number
	Range   spec.Range // of a number
	Bounds  string     // the values that Set accepts, in words
	About   string     // what it is, in a sentence with its unit
}

// Params lists the parameters of o in String's order, those that String omits included.
func Params(o Optimizer) []Param {
	d := o.describe()
	list := make([]Param, len(d.Kind.Params))
	for i, p := range d.Kind.Params {
		list[i] = Param{Name: p.Name, Meaning: p.Meaning, Value: d.Values.At(i), Choices: p.Choices, Range: p.Range,
			Bounds: p.Bounds(), About: p.Sentence()}
	}
	return list
}

// With is o with one parameter set to value, under the rules of Parse. The error is a *spec.Error: an unknown name, or
// a value out of range.
func With(o Optimizer, name string, value spec.Value) (Optimizer, error) {
	shown := value.Text
	if shown == "" {
		shown = fmt.Sprint(value.Number)
	}
	d, err := grammar.With(fmt.Sprintf("%s with %s=%s", o, name, shown), o.describe(), name, value)
	if err != nil {
		return nil, err
	}
	return d.Kind.Payload.make(d.Values), nil
}

// Set is With for a value as a user writes it.
func Set(o Optimizer, name, text string) (Optimizer, error) {
	d, err := grammar.Set(fmt.Sprintf("%s with %s=%s", o, name, text), o.describe(), name, text)
	if err != nil {
		return nil, err
	}
	return d.Kind.Payload.make(d.Values), nil
}
