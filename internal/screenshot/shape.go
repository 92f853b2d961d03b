package screenshot

import (
	"fmt"
	"image"
	"strings"
)

// shape is the path of a character that is drawn rather than set, with its cell's
// corner at (x, y); "" for any other.
func shape(r rune, x, y int) string {
	var b strings.Builder
	for _, part := range rectangles(r) {
		b.WriteString(rectangle(x+part.Min.X, y+part.Min.Y, part.Dx(), part.Dy()))
	}
	return b.String()
}

func rectangle(x, y, w, h int) string { return fmt.Sprintf("M%d %dh%dv%dh-%dz", x, y, w, h, w) }

// at is a rectangle of w x h units with its corner at (x, y).
func at(x, y, w, h int) image.Rectangle { return image.Rect(x, y, x+w, y+h) }

// rectangles are what a character is made of that is drawn rather than set, in units of its cell of
// cellW x cellH; nil for any other.
func rectangles(r rune) []image.Rectangle {
	switch {
	case r > 0x2800 && r <= 0x28ff:
		return braille(r)
	case r >= '▁' && r <= '█': // lower eighths
		n := int(r-'▁') + 1
		return []image.Rectangle{at(0, cellH-n*cellH/8, cellW, n*cellH/8)}
	case r >= '▉' && r <= '▏': // left eighths, from seven down to one
		n := 7 - int(r-'▉')
		return []image.Rectangle{at(0, 0, n*cellW/8, cellH)}
	case r == '▀':
		return []image.Rectangle{at(0, 0, cellW, cellH/2)}
	case r == '╎': // strokes of a broken line
		return strokes(2, func(i int) image.Rectangle { return at(cellW/2, i*cellH/2+1, 1, cellH/2-3) })
	case r == '┊':
		return strokes(4, func(i int) image.Rectangle { return at(cellW/2, i*cellH/4+1, 1, cellH/4-2) })
	case r == '╌':
		return strokes(2, func(i int) image.Rectangle { return at(i*cellW/2+1, cellH/2, cellW/2-1, 1) })
	case r == '▐':
		return []image.Rectangle{at(cellW/2, 0, cellW/2, cellH)}
	}
	if q, ok := quadrants[r]; ok {
		return quarters(q)
	}
	if arms, ok := boxes[r]; ok {
		return box(arms)
	}
	return nil
}

// strokes are the n strokes of a line.
func strokes(n int, stroke func(int) image.Rectangle) (out []image.Rectangle) {
	for i := range n {
		out = append(out, stroke(i))
	}
	return out
}

// braille are the dots of a pattern: bits 0-2 and 6 are the left column from the
// top, 3-5 and 7 the right one (Unicode, block 2800).
func braille(r rune) (out []image.Rectangle) {
	for bit := range 8 {
		if (r-0x2800)>>bit&1 == 0 {
			continue
		}
		col, line := bit/3, bit%3
		if bit >= 6 {
			col, line = bit-6, 3
		}
		out = append(out, at(col*cellW/2+1, line*cellH/4+1, 2, 2))
	}
	return out
}

// quadrants are the quarters of a cell that a character fills: upper left and right, lower left and right.
var quadrants = map[rune][4]bool{
	'▖': {false, false, true, false}, '▗': {false, false, false, true}, '▘': {true, false, false, false},
	'▙': {true, false, true, true}, '▚': {true, false, false, true}, '▛': {true, true, true, false},
	'▜': {true, true, false, true}, '▝': {false, true, false, false}, '▞': {false, true, true, false},
	'▟': {false, true, true, true},
}

// quarters are the quarters that are filled.
func quarters(filled [4]bool) (out []image.Rectangle) {
	for i, is := range filled {
		if is {
			out = append(out, at(i%2*cellW/2, i/2*cellH/2, cellW/2, cellH/2))
		}
	}
	return out
}

// boxes are the box drawings in use by their arms: left, right, up, down.
var boxes = map[rune][4]bool{
	'─': {true, true, false, false}, '│': {false, false, true, true},
	'┌': {false, true, false, true}, '┐': {true, false, false, true},
	'└': {false, true, true, false}, '┘': {true, false, true, false},
	'├': {false, true, true, true}, '┤': {true, false, true, true},
	'┼': {true, true, true, true},
}

// box are lines one unit wide from the middle of the cell.
func box(arms [4]bool) (out []image.Rectangle) {
	const midX, midY = cellW / 2, cellH / 2
	for i, r := range [4]image.Rectangle{
		at(0, midY, midX+1, 1), at(midX, midY, cellW-midX, 1), at(midX, 0, 1, midY+1), at(midX, midY, 1, cellH-midY),
	} {
		if arms[i] {
			out = append(out, r)
		}
	}
	return out
}
