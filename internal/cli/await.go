package cli

import "context"

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
