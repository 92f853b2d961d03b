package printable

import "strings"

// Error is the text of an error, harmless, in as many lines as errors were joined in it (errors.Join). A line feed that
// comes from elsewhere, such as from a name that the error quotes, is escaped, unless the error says by a method
// Multiline that its text has several lines.
func Error(err error) string {
	text := err.Error()
	switch e := err.(type) {
	case interface{ Multiline() bool }:
		if e.Multiline() {
			return Text(text)
		}
	case interface{ Unwrap() []error }:
		return around(text, e.Unwrap())
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return around(text, []error{inner})
		}
	}
	return Line(text)
}

// around is the text of an error that has the texts of others in it, in their order; what lies between two of them
// and is nothing but a line feed stays one.
func around(text string, inner []error) string {
	var b strings.Builder
	for _, err := range inner {
		before, after, found := strings.Cut(text, err.Error())
		if !found {
			break // the error tells of the others in words of its own
		}
		b.WriteString(between(before))
		b.WriteString(Error(err))
		text = after
	}
	b.WriteString(between(text))
	return b.String()
}

// between is the text between two errors.
func between(text string) string {
	if text == "\n" {
		return text
	}
	return Line(text)
}
