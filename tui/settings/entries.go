package settings

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxKeys is the number of keys of the largest file that is read: the work grows with their square.
const maxKeys = 1000

// entry is a key with its value, or the head of a table.
type entry struct {
	key   string // with that of its table
	line  int    // on which it begins, counted from 1
	start int    // where that line begins in the text
	table bool
	text  bool // the value is a text
	blank bool // it was made blank
}

// entries are those of a text, in its order.
type entries []entry

// readEntries finds where the entries of a text stand. The error is that of a text that is no TOML, or has too many
// keys.
func readEntries(text []byte) (out entries, err error) {
	var p unstable.Parser
	p.Reset(text)
	head, keys, line, counted := "", 0, 1, 0
	for p.NextExpression() {
		node := p.Expression()
		if node.Kind == unstable.Comment {
			continue
		}
		if keys += keysOf(node); keys > maxKeys {
			return nil, fmt.Errorf("it has more than %d keys", maxKeys)
		}
		var parts []string
		at := -1
		for k := node.Key(); k.Next(); {
			if at < 0 {
				at = int(k.Node().Raw.Offset)
			}
			parts = append(parts, string(k.Node().Data))
		}
		line += bytes.Count(text[counted:max(at, counted)], []byte("\n"))
		counted = max(at, counted)
		e := entry{key: strings.Join(parts, "."), line: line, start: 1 + bytes.LastIndexByte(text[:counted], '\n')}
		if node.Kind == unstable.KeyValue {
			e.key, e.text = head+e.key, node.Value().Kind == unstable.String
		} else {
			e.table, head = true, e.key+"."
		}
		out = append(out, e)
	}
	var whole map[string]any
	if err := toml.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf("no TOML: %w", err)
	}
	return out, nil
}

// keysOf is the number of keys in an expression, with those of tables within its line.
func keysOf(node *unstable.Node) (n int) {
	if node.Kind == unstable.KeyValue || node.Kind == unstable.Table || node.Kind == unstable.ArrayTable {
		n++
	}
	for children := node.Children(); children.Next(); {
		n += keysOf(children.Node())
	}
	return n
}

// blank makes the entry that a line belongs to blank, with all of a table if that is its head, and returns its key.
func (l entries) blank(text []byte, line int) (key string, ok bool) {
	at := -1
	for i, e := range l {
		if e.line <= line {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	end := at + 1
	for l[at].table && end < len(l) && !l[end].table {
		end++
	}
	last := len(text)
	if end < len(l) {
		last = l[end].start
	}
	changed := false
	for i := l[at].start; i < last; i++ {
		if c := text[i]; c != '\n' && c != '\r' && c != ' ' {
			text[i], changed = ' ', true
		}
	}
	for i := at; i < end; i++ {
		l[i].blank = true
	}
	return l[at].key, changed
}

// line is that of the entry that has a key, or a part of what the key names: 0 if there is none.
func (l entries) line(key string) int {
	for key != "" {
		if e, ok := l.find(key); ok {
			return e.line
		}
		key = key[:max(0, strings.LastIndexByte(key, '.'))]
	}
	return 0
}

// find is the entry of a key that is not blank.
func (l entries) find(key string) (e entry, ok bool) {
	i := slices.IndexFunc(l, func(e entry) bool { return e.key == key && !e.blank })
	if i < 0 {
		return entry{}, false
	}
	return l[i], true
}
