package column

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// ndjson reads the value under a path in each line.
type ndjson struct {
	lines   *lines
	counts  *Counts
	path    string // "" is the value itself
	keys    []string
	found   bool      // some line had the path
	pending []float64 // numbers of the last line
	taken   int       // how many of them were delivered
	row     jsonRow
}

// jsonRow is what one line holds.
type jsonRow struct {
	scanner
	out        []float64
	bad, empty int64
	found      bool
}

// openNDJSON finds the column; without one, the only path that holds numbers in the first lines.
func openNDJSON(l *lines, path string, counts *Counts) (*ndjson, error) {
	s, err := look(l)
	if err != nil && len(s.rows) == 0 {
		return nil, err
	}
	if len(s.rows) == 0 {
		return nil, errNoRow
	}
	if len(s.rows) > 1 && !wholeLine(s.rows[0]) && !wholeLine(s.rows[1]) {
		return nil, fmt.Errorf("has no JSON value in its first line, %q, nor in its second: "+
			"write one value a line (jq -c . does)", shorten(s.rows[0]))
	}
	keys := findKeys(s.rows)
	j := &ndjson{lines: l, counts: counts, path: path, keys: keys.names()}
	if path == "" {
		numeric := keys.numeric()
		if len(numeric) != 1 {
			return nil, fmt.Errorf("has %d keys with numbers in its first lines: "+
				"choose one with --column: %s", len(numeric), list(j.keys))
		}
		j.path = numeric[0]
	}
	return j, nil
}

// wholeLine tells whether the line is one JSON value.
func wholeLine(line []byte) bool {
	s := scanner{b: line}
	return s.skip() && s.next() == 0
}

func (j *ndjson) name() string {
	if j.path == "" {
		return "values"
	}
	return j.path
}

// missing is the error of a column that no line had.
func (j *ndjson) missing() error {
	if j.found || j.counts.Bad == j.counts.Rows {
		return nil
	}
	return fmt.Errorf("has no key %q in any of its %d rows: choose one of %s", j.path, j.counts.Rows, list(j.keys))
}

func (j *ndjson) decode(dst []float64) (int, error) {
	for n := 0; ; {
		moved := copy(dst[n:], j.pending[j.taken:])
		j.taken += moved
		if n += moved; n == len(dst) {
			return n, nil
		}
		line, err := j.lines.next()
		if err != nil {
			return n, err
		}
		if !skipped(line) {
			j.take(line)
		}
	}
}

// take reads one line into pending.
func (j *ndjson) take(line []byte) {
	row := &j.row
	*row = jsonRow{scanner: scanner{b: line}, out: row.out[:0]}
	j.counts.Rows++
	if !row.walk(j.path, 0) || row.next() != 0 {
		row.out, row.bad, row.empty, row.found = row.out[:0], 1, 0, true
		j.counts.bad(1, j.lines.n, line)
	} else {
		j.found = j.found || row.found
		if row.bad > 0 {
			j.counts.bad(row.bad, j.lines.n, line)
		}
		if !row.found {
			row.empty = 1
		}
		j.counts.Empty += row.empty
	}
	j.pending, j.taken = row.out, 0
}

// walk consumes a value and collects the numbers under path in it; false tells that the JSON is broken.
func (r *jsonRow) walk(path string, depth int) bool {
	if depth > maxDepth {
		return false
	}
	if path == "" {
		return r.collect(depth)
	}
	switch r.next() {
	case '{':
		return r.members(func(raw []byte) bool {
			if rest, ok := under(path, raw); ok {
				return r.walk(rest, depth+1)
			}
			return r.skip()
		})
	case '[':
		first, rest, _ := strings.Cut(path, ".")
		index, err := strconv.Atoi(first)
		return r.elements(func(i int) bool {
			switch {
			case err != nil:
				return r.walk(path, depth+1)
			case i == index:
				return r.walk(rest, depth+1)
			}
			return r.skip()
		})
	}
	return r.skip()
}

// under is what remains of path below the key that is written raw; keys may have dots of their own.
func under(path string, raw []byte) (rest string, ok bool) {
	n := len(raw)
	if n <= len(path) && path[:n] == string(raw) { // the usual case, without allocation
		if n == len(path) {
			return "", true
		}
		return path[n+1:], path[n] == '.'
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return "", false
	}
	k := key(raw)
	if k == path {
		return "", true
	}
	if !strings.HasPrefix(path, k) || path[len(k)] != '.' {
		return "", false
	}
	return path[len(k)+1:], true
}

// collect consumes a value at the end of the path: a number, or an array of such at any depth.
func (r *jsonRow) collect(depth int) bool {
	r.found = true
	switch r.next() {
	case '[':
		if depth > maxDepth {
			return false
		}
		return r.elements(func(int) bool { return r.collect(depth + 1) })
	case '{':
		r.bad++
		return r.skip()
	case '"':
		text, ok := r.text()
		r.add(text)
		return ok
	}
	text := r.scalar()
	r.add(text)
	return len(text) > 0
}

func (r *jsonRow) add(text []byte) {
	switch v, k := parseAny(text); k {
	case number:
		r.out = append(r.out, v)
	case empty:
		r.empty++
	case word:
		r.bad++
	}
}
