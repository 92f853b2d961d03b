package look

import "strings"

// Hidden are the keys of the series that are hidden, each followed by a line break. The zero value hides none.
type Hidden string

// HiddenOf hides series by their names.
func HiddenOf(names []string) (h Hidden) {
	for _, name := range names {
		if !h.Has(name) {
			h = h.Toggled(name)
		}
	}
	return h
}

// key is what a series is hidden by: its name without what follows a comma, which may be a figure that changes.
func key(name string) string {
	name, _, _ = strings.Cut(name, ",")
	return strings.ReplaceAll(name, "\n", " ")
}

// Has says that the series of a name is hidden.
func (h Hidden) Has(name string) bool {
	return h != "" && strings.Contains("\n"+string(h), "\n"+key(name)+"\n")
}

// Toggled hides the series of a name too, or shows it again.
func (h Hidden) Toggled(name string) Hidden {
	if !h.Has(name) {
		return h + Hidden(key(name)+"\n")
	}
	return Hidden(strings.TrimPrefix(strings.Replace("\n"+string(h), "\n"+key(name)+"\n", "\n", 1), "\n"))
}

// Names are the keys of the series that are hidden.
func (h Hidden) Names() []string {
	if h == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(h), "\n"), "\n")
}
