package printable

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON is text in JSON with every character of its strings that is not harmless written as \uXXXX, which reads back
// as the same string. It is text itself where there is none, as in all but strange names. What is escaped
// already stays as it is, and so does white space between values.
func JSON(text []byte) []byte {
	if plain(text) {
		return text
	}
	var f filter
	out := f.escape(nil, text)
	for range f.rest {
		out = inJSON(out, utf8.RuneError)
	}
	return out
}

// inJSON appends the escape of a character in JSON: one of four hexadecimal digits, or a surrogate pair.
func inJSON(b []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return fmt.Appendf(b, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}
