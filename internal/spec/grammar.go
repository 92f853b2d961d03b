package spec

import (
	"fmt"
	"strings"
)

// Grammar reads the texts that name one sort of thing.
type Grammar[T any] struct {
	What  string     // what the texts name, for errors: "schedule"
	Kinds []*Kind[T] // in the order in which they are listed
	// Short expands abbreviations, such as a bare number that stands for a constant schedule. It may be nil.
	Short func(text string) (full string, ok bool)
}

// Spec is the meaning of a text: a kind and the values of all its parameters.
type Spec[T any] struct {
	Kind   *Kind[T]
	Values Values
}

// String is the canonical text, which Parse reads as s again.
func (s Spec[T]) String() string { return s.Kind.spell(s.Values) }

// Names are the names of the kinds, without aliases.
func (g *Grammar[T]) Names() []string {
	names := make([]string, len(g.Kinds))
	for i, k := range g.Kinds {
		names[i] = k.Name
	}
	return names
}

// Lookup is the kind with the given name or alias. input is the text that an error quotes. The error is an *Error.
func (g *Grammar[T]) Lookup(input, name string) (*Kind[T], error) {
	labels := make([]string, len(g.Kinds))
	for i, k := range g.Kinds {
		if k.hasName(name) {
			return k, nil
		}
		labels[i] = k.label()
	}
	return nil, &Error{g.What, input, fmt.Sprintf("unknown kind %q", name), "use one of " + strings.Join(labels, ", ")}
}

// Parse reads a text and checks the values against their ranges and relations. The error is an *Error.
func (g *Grammar[T]) Parse(text string) (Spec[T], error) {
	s, err := g.read(text)
	if err != nil {
		return Spec[T]{}, err
	}
	if err := g.Check(text, s); err != nil {
		return Spec[T]{}, err
	}
	return s, nil
}

// With is s with one parameter set to x, after a check of all values. input is the text that an error quotes. The error
// is an *Error.
func (g *Grammar[T]) With(input string, s Spec[T], name string, x Value) (Spec[T], error) {
	i := indexOf(s.Kind.Params, name)
	if i < 0 {
		return Spec[T]{}, g.unknown(input, s.Kind, name)
	}
	s.Values = s.Values.set(i, x)
	return s, g.Check(input, s)
}

// Set is With for a value as a user writes it: the text after the = of that parameter.
func (g *Grammar[T]) Set(input string, s Spec[T], name, text string) (Spec[T], error) {
	i := indexOf(s.Kind.Params, name)
	if i < 0 {
		return Spec[T]{}, g.unknown(input, s.Kind, name)
	}
	text = strings.TrimSpace(text)
	x, f := s.Kind.Params[i].read(text, text)
	if err := f.in(g.What, input); err != nil {
		return Spec[T]{}, err
	}
	return g.With(input, s, name, x)
}

// Check checks the values of s against their ranges and relations. input is the text that an error quotes. The error
// is nil or an *Error.
func (g *Grammar[T]) Check(input string, s Spec[T]) error {
	for i := range s.Kind.Params {
		p, v := &s.Kind.Params[i], s.Values.list[i]
		if p.isMissing(v) {
			return g.missing(input, s.Kind, i)
		}
		if err := p.check(v).in(g.What, input); err != nil {
			return err
		}
	}
	if s.Kind.Relate == nil {
		return nil
	}
	problem, remedy := s.Kind.Relate(s.Values)
	return fault{problem, remedy}.in(g.What, input)
}

// read is Parse without the check of ranges and relations.
func (g *Grammar[T]) read(text string) (Spec[T], error) {
	name, body, hasBody := strings.Cut(text, ":")
	if g.Short != nil {
		if full, ok := g.Short(text); ok {
			name, body, hasBody = strings.Cut(full, ":")
		}
	}
	k, err := g.Lookup(text, strings.TrimSpace(name))
	if err != nil {
		return Spec[T]{}, err
	}
	s := k.Bare()
	given := make([]bool, len(k.Params))
	if hasBody {
		if err := g.assign(text, body, k, s.Values.list, given); err != nil {
			return Spec[T]{}, err
		}
	}
	for i := range k.Params {
		if k.Params[i].Example != "" && !given[i] {
			return Spec[T]{}, g.missing(text, k, i)
		}
	}
	return s, nil
}

// assign reads a body into list and sets given for the parameters that it holds.
func (g *Grammar[T]) assign(input, body string, k *Kind[T], list []Value, given []bool) error {
	var items []item
	var f fault
	switch k.Syntax {
	case Free:
		list[0], given[0] = Text(strings.TrimSpace(body)), true
		return nil
	case Positional:
		if items, f = splitFields(body); len(items) > len(k.Params) {
			f = fault{fmt.Sprintf("%q is one value too many", items[len(k.Params)].text), k.describeParams()}
		}
	default:
		items, f = splitNamed(body)
	}
	if err := f.in(g.What, input); err != nil {
		return err
	}
	for i, it := range items {
		if k.Syntax == Named {
			if i = indexOf(k.Params, it.name); i < 0 {
				return g.unknown(input, k, it.name)
			}
		}
		if given[i] {
			problem := fmt.Sprintf("%q is a second value for %s", it.text, it.name)
			return &Error{g.What, input, problem, "give each parameter once"}
		}
		given[i] = true
		if list[i], f = k.Params[i].read(it.text, it.value); f != (fault{}) {
			return f.in(g.What, input)
		}
	}
	return nil
}

// unknown is the error for a parameter that k does not have.
func (g *Grammar[T]) unknown(input string, k *Kind[T], name string) error {
	return &Error{g.What, input, fmt.Sprintf("unknown parameter %q", name), k.describeParams()}
}

// missing is the error for parameter i of k, which must be given.
func (g *Grammar[T]) missing(input string, k *Kind[T], i int) error {
	return &Error{g.What, input, fmt.Sprintf("no %s is given", k.Params[i].Name), "write for example " + k.example(i)}
}
