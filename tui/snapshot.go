package tui

import (
	"context"
	"fmt"

	"levyscope/tui/screen"
)

// Snapshot runs the engine of o.Screen for a number of steps without a terminal, and returns
// what a terminal of w x h cells then shows: the same text for the same options, since
// nothing in it depends on a clock.
func Snapshot(ctx context.Context, o Options, w, h, steps int) (string, error) {
	if screen.SizeOf(w, h) == screen.TooSmall {
		return "", fmt.Errorf("size %dx%d: use %dx%d or more", w, h, screen.SingleW, screen.SingleH)
	}
	if steps < 1 {
		return "", fmt.Errorf("steps = %d: use 1 or more", steps)
	}
	m, err := newRoot(ctx, o, o.rows())
	if err != nil {
		return "", err
	}
	m.w, m.h = w, h
	err = m.shown().Advance(ctx, steps)
	return m.text(), err
}
