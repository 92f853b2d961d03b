package printable

import "strings"

// Styled is Text for text that the program has styled itself: sequences that choose colours and weights (SGR, ESC [
// numbers m) stay, and nothing else that a terminal obeys. It is the last guard before a screen is drawn; a name in
// it must have been made harmless before, by Line, or it could choose colours.
func Styled(s string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, "\x1b[")
		if at < 0 {
			break
		}
		n := styleLength(s[at:])
		if n == 0 {
			n = len("\x1b[")
			b.WriteString(Text(s[:at+n]))
		} else {
			b.WriteString(Text(s[:at]))
			b.WriteString(s[at : at+n])
		}
		s = s[at+n:]
	}
	b.WriteString(Text(s))
	return b.String()
}

// styleLength is the length of the SGR sequence that s, ESC [ ..., begins with; 0 if it is another one.
func styleLength(s string) int {
	n := len("\x1b[")
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == ';' || s[n] == ':') {
		n++
	}
	if n < len(s) && s[n] == 'm' {
		return n + 1
	}
	return 0
}
