package spec

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// item is one part of a body: its whole text, its value and, for the Named syntax, its name. There are no blanks
// around them.
type item struct {
	text, name, value string
}

var separatorNames = map[byte]string{',': "comma", ':': "colon"}

// KindOf is the part of a text that names the kind.
func KindOf(text string) string {
	name, _, _ := strings.Cut(text, ":")
	return strings.TrimSpace(name)
}

// splitNamed splits "name=value,name=value" into its items.
func splitNamed(body string) ([]item, fault) {
	var items []item
	for more := true; more; {
		end := strings.IndexAny(body, "=,")
		if end < 0 || body[end] == ',' {
			text, _, _ := strings.Cut(body, ",")
			return nil, fault{fmt.Sprintf("%q is not a parameter", strings.TrimSpace(text)),
				"write name=value, with commas between"}
		}
		var it item
		var f fault
		start := body
		it.name = strings.TrimSpace(body[:end])
		if it.value, body, more, f = cutValue(body[end+1:], ','); f != (fault{}) {
			return nil, f
		}
		it.text = consumed(start, body, more)
		items = append(items, it)
	}
	return items, fault{}
}

// splitFields splits "value:value" into its items.
func splitFields(body string) ([]item, fault) {
	var items []item
	for more := true; more; {
		var it item
		var f fault
		if it.value, body, more, f = cutValue(body, ':'); f != (fault{}) {
			return nil, f
		}
		it.text = it.value
		items = append(items, it)
	}
	return items, fault{}
}

// consumed is the part of start before rest, without blanks around it and without the separator at its end, if there
// is one.
func consumed(start, rest string, separated bool) string {
	text := start[:len(start)-len(rest)]
	if separated {
		text = text[:len(text)-1]
	}
	return strings.TrimSpace(text)
}

// cutValue splits one value, quoted or not, from the start of a body. more tells whether a separator follows it.
func cutValue(body string, separator byte) (value, rest string, more bool, f fault) {
	trimmed := strings.TrimSpace(body)
	if !strings.HasPrefix(trimmed, `"`) {
		value, rest, more = strings.Cut(body, string(separator))
		return strings.TrimSpace(value), rest, more, fault{}
	}
	quoted, err := strconv.QuotedPrefix(trimmed)
	if err == nil {
		value, err = strconv.Unquote(quoted)
	}
	if err != nil {
		return "", "", false, fault{fmt.Sprintf("%q: the quotes are not closed, or hold an unknown escape", trimmed),
			`write "a,b" as in Go`}
	}
	rest = strings.TrimSpace(trimmed[len(quoted):])
	if rest == "" {
		return value, "", false, fault{}
	}
	if rest[0] != separator {
		return "", "", false, fault{fmt.Sprintf("%q stands behind the quotes", rest),
			"put a " + separatorNames[separator] + " between parameters"}
	}
	return value, rest[1:], true, fault{}
}

// quoteFor is the text of v that cutValue reads as v, in quotes if it is not plain.
func quoteFor(p *Param, v Value, separator rune) string {
	text := p.format(v)
	if p.Type == String && !plain(text, separator) {
		return strconv.Quote(text)
	}
	return text
}

// plain tells whether a text needs no quotes. A text with a semicolon needs them, because semicolons separate the texts
// of a list.
func plain(text string, separator rune) bool {
	if strings.TrimSpace(text) != text || strings.ContainsAny(text, ",;\"\\") {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar || r == separator {
			return false
		}
	}
	return true
}
