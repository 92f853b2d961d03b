package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Enum gives names to the constants 0, 1, 2, ... of a type T. With an Enum, the String, MarshalText and UnmarshalText
// methods of T are one line each.
type Enum[T ~uint8] struct {
	What   string   // what a constant is, in errors: "decay arm"
	Names  []string // by constant
	Remedy string   // what an error recommends; the list of names if it is empty
}

// Parse returns the constant with the given name. The error is an *Error.
func (e *Enum[T]) Parse(name string) (T, error) {
	if i := slices.Index(e.Names, name); i >= 0 {
		return T(i), nil
	}
	return 0, &Error{What: e.What, Input: name, Problem: "the name is not known", Remedy: e.remedy()}
}

// Valid tells whether v is one of the constants.
func (e *Enum[T]) Valid(v T) bool { return int(v) < len(e.Names) }

// String is the name of v. For a v that is not valid it is a text with its number; Parse refuses that text.
func (e *Enum[T]) String(v T) string {
	if e.Valid(v) {
		return e.Names[v]
	}
	return fmt.Sprintf("%T(%d)", v, uint8(v))
}

// Marshal implements MarshalText for v: the text is its name. The error is an *Error if v is not valid.
func (e *Enum[T]) Marshal(v T) ([]byte, error) {
	if !e.Valid(v) {
		return nil, &Error{What: e.What, Input: e.String(v), Problem: "the value is not known", Remedy: e.remedy()}
	}
	return []byte(e.Names[v]), nil
}

// Unmarshal implements UnmarshalText for v: it sets v to what Parse returns, and leaves it unchanged if there is an
// error.
func (e *Enum[T]) Unmarshal(v *T, text []byte) error {
	parsed, err := e.Parse(string(text))
	if err == nil {
		*v = parsed
	}
	return err
}

// Next is the constant after v; after the last one the first follows.
func (e *Enum[T]) Next(v T) T { return T((int(v) + 1) % len(e.Names)) }

// remedy is Remedy or, if that is empty, a text such as "use a, b or c".
func (e *Enum[T]) remedy() string {
	if e.Remedy != "" {
		return e.Remedy
	}
	last := len(e.Names) - 1
	if last == 0 {
		return "use " + e.Names[0]
	}
	return "use " + strings.Join(e.Names[:last], ", ") + " or " + e.Names[last]
}
