package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Format is the form in which a command writes its results.
type Format uint8

// The formats.
const (
	Text Format = iota // lines for people
	JSON               // one JSON object a line
	CSV                // rows of comma-separated values under a header
)

var formatNames = [...]string{Text: "text", JSON: "json", CSV: "csv"}

// String is the name that --format takes.
func (f Format) String() string { return formatNames[f] }

// Common are the flags that every command takes.
type Common struct {
	Seed   uint64 // of all random numbers of the command
	Format Format // valid once Check has returned nil
	text   string // the value of --format
}

// Add adds --seed and --format, with its default, to cmd.
func (c *Common) Add(cmd *cobra.Command, format Format) {
	SeedVar(cmd.Flags(), &c.Seed)
	c.AddFormat(cmd, format)
}

// AddFormat adds --format alone, with its default, to cmd.
func (c *Common) AddFormat(cmd *cobra.Command, format Format) {
	cmd.Flags().StringVar(&c.text, "format", format.String(), "form of the output: json (one event a line) or text")
}

// SetFormat is --format with the name of that format.
func (c *Common) SetFormat(format Format) { c.text = format.String() }

// Check reads --format into Format. JSON and Text are known, and the formats
// that are named beside them. The error lists those.
func (c *Common) Check(others ...Format) error {
	known := append([]Format{JSON, Text}, others...)
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.String()
	}
	i := slices.Index(names, c.text)
	if i < 0 {
		last := len(names) - 1
		return fmt.Errorf("format %q is not known: use %s or %s", c.text, strings.Join(names[:last], ", "), names[last])
	}
	c.Format = known[i]
	return nil
}
