// Package rowfile writes rows of equal columns as CSV, NDJSON or Parquet. A float that is not finite is missing: an
// empty cell in CSV, null in the others.
package rowfile

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"levyscope/internal/printable"
)

// Kind is what a column holds.
type Kind uint8

// The kinds.
const (
	Text  Kind = iota // string
	Whole             // int
	Real              // float64; one that is not finite is missing
	Truth             // bool
)

// Column is a column of a table.
type Column struct {
	Name     string
	Kind     Kind
	Optional bool // a cell may be missing; one of a Real always may
}

// may says that a cell of the column may be missing.
func (c Column) may() bool { return c.Optional || c.Kind == Real }

// Writer writes rows, all of one type. Close writes what is left; it does not close what the rows are written to.
type Writer interface {
	Write(row any) error
	Close() error
}

// Table writes rows of cells, one for each column: a string, an int, a float64 or a bool, and nil for one that is
// missing. Close writes what is left; it does not close what the rows are written to.
type Table interface {
	Write(cells []any) error
	Close() error
}

// CheckPath tells whether the extension of path names a format that New writes.
func CheckPath(path string) error {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".csv", ".ndjson", ".jsonl", ".parquet":
		return nil
	default:
		return fmt.Errorf("rows %s: extension %q is not known: use .csv, .ndjson or .parquet", path, ext)
	}
}

// New returns a writer to w in the format that the extension of path names, for rows of the type of row: a struct whose
// exported fields are strings, ints and float64s; the names of the columns are those of its json tags.
func New(w io.Writer, path string, row any) (Writer, error) {
	columns := columnsOf(reflect.TypeOf(row))
	t, err := NewTable(w, path, columns)
	if err != nil {
		return nil, err
	}
	return &structs{Table: t, cells: make([]any, len(columns))}, nil
}

// NewTable returns a table that is written to w in the format that the extension of path names.
func NewTable(w io.Writer, path string, columns []Column) (Table, error) {
	if err := CheckPath(path); err != nil {
		return nil, err
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		c := &csvWriter{w: csv.NewWriter(w), fields: make([]string, len(columns))}
		for i, column := range columns {
			c.fields[i] = column.Name
		}
		return c, c.w.Write(c.fields)
	case ".parquet":
		return newParquet(w, columns)
	}
	return &jsonWriter{w: bufio.NewWriter(w), columns: columns}, nil
}

// columnsOf are the columns of a row type.
func columnsOf(t reflect.Type) []Column {
	columns := make([]Column, t.NumField())
	for i := range columns {
		columns[i].Name, _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
		switch t.Field(i).Type.Kind() {
		case reflect.String:
			columns[i].Kind = Text
		case reflect.Int:
			columns[i].Kind = Whole
		case reflect.Float64:
			columns[i].Kind = Real
		default:
			panic(fmt.Sprintf("rowfile: column %s is a %v", columns[i].Name, t.Field(i).Type))
		}
	}
	return columns
}

// structs writes rows that are structs into a table.
type structs struct {
	Table
	cells []any
}

func (s *structs) Write(row any) error {
	v := reflect.ValueOf(row)
	for i := range s.cells {
		s.cells[i] = v.Field(i).Interface()
	}
	return s.Table.Write(s.cells)
}

// number is x as a float64 that can be written; false of one that is missing.
func number(x any) (float64, bool) {
	f, ok := x.(float64)
	return f, ok && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// missing says that a cell has no value.
func missing(cell any) bool {
	if _, isReal := cell.(float64); isReal {
		_, ok := number(cell)
		return !ok
	}
	return cell == nil
}

// csvWriter writes a header and a line for each row. Characters of names that a terminal would obey or hide are
// escaped, since a CSV file is looked at in one.
type csvWriter struct {
	w      *csv.Writer
	fields []string
}

func (c *csvWriter) Write(cells []any) error {
	for i := range c.fields {
		c.fields[i] = ""
		if missing(cells[i]) {
			continue
		}
		switch x := cells[i].(type) {
		case float64:
			c.fields[i] = strconv.FormatFloat(x, 'g', -1, 64)
		case string:
			c.fields[i] = printable.Line(x)
		default:
			c.fields[i] = fmt.Sprint(x)
		}
	}
	return c.w.Write(c.fields)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// jsonWriter writes an object for each row, a line each.
type jsonWriter struct {
	w       *bufio.Writer
	columns []Column
	line    []byte
}

func (j *jsonWriter) Write(cells []any) error {
	b := j.line[:0]
	for i, column := range j.columns {
		b = append(b, ",{"[btoi(i == 0)])
		b = append(strconv.AppendQuote(b, column.Name), ':')
		if missing(cells[i]) {
			b = append(b, "null"...)
			continue
		}
		switch x := cells[i].(type) {
		case float64:
			b = strconv.AppendFloat(b, x, 'g', -1, 64)
		default:
			text, err := json.Marshal(x)
			if err != nil {
				return err
			}
			b = append(b, printable.JSON(text)...)
		}
	}
	j.line = append(b, '}', '\n')
	_, err := j.w.Write(j.line)
	return err
}

func (j *jsonWriter) Close() error { return j.w.Flush() }

// btoi is 1 for true and 0 for false.
func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
