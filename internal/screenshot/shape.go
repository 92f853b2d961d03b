package screenshot

import (
	"fmt"
	"strings"
)

// shape is the path of a character that is drawn rather than set, with its cell's
// corner at (x, y); "" for any other.
func shape(r rune, x, y int) string {
	switch {
	case r > 0x2800 && r <= 0x28ff:
		return braille(r, x, y)
	case r >= '▁' && r <= '█': // lower eighths
		n := int(r-'▁') + 1
		return rectangle(x, y+cellH-n*cellH/8, cellW, n*cellH/8)
	case r >= '▉' && r <= '▏': // left eighths, from seven down to one
		n := 7 - int(r-'▉')
		return rectangle(x, y, n*cellW/8, cellH)
	case r == '▀':
		return rectangle(x, y, cellW, cellH/2)
	}
	if arms, ok := boxes[r]; ok {
		return box(arms, x, y)
	}
	return ""
}

func rectangle(x, y, w, h int) string { return fmt.Sprintf("M%d %dh%dv%dh-%dz", x, y, w, h, w) }

// braille draws the dots of a pattern: bits 0-2 and 6 are the left column from the
// top, 3-5 and 7 the right one (Unicode, block 2800).
func braille(r rune, x, y int) string {
	var b strings.Builder
	for bit := range 8 {
		if (r-0x2800)>>bit&1 == 0 {
			continue
		}
		col, line := bit/3, bit%3
		if bit >= 6 {
			col, line = bit-6, 3
		}
		b.WriteString(rectangle(x+col*cellW/2+1, y+line*cellH/4+1, 2, 2))
	}
	return b.String()
}

// boxes are the box drawings in use by their arms: left, right, up, down.
var boxes = map[rune][4]bool{
	'─': {true, true, false, false}, '│': {false, false, true, true},
	'┌': {false, true, false, true}, '┐': {true, false, false, true},
	'└': {false, true, true, false}, '┘': {true, false, true, false},
	'├': {false, true, true, true}, '┤': {true, false, true, true},
	'┼': {true, true, true, true},
}

// box draws lines one unit wide from the middle of the cell.
func box(arms [4]bool, x, y int) string {
	const midX, midY = cellW / 2, cellH / 2
	var b strings.Builder
	for i, r := range [4][4]int{
		{x, y + midY, midX + 1, 1}, {x + midX, y + midY, cellW - midX, 1},
		{x + midX, y, 1, midY + 1}, {x + midX, y + midY, 1, cellH - midY},
	} {
		if arms[i] {
			b.WriteString(rectangle(r[0], r[1], r[2], r[3]))
		}
	}
	return b.String()
}
