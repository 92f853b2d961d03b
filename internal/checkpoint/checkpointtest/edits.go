// Package checkpointtest edits the JSON of states, for tests of their readers.
package checkpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
)

// Inner is the JSON of a state without its checksum.
func Inner(t testing.TB, state json.Marshaler) json.RawMessage {
	t.Helper()
	text, err := state.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var e struct{ State json.RawMessage }
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e.State
}

// Sealed is the JSON of a state with the checksum of it and its tensors.
func Sealed(t testing.TB, inner json.RawMessage, tensors []safetensors.Tensor) []byte {
	t.Helper()
	text, err := checkpoint.Marshal(inner, tensors)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Edits calls do with the JSON text, once for every value in it and every replacement of that value:
// of another type, out of its range, left out, of another length. fatal says that no reader should
// accept it. It returns how many there were.
func Edits(t testing.TB, text []byte, do func(where string, edited []byte, fatal bool)) (n int) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	root := parse(t, d)
	var walk func(where string, v *node)
	emit := func(fatal bool, format string, arguments ...any) {
		n++
		do(fmt.Sprintf(format, arguments...), root.append(nil), fatal)
	}
	walk = func(where string, v *node) {
		was := *v
		for _, other := range []string{"null", "-1", "1099511627776", `"NaN"`, `"x"`, "true", "[]", "{}", "0.5", `""`} {
			*v = node{leaf: other}
			emit(false, "%s = %s", where, other)
		}
		*v = was
		if len(was.keys) > 0 || len(was.items) > 0 {
			shorten(v, was, func(how string) { emit(true, "%s %s", where, how) })
		}
		for i := range v.items {
			name := fmt.Sprintf("%s[%d]", where, i)
			if v.keys != nil {
				name = where + "." + v.keys[i]
			}
			walk(name, v.items[i])
		}
	}
	walk("state", root)
	return n
}

// shorten leaves out each member of an object in turn, or of an array the first item, and makes the
// array longer, and calls emit each time.
func shorten(v *node, was node, emit func(how string)) {
	if was.keys == nil {
		v.items = was.items[1:]
		emit("shorter")
		v.items = append(slices.Clone(was.items), was.items[0])
		emit("longer")
	}
	for i := range was.keys {
		v.keys = slices.Delete(slices.Clone(was.keys), i, i+1)
		v.items = slices.Delete(slices.Clone(was.items), i, i+1)
		emit("without " + was.keys[i])
		v.keys = append(slices.Clone(was.keys), was.keys[i])
		v.items = append(slices.Clone(was.items), was.items[i])
		emit("twice with " + was.keys[i])
	}
	*v = was
}

// node is a JSON value: an object with keys in their order, an array, or a leaf.
type node struct {
	leaf  string
	keys  []string // not nil of an object
	items []*node  // of an object or array
}

// parse reads the next value.
func parse(t testing.TB, d *json.Decoder) *node {
	t.Helper()
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	delim, ok := token.(json.Delim)
	if !ok {
		leaf, err := json.Marshal(token)
		if err != nil {
			t.Fatal(err)
		}
		return &node{leaf: string(leaf)}
	}
	v := &node{items: []*node{}}
	if delim == '{' {
		v.keys = []string{}
	}
	for d.More() {
		if v.keys != nil {
			key, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			v.keys = append(v.keys, key.(string))
		}
		v.items = append(v.items, parse(t, d))
	}
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	return v
}

// append appends the value as compact JSON.
func (v *node) append(b []byte) []byte {
	if v.items == nil {
		return append(b, v.leaf...)
	}
	brackets := "[]"
	if v.keys != nil {
		brackets = "{}"
	}
	b = append(b, brackets[0])
	for i, item := range v.items {
		if i > 0 {
			b = append(b, ',')
		}
		if v.keys != nil {
			b = fmt.Appendf(b, "%q:", v.keys[i])
		}
		b = item.append(b)
	}
	return append(b, brackets[1])
}
