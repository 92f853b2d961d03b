package shard

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"levyscope/internal/record"
	"levyscope/internal/record/folder"
)

// format is that of the files that this build writes, and the only one that it reads.
const format = 1

// Header is the first line of the file of a part: all that its results are a function of.
type Header struct {
	Type      string   `json:"type"` // "part"
	Format    int      `json:"format"`
	Build     string   `json:"build"`
	Processor string   `json:"processor"`
	Command   string   `json:"command"`
	Arguments []string `json:"arguments"` // flags of the command, without those of the part and its file
	Part      int      `json:"part"`      // from 1
	Of        int      `json:"of"`
	Config    string   `json:"config"` // SHA-256 of the configurations of all runs, with the digest of their examples
}

// NewHeader is the header of a part of a command with those arguments, computed here. configs are the
// configurations of all its runs.
func NewHeader(command string, arguments []string, p Part, configs []byte) Header {
	hash := sha256.Sum256(configs)
	return Header{"part", format, record.Identity(), folder.ThisProcessor().String(), command, arguments, p.I, p.Of,
		hex.EncodeToString(hash[:])}
}

// check returns an error unless the header is one that this build reads.
func (h Header) check() error {
	switch {
	case h.Format > format:
		return fmt.Errorf("format %d of parts is newer than this build, which reads %d: use the build %s that wrote it",
			h.Format, format, h.Build)
	case h.Format < 1 || h.Of < 1 || h.Part < 1 || h.Part > h.Of || h.Of > mostParts:
		return fmt.Errorf("part %d/%d of format %d does not exist: the file is damaged", h.Part, h.Of, h.Format)
	}
	return nil
}

// differs says what of the run differs from that of o, "" for nothing. Which part it is does not count.
func (h Header) differs(o Header) string {
	for _, c := range []struct{ what, a, b string }{
		{"the command", h.Command, o.Command},
		{"the build", h.Build, o.Build},
		{"the processor", h.Processor, o.Processor},
		{"the number of parts", fmt.Sprint(h.Of), fmt.Sprint(o.Of)},
	} {
		if c.a != c.b {
			return fmt.Sprintf("%s is %s, not %s", c.what, c.a, c.b)
		}
	}
	if !slices.Equal(h.Arguments, o.Arguments) {
		return fmt.Sprintf("the arguments are %s, not %s", quotedAll(h.Arguments), quotedAll(o.Arguments))
	}
	if h.Config != o.Config {
		return "a file that the arguments name, or one of their data set, held something else"
	}
	return ""
}
