package spec

import "fmt"

// Error says what is wrong with a text that a user wrote, and what to write instead.
type Error struct {
	What    string // what the text names: "schedule", "noise"
	Input   string // the whole text, or for a change the text and the change
	Problem string // what is wrong, with the offending part
	Remedy  string // what would be accepted
}

// Error is one line with the input, the problem and the remedy.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %q: %s; %s", e.What, e.Input, e.Problem, e.Remedy)
}

// fault is an Error without its text, for functions that do not know the whole text. The zero value means no error.
type fault struct{ problem, remedy string }

// in is the error of f in a text.
func (f fault) in(what, input string) error {
	if f == (fault{}) {
		return nil
	}
	return &Error{What: what, Input: input, Problem: f.problem, Remedy: f.remedy}
}
