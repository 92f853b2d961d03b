package tui

import (
	"context"
	"fmt"
	"iter"
)

// Snapshot runs the engine of o.Screen for the given number of steps without a
// terminal, and returns what the w x h screen then shows: the same text for the
// same options, since nothing in it depends on a clock.
func Snapshot(ctx context.Context, o Options, w, h, steps int) (string, error) {
	if sizeOf(w, h) == tooSmall {
		return "", fmt.Errorf("size %dx%d: use %dx%d or more", w, h, singleW, singleH)
	}
	if steps < 1 {
		return "", fmt.Errorf("steps = %d: use 1 or more", steps)
	}
	m, err := newRoot(ctx, o)
	if err != nil {
		return "", err
	}
	m.w, m.h = w, h
	switch s := m.screens[m.at].(type) {
	case *trainScreen:
		err = feedThrough(s.run(ctx, s.controls, nil), s.isStep, steps, s.see)
	case *simScreen:
		err = feedThrough(s.run(ctx, s.controls, nil), s.isStep, steps, s.see)
	}
	return m.text(), err
}

// feedThrough shows a screen the events of so many steps.
func feedThrough[E any](events iter.Seq2[E, error], isStep func(E) bool, steps int, see func(E)) error {
	for e, err := range events {
		if err != nil {
			return err
		}
		see(e)
		if isStep(e) {
			if steps--; steps == 0 {
				break
			}
		}
	}
	return nil
}
