package column

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// openTable finds out how a table is written, and which of its fields is the column.
func openTable(l *lines, ext string, opt Options, counts *Counts) (*table, error) {
	d, h, err := lookAtHead(l, ext, opt.Decimal)
	if err != nil {
		return nil, err
	}
	index, err := h.find(opt.Column)
	if err != nil {
		return nil, err
	}
	if err := d.refuseUnits(h.rows, index); err != nil {
		return nil, err
	}
	t := &table{dialect: d, lines: l, counts: counts, name: h.nameOf(index), index: index, header: h.header}
	if t.decimal = opt.Decimal; t.decimal == Automatic && t.hasPoints(h.rows) {
		t.decimal = Point
	}
	return t, nil
}

// lookAtHead finds out how a table is written and what its columns are, without consuming anything.
func lookAtHead(l *lines, ext string, decimal Decimal) (dialect, head, error) {
	s, err := look(l)
	if err != nil && len(s.rows) == 0 {
		return dialect{}, head{}, err
	}
	if len(s.rows) == 0 {
		return dialect{}, head{}, errNoRow
	}
	if decimal == Automatic {
		if err := refuseCommas(s.rows); err != nil {
			return dialect{}, head{}, err
		}
	}
	d := detect(s.rows, ext, decimal)
	h := readHead(d, s, decimal)
	if h.header && s.all && len(s.rows) == 1 {
		return d, h, fmt.Errorf("holds a header (%s) and no row of data", list(h.names))
	}
	return d, h, nil
}

// detect chooses the delimiter that cuts most rows into equally many fields, more than one; of several
// such the first in the order comma, semicolon, tab, bar, or tab before all if the extension says so.
// Blanks delimit where none of these does: they are frequent inside fields.
func detect(rows [][]byte, ext string, decimal Decimal) dialect {
	candidates := []byte{',', ';', '\t', '|'}
	if ext == ".tsv" || ext == ".tab" {
		candidates = []byte{'\t', ',', ';', '|'}
	}
	if decimal == Comma { // commas delimit only where the numbers are quoted
		candidates = slices.DeleteFunc(candidates, func(c byte) bool { return c == ',' })
		if bytes.Count(rows[len(rows)-1], []byte{'"'}) > 1 {
			candidates = append(candidates, ',')
		}
	}
	best, most := dialect{}, 0
	for _, c := range candidates {
		if n := (dialect{c}).usual(rows); n > most {
			best, most = dialect{c}, n
		}
	}
	if d := (dialect{' '}); most == 0 && d.usual(rows) > 0 && !d.grouped(rows) {
		return d
	}
	return best
}

// grouped tells that the blanks of rows under a header of one word are not between fields: they separate thousands, as
// in 12 345.6, or precede a unit.
func (d dialect) grouped(rows [][]byte) bool {
	if bytes.ContainsAny(bytes.TrimSpace(rows[0]), " \t") || len(rows) < 2 {
		return false
	}
	for _, r := range rows[1:] {
		text := bytes.TrimSpace(r)
		if _, k := parseAny(text); k == word && !withUnit.Match(text) && !withCurrency.Match(text) {
			return false
		}
	}
	return true
}

// hasPoints tells that a number in the column is written with a decimal point.
func (t *table) hasPoints(rows [][]byte) bool {
	for _, r := range rows {
		f, _ := t.field(r, t.index)
		if _, k := parseAny(f); k == number && bytes.IndexByte(f, '.') >= 0 {
			return true
		}
	}
	return false
}

// usual is how many rows have the most frequent number of fields; 0 if not more than half the rows have several.
func (d dialect) usual(rows [][]byte) (having int) {
	count, several := map[int]int{}, 0
	for _, r := range rows {
		n := 0
		for more := true; more; n++ {
			_, r, more = d.cut(r)
		}
		if n > 1 {
			count[n]++
			several++
			having = max(having, count[n])
		}
	}
	if 2*several <= len(rows) {
		return 0
	}
	return having
}

// head is what the first rows tell of the columns.
type head struct {
	names   []string // empty if the file does not name them
	header  bool     // the first row is the names
	first   []string // the first row
	numeric []int    // the columns that hold a number in the rows looked at
	rows    [][]byte // the rows looked at, valid until a line is read
}

// readHead reads the names: the first row if none of its fields is a number, or the last comment before it, as
// numpy.savetxt writes it, if that has as many fields.
func readHead(d dialect, s sampled, decimal Decimal) head {
	h := head{first: d.fields(s.rows[0]), rows: s.rows}
	words := 0
	for _, f := range h.first {
		switch _, k := decimal.parse([]byte(f)); k {
		case number:
			words = math.MinInt
		case word:
			words++
		}
	}
	rows := s.rows
	if words > 0 {
		h.names, h.header, rows = h.first, true, rows[1:]
		for i, name := range h.names {
			if strings.ContainsAny(name, "\r\n") {
				h.names[i] = strings.Join(strings.Fields(name), " ")
			}
		}
	} else if names := d.fields(s.comment); len(names) == len(h.first) && namesOnly(s.comment, names) {
		h.names = names
	}
	numeric := make([]bool, len(h.first))
	for _, r := range rows {
		var f []byte
		for i, more := 0, true; more && i < len(numeric); i++ {
			f, r, more = d.cut(r)
			_, k := decimal.parse(f)
			numeric[i] = numeric[i] || k == number
		}
	}
	for i, is := range numeric {
		if is {
			h.numeric = append(h.numeric, i)
		}
	}
	return h
}

// namesOnly tells a comment that names columns from a remark: a single name is one word.
func namesOnly(comment []byte, names []string) bool {
	return len(comment) > 0 && (len(names) > 1 || !bytes.ContainsAny(comment, " \t"))
}

// find is the index of the column of that name or number, or of the only one that holds numbers.
func (h head) find(column string) (int, error) {
	n := len(h.first)
	if column == "" {
		if n == 1 {
			return 0, nil
		}
		if len(h.numeric) == 1 {
			return h.numeric[0], nil
		}
		return 0, fmt.Errorf("has %d columns, %d of them with numbers: "+
			"choose one with --column: %s", n, len(h.numeric), h.list())
	}
	if i := slices.Index(h.names, column); i >= 0 {
		if j := slices.Index(h.names[i+1:], column); j >= 0 {
			return 0, fmt.Errorf("has two columns %q or more: choose one by its number, as --column %d or %d",
				column, i, i+1+j)
		}
		return i, nil
	}
	if i, err := strconv.Atoi(column); err == nil {
		if i < 0 {
			i += n
		}
		if 0 <= i && i < n {
			return i, nil
		}
	}
	return 0, fmt.Errorf("has no column %q: choose %s", column, h.list())
}

// list tells what there is to choose.
func (h head) list() string {
	if len(h.names) == 0 {
		return fmt.Sprintf("a number from 0 to %d; there is no header, "+
			"and the first row is %s", len(h.first)-1, list(h.first))
	}
	return fmt.Sprintf("one of %s, or its number from 0 to %d", list(h.names), len(h.names)-1)
}

func (h head) nameOf(index int) string {
	switch {
	case index < len(h.names) && h.names[index] != "":
		return h.names[index]
	case len(h.first) == 1:
		return "values"
	}
	return fmt.Sprintf("column %d", index)
}
