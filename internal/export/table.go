// Package export turns the recorded events of a run into tables, lines and a figure, without computing the run again.
//
// A table has a row for each event of a type or, where an event holds a list, for each element of it. The tables are
// declared in traintables.go and simtables.go; docs/command-line.md lists their columns.
package export

import (
	"levyscope/internal/rowfile"
)

// Table is a table of the events of one engine.
type Table struct {
	Name    string
	Meaning string // of a row
	Columns []Column

	events []string              // types of the events that have rows
	rows   func(e event) []place // of an event; nil: one row
}

// Column is a column of a table.
type Column struct {
	rowfile.Column
	Meaning string // with the unit; "" where the name says all
	cell    func(p place) any
}

// event is an event of a recording.
type event struct {
	object
	kind  string
	sides []string // names of the ways out of a simulation that are in force
}

// place is where a row comes from.
type place struct {
	event
	item object // element of a list that is an object
	v    any    // element of a list
	i, j int    // its index, in a list of lists both
}

// cell is the value of the column at that place.
func (c Column) value(p place) any {
	v := c.cell(p)
	switch c.Kind {
	case rowfile.Text:
		return text(v)
	case rowfile.Whole:
		if i, ok := v.(int); ok {
			return i
		}
		return whole(v)
	case rowfile.Truth:
		return truth(v)
	}
	return real(v)
}

// rowfileColumns are the columns as the files have them: every cell may be missing, since a recording of another build
// may lack a field.
func (t Table) rowfileColumns() []rowfile.Column {
	out := make([]rowfile.Column, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Column
		out[i].Optional = true
	}
	return out
}

// write writes the rows of an event.
func (t Table) write(e event, file rowfile.Table) (rows int, err error) {
	places := []place{{event: e}}
	if t.rows != nil {
		places = t.rows(e)
	}
	for _, p := range places {
		row := make([]any, len(t.Columns))
		for i, c := range t.Columns {
			row[i] = c.value(p)
		}
		if err := file.Write(row); err != nil {
			return rows, err
		}
		rows++
	}
	return rows, nil
}

// each has a row for each element of the list at a path.
func each(path string) func(event) []place {
	return func(e event) (out []place) {
		for i, v := range e.list(path) {
			item, _ := v.(map[string]any)
			out = append(out, place{event: e, item: item, v: v, i: i})
		}
		return out
	}
}

// eachOfEach has a row for each element of each list in the list at a path.
func eachOfEach(path string) func(event) []place {
	return func(e event) (out []place) {
		for i, list := range e.list(path) {
			inner, _ := list.([]any)
			for j, v := range inner {
				item, _ := v.(map[string]any)
				out = append(out, place{event: e, item: item, v: v, i: i, j: j})
			}
		}
		return out
	}
}

// of is a column of the field at a path of the event.
func of(kind rowfile.Kind, name, path, meaning string) Column {
	return with(kind, name, meaning, func(p place) any { return p.at(path) })
}

// in is a column of the field at a path of the element of the list.
func in(kind rowfile.Kind, name, path, meaning string) Column {
	return with(kind, name, meaning, func(p place) any { return p.item.at(path) })
}

// with is a column whose cells a function finds.
func with(kind rowfile.Kind, name, meaning string, cell func(p place) any) Column {
	return Column{rowfile.Column{Name: name, Kind: kind}, meaning, cell}
}

// fields are columns of fields of the event with the names of the columns.
func fields(kind rowfile.Kind, names ...string) (out []Column) {
	for _, name := range names {
		out = append(out, of(kind, name, name, ""))
	}
	return out
}

// items are columns of fields of the element with the names of the columns.
func items(kind rowfile.Kind, names ...string) (out []Column) {
	for _, name := range names {
		out = append(out, in(kind, name, name, ""))
	}
	return out
}

// columns joins lists of columns.
func columns(lists ...[]Column) (out []Column) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// element is element k of the list at a path of an object; nil where there is none.
func element(o object, path string, k int) any {
	if l := o.list(path); k >= 0 && k < len(l) {
		return l[k]
	}
	return nil
}
