package cluster

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// MarkName is the file in a folder of parts that says which command the parts belong to.
const MarkName = "command.json"

// markFormat is the version of a Mark that is written.
const markFormat = 1

// Mark says which command the parts of a folder belong to.
type Mark struct {
	Format    int      `json:"format"`
	Build     string   `json:"build"` // of levyscope; the parts of two builds do not merge
	Command   string   `json:"command"`
	Arguments []string `json:"arguments"`
	From      string   `json:"from"` // the directory that relative paths in Arguments start from
	Parts     int      `json:"parts"`
	Config    string   `json:"config"` // SHA-256 of the configurations of all runs, which depend on files too
}

// Encode is the content of the file of a mark.
func (m Mark) Encode() []byte {
	m.Format = markFormat
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic(err) // of texts and numbers there is none
	}
	return append(text, '\n')
}

// ReadMark reads what Encode wrote. It refuses a newer format and names that it does not know.
func ReadMark(text []byte) (m Mark, err error) {
	var version struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return m, err
	}
	if version.Format != markFormat {
		return m, fmt.Errorf("format %d is not known, only %d: use the levyscope that wrote it", version.Format, markFormat)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, err
	}
	if d.More() {
		return m, errors.New("more follows after the end")
	}
	return m, nil
}

// Differs says how m, of a folder, differs from other, of a command for that folder: "" if not at all.
func (m Mark) Differs(other Mark) string {
	switch {
	case m.Command != other.Command || !slices.Equal(m.Arguments, other.Arguments):
		return "its command is another"
	case m.Parts != other.Parts:
		return fmt.Sprintf("it has %d parts", m.Parts)
	case m.From != other.From:
		return "it was given in another directory"
	case m.Build != other.Build:
		return fmt.Sprintf("it is of the build %.80q", m.Build)
	case m.Config != other.Config:
		return "a file that its arguments name held something else"
	}
	return ""
}

// Name tells m from other marks but for the build and the content of files: the command and the first digits of a hash.
func (m Mark) Name() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %d", m.Command, m.Arguments, m.From, m.Parts)
	return fmt.Sprintf("%s-%x", m.Command, h.Sum(nil)[:4])
}
