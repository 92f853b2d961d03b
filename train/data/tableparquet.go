package data

import (
	"fmt"
	"io"

	"levyscope/internal/array"
)

// readColumns reads a table of so many rows whose columns follow one another. Room for all is made after the first
// has shown that there are as many.
func (t *tableData) readColumns(a *array.Array, rows int) error {
	wide := len(t.columns) - 1
	if rows > maxNumbers/wide {
		return t.grow(maxNumbers + 1)
	}
	if err := t.grow(rows * wide); err != nil {
		return err
	}
	var first []float64
	for c := range t.columns {
		if c == 1 {
			t.wide = make([]float64, rows*wide)
			t.scatter(0, first)
		}
		column, err := t.readColumn(a, c, rows)
		if err != nil {
			return err
		}
		if c == 0 {
			first = column
		} else {
			t.scatter(c, column)
		}
	}
	return nil
}

// readColumn reads a column.
func (t *tableData) readColumn(a *array.Array, c, rows int) ([]float64, error) {
	var column []float64
	buf := make([]float64, 4096)
	for len(column) < rows {
		n, err := a.Read(buf[:min(len(buf), rows-len(column))])
		if err == io.EOF {
			err = &FileError{t.path, -1, fmt.Errorf("column %.40q ends after %d of %d rows: the file is damaged",
				t.columns[c], len(column), rows)}
		}
		if err != nil {
			return nil, err
		}
		for _, v := range buf[:n] {
			x, err := t.cell(a, c, len(column), v)
			if err != nil {
				return nil, err
			}
			column = append(column, x)
		}
	}
	return column, nil
}

// scatter puts a column where it belongs.
func (t *tableData) scatter(c int, column []float64) {
	if c == t.label {
		t.labels = make([]uint8, len(column))
		for i, x := range column {
			t.labels[i] = uint8(x)
		}
		return
	}
	wide := len(t.columns) - 1
	if c > t.label {
		c--
	}
	for i, x := range column {
		t.wide[i*wide+c] = x
	}
}
