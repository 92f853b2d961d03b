// Package printable makes text from outside, such as names in a file, a path or an argument, harmless for a terminal.
//
// Harmless is a character that is seen as itself at its place in the line. All others are escaped: control characters
// (C0, DEL, C1), marks of the direction of writing, line and paragraph separators, characters of no width, variation
// selectors, tags, fillers that look like a blank, characters that no standard assigns, combining marks without a
// character before them or beyond mostMarks, and bytes that are no UTF-8.
package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostMarks is the number of combining marks that a character may carry: scripts that are read use fewer.
const mostMarks = 4

// Line is s in one line, with every character escaped that is not harmless. The escapes are those of Go: \n, \x1b,
// \u202e.
func Line(s string) string { return escape(s, "") }

// Text is Line for text of several lines, whose line feeds and tabs stay.
func Text(s string) string { return escape(s, "\n\t") }

// escape is s with what is not harmless escaped as in Go, but for the characters to keep.
func escape(s, keep string) string {
	var b strings.Builder
	var m marks
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			m.reset()
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case m.harmless(r) || strings.ContainsRune(keep, r):
			b.WriteRune(r)
		default:
			b.WriteString(inGo(r))
		}
		i += size
	}
	return b.String()
}

// inGo is the escape of a character in Go.
func inGo(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r == '\r':
		return `\r`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// marks counts how many combining marks the last character may still carry: none at the beginning of a text, of a line,
// and after an escape.
type marks struct{ room int }

func (m *marks) reset() { m.room = 0 }

// after takes text that is plain.
func (m *marks) after(text []byte) {
	if len(text) > 0 {
		m.harmless(rune(text[len(text)-1]))
	}
}

// harmless takes the next character of a text and tells whether it is seen as itself.
func (m *marks) harmless(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		m.room = mostMarks
		if r >= ' ' && r != 0x7f {
			return true
		}
		m.room = 0
		return false
	case invisible(r):
		m.room = 0
		return false
	case unicode.Is(unicode.M, r):
		m.room--
		return m.room >= 0
	}
	m.room = mostMarks
	return true
}

// invisible tells of a character beyond ASCII whether it is not seen: it acts on others, or looks like nothing.
func invisible(r rune) bool {
	if r >= 0x2500 && r < 0x2800 || r > 0x2800 && r < 0x2900 { // charts: box drawings, blocks, signs, braille patterns
		return false
	}
	if !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) {
		return true
	}
	return unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}
