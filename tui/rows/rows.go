// Package rows has the data behind a pane as tables: what a picture of cells cannot hold, in full precision.
package rows

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
)

// Table is a table of a pane.
type Table struct {
	Name    string // tells the tables of a pane apart
	Columns []Column
}

// Column is a column of a table: Texts, or Numbers if Texts is nil.
type Column struct {
	Name    string // with its unit in brackets, where it has one
	Numbers []float64
	Texts   []string
}

// Numbers is a column of numbers.
func Numbers(name string, v []float64) Column { return Column{Name: name, Numbers: v} }

// Texts is a column of texts.
func Texts(name string, v []string) Column { return Column{Name: name, Texts: v} }

// Len is the number of rows: that of the longest column.
func (t Table) Len() int {
	n := 0
	for _, c := range t.Columns {
		n = max(n, len(c.Numbers), len(c.Texts))
	}
	return n
}

// WriteCSV writes the table under a header. Numbers are written so that reading them gives the same ones; one that is
// NaN, or missing, is empty, infinities are inf and -inf.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row := range t.Len() {
		for i, c := range t.Columns {
			record[i] = c.cell(row)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell is the text of a row.
func (c Column) cell(row int) string {
	switch {
	case row < len(c.Texts):
		return c.Texts[row]
	case row < len(c.Numbers):
		return number(c.Numbers[row])
	}
	return ""
}

// number is a number as WriteCSV has it.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsInf(v, 1):
		return "inf"
	case math.IsInf(v, -1):
		return "-inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Unit is the name of a column with its unit, if there is one.
func Unit(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + " [" + unit + "]"
}
