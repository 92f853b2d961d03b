package cli

import "errors"

// ErrInterrupted is the error of a run that the user broke off.
var ErrInterrupted = errors.New("interrupted: what was found so far is marked partial")

// ErrNoTerminal is the error of the explorer without a terminal.
var ErrNoTerminal = errors.New("the explorer needs a terminal on standard input and output; without one, " +
	"levyscope train and levyscope sim do the same headless, and levyscope --plain prints a line a second")

// ExitCode is the exit status for the error of a command: 0 for none, 130 for
// ErrInterrupted, 2 for ErrNoTerminal, 1 for all others.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrInterrupted):
		return 130 // as a shell reports a command that SIGINT ended
	case errors.Is(err, ErrNoTerminal):
		return 2
	}
	return 1
}
