package column_test

import (
	"slices"
	"strings"
	"testing"

	"levyscope/internal/column"
)

func TestNDJSON(t *testing.T) {
	for _, c := range []struct {
		what, file, content, col string
		values                   []float64
		name                     string
	}{
		{"the only key", "x.ndjson", "{\"x\":1}\n{\"x\":2.5}\n", "", []float64{1, 2.5}, "x"},
		{"by content", "x.txt", "{\"x\":1}\n{\"x\":2}", "", []float64{1, 2}, "x"},
		{"the only number", "x.jsonl", `{"type":"a","x":1,"on":true}`, "", []float64{1}, "x"},
		{"a key", "x.ndjson", `{"t": 0, "x": 1, "s": "}{\"", "u": [{"x": 9}, []]}`, "x", []float64{1}, "x"},
		{"a path", "x.ndjson", `{"a":{"b":{"c":1,"d":2},"c":3}}`, "a.b.c", []float64{1}, "a.b.c"},
		{"an array", "x.ndjson", "{\"x\":[1,2,[3,4]]}\n{\"x\":[]}\n{\"x\":5}", "x", []float64{1, 2, 3, 4, 5}, "x"},
		{"an index", "x.ndjson", "{\"x\":[1,2]}\n{\"x\":[3,4]}", "x.1", []float64{2, 4}, "x.1"},
		{"through an array", "x.ndjson", `{"layers":[{"alpha":1.5},{"alpha":1.8}]}`,
			"layers.alpha", []float64{1.5, 1.8}, "layers.alpha"},
		{"an index within", "x.ndjson", `{"layers":[{"alpha":1.5},{"alpha":1.8}]}`,
			"layers.1.alpha", []float64{1.8}, "layers.1.alpha"},
		{"dots in a key", "x.ndjson", `{"a.b":1,"a":{"c":2}}`, "a.b", []float64{1}, "a.b"},
		{"dots in a key above", "x.ndjson", `{"a.b":{"c":1}}`, "", []float64{1}, "a.b.c"},
		{"escapes in a key", "x.ndjson", `{"\u0078":1,"y\"":2}`, "x", []float64{1}, "x"},
		{"numbers alone", "x.ndjson", "1\n2\n", "", []float64{1, 2}, "values"},
		{"rows of numbers", "x", "[1,2]\n[3,4]\n", "1", []float64{2, 4}, "1"},
		{"one document", "x.json", `[{"x":1},{"x":2}]`, "x", []float64{1, 2}, "x"},
		{"numbers as text", "x.ndjson", `{"x":"1.5"}`, "x", []float64{1.5}, "x"},
		{"byte order mark, carriage return", "x", "\xef\xbb\xbf{\"x\":1}\r\n\r\n{\"x\":2}\r\n", "", []float64{1, 2}, "x"},
		{"gzip", "x.ndjson.gz", gz("{\"x\":1}\n"), "", []float64{1}, "x"},
		{"only later", "x.ndjson", `{"type":"started"}` + "\n" + `{"type":"done","steps":9}`, "steps", []float64{9}, "steps"},
		{"long rows", "x.ndjson", `{"pad":"` + strings.Repeat("p", 1<<20) + `","x":1}` + "\n" + `{"x":2}`,
			"", []float64{1, 2}, "x"},
	} {
		g, err := readFile(t, c.file, c.content, c.col)
		if err != nil || !slices.Equal(g.values, c.values) || g.name != c.name {
			t.Errorf("%s: %v of %q (%v), want %v of %q", c.what, g.values, g.name, err, c.values, c.name)
		}
	}
}

// TestNDJSONCounts is the fate of every kind of value. Of a row that is broken nothing counts.
func TestNDJSONCounts(t *testing.T) {
	rows := []string{
		`{"x":1}`, `{"x":null}`, `{"y":2}`, `{"x":"abc"}`, `{"x":NaN}`, `{"x":-Infinity}`, `{"x":1e999}`,
		`{"x":[3,null,"q",NaN,4]}`, `{"x":[5,6`, `{"x":7} {"x":8}`, `{"x":true}`,
		`{"x":{"z":1}}`, `{"x":}`, `{"x":[1,]}`, `{"x":[1,2}]`, `nonsense`,
	}
	g, err := readFile(t, "x.ndjson", strings.Join(rows, "\n"), "x")
	if err != nil {
		t.Fatal(err)
	}
	want := column.Counts{Rows: 16, Values: 3, Bad: 9, NaN: 2, Inf: 2, Empty: 4,
		FirstBad: column.Row{Line: 4, Text: `{"x":"abc"}`}}
	g.counts.NextBad = want.NextBad
	if g.counts != want {
		t.Errorf("counts %+v, want %+v", g.counts, want)
	}
	if !slices.Equal(g.values, []float64{1, 3, 4}) {
		t.Errorf("values %v, want 1, 3 and 4", g.values)
	}
}

func TestNDJSONErrors(t *testing.T) {
	for _, c := range []struct {
		what, file, content, col string
		says                     []string
	}{
		{"several keys", "x.ndjson", `{"t":0,"a":{"x":1},"s":"q"}`, "", []string{"2 keys", "--column", "t, a.x"}},
		{"no number", "x.ndjson", `{"s":"q"}`, "", []string{"0 keys", "s"}},
		{"no such key", "x.ndjson", "{\"x\":0}\n{\"x\":1}", "y", []string{`no key "y" in any of its 2 rows`, "one of x"}},
		{"no finite number", "x.ndjson", "{\"x\":null}\n{\"x\":NaN}", "x",
			[]string{"no finite number in x", "1 NaN, 1 empty"}},
		{"indented", "x.json", "{\n  \"x\": 1\n}\n", "x", []string{"one value a line", "jq -c"}},
		{"an indented array", "x.json", "[\n{\"x\": 1},\n{\"x\": 2}\n]\n", "x", []string{"one value a line"}},
		{"comments", "x.ndjson", "# a\n", "", []string{"no row of data"}},
		{"deep", "x.ndjson", strings.Repeat("[", 1000) + "1" + strings.Repeat("]", 1000), "0",
			[]string{"no finite number", "1 bad"}},
	} {
		_, err := readFile(t, c.file, c.content, c.col)
		mustSay(t, c.what, err, c.says...)
	}
}
