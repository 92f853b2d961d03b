package settings

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// entry is a key with its value, or the head of a table.
type entry struct {
	key   string // with that of its table
	line  int    // on which it begins, counted from 1
	table bool
	text  bool // the value is a text
	blank bool // it was made blank
}

// entries are those of a text, in its order.
type entries []entry

// readEntries finds where the entries of a text stand. The error is that of a text that is no TOML.
func readEntries(text []byte) (out entries, err error) {
	var whole map[string]any
	if err := toml.Unmarshal(text, &whole); err != nil {
		return nil, err
	}
	var p unstable.Parser
	p.Reset(text)
	head := ""
	for p.NextExpression() {
		node := p.Expression()
		if node.Kind == unstable.Comment {
			continue
		}
		var parts []string
		at := -1
		for k := node.Key(); k.Next(); {
			if at < 0 {
				at = int(k.Node().Raw.Offset)
			}
			parts = append(parts, string(k.Node().Data))
		}
		e := entry{key: strings.Join(parts, "."), line: 1 + bytes.Count(text[:max(at, 0)], []byte("\n"))}
		if node.Kind == unstable.KeyValue {
			e.key, e.text = head+e.key, node.Value().Kind == unstable.String
		} else {
			e.table, head = true, e.key+"."
		}
		out = append(out, e)
	}
	return out, p.Error()
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
	last := 1 << 30
	if end < len(l) {
		last = l[end].line
	}
	changed := false
	for i, n := 0, 1; i < len(text) && n < last; i++ {
		switch {
		case text[i] == '\n':
			n++
		case n >= l[at].line && text[i] != ' ' && text[i] != '\r':
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
