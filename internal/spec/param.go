package spec

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Type is the type of the values of a parameter.
type Type uint8

// The types of parameters.
const (
	Real    Type = iota // a finite number
	Integer             // a whole number
	String              // any text, such as the name of a file
	Choice              // one name of several
)

// maxInteger is the largest integer. A value is stored in a float64, which must represent it exactly, and is read as
// an int.
const maxInteger = min(1<<53, math.MaxInt)

// Param declares one parameter of a kind.
type Param struct {
	Name    string
	Type    Type
	Default Value  // of a Choice, its first name unless set
	Meaning string // for the help, where the kind's own Meaning does not tell
	// About is one sentence with the unit, for a control on a screen; where it is empty, Meaning is that.
	About string
	// Example is a value of a parameter that has no default and so must be given; errors show it.
	Example string

	Range    Range    // of a Real or an Integer
	HideZero bool     // a number that the canonical text leaves out at 0, its default
	Choices  []string // of a Choice
	Optional bool     // a String that may be empty, its default, and is then left out of the canonical text
	// Check checks a String that is not empty; problem is empty if nothing is wrong. It may be nil.
	Check func(text string) (problem, remedy string)
}

// initial is the value of the parameter in a bare kind.
func (p *Param) initial() Value {
	if p.Type == Choice && p.Default.Text == "" {
		return Text(p.Choices[0])
	}
	return p.Default
}

// isNumber tells whether the values are numbers.
func (p *Param) isNumber() bool { return p.Type == Real || p.Type == Integer }

// valid is the range of the parameter; that of an Integer ends at maxInteger.
func (p *Param) valid() Range {
	if p.Type == Integer && !p.Range.hasHigh {
		return p.Range.UpTo(maxInteger)
	}
	return p.Range
}

// read converts the text after the = or between colons to a value. item is the part of the input that an error quotes.
func (p *Param) read(item, text string) (Value, fault) {
	if !p.isNumber() {
		return Text(text), fault{}
	}
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax) && item == text:
		return Value{}, fault{fmt.Sprintf("%q is not a number for %s", text, p.Name),
			"write a decimal number such as 0.1 or 5e-4"}
	case errors.Is(err, strconv.ErrSyntax):
		return Value{}, fault{fmt.Sprintf("%q has no number after the =", item),
			"write a decimal number such as 0.1 or 5e-4"}
	case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
		return Value{}, fault{fmt.Sprintf("%q is not finite", item),
			"write a finite decimal number such as 0.1 or 5e-4"}
	}
	return Number(x), fault{}
}

// check is the fault of a value, if it has one.
func (p *Param) check(v Value) fault {
	switch p.Type {
	case Choice:
		if !slices.Contains(p.Choices, v.Text) {
			return fault{fmt.Sprintf("%s %q is not known", p.Name, v.Text), "use one of " + strings.Join(p.Choices, ", ")}
		}
	case String:
		if v.Text != "" && p.Check != nil {
			problem, remedy := p.Check(v.Text)
			return fault{problem, remedy}
		}
	default:
		if !p.valid().Holds(v.Number) || p.Type == Integer && v.Number != math.Trunc(v.Number) {
			return fault{fmt.Sprintf("%s=%s is out of range", p.Name, p.format(v)),
				fmt.Sprintf("choose %s %s", p.Name, p.describeRange())}
		}
	}
	return fault{}
}

// describeRange spells the valid values of a number for a remedy.
func (p *Param) describeRange() string {
	text := p.valid().describe(func(x float64) string { return p.format(Number(x)) })
	switch {
	case p.Type == Integer:
		return "an integer, " + text
	case text == "":
		return "a finite number"
	}
	return text + ", finite"
}

// Bounds spells the valid values for a list of controls, as in "above 0 and at most 1" or "a or b"; it is empty for a
// String, and for a Real that may be any finite number.
func (p *Param) Bounds() string {
	text := p.Range.describe(func(x float64) string { return p.format(Number(x)) })
	switch p.Type {
	case Choice:
		return strings.Join(p.Choices, " or ")
	case String:
		return ""
	case Integer:
		return strings.TrimSpace("an integer " + text)
	}
	return text
}

// Sentence is About, or else Meaning.
func (p *Param) Sentence() string {
	if p.About != "" {
		return p.About
	}
	return p.Meaning
}

// isMissing tells whether v is the empty text of a String that must not be empty.
func (p *Param) isMissing(v Value) bool { return p.Type == String && v.Text == "" && !p.Optional }

// isHidden tells whether the canonical text leaves v out.
func (p *Param) isHidden(v Value) bool {
	if p.isNumber() {
		return p.HideZero && v.Number == 0
	}
	return p.Optional && v.Text == ""
}

// format is the text that read makes v of; a String is not quoted yet.
func (p *Param) format(v Value) string {
	switch p.Type {
	case Real:
		return formatReal(v.Number)
	case Integer:
		return formatInteger(v.Number)
	}
	return v.Text
}
