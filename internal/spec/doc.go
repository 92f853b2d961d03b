// Package spec is the grammar of the texts in which a user names a thing and its parameters, such as a schedule
// "step:eta0=0.1,every=500", a noise "truncated:cut=3", a potential "doublewell:left=1", a domain "ball:r=2" or a
// model "mlp:100-100:tanh".
//
//	text       = kind [ ":" body ] .
//	body       = named | positional | free .          // which one is the kind's Syntax
//	named      = assignment { "," assignment } .      // every name at most once, in any order
//	assignment = name "=" value .
//	positional = value { ":" value } .                // in the order of the parameters; the last ones may be missing
//	free       = any characters to the end .          // one text, such as a formula
//	value      = quoted | plain .
//	quoted     = a Go string literal in double quotes .
//	plain      = characters without the separator, not starting with a double quote .
//
// Blanks around a kind, a name or a value do not count. A number is what strconv.ParseFloat reads, and finite. A
// bare kind has every parameter at its default.
//
// # Declaring a kind
//
// A kind is a Kind value in the file of the thing that it names. It lists the parameters with their defaults and
// ranges, and carries a payload of type T that the package chooses, a constructor in most cases:
//
//	var exponentialKind = spec.Kind[func(spec.Values) Schedule]{
//		Name: "exponential", Aliases: []string{"exp"},
//		Params: []spec.Param{
//			{Name: "eta0", Default: spec.Number(0.1), Range: spec.Above(0)},
//			{Name: "kappa", Default: spec.Number(0.0005), Range: spec.AtLeast(0)},
//		},
//		Payload: func(v spec.Values) Schedule { return Exponential{v.Number("eta0"), v.Number("kappa")} },
//	}
//
// A Grammar is a list of kinds. From the declarations it reads texts, writes their canonical form, changes single
// parameters, and writes the help. Every error is an *Error. Reading the canonical text of a value gives that value.
//
// An Enum gives names to the constants of a type, without parameters.
package spec
