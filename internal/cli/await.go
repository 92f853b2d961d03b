package cli

import (
	"context"
	"errors"
)

// nothingYet is the ErrInterrupted of a command that has computed nothing.
type nothingYet struct{}

// Error implements error.
func (nothingYet) Error() string { return "interrupted before there was anything to print" }

// Is says that it is an ErrInterrupted.
func (nothingYet) Is(target error) bool { return target == ErrInterrupted }

// ErrEnded is the ErrInterrupted of a command that has no result to print.
var ErrEnded error = ended{}

type ended struct{}

// Error implements error.
func (ended) Error() string { return "interrupted" }

// Is says that it is an ErrInterrupted.
func (ended) Is(target error) bool { return target == ErrInterrupted }

// AwaitFirst is Await for what comes before any result: its error says that nothing is printed.
func AwaitFirst[T any](ctx context.Context, do func() (T, error)) (T, error) {
	v, err := Await(ctx, do)
	if errors.Is(err, ErrInterrupted) {
		err = nothingYet{}
	}
	return v, err
}

// Await returns the result of do, or ErrInterrupted as soon as ctx ends: a read
// from a terminal or a pipe may block for ever. After an interruption do goes on
// in its goroutine and its result is dropped, so it may write only to what the
// caller no longer uses.
func Await[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := do()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ErrInterrupted
	}
}
