package data

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"levyscope/internal/array"
	"levyscope/internal/spec"
)

var csvKind = tableKind("csv", "rows of a delimited text, packed by gzip or not: one column of classes, the others of "+
	"inputs", "table.csv")

var parquetKind = tableKind("parquet", "rows of a Parquet file: one column of classes, the others of inputs",
	"table.parquet")

// tableKind is the kind of a table with a column of labels.
func tableKind(name, meaning, example string) spec.Kind[loader] {
	return spec.Kind[loader]{
		Name: name, Meaning: meaning,
		Params: []spec.Param{
			fileParam("path", example, "file of the rows"),
			{Name: "label", Type: spec.String, Optional: true,
				Meaning: "column of the classes: its name, or its number from 0, or from -1 for the last; the last if not given"},
			secondParam("test-path", "file of the rows for testing"),
			shapeParam, normaliseParam, testParam,
		},
		Payload: func(v spec.Values, o Options) (*Set, error) {
			r := &raw{name: name, table: true}
			shape, err := parseShape(v.Text(shapeParam.Name))
			if err != nil {
				return nil, err
			}
			var columns []string
			for i, text := range []string{v.Text("path"), v.Text("test-path")} {
				if text == "" {
					continue
				}
				path, err := resolve(text, o.Dir)
				if err != nil {
					return nil, err
				}
				t, err := readTable(path, v.Text("label"))
				if err != nil {
					return nil, err
				}
				if columns != nil && !slices.Equal(columns, t.columns) {
					return nil, &FileError{path, -1, fmt.Errorf("has the columns %s, the file for training %s: "+
						"give files that belong together", listed(t.columns), listed(columns))}
				}
				columns = t.columns
				p, err := r.pair(t.tensor, tensor{labels: t.labels}, path, path, shape)
				if err != nil {
					return nil, err
				}
				*[]*part{&r.train, &r.test}[i] = p
				r.paths = append(r.paths, path)
				r.note = t.note()
			}
			return r.set(v, o)
		},
	}
}

// tableData is a table that was read.
type tableData struct {
	tensor           // its inputs and its labels
	columns []string // of numbers, that of the labels too
	dropped []string // the others
	label   int      // which of them is that
	stored  int64    // bytes of the file
	path    string
}

// note says which columns are used.
func (t *tableData) note() string {
	inputs := slices.Delete(slices.Clone(t.columns), t.label, t.label+1)
	text := fmt.Sprintf("classes: the column %q; inputs: %s", t.columns[t.label], listed(inputs))
	if len(t.dropped) > 0 {
		text += "; left out, without numbers: " + listed(t.dropped)
	}
	return text
}

// listed shows the names of columns, the first ones of many.
func listed(names []string) string {
	const most = 6
	quoted := make([]string, 0, most)
	for _, n := range names[:min(most, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%.40q", n))
	}
	text := strings.Join(quoted, ", ")
	if len(names) > most {
		text += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return text
}

// readTable reads the columns of numbers of a file, one of which has the labels.
func readTable(path, label string) (*tableData, error) {
	probe, size, err := regular(path)
	if err != nil {
		return nil, err
	}
	probe.Close()
	f, err := array.Open(path, array.Options{})
	if err != nil {
		return nil, converted(path, err)
	}
	defer f.Close()
	a, err := f.Next()
	for err == nil && a.Columns == nil {
		a, err = f.Next()
	}
	if err == io.EOF {
		err = &FileError{path, -1,
			errors.New("is no table: it has no columns of one number a row; use npy or npz for arrays")}
	}
	if err != nil {
		return nil, err
	}
	t := &tableData{columns: a.Columns, stored: size, path: path}
	if t.label, err = columnOf(a.All, a.Numbers, label); err != nil {
		return nil, &FileError{path, -1, err}
	}
	for i, name := range a.All {
		if !a.Numbers[i] {
			t.dropped = append(t.dropped, name)
		}
	}
	if len(a.Columns) < 2 {
		return nil, &FileError{path, -1, fmt.Errorf("has one column of numbers, %q: give classes and one input at least",
			a.Columns[0])}
	}
	layout, err := a.Layout(0)
	if err != nil {
		return nil, &FileError{path, -1, err}
	}
	if layout.Outer == 1 {
		err = t.readRows(a)
	} else {
		err = t.readColumns(a, layout.Samples)
	}
	if err != nil {
		return nil, err
	}
	if len(t.labels) == 0 {
		return nil, &FileError{path, -1, errors.New("has no row: give one example at least")}
	}
	t.narrow()
	t.shape = []int{len(t.labels), len(t.columns) - 1}
	return t, nil
}

// grow checks that so many numbers are not too many.
func (t *tableData) grow(numbers int) error {
	if numbers > maxNumbers {
		return &FileError{t.path, -1, fmt.Errorf("has more than %d numbers: give fewer rows", int64(maxNumbers))}
	}
	if n := 4 * int64(numbers); n > freeBytes && n/maxRatio > t.stored {
		return &FileError{t.path, -1, fmt.Errorf("the file of %d bytes holds more than %d times as many: it is damaged or "+
			"no data; unpack it first if it is right", t.stored, maxRatio)}
	}
	return nil
}

// readRows reads a table whose rows follow one another.
func (t *tableData) readRows(a *array.Array) error {
	wide := len(a.Columns)
	buf := make([]float64, wide*max(1, 4096/wide))
	for {
		n, err := a.Read(buf)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.grow(len(t.wide) + n); err != nil {
			return err
		}
		if err := t.tooLong(a); err != nil {
			return err
		}
		for k := range n / wide {
			for c, v := range buf[k*wide : (k+1)*wide] {
				if err := t.add(a, c, len(t.labels), v); err != nil {
					return err
				}
			}
			t.labels = append(t.labels, uint8(buf[k*wide+t.label]))
		}
	}
}

// tooLong is an error where a row of text has more cells than the first row.
func (t *tableData) tooLong(a *array.Array) error {
	if counts, ok := a.Counts(); ok && counts.Long.Line > 0 {
		return &FileError{t.path, -1, fmt.Errorf("line %d has more cells than the first row: %q; mend or remove it",
			counts.Long.Line, counts.Long.Text)}
	}
	return nil
}

// add takes the cell v of a column, except a label, which it only looks at.
func (t *tableData) add(a *array.Array, c, row int, v float64) error {
	x, err := t.cell(a, c, row, v)
	if c != t.label {
		t.wide = append(t.wide, x)
	}
	return err
}

// cell is the number in a column of a row, as an input or as a label.
func (t *tableData) cell(a *array.Array, c, row int, v float64) (float64, error) {
	problem := ""
	switch x := float32(v); {
	case v != v:
		problem = "holds no number"
	case math.IsInf(float64(x), 0):
		problem = fmt.Sprintf("is %g, which is not finite as a float32", v)
	case c != t.label:
		return v, nil
	default:
		_, err := class(v)
		if err == nil {
			return v, nil
		}
		problem = "is a label, and " + err.Error()
	}
	text := fmt.Sprintf("column %.40q of example %d (from 0) %s", t.columns[c], row, problem)
	if counts, ok := a.Counts(); ok && counts.Bad > 0 && v != v {
		text += fmt.Sprintf("; the first row that cannot be read is line %d: %q", counts.FirstBad.Line, counts.FirstBad.Text)
	}
	if v != v {
		text += "; remove such rows or fill them in"
	}
	return 0, &FileError{t.path, -1, errors.New(text)}
}
