package controls

// list is the place in a list: the selected line, and the first one that is shown.
type list struct{ at, from int }

// page is how many lines pgup and pgdown move.
const page = 8

// move goes to another of n lines; handled is false for other keys.
func (l *list) move(stroke string, n int) (handled bool) {
	by, ok := map[string]int{"j": 1, "down": 1, "k": -1, "up": -1, "pgdown": page, "pgup": -page,
		"home": -1 << 20, "g": -1 << 20, "end": 1 << 20, "G": 1 << 20}[stroke]
	if ok {
		l.by(by, n)
	}
	return ok
}

// by goes so many lines down, as far as there are lines.
func (l *list) by(lines, n int) { l.at = max(0, min(l.selected(n)+lines, n-1)) }

// selected is the selected one of n lines, 0 where there is none.
func (l *list) selected(n int) int { return max(0, min(l.at, n-1)) }

// window scrolls so that the selected one of n lines is among those of the room, and returns the first and the end.
func (l *list) window(n, room int) (from, to int) {
	at := l.selected(n)
	l.from = max(0, min(l.from, at, n-room))
	l.from = max(l.from, at-room+1)
	return l.from, min(n, l.from+max(room, 0))
}
