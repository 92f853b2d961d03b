package settings

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Problem is what is wrong with a line of a file.
type Problem struct {
	File  string // its name, without the directory
	Line  int    // counted from 1; 0: the whole file
	Key   string // "" where it is not about one key
	Cause string
}

// String names the file, the line and the key, and what stands in place of the value.
func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where += fmt.Sprintf(" line %d", p.Line)
	}
	if p.Key == "" {
		return fmt.Sprintf("%s: %s; all settings have their defaults", where, p.Cause)
	}
	return fmt.Sprintf("%s: %s: %s", where, p.Key, p.Cause)
}

// parse reads the text of a file. What is wrong keeps its default. A text that is no TOML is wrong as a whole.
func parse(file string, text []byte) (Settings, []Problem, entries) {
	text = bytes.TrimPrefix(bytes.Clone(text), []byte("\ufeff"))
	lines, err := readEntries(text)
	if err != nil {
		return Default(), []Problem{{File: file, Line: lineOf(err), Cause: "no TOML: " + words(err)}}, nil
	}
	var problems []Problem
	for {
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
				problems = append(problems, Problem{file, line, key, "no setting has this name; it is left out"})
			}
		}
	case errors.As(err, &one):
		line := lineOf(one)
		if key, ok := l.blank(text, line); ok {
			problems = append(problems, Problem{file, line, key, words(one) + "; its default stands"})
		}
	}
	return problems
}

// bound gives values out of their range their defaults.
func (s *Settings) bound(file string, lines entries) (problems []Problem) {
	if e, ok := lines.find("theme"); ok && !e.text { // the decoder would take the number of a constant
		problems = append(problems, Problem{file, e.line, e.key, "it is no text; its default stands"})
		s.Theme = Default().Theme
	}
	if e, ok := lines.find("glyphs"); ok && !e.text {
		problems = append(problems, Problem{file, e.line, e.key, "it is no text; its default stands"})
		s.Glyphs = Default().Glyphs
	}
	if !(s.ProbeShare >= 0 && s.ProbeShare <= MaxProbeShare) || math.Signbit(s.ProbeShare) { // NaN too
		cause := fmt.Sprintf("%g is out of range: use 0 to %g; its default stands", s.ProbeShare, MaxProbeShare)
		e, _ := lines.find("probe-share")
		problems = append(problems, Problem{file, e.line, "probe-share", cause})
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
	text := strings.TrimPrefix(err.Error(), "toml: ")
	if found, ok := strings.CutPrefix(text, "cannot decode TOML "); ok {
		found, _, _ = strings.Cut(found, " into ")
		return "the value cannot be of the type " + found
	}
	return text
}
