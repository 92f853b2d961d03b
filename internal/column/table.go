package column

import (
	"bytes"
	"errors"
	"fmt"
)

// table reads a field of each row of text.
type table struct {
	dialect
	lines   *lines
	counts  *Counts
	name    string
	index   int  // of the field
	header  bool // the first row is one, and still to be read
	decimal Decimal
}

// lookahead is how far the end of a quoted field is looked for, in bytes. A quote that is not closed by
// then spoils its own line, not the rest of the file.
const lookahead = 16 << 10

func (t *table) decode(dst []float64) (int, error) {
	for n := 0; n < len(dst); {
		row, at, whole, err := t.next()
		if err != nil {
			return n, err
		}
		field, ok := t.field(row, t.index)
		v, kind := t.decimal.parse(field)
		switch {
		case !ok || !whole || kind == word:
			t.counts.badField(1, at, row, field, t.decimal)
		case kind == empty:
			t.counts.Empty++
		default:
			dst[n] = v
			n++
		}
	}
	return len(dst), nil
}

// next is the next row of data, valid until the next call, and the line at which it begins. It is counted. A row
// that is not whole has a quote which is never closed.
func (t *table) next() (row []byte, at int64, whole bool, err error) {
	for {
		line, err := t.lines.next()
		if err != nil {
			return nil, 0, false, err
		}
		if skipped(line) {
			continue
		}
		at, row, whole = t.lines.n, line, bytes.IndexByte(line, '"') < 0
		if !whole {
			row, whole = t.quoted(line)
		}
		if t.header {
			t.header = false
			continue
		}
		t.counts.Rows++
		return row, at, whole, nil
	}
}

// skipped tells a line that is no row: blank or a comment.
func skipped(line []byte) bool {
	if len(line) > 0 && line[0] > ' ' && line[0] != '#' {
		return false
	}
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#' && !beginsWithError(line)
}

// beginsWithError tells a row whose first field is the error of a spreadsheet from a comment.
func beginsWithError(line []byte) bool {
	if i := bytes.IndexAny(line, ",;\t|"); i >= 0 {
		line = bytes.TrimSpace(line[:i])
	}
	return formulaError.Match(line)
}

// quoted is the row that begins with the line just read, which has quotes in it; whole is false if one is
// never closed, and the row is then that line.
func (t *table) quoted(line []byte) (row []byte, whole bool) {
	if !t.unclosed(line) {
		return line, true
	}
	t.lines.back()
	w, all := t.lines.window(lookahead)
	end := t.rowEnd(w)
	if end < 0 && all && !t.unclosed(w) {
		end = len(w)
	}
	if end < 0 {
		line, _ = t.lines.next() // that which was given back
		return line, false
	}
	row = t.lines.take(end)
	t.lines.n += int64(bytes.Count(row, []byte{'\n'}))
	return row, true
}

// sample is how much of a text is looked at to find out how it is written, in bytes; it grows up to
// maxLine until it holds a row.
const sample = 64 << 10

// sampled are the first rows of a text.
type sampled struct {
	rows    [][]byte
	comment []byte // the last before them, without its mark
	all     bool   // there are no more
}

var errNoRow = errors.New("has no row of data: every line is blank or a comment")

// maxSampled is how many rows are looked at.
const maxSampled = 100

// look shows the first rows of l without consuming them.
func look(l *lines) (sampled, error) {
	for size := sample; ; size *= 2 {
		w, all := l.window(size)
		s := cutSample(w, all)
		if len(s.rows) > 1 || all {
			return s, nil
		}
		if len(w) < size { // an error came before
			return s, l.err
		}
		if size >= maxLine && len(s.rows) == 0 {
			return s, fmt.Errorf("has no row of data in its first %d MiB: write one row a line", maxLine>>20)
		}
		if size >= maxLine {
			return s, nil
		}
	}
}

func cutSample(w []byte, all bool) sampled {
	s := sampled{all: all}
	for len(w) > 0 && len(s.rows) < maxSampled {
		line, rest, ended := bytes.Cut(w, []byte{'\n'})
		if !ended && !all {
			break // its end was not seen
		}
		w = rest
		if line, w = joinQuoted(line, w); !all && len(w) == 0 && bytes.Count(line, []byte{'"'})&1 == 1 {
			break
		}
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if !skipped(line) {
			s.rows = append(s.rows, line)
		} else if line = bytes.TrimSpace(line); len(s.rows) == 0 && len(line) > 0 {
			s.comment = bytes.TrimLeft(line, "# \t")
		}
	}
	if len(w) > 0 {
		s.all = false
	}
	return s
}

// joinQuoted is the line with those after it up to the end of a quote that it leaves open, if that is near.
func joinQuoted(line, rest []byte) (row, after []byte) {
	if bytes.Count(line, []byte{'"'})&1 == 0 || len(rest) == 0 {
		return line, rest
	}
	near := rest[:min(len(rest), lookahead)]
	for end, open := 0, true; end < len(near); {
		feed := bytes.IndexByte(near[end:], '\n')
		if feed < 0 {
			feed = len(near) - end
		}
		if bytes.Count(near[end:end+feed], []byte{'"'})&1 == 1 {
			open = !open
		}
		end += feed
		if !open { // rest follows the line and its line feed in memory
			return line[:len(line)+1+end], rest[min(end+1, len(rest)):]
		}
		end++
	}
	return line, rest
}
