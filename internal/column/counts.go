package column

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"levyscope/internal/printable"
)

// Counts tell what became of a column: each cell is one of Values, Bad, NaN, Inf and Empty. A row is
// one cell, except that in NDJSON an array has a cell for each element.
type Counts struct {
	Rows     int64  `json:"rows"`      // rows of data: no header, blank line or comment
	Values   int64  `json:"values"`    // finite numbers, the ones delivered
	Bad      int64  `json:"bad"`       // not a number, or a row that cannot be taken apart
	NaN      int64  `json:"nan"`       // not-a-number, spelled as such
	Inf      int64  `json:"inf"`       // infinities, and decimals beyond the range of float64
	Empty    int64  `json:"empty"`     // missing: nothing, NA, null, or no such key in the row
	FirstBad Row    `json:"first_bad"` // the first bad one; Line is 0 if there is none
	Cut      int64  `json:"cut"`       // 1: the last line was still being written, and left out
	NextBad  [4]Row `json:"-"`         // the bad ones after the first, as far as there are
	Long     Row    `json:"-"`         // of a Table: the first with more cells than the first row; Line 0: none
}

// Row is a place in a text file.
type Row struct {
	Line int64  `json:"line"`          // from 1
	Text string `json:"text"`          // the row, shortened
	Why  string `json:"why,omitempty"` // what is wrong with it and the remedy, where that is known
}

// Skipped is how many cells were not delivered.
func (c Counts) Skipped() int64 { return c.Bad + c.NaN + c.Inf + c.Empty }

// String is a line for a report: "1200 values; 3 bad (the first in line 7: "oops"), 2 NaN".
func (c Counts) String() string {
	var parts []string
	for _, p := range []struct {
		n    int64
		what string
	}{{c.Bad, "bad"}, {c.NaN, "NaN"}, {c.Inf, "infinite"}, {c.Empty, "empty"}} {
		if p.n == 0 {
			continue
		}
		text := fmt.Sprintf("%d %s", p.n, p.what)
		if p.what == "bad" && c.FirstBad.Line > 0 {
			text += fmt.Sprintf(" (the first in line %d: %q", c.FirstBad.Line, c.FirstBad.Text)
			if c.FirstBad.Why != "" {
				text += ", " + c.FirstBad.Why
			}
			text += ")"
		}
		parts = append(parts, text)
	}
	if c.Cut > 0 {
		parts = append(parts, "the last line, which was still being written, left out")
	}
	out := fmt.Sprintf("%d values", c.Values)
	if len(parts) > 0 {
		out += "; " + strings.Join(parts, ", ")
	}
	return out
}

// bad counts bad cells of the row at that line.
func (c *Counts) bad(n, line int64, text []byte) {
	c.badField(n, line, text, nil, Automatic)
}

// badField is bad where that is due to one field.
func (c *Counts) badField(n, line int64, text, field []byte, d Decimal) {
	if c.Bad == 0 {
		c.FirstBad = Row{line, shorten(text), explain(field, d)}
	} else {
		for i := range c.NextBad {
			if c.NextBad[i].Line == 0 {
				c.NextBad[i] = Row{line, shorten(text), explain(field, d)}
				break
			}
		}
	}
	c.Bad += n
}

// MostBad is the share of bad cells from which on a column is refused.
const MostBad = .1

// TooBad is an error if MostBad of the cells or more are bad. It shows the first ones, with their lines in the file
// and, where it is known, what is wrong with them.
func (c Counts) TooBad() error {
	cells := c.Values + c.Skipped()
	if c.Bad == 0 || float64(c.Bad) < MostBad*float64(cells) {
		return nil
	}
	return fmt.Errorf("%d of %d (%.3g %%) are not numbers: %s",
		c.Bad, cells, 100*float64(c.Bad)/float64(cells), c.badRows())
}

// badRows shows the first bad rows, and says what is wrong with them where that changes.
func (c Counts) badRows() string {
	var parts []string
	why := ""
	for _, r := range append([]Row{c.FirstBad}, c.NextBad[:]...) {
		if r.Line == 0 {
			continue
		}
		text := fmt.Sprintf("line %d: %q", r.Line, r.Text)
		if r.Why != "" && r.Why != why {
			text += " (" + r.Why + ")"
			why = r.Why
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// keepFinite moves the finite numbers of x to its front, counts all, and returns how many were kept.
func (c *Counts) keepFinite(x []float64) int {
	n := 0
	for _, v := range x {
		x[n] = v
		if v-v == 0 { // NaN for both that are left out
			n++
		} else if v != v {
			c.NaN++
		} else {
			c.Inf++
		}
	}
	c.Values += int64(n)
	return n
}

// shown is how much of a row or of a name is shown in messages, in bytes.
const shown = 48

// shorten makes text fit for a message: valid UTF-8 of a bounded length.
func shorten(text []byte) string {
	if len(text) <= shown {
		return strings.ToValidUTF8(string(text), string(utf8.RuneError))
	}
	cut := shown
	for cut > shown-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strings.ToValidUTF8(string(text[:cut]), string(utf8.RuneError)) + "..."
}

// listed is how many names a message lists.
const listed = 20

// list joins names for a message.
func list(names []string) string {
	short := make([]string, 0, listed)
	for _, n := range names[:min(len(names), listed)] {
		short = append(short, printable.Line(shorten([]byte(n))))
	}
	out := strings.Join(short, ", ")
	if len(names) > listed {
		out += fmt.Sprintf(" and %d more", len(names)-listed)
	}
	return out
}
