// Package scenariotext writes a configuration as the command line that gives it: a scenario, which
// levyscope --scenario reads (internal/cli/scenario). Files: train.go and sim.go know the flags of the two
// engines, quote.go what a shell needs.
package scenariotext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scenario is a configuration as a command line.
type Scenario struct {
	Text string // "train --data mnist1d ...", as --scenario reads it
	// Left says in words what of the configuration no flag can give; nil where Text gives all of it.
	Left []string
}

// Command is the whole command that opens the scenario, for a POSIX shell.
func (s Scenario) Command() string { return "levyscope --scenario " + inShell(s.Text) }

// line puts the words of a command together.
type line struct {
	text string
	left []string
}

// scenario is what was put together.
func (l *line) scenario() Scenario { return Scenario{Text: l.text, Left: l.left} }

// flag adds a flag with its value. A value that no line can hold is left out, and named.
func (l *line) flag(name, value string) {
	if strange(value) {
		l.leave("--" + name + " " + strconv.Quote(value) + ", which has characters that cannot be typed")
		return
	}
	l.text += " --" + name
	if len(value) > 0 && value[0] == '-' {
		l.text += "=" + quoted(value) // else it would be taken for a flag
		return
	}
	l.text += " " + quoted(value)
}

// strange says that a text has a character that no line can hold: one that is not seen, or acts on a terminal.
func strange(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (r == utf8.RuneError || !unicode.IsPrint(r))
	})
}

// leave notes what no flag can give.
func (l *line) leave(what string) { l.left = append(l.left, what) }

// unless adds a flag where its value is not the default.
func unless[T comparable](l *line, name string, value, otherwise T, text func(T) string) {
	if value != otherwise {
		l.flag(name, text(value))
	}
}

// real writes a number so that reading it gives the same one.
func real(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
