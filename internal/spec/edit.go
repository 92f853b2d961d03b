package spec

import (
	"strconv"
	"strings"
)

// Edit sets name=value in a text of the Named syntax, and adds it if the text does not have that parameter. The kind,
// the order and the spelling of the other parameters stay as they are. Edit knows no kinds and checks no ranges, so
// that several parameters can be changed one after another before the text is read. The error is an *Error.
func Edit(text, name, value string) (string, error) {
	kind, body, hasBody := strings.Cut(text, ":")
	var items []item
	if hasBody {
		var f fault
		if items, f = splitNamed(body); f != (fault{}) {
			return "", f.in("specification", text)
		}
	}
	if !plain(value, ',') {
		value = strconv.Quote(value)
	}
	parts := make([]string, len(items), len(items)+1)
	found := false
	for i, it := range items {
		parts[i] = it.text
		if it.name == name && !found {
			parts[i], found = name+"="+value, true
		}
	}
	if !found {
		parts = append(parts, name+"="+value)
	}
	return kind + ":" + strings.Join(parts, ","), nil
}

// FirstName is the name of the first parameter in a text of the Named syntax. It is empty if there is none, or if the
// text cannot be read.
func FirstName(text string) string {
	_, body, _ := strings.Cut(text, ":")
	items, _ := splitNamed(body)
	if len(items) == 0 {
		return ""
	}
	return items[0].name
}
