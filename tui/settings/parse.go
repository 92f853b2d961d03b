package settings

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// maxTries is how often a text is read again, each time without a value that could not be read.
const maxTries = 32

// Problem is what is wrong with a line of a file.
type Problem struct {
	File  string // its name, without the directory
	Line  int    // counted from 1; 0: the whole file
	Key   string // "" where it is not about one key
	Cause string
	Left  bool // the key is left out; else its default stands
}

// String names the file, the line and the key, and what stands in place of the value.
func (p Problem) String() string {
	switch {
	case p.Key == "":
		return fmt.Sprintf("%s: %s; all settings have their defaults", p.where(), p.Cause)
	case p.Left:
		return fmt.Sprintf("%s: %s: %s; it is left out", p.where(), p.Key, p.Cause)
	}
	return fmt.Sprintf("%s: %s: %s; its default stands", p.where(), p.Key, p.Cause)
}

// Notice is the same for a line that may be too short for all of it: what follows, the reason, and the file last.
func (p Problem) Notice() string {
	follows := "default for " + p.Key
	switch {
	case p.Key == "":
		follows = "all defaults"
	case p.Left:
		follows = p.Key + " is left out"
	}
	if p.Line > 0 {
		follows += fmt.Sprintf(" (line %d)", p.Line)
	}
	return fmt.Sprintf("%s: %s (%s)", follows, p.Cause, p.File)
}

// where is the file and the line.
func (p Problem) where() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s line %d", p.File, p.Line)
}

// parse reads the text of a file. What is wrong keeps its default. A text that is no TOML is wrong as a whole.
func parse(file string, text []byte) (Settings, []Problem, entries) {
	text = bytes.TrimPrefix(bytes.Clone(text), []byte("\ufeff"))
	lines, err := readEntries(text)
	if err != nil {
		return Default(), []Problem{{File: file, Line: lineOf(err), Cause: words(err)}}, nil
	}
	problems := lines.refuseNoText(file, text)
	for range maxTries {
		s := Default()
		err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&s)
		if err == nil {
			return s, append(problems, s.bound(file, lines)...), lines
		}
		found := lines.refuse(file, text, err)
		if len(found) == 0 { // it is not about a line
			return Default(), append(problems, Problem{File: file, Line: lineOf(err), Cause: words(err)}), lines
		}
		problems = append(problems, found...)
	}
	whole := Problem{File: file, Cause: fmt.Sprintf("more than %d values cannot be read", maxTries-1)}
	return Default(), append([]Problem{whole}, problems...), lines
}

// refuseNoText makes settings blank that are names, but have a value that is no text: the decoder would take the
// number of a constant, and has no line for the others.
func (l entries) refuseNoText(file string, text []byte) (problems []Problem) {
	for _, key := range []string{"theme", "glyphs"} {
		if e, ok := l.find(key); ok && !e.text && !e.table {
			l.blank(text, e.line)
			problems = append(problems, Problem{File: file, Line: e.line, Key: key, Cause: "it is no text"})
		}
	}
	return problems
}

// refuse makes the lines of an error blank, and says what is wrong with them.
func (l entries) refuse(file string, text []byte, err error) (problems []Problem) {
	var missing *toml.StrictMissingError
	var one *toml.DecodeError
	switch {
	case errors.As(err, &missing):
		for i := range missing.Errors {
			line := lineOf(&missing.Errors[i])
			if key, ok := l.blank(text, line); ok {
				problems = append(problems, Problem{file, line, key, "no setting has this name", true})
			}
		}
	case errors.As(err, &one):
		line := lineOf(one)
		if key, ok := l.blank(text, line); ok {
			problems = append(problems, Problem{file, line, key, words(one), false})
		}
	}
	return problems
}

// bound gives values out of their range their defaults.
func (s *Settings) bound(file string, lines entries) (problems []Problem) {
	if !(s.ProbeShare >= 0 && s.ProbeShare <= MaxProbeShare) || math.Signbit(s.ProbeShare) { // NaN too
		cause := fmt.Sprintf("%g is out of range: use 0 to %g", s.ProbeShare, MaxProbeShare)
		e, _ := lines.find("probe-share")
		problems = append(problems, Problem{file, e.line, "probe-share", cause, false})
		s.ProbeShare = Default().ProbeShare
	}
	return problems
}

// lineOf is the line of an error, 0 where it has none.
func lineOf(err error) int {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return 0
	}
	line, _ := at.Position()
	return line
}

// words is an error without the names of the library and of Go's types.
func words(err error) string {
	text := strings.Replace(err.Error(), "toml: ", "", 1)
	if found, ok := strings.CutPrefix(text, "cannot decode TOML "); ok {
		found, _, _ = strings.Cut(found, " into ")
		return "the value cannot be of the type " + found
	}
	return text
}
