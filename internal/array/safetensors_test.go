package array_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"levyscope/internal/array"
)

// tensorsOf is a safetensors file with that header.
func tensorsOf(header string, data ...byte) string {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return string(out) + header + string(data)
}

// one is the member of the header of a tensor "x".
func one(dtype, shape, offsets string) string {
	return `{"x":{"dtype":"` + dtype + `","shape":[` + shape + `],"data_offsets":[` + offsets + `]}}`
}

func TestSafetensors(t *testing.T) {
	header := `{"__metadata__":{"format":"pt"},` + // not in the order of the bytes
		`"double":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},` +
		`"half":{"dtype":"F16","shape":[2],"data_offsets":[16,20]},` +
		`"ids":{"dtype":"I64","shape":[1],"data_offsets":[20,28]},` +
		`"single":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},` +
		`"empty":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[28,28]},` +
		`"one":{"dtype":"F32","shape":[],"data_offsets":[28,32]},` +
		`"brain":{"dtype":"BF16","shape":[3,1],"data_offsets":[32,38]}}   `
	data := float32s(1, 2)
	data = append(data, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f) // 1
	data = append(data, 0, 0x3c, 0, 0xc0)             // 1, -2
	data = append(data, make([]byte, 8)...)
	data = append(data, 0, 0, 0, 0)
	data = append(data, 0x80, 0x3f, 0xc0, 0xff, 0x80, 0x7f) // 1, NaN, +Inf
	got, refused, err := read(t, "x.safetensors", tensorsOf(header, data...), array.Options{})
	must(t, "safetensors", got, err, "single(1, 2)[1 2]", "double(1,)[1]", "half(2,)[1 -2]", "brain(3, 1)[1 NaN +Inf]")
	if len(refused) != 3 {
		t.Fatal(refused)
	}
	mustSay(t, "ids", refused[0], `x.safetensors: array "ids": has type "I64"`, "BF16")
	mustSay(t, "empty", refused[1], `"empty"`, "no element")
	mustSay(t, "one", refused[2], `"one"`, "shape ()")
	got, _, err = read(t, "x.safetensors.gz", gz(tensorsOf(one("F32", "2", "0,8"), float32s(1, 2)...)), array.Options{})
	must(t, "gzip", got, err, "x(2,)[1 2]")
}

// An array that is not read to its end is passed over.
func TestSafetensorsPassesOver(t *testing.T) {
	header := `{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},` +
		`"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}`
	f, err := array.Open("-", array.Options{Stdin: pipe{strings.NewReader(tensorsOf(header, float32s(1, 4)...))}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Next()
	if err != nil {
		t.Fatal(err)
	}
	if n, err := a.Read(make([]float64, 1)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	b, err := f.Next()
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Read(make([]float64, 1))
	mustSay(t, "the first", err, "can no longer be read")
	if v, err := elements(b, 10, false); err != nil || len(v) != 1 || v[0] != 4 {
		t.Error(v, err)
	}
}

func TestSafetensorsRefuses(t *testing.T) {
	two := func(a, b string) string {
		return tensorsOf(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[`+a+`]},`+
			`"b":{"dtype":"F32","shape":[1],"data_offsets":[`+b+`]}}`, make([]byte, 12)...)
	}
	gigabyte := string(binary.LittleEndian.AppendUint64(nil, 1<<30)) + "{"
	sound := tensorsOf(one("F32", "2", "0,8"), make([]byte, 8)...)
	for _, c := range []struct{ name, content, says string }{
		{"header of 1 GB", gigabyte, "header of 1073741824 bytes"},
		{"header beyond the file", string(binary.LittleEndian.AppendUint64(nil, 1000)) + "{}",
			"of 1000 bytes in a file of 10"},
		{"truncated", sound[:len(sound)-1], "tells of 8 bytes of tensors, the file has 7"},
		{"followed", sound + "x", "tells of 8 bytes of tensors, the file has 9"},
		{"overlap", two("0,4", "2,6"), `"b" at bytes 2 to 6 overlaps the one before`},
		{"hole", two("0,4", "8,12"), `"b" at bytes 8 to 12 leaves a hole`},
		{"hole at the start", two("4,8", "8,12"), `"a" at bytes 4 to 8 leaves a hole`},
		{"shape and bytes", tensorsOf(one("F32", "3", "0,8"), make([]byte, 8)...), "has 8 bytes for 3 elements"},
		{"negative", tensorsOf(one("F32", "-2", "0,8"), make([]byte, 8)...), "shape [-2]"},
		{"overflow", tensorsOf(one("F32", "4294967296,4294967296", "0,8"), make([]byte, 8)...), "beyond any file"},
		{"2^63", tensorsOf(one("F32", "9223372036854775808", "0,8"), make([]byte, 8)...), "9223372036854775808"},
		{"descending", tensorsOf(one("F32", "2", "8,0"), make([]byte, 8)...), "data_offsets [8 0]"},
		{"three offsets", tensorsOf(one("F32", "2", "0,4,8"), make([]byte, 8)...), "data_offsets [0 4 8]"},
		{"twice", tensorsOf(`{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},` +
			`"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`), `"x" twice`},
		{"no JSON", tensorsOf(`{"x":`), "not the JSON"},
		{"no tensor", tensorsOf(`{}`), "without any tensor"},
		{"two values", tensorsOf(`{}{}`), "not the JSON"},
		{"no header", "1,2\n3,4\n5,6\n\x00", "header of"},
	} {
		_, _, err := read(t, c.name+".safetensors", c.content, array.Options{})
		mustSay(t, c.name, err, c.name+".safetensors: ", c.says)
		f, err := array.Open("-", array.Options{Stdin: pipe{strings.NewReader(c.content)}})
		if err == nil {
			_, _, err = readAll(t, f, 1000, false)
		}
		if err == nil {
			t.Errorf("%s is read as a pipe", c.name)
		}
	}
}
