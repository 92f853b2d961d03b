package screen

// history is what undo and redo need: the values before each change.
type history[T any] struct{ past, future []T }

// set records that now gives way to a new value.
func (h *history[T]) set(now T) {
	h.past = append(h.past, now)
	h.future = nil
}

// undo is the value before the last change; ok is false if there is none.
func (h *history[T]) undo(now T) (old T, ok bool) {
	if len(h.past) == 0 {
		return now, false
	}
	old = h.past[len(h.past)-1]
	h.past = h.past[:len(h.past)-1]
	h.future = append(h.future, now)
	return old, true
}

// redo is the value that the last undo left.
func (h *history[T]) redo(now T) (next T, ok bool) {
	if len(h.future) == 0 {
		return now, false
	}
	next = h.future[len(h.future)-1]
	h.future = h.future[:len(h.future)-1]
	h.past = append(h.past, now)
	return next, true
}
