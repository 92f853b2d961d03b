package column

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

// Table streams all columns of numbers of delimited text at once, row after row. A column is one of numbers if it
// holds one in the first rows. It is for one goroutine.
type Table struct {
	table  *table
	counts Counts
	names  []string
	all    []string  // of all columns
	wanted []bool    // for each field of a row, whether it is one of a column of numbers
	row    []float64 // the row that is being delivered
	left   int       // how many of its cells, the last ones, are still to be
}

// ErrJSON is the error of OpenTable for JSON.
var ErrJSON = errors.New("is JSON, of which one column is read at a time: choose it, " +
	"or write all of them as .csv or .npy")

// OpenTable makes the table of a stream of text, whose file has that extension, in small letters. Errors: no text, no
// row, no column of numbers.
func OpenTable(in io.Reader, ext string) (*Table, error) {
	b := bufio.NewReaderSize(in, 64<<10)
	if mark, _ := b.Peek(len(byteOrder)); string(mark) == byteOrder {
		if _, err := b.Discard(len(byteOrder)); err != nil {
			return nil, err
		}
	}
	l := newLines(b)
	isJSON, err := inspect(l, ext)
	if err != nil {
		return nil, err
	}
	if isJSON {
		return nil, ErrJSON
	}
	d, h, err := lookAtHead(l, ext, Automatic)
	if err != nil {
		return nil, err
	}
	if len(h.numeric) == 0 {
		return nil, fmt.Errorf("has no column of numbers in its first rows; the first is %s", list(h.first))
	}
	t := &Table{row: make([]float64, len(h.numeric)), wanted: make([]bool, len(h.first))}
	t.table = &table{dialect: d, lines: l, counts: &t.counts, header: h.header}
	for _, k := range h.numeric {
		t.wanted[k] = true
		t.names = append(t.names, h.nameOf(k))
	}
	for k := range h.first {
		t.all = append(t.all, h.nameOf(k))
	}
	return t, nil
}

// All are the names of all columns of the text, and which of them hold numbers.
func (t *Table) All() (names []string, numbers []bool) { return t.all, t.wanted }

// Names are those of the columns.
func (t *Table) Names() []string { return t.names }

// Counts is what was read so far; all columns are counted together, but Rows once.
func (t *Table) Counts() Counts { return t.counts }

// Read fills dst with the next cells, row after row, and ends in io.EOF. NaN and infinities are delivered; a cell that
// is empty or holds no number, and all cells of a row that cannot be taken apart, are NaN. All are counted.
func (t *Table) Read(dst []float64) (n int, err error) {
	for n < len(dst) {
		if t.left == 0 {
			if err := t.next(); err != nil {
				return n, err
			}
		}
		k := copy(dst[n:], t.row[len(t.row)-t.left:])
		n, t.left = n+k, t.left-k
	}
	return n, nil
}

// next reads a row.
func (t *Table) next() error {
	row, at, whole, err := t.table.next()
	if err != nil {
		return err
	}
	t.left = len(t.row)
	k, rest, more := 0, row, whole
	for field := 0; more && field < len(t.wanted); field++ {
		var f []byte
		f, rest, more = t.table.cut(rest)
		if !t.wanted[field] {
			continue
		}
		v, kind := t.table.decimal.parse(f)
		t.row[k] = t.cell(v, kind, at, row)
		k++
	}
	if more && t.counts.Long.Line == 0 && len(bytes.TrimSpace(rest)) > 0 { // a delimiter at the end is no cell
		t.counts.Long = Row{Line: at, Text: shorten(row)}
	}
	if k < len(t.row) {
		t.counts.bad(int64(len(t.row)-k), at, row)
		for ; k < len(t.row); k++ {
			t.row[k] = math.NaN()
		}
	}
	return nil
}

// cell counts a cell and returns what is delivered of it.
func (t *Table) cell(v float64, k kind, at int64, row []byte) float64 {
	switch {
	case k == word:
		t.counts.bad(1, at, row)
		return math.NaN()
	case k == empty:
		t.counts.Empty++
		return math.NaN()
	case v != v:
		t.counts.NaN++
	case v-v != 0:
		t.counts.Inf++
	default:
		t.counts.Values++
	}
	return v
}
