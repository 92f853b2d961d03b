// Package printable makes text from outside, such as names in a file or a path, harmless for a terminal.
package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is s with every character escaped that is not seen as itself in one line: control characters (C0, DEL, C1),
// marks of the direction of writing, line and paragraph separators, other invisible ones, and bytes that are no
// UTF-8. The escapes are those of Go: \n, \x1b, \u202e.
func Line(s string) string { return escape(s, false) }

// Text is Line for text of several lines, whose line feeds and tabs stay.
func Text(s string) string { return escape(s, true) }

func escape(s string, lines bool) string {
	harmless := func(r rune) bool { return unicode.IsPrint(r) || lines && (r == '\n' || r == '\t') }
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case harmless(r) || unicode.Is(unicode.Zs, r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		i += size
	}
	return b.String()
}
