package report

import (
	"strings"
	"unicode"
)

// Width is how many columns a text takes at most.
const Width = 80

// indent is where the text of a paragraph begins, below its label.
const indent = 8

// Paragraph is a text beside its label, as lines of at most Width columns, each with a line feed. Words longer than a
// line are cut in the middle.
func Paragraph(label, text string) string {
	var b strings.Builder
	b.WriteString(label)
	b.WriteString(strings.Repeat(" ", max(0, indent-columns(label))))
	wrap(&b, indent, indent, text)
	return b.String()
}

// Source is the line that names the file and the column of a series. Names that are too long for it are cut in the
// middle, the longer one first.
func Source(file, column string) string {
	const label = ", column "
	room := Width - indent - len(label)
	half := room / 2
	if columns(file)+columns(column) > room {
		column = Shorten(column, max(half, room-columns(file)))
		file = Shorten(file, room-columns(column))
	}
	return "file    " + file + label + column + "\n"
}

// glue stands for a space at which a line is not broken.
const glue = "\x00"

// wrap writes the words of text in lines of at most Width columns, each with a line feed. The first line has begun
// already and is at the column at; the others are indented by hang columns.
func wrap(b *strings.Builder, at, hang int, text string) {
	start := true
	// A value and its error stay on one line.
	for _, word := range strings.Fields(strings.ReplaceAll(text, " +- ", glue+"+-"+glue)) {
		word = Shorten(strings.ReplaceAll(word, glue, " "), Width-hang)
		size := columns(word)
		switch {
		case start && at+size <= Width:
		case !start && at+1+size <= Width:
			b.WriteByte(' ')
			at++
		default:
			b.WriteString("\n" + strings.Repeat(" ", hang))
			at = hang
		}
		b.WriteString(word)
		at += size
		start = false
	}
	b.WriteByte('\n')
}

// Shorten is s, or, where that is wider than width columns, its beginning and its end with three dots between.
func Shorten(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	const dots = "..."
	runes := []rune(s)
	room := max(width-len(dots), 0)
	head, tail := room-room/2, room/2
	i := 0
	for ; i < len(runes) && head >= runeColumns(runes[i]); i++ {
		head -= runeColumns(runes[i])
	}
	j := len(runes)
	for ; j > i && tail >= runeColumns(runes[j-1]); j-- {
		tail -= runeColumns(runes[j-1])
	}
	return string(runes[:i]) + dots + string(runes[j:])
}

// columns is how many columns of a terminal s takes.
func columns(s string) (n int) {
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// wide are the scripts and symbols whose characters take two columns.
var wide = []*unicode.RangeTable{unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana}

// runeColumns is how many columns of a terminal r takes: none if it combines with the one before, two if it is of an
// East Asian script, of the full-width forms or a pictograph.
func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, wide...), r >= 0xff01 && r <= 0xff60, r >= 0x3000 && r <= 0x303f, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}
