package info

import (
	"runtime/debug"
	"strings"
)

// module is a module that this binary is linked from.
type module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

// licenceObject is what --licences prints as JSON.
type licenceObject struct {
	Linked []module `json:"linked"` // as the build recorded them; none where it recorded nothing
	Text   string   `json:"text"`
}

// linked are the modules that this binary is linked from, as the build recorded them.
func linked() []module {
	out := []module{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			out = append(out, module{m.Path, m.Version})
		}
	}
	return out
}

// licenceLines are the text of the licences, and what this very binary is linked from.
func licenceLines(text string) []string {
	lines := append(strings.Split(strings.TrimRight(text, "\n"), "\n"), "", "## Linked into this binary", "")
	for _, m := range linked() {
		note := ""
		if !strings.Contains(text, "| "+m.Path+" | "+m.Version+" |") {
			note = ": not in the list above, as of another build"
		}
		lines = append(lines, "- "+m.Path+" "+m.Version+note)
	}
	return lines
}
