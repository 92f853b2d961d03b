package fitcmd

import (
	"encoding/csv"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"levyscope/internal/cli"
	"levyscope/internal/each"
	"levyscope/internal/printable"
)

// tables print the table of each array.
type tables struct {
	w       io.Writer
	styled  io.Writer // of format Text: for the map, which has colours
	format  cli.Format
	json    *cli.Printer // of format JSON
	csv     *csv.Writer  // of format CSV
	colour  bool         // w shows colours and half-blocks
	printed bool
}

// newTables returns tables on w. The map of the text has colours where w is a terminal that shows 256 of them or more.
func newTables(w io.Writer, format cli.Format) *tables {
	t := &tables{w: w, format: format}
	switch format {
	case cli.JSON:
		t.json = cli.NewPrinter(w, format, nil)
	case cli.CSV:
		t.csv = csv.NewWriter(w)
	default:
		t.w, t.styled = printable.NewWriter(w), printable.Raw(w)
		profile := colorprofile.Detect(t.styled, os.Environ())
		if t.colour = profile >= colorprofile.ANSI256 && cli.UTF8(os.Getenv); t.colour {
			t.styled = &colorprofile.Writer{Forward: t.styled, Profile: profile}
		}
	}
	return t
}

// print prints one table, with the map below it in text.
func (t *tables) print(s *each.Summary, m each.Map) error {
	first := !t.printed
	t.printed = true
	switch t.format {
	case cli.JSON:
		return t.json.Print(*s)
	case cli.CSV:
		if first {
			t.csv.Write(each.CSVHeader)
		}
		t.csv.WriteAll(s.CSV())
		return t.csv.Error()
	}
	var b strings.Builder
	if !first {
		b.WriteByte('\n')
	}
	if err := s.WriteText(&b); err != nil {
		return err
	}
	if _, err := io.WriteString(t.w, b.String()); err != nil {
		return err
	}
	b.Reset()
	m.WriteText(&b, t.colour)
	_, err := io.WriteString(t.styled, b.String())
	return err
}

// close writes what is left.
func (t *tables) close() error {
	if t.json != nil {
		return t.json.Close()
	}
	return nil
}
