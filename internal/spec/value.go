package spec

import (
	"fmt"
	"slices"
)

// Value is the value of one parameter: a Number for Real and Integer, a Text for String and Choice.
type Value struct {
	Number float64
	Text   string
}

// Number is the value of a parameter that is a number.
func Number(x float64) Value { return Value{Number: x} }

// Text is the value of a parameter that is a text or one name of several.
func Text(s string) Value { return Value{Text: s} }

// Values are the values of all parameters of a kind. They are immutable.
type Values struct {
	params []Param
	list   []Value
}

// Number is the value of the Real or Integer parameter of that name. It panics if the kind declares none of that name.
func (v Values) Number(name string) float64 { return v.named(name).Number }

// Int is the value of the Integer parameter of that name. It panics if the kind declares none of that name.
func (v Values) Int(name string) int { return int(v.named(name).Number) }

// Text is the value of the String or Choice parameter of that name. It panics if the kind declares none of that name.
func (v Values) Text(name string) string { return v.named(name).Text }

// At is the value of parameter i, in the order of the kind's parameters.
func (v Values) At(i int) Value { return v.list[i] }

// named is the value of the parameter of that name. It panics if there is none.
func (v Values) named(name string) Value {
	i := indexOf(v.params, name)
	if i < 0 {
		panic(fmt.Sprintf("spec: the kind declares no parameter %q", name))
	}
	return v.list[i]
}

// set is a copy of v with parameter i set to x.
func (v Values) set(i int, x Value) Values {
	v.list = slices.Clone(v.list)
	v.list[i] = x
	return v
}

// indexOf is the index of the parameter of that name, or -1.
func indexOf(params []Param, name string) int {
	return slices.IndexFunc(params, func(p Param) bool { return p.Name == name })
}
