// Package rowfile writes rows of equal columns as CSV, NDJSON or Parquet. A row is a struct whose exported fields are
// strings, ints and float64s; the names of the columns are those of its json tags. A float that is not finite is
// missing: an empty cell in CSV, null in the others.
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

// Writer writes rows, all of one type. Close writes what is left; it does not close what the rows are written to.
type Writer interface {
	Write(row any) error
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

// New returns a writer to w in the format that the extension of path names, for rows of the type of row.
func New(w io.Writer, path string, row any) (Writer, error) {
	if err := CheckPath(path); err != nil {
		return nil, err
	}
	names := columns(reflect.TypeOf(row))
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		c := &csvWriter{w: csv.NewWriter(w), cells: make([]string, len(names))}
		return c, c.w.Write(names)
	case ".parquet":
		return newParquet(w, reflect.TypeOf(row), names)
	}
	return &jsonWriter{w: bufio.NewWriter(w), names: names}, nil
}

// columns are the names of the columns of a row type.
func columns(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
		switch t.Field(i).Type.Kind() {
		case reflect.String, reflect.Int, reflect.Float64:
		default:
			panic(fmt.Sprintf("rowfile: column %s is a %v", names[i], t.Field(i).Type))
		}
	}
	return names
}

// present reports whether x is a number that can be written.
func present(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// csvWriter writes a header and a line for each row. Characters of names that a terminal would obey or hide are
// escaped, since a CSV file is looked at in one.
type csvWriter struct {
	w     *csv.Writer
	cells []string
}

func (c *csvWriter) Write(row any) error {
	v := reflect.ValueOf(row)
	for i := range c.cells {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			c.cells[i] = printable.Line(f.String())
		case reflect.Int:
			c.cells[i] = strconv.FormatInt(f.Int(), 10)
		default:
			c.cells[i] = ""
			if x := f.Float(); present(x) {
				c.cells[i] = strconv.FormatFloat(x, 'g', -1, 64)
			}
		}
	}
	return c.w.Write(c.cells)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// jsonWriter writes an object for each row, a line each.
type jsonWriter struct {
	w     *bufio.Writer
	names []string
	line  []byte
}

func (j *jsonWriter) Write(row any) error {
	v := reflect.ValueOf(row)
	b := j.line[:0]
	for i, name := range j.names {
		b = append(b, ",{"[btoi(i == 0)])
		b = append(strconv.AppendQuote(b, name), ':')
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			text, err := json.Marshal(f.String())
			if err != nil {
				return err
			}
			b = append(b, printable.JSON(text)...)
		case reflect.Int:
			b = strconv.AppendInt(b, f.Int(), 10)
		default:
			if x := f.Float(); present(x) {
				b = strconv.AppendFloat(b, x, 'g', -1, 64)
			} else {
				b = append(b, "null"...)
			}
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
