package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Syntax says how the parameters of a kind are written after its colon.
type Syntax uint8

// The syntaxes; the comment of the package has their grammar.
const (
	Named      Syntax = iota // "kind:name=value,name=value"
	Positional               // "kind:value:value"
	Free                     // "kind:text", of a kind with one parameter, which is a String
)

// Kind declares one kind of a Grammar: its names and its parameters. T is the type of what the declaring package needs
// beside the parameters, a constructor in most cases.
type Kind[T any] struct {
	Name    string
	Aliases []string
	Meaning string // one line for the help, such as the equation
	Syntax  Syntax
	Params  []Param // in the order of the canonical text
	// Relate checks conditions on several values, such as a floor that must lie below the top. problem is empty
	// if they hold. Relate may be nil.
	Relate  func(v Values) (problem, remedy string)
	Payload T
}

// Spec is k with these values of all its parameters, in the order of Params. It panics if their number is wrong.
func (k *Kind[T]) Spec(list ...Value) Spec[T] {
	if len(list) != len(k.Params) {
		panic(fmt.Sprintf("spec: %d values for the %d parameters of %s", len(list), len(k.Params), k.Name))
	}
	return Spec[T]{k, Values{k.Params, list}}
}

// Numbers is Spec for a kind whose parameters are all numbers.
func (k *Kind[T]) Numbers(x ...float64) Spec[T] {
	list := make([]Value, len(x))
	for i := range x {
		list[i].Number = x[i]
	}
	return k.Spec(list...)
}

// Bare is k with all parameters at their defaults.
func (k *Kind[T]) Bare() Spec[T] {
	list := make([]Value, len(k.Params))
	for i := range k.Params {
		list[i] = k.Params[i].initial()
	}
	return k.Spec(list...)
}

// spell is the canonical text of k with these values.
func (k *Kind[T]) spell(v Values) string {
	switch k.Syntax {
	case Free:
		return k.Name + ":" + v.list[0].Text
	case Positional:
		return k.spellFields(v)
	}
	var items []string
	for i := range k.Params {
		if p := &k.Params[i]; !p.isHidden(v.list[i]) {
			items = append(items, p.Name+"="+quoteFor(p, v.list[i], ','))
		}
	}
	if items == nil {
		return k.Name
	}
	return k.Name + ":" + strings.Join(items, ",")
}

// spellFields is spell for the Positional syntax. It leaves out the hidden values at the end.
func (k *Kind[T]) spellFields(v Values) string {
	text, pending := k.Name, ""
	for i := range k.Params {
		p := &k.Params[i]
		pending += ":" + quoteFor(p, v.list[i], ':')
		if !p.isHidden(v.list[i]) {
			text, pending = text+pending, ""
		}
	}
	return text
}

// hasName tells whether name is the name or an alias of k.
func (k *Kind[T]) hasName(name string) bool {
	return name != "" && (name == k.Name || slices.Contains(k.Aliases, name))
}

// label is k as the list of kinds shows it in an error: with what must be given, if anything must.
func (k *Kind[T]) label() string {
	switch k.Syntax {
	case Free:
		return k.Name + ":" + k.Params[0].Name
	case Positional:
		return k.Bare().String()
	}
	var given []string // the parameters that must be given, with an example of each
	for _, p := range k.Params {
		if p.Example != "" {
			given = append(given, p.Name+"="+p.Example)
		}
	}
	if given == nil {
		return k.Name
	}
	return k.Name + ":" + strings.Join(given, ",")
}

// describeParams lists the parameters of k for a remedy.
func (k *Kind[T]) describeParams() string {
	if len(k.Params) == 0 {
		return k.Name + " takes none"
	}
	names := make([]string, len(k.Params))
	for i, p := range k.Params {
		names[i] = p.Name
		if p.Meaning != "" {
			names[i] += " (" + p.Meaning + ")"
		}
	}
	return k.Name + " takes " + strings.Join(names, ", ")
}

// example is a text of k that gives parameter i.
func (k *Kind[T]) example(i int) string {
	p := &k.Params[i]
	text := p.Example
	if text == "" {
		text = p.format(p.initial())
	}
	if k.Syntax == Named {
		text = p.Name + "=" + text
	}
	return k.Name + ":" + text
}
