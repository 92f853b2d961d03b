package column

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// dialect is how a row of text is cut into fields: at each delim; at runs of blanks if that is
// ' '; not at all if it is 0. A field in double quotes may hold delimiters, line feeds and, doubled, quotes (RFC 4180).
type dialect struct{ delim byte }

// cut takes the first field off a row, without its quotes; more tells that another one follows.
func (d dialect) cut(row []byte) (field, rest []byte, more bool) {
	if len(row) > 0 && (row[0] == ' ' || row[0] == '"' || d.delim == ' ' && row[0] == '\t') {
		if field, rest, more, quoted := d.cutQuoted(row); quoted {
			return field, rest, more
		}
	}
	switch d.delim {
	case 0:
		return row, nil, false
	case ' ':
		row = bytes.TrimLeft(row, " \t")
		end := bytes.IndexAny(row, " \t")
		if end < 0 {
			return row, nil, false
		}
		rest = bytes.TrimLeft(row[end:], " \t")
		return row[:end], rest, len(rest) > 0
	}
	end := bytes.IndexByte(row, d.delim)
	if end < 0 {
		return row, nil, false
	}
	return row[:end], row[end+1:], true
}

// cutQuoted is cut of a field that begins, after blanks, with a quote that is closed.
func (d dialect) cutQuoted(row []byte) (field, rest []byte, more, quoted bool) {
	row = d.trim(row)
	if len(row) == 0 || row[0] != '"' {
		return nil, nil, false, false
	}
	end := closing(row)
	if end < 0 {
		return nil, nil, false, false
	}
	// What stands between the closing quote and the delimiter is dropped; in well-formed files it is blank.
	_, rest, more = dialect{d.delim}.cutPlain(row[end+1:])
	return row[1:end], rest, more, true
}

// cutPlain is cut where no quote is looked for.
func (d dialect) cutPlain(row []byte) (field, rest []byte, more bool) {
	if d.delim == 0 {
		return row, nil, false
	}
	if d.delim == ' ' {
		rest = bytes.TrimLeft(row, " \t")
		return nil, rest, len(rest) > 0
	}
	field, rest, more = bytes.Cut(row, []byte{d.delim})
	return field, rest, more
}

// trim drops the blanks before a field; a tab that delimits is none.
func (d dialect) trim(row []byte) []byte {
	if d.delim == '\t' {
		return bytes.TrimLeft(row, " ")
	}
	return bytes.TrimLeft(row, " \t")
}

// closing is the index of the quote that closes the one at the start of row; -1 if there is none.
func closing(row []byte) int {
	for i := 1; ; i += 2 {
		j := bytes.IndexByte(row[min(i, len(row)):], '"')
		if j < 0 {
			return -1
		}
		if i += j; i+1 == len(row) || row[i+1] != '"' {
			return i
		}
	}
}

// unclosed tells whether a field of the row begins with a quote that nothing closes.
func (d dialect) unclosed(row []byte) bool {
	for more := true; more; {
		if f := d.trim(row); len(f) > 0 && f[0] == '"' && closing(f) < 0 {
			return true
		}
		_, row, more = d.cut(row)
	}
	return false
}

// rowEnd is the index of the line feed that ends the row at the start of text, not being inside
// quotes; -1 if there is none.
func (d dialect) rowEnd(text []byte) int {
	for i := 0; i < len(text); {
		i = len(text) - len(d.trim(text[i:]))
		if i < len(text) && text[i] == '"' {
			q := closing(text[i:])
			if q < 0 {
				return -1
			}
			i += q + 1
		}
		for i < len(text) && text[i] != d.delim && text[i] != '\n' && !(d.delim == ' ' && text[i] == '\t') {
			i++
		}
		if i < len(text) && text[i] == '\n' {
			return i
		}
		i++
	}
	return -1
}

// field is field k of the row; ok is false if there are fewer.
func (d dialect) field(row []byte, k int) (f []byte, ok bool) {
	for more := true; more; k-- {
		if f, row, more = d.cut(row); k == 0 {
			return f, true
		}
	}
	return nil, false
}

// fields are all of a row, as text.
func (d dialect) fields(row []byte) (out []string) {
	var f []byte
	for more := true; more; {
		f, row, more = d.cut(row)
		out = append(out, strings.ReplaceAll(strings.TrimSpace(string(f)), `""`, `"`))
	}
	return out
}

// kind is what a field of text holds.
type kind uint8

const (
	number kind = iota // with NaN and the infinities
	empty              // nothing, or a usual mark for a missing value
	word               // anything else
)

// parse reads a field. A decimal beyond the range of float64 is an infinity.
func parse(field []byte) (float64, kind) {
	if len(field) == 0 || field[0] <= ' ' || field[len(field)-1] <= ' ' {
		if field = bytes.TrimSpace(field); len(field) == 0 {
			return 0, empty
		}
	}
	// The conversion does not allocate: ParseFloat keeps nothing of a short string.
	v, err := strconv.ParseFloat(string(field), 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return v, number
	}
	switch string(field) {
	case "NA", "N/A", "n/a", "null", "NULL", "None":
		return 0, empty
	}
	return 0, word
}

// parseAny is parse of text that may be written in an unusual way.
func parseAny(field []byte) (float64, kind) { return Automatic.parse(field) }
