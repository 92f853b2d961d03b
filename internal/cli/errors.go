package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"levyscope/internal/stop"
)

// ErrInterrupted is the error of a run that a signal broke off. Which signal, the context of the command knows.
var ErrInterrupted = errors.New("interrupted: what was found so far is marked partial")

// ErrHangup is the error of a command whose terminal was closed.
var ErrHangup = errors.New("hung up")

// ErrNoTerminal is the error of the explorer without a terminal.
var ErrNoTerminal = errors.New("the explorer needs a terminal on standard input and output; without one, " +
	"levyscope train and levyscope sim do the same headless, and levyscope --plain prints a line a second")

// ExitCode is the exit status for the error of a command: 0 for none; for ErrInterrupted 128 and the number of the
// signal that has ended ctx, 130 where none has; 141 for a standard output that is read no more and 129 for a terminal
// that was closed, as if SIGPIPE or SIGHUP had ended the command; 2 for ErrNoTerminal, 1 for all others.
func ExitCode(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrInterrupted):
		if s, ok := stop.Signal(ctx); ok {
			return stop.Status(s)
		}
		return stop.Status(syscall.SIGINT)
	case lost(err, syscall.EPIPE):
		return stop.Status(syscall.SIGPIPE)
	case lost(err, syscall.EIO), errors.Is(err, ErrHangup):
		return stop.Status(syscall.SIGHUP)
	case errors.Is(err, ErrNoTerminal):
		return 2
	}
	return 1
}

// lost says that err is this error of the standard output.
func lost(err error, of syscall.Errno) bool {
	var p *fs.PathError
	return errors.Is(err, of) && errors.As(err, &p) && p.Path == os.Stdout.Name()
}

// Final is the error that a command ends in. An error of the standard output is there even if the command did not
// notice it. One that only says that the context ended is ErrInterrupted where a signal has ended it.
func Final(ctx context.Context, out *Stdout, err error) error {
	if err == nil {
		return out.Err()
	}
	if _, signalled := stop.Signal(ctx); signalled && errors.Is(err, context.Canceled) &&
		!errors.Is(err, ErrInterrupted) {
		return ErrInterrupted
	}
	return err
}

// Told is an error without what is told twice, and without that of an output that is read no more: who has stopped
// reading knows. It is nil where nothing is left to tell.
func Told(err error) error {
	if err == nil {
		return nil
	}
	var told []error
	var texts []string
	for _, e := range joined(err) {
		if lost(e, syscall.EPIPE) || slices.Contains(texts, e.Error()) {
			continue
		}
		told, texts = append(told, e), append(texts, e.Error())
	}
	if len(told) == 1 {
		return told[0]
	}
	return errors.Join(told...)
}

// joined are the errors that errors.Join has made err of.
func joined(err error) (all []error) {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var texts []string
	for _, e := range many.Unwrap() {
		all, texts = append(all, joined(e)...), append(texts, e.Error())
	}
	if err.Error() != strings.Join(texts, "\n") { // it has words of its own
		return []error{err}
	}
	return all
}
