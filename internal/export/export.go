package export

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"levyscope/internal/rowfile"
)

// Tables are the tables of a run of that engine, "train", "sim" or "watch".
func Tables(engine string) []Table {
	switch engine {
	case "sim":
		return simTables
	case "watch":
		return watchTables
	}
	return slices.Concat(trainTables, lawTables, pathTables)
}

// Kinds are the types of the events that tables of the engine have rows of.
func Kinds(engine string) (kinds []string) {
	for _, t := range Tables(engine) {
		for _, kind := range t.events {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// Select are the tables of those names, in the order of the names. The error lists the names that there are.
func Select(tables []Table, names []string) (out []Table, err error) {
	for _, name := range names {
		i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
		if i < 0 {
			known := make([]string, len(tables))
			for k, t := range tables {
				known[k] = t.Name
			}
			return nil, fmt.Errorf("table %q is not known: use some of %s", name, strings.Join(known, ", "))
		}
		out = append(out, tables[i])
	}
	return out, nil
}

// Lines calls do with the number and the text of each line of a recording, without its line feed, up to the first error
// or the end of ctx. A last line that is cut is left out.
func Lines(ctx context.Context, r io.Reader, do func(n int, line []byte) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("line %d: %w", n, err)
		}
		ended := err == io.EOF
		line = bytes.TrimRight(line, "\r\n")
		if ended && (len(line) == 0 || !json.Valid(line)) {
			return nil
		}
		if err := do(n, line); err != nil {
			return err
		}
		if ended {
			return nil
		}
	}
}

// KindOf is the type of an event.
func KindOf(line []byte) (string, error) {
	var head struct {
		Type string `json:"type"`
	}
	err := json.Unmarshal(line, &head)
	return head.Type, err
}

// reader decodes the events of a recording.
type reader struct {
	sides []string
}

// read decodes a line.
func (r *reader) read(line []byte) (event, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		return event{}, err
	}
	kind, _ := o["type"].(string)
	if names := o.list("side_names"); names != nil {
		r.sides = nil
		for _, name := range names {
			s, _ := name.(string)
			r.sides = append(r.sides, s)
		}
	}
	return event{object: o, kind: kind, sides: r.sides}, nil
}

// Write writes the rows of the tables to files, one for each, and closes those. The result is the number of rows of
// each table.
func Write(ctx context.Context, r io.Reader, tables []Table, files []rowfile.Table) (rows []int, err error) {
	rows = make([]int, len(tables))
	var events reader
	err = Lines(ctx, r, func(n int, line []byte) error {
		e, err := events.read(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		for i, t := range tables {
			if !slices.Contains(t.events, e.kind) {
				continue
			}
			written, err := t.write(e, files[i])
			if rows[i] += written; err != nil {
				return err
			}
		}
		return nil
	})
	for i, file := range files {
		if closed := file.Close(); err == nil && closed != nil {
			err = fmt.Errorf("table %s: %w", tables[i].Name, closed)
		}
	}
	return rows, err
}

// New begins a table in the format that the extension of path names.
func (t Table) New(w io.Writer, path string) (rowfile.Table, error) {
	return rowfile.NewTable(w, path, t.rowfileColumns())
}
