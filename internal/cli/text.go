package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WithError writes v as "v +- se"; v alone where se is NaN or 0, and nothing
// where v is NaN.
func WithError(v, se float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsNaN(se) || se == 0:
		return fmt.Sprintf("%.5g", v)
	}
	return fmt.Sprintf("%.5g +- %.2g", v, se)
}

// Field writes v for a table, with all its digits; NaN and the infinities are an empty field.
func Field(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Wrap writes items into lines of at most width characters, each behind indent blanks, with two blanks between items.
// An item that is longer than a line is broken at its blanks; a word that is longer is left whole.
func Wrap(items []string, indent, width int) string {
	var b strings.Builder
	at := 0 // characters on the line under way; 0: none is
	put := func(text, gap string) {
		n := utf8.RuneCountInString(text)
		switch {
		case at > 0 && at+len(gap)+n <= width:
			b.WriteString(gap)
			at += len(gap)
		default:
			if at > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(strings.Repeat(" ", indent))
			at = indent
		}
		b.WriteString(text)
		at += n
	}
	for _, item := range items {
		if indent+utf8.RuneCountInString(item) <= width {
			put(item, "  ")
			continue
		}
		for i, word := range strings.Fields(item) {
			gap := " "
			if i == 0 {
				gap = "  "
			}
			put(word, gap)
		}
	}
	return b.String()
}
