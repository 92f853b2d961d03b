package column_test

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/column"
)

var (
	little = binary.LittleEndian
	big    = binary.BigEndian
)

func TestNPYTypes(t *testing.T) {
	for _, c := range []struct {
		descr string
		data  []byte
		want  []float64
	}{
		{"<f8", float64s(little, 1, -math.MaxFloat64, 5e-324), []float64{1, -math.MaxFloat64, 5e-324}},
		{">f8", float64s(big, 1, -2.5, 3), []float64{1, -2.5, 3}},
		{"=f8", float64s(little, 1, -2.5, 3), []float64{1, -2.5, 3}},
		{"<f4", float32s(little, 1, -2.5, 1e-40), []float64{1, -2.5, float64(float32(1e-40))}},
		{">f4", float32s(big, 1, -2.5, 3), []float64{1, -2.5, 3}},
		// IEEE 754-2019, binary16: one, the largest, the smallest normal, the largest and smallest subnormals.
		{"<f2", []byte{0, 0x3c, 0xff, 0x7b, 0, 4, 0xff, 3, 1, 0x80},
			[]float64{1, 65504, 0x1p-14, 0x1p-14 - 0x1p-24, -0x1p-24}},
		{">f2", []byte{0x3c, 0, 0xbc, 0}, []float64{1, -1}},
		{"|i1", []byte{1, 0xff, 0x80}, []float64{1, -1, -128}},
		{"|u1", []byte{1, 0xff, 0x80}, []float64{1, 255, 128}},
		{"|b1", []byte{1, 0}, []float64{1, 0}},
		{"<i2", []byte{1, 0, 0xff, 0xff}, []float64{1, -1}},
		{">u2", []byte{1, 0, 0xff, 0xff}, []float64{256, 65535}},
		{"<i4", []byte{1, 0, 0, 0, 0, 0, 0, 0x80}, []float64{1, math.MinInt32}},
		{"<u4", []byte{0xff, 0xff, 0xff, 0xff}, []float64{math.MaxUint32}},
		{"<i8", []byte{0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, []float64{-2}},
		{">u8", []byte{0x80, 0, 0, 0, 0, 0, 0, 0}, []float64{0x1p63}},
	} {
		shape := fmt.Sprintf("(%d,)", len(c.want))
		g, err := readFile(t, "x.npy", npyBytes(1, "'"+c.descr+"'", "False", shape, c.data), "")
		if err != nil || !slices.Equal(g.values, c.want) || g.name != "values" {
			t.Errorf("%s: %v of %q, %v, want %v", c.descr, g.values, g.name, err, c.want)
		}
	}
}

// TestNPYShapes: the array of shape (2, 3, 2) holds 100 i + 10 j + k, in either order.
func TestNPYShapes(t *testing.T) {
	var c, f []float64
	for i := range 2 {
		for j := range 3 {
			for k := range 2 {
				c = append(c, float64(100*i+10*j+k))
			}
		}
	}
	for k := range 2 {
		for j := range 3 {
			for i := range 2 {
				f = append(f, float64(100*i+10*j+k))
			}
		}
	}
	rowMajor := func(shape string, x ...float64) string { return f8(shape, x...) }
	columnMajor := func(shape string, x ...float64) string {
		return npyBytes(1, "'<f8'", "True", shape, float64s(little, x...))
	}
	for _, c := range []struct {
		what, file, col string
		want            []float64
		name            string
	}{
		{"C order, last index 1", rowMajor("(2, 3, 2)", c...), "1", []float64{1, 11, 21, 101, 111, 121}, "values[1]"},
		{"Fortran order, last index 0", columnMajor("(2, 3, 2)", f...),
			"0", []float64{0, 100, 10, 110, 20, 120}, "values[0], in Fortran order"},
		{"Fortran order, last index -1", columnMajor("(2, 3, 2)", f...),
			"-1", []float64{1, 101, 11, 111, 21, 121}, "values[1], in Fortran order"},
		{"all", rowMajor("(2, 3, 2)", c...), "all", c, "values"},
		{"all in Fortran order", columnMajor("(2, 3, 2)", f...), "all", f, "values, in Fortran order"},
		{"one line of a matrix", rowMajor("(1, 3, 1)", 1, 2, 3), "", []float64{1, 2, 3}, "values"},
		{"index 0 of a column", rowMajor("(3, 1)", 1, 2, 3), "0", []float64{1, 2, 3}, "values[0]"},
		{"float32 by index", npyBytes(1, "'<f4'", "False", "(2, 2)", float32s(little, 1, 2, 3, 4)), "1",
			[]float64{2, 4}, "values[1]"},
		{"bytes by index", npyBytes(1, "'|u1'", "False", "(2, 2)", []byte{1, 2, 3, 4}), "0", []float64{1, 3}, "values[0]"},
		{"double quotes, another order", npyOrder(), "", []float64{1, 2}, "values"},
		{"no axis", rowMajor("()", 7), "", []float64{7}, "values"},
		{"version 2", npyBytes(2, "'<f8'", "False", "(2,)", float64s(little, 1, 2)), "", []float64{1, 2}, "values"},
		{"version 3", npyBytes(3, "'<f8'", "False", "(2,)", float64s(little, 1, 2)), "", []float64{1, 2}, "values"},
		{"Python 2", rowMajor("(2L,)", 1, 2), "", []float64{1, 2}, "values"},
	} {
		g, err := readFile(t, "x.npy", c.file, c.col)
		if err != nil || !slices.Equal(g.values, c.want) || g.name != c.name {
			t.Errorf("%s: %v of %q, %v, want %v of %q", c.what, g.values, g.name, err, c.want, c.name)
		}
	}
}

// npyOrder is a header that NumPy never writes, but reads.
func npyOrder() string {
	head := `{"shape":(2,),"fortran_order":False,"descr":"<f8"}`
	return "\x93NUMPY\x01\x00" + string(rune(len(head))) + "\x00" + head + string(float64s(little, 1, 2))
}

// TestNPYLarge crosses the buffers: long arrays, rows longer than a buffer, an extension that says nothing, gzip.
func TestNPYLarge(t *testing.T) {
	const n = 100_000
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	for _, c := range []struct {
		shape, col  string
		step, start int
	}{{"(100000,)", "", 1, 0}, {"(50000, 2)", "1", 2, 1}, {"(2, 50000)", "7", 50000, 7},
		{"(100, 1000)", "-1", 1000, 999}} {
		content := f8(c.shape, x...)
		for _, file := range []struct{ name, content string }{{"x", content}, {"x.npy.gz", gz(content)}} {
			path := write(t, file.name, file.content)
			r, err := column.Open(path, column.Options{Column: c.col})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			values, err := readAll(r, 777)
			if err != nil || len(values) != n/c.step {
				t.Fatalf("%s of %s: %d values, %v, want %d", c.shape, file.name, len(values), err, n/c.step)
			}
			for i, v := range values {
				if v != float64(c.start+i*c.step) {
					t.Fatalf("%s of %s: value %d is %v, want %d", c.shape, file.name, i, v, c.start+i*c.step)
				}
			}
		}
	}
}

func TestNPYNonFinite(t *testing.T) {
	g, err := readFile(t, "x.npy", f8("(5,)", math.NaN(), 1, math.Inf(1), math.Inf(-1), 2), "")
	want := column.Counts{Rows: 5, Values: 2, NaN: 1, Inf: 2}
	if err != nil || g.counts != want || !slices.Equal(g.values, []float64{1, 2}) {
		t.Errorf("%v, counts %+v, %v, want %+v", g.values, g.counts, err, want)
	}
}

// TestNPYHalfNonFinite: binary16 keeps its infinities and NaN apart from its largest number.
func TestNPYHalfNonFinite(t *testing.T) {
	g, err := readFile(t, "x.npy", npyBytes(1,
		"'<f2'", "False", "(4,)", []byte{0, 0x7c, 0, 0xfc, 1, 0x7e, 0xff, 0x7b}), "")
	want := column.Counts{Rows: 4, Values: 1, NaN: 1, Inf: 2}
	if err != nil || g.counts != want || !slices.Equal(g.values, []float64{65504}) {
		t.Errorf("%v, counts %+v, %v, want %+v", g.values, g.counts, err, want)
	}
}

func TestNPYErrors(t *testing.T) {
	header := func(descr, shape string) string { return npyBytes(1, descr, "False", shape, nil) }
	for _, c := range []struct {
		what, file, content, col string
		says                     []string
	}{
		{"wrong magic", "x.npy", "\x93NUMPX\x01\x00", "", []string{"not a .npy file", "NUMPX"}},
		{"text", "x.npy", "1\n2\n", "", []string{"not a .npy file", ".csv"}},
		{"magic alone", "x.npy", "\x93NUMPY", "", []string{"header", "truncated"}},
		{"header cut", "x.npy", f8("(1,)", 1)[:40], "", []string{"header", "truncated"}},
		{"version", "x.npy", npyBytes(9, "'<f8'", "False", "(1,)", nil), "", []string{"version 9", "numpy.save"}},
		{"long header", "x.npy", "\x93NUMPY\x02\x00\xff\xff\xff\xff", "", []string{"header of 4294967295 bytes"}},
		{"no dictionary", "x.npy", "\x93NUMPY\x01\x00\x02\x00[]", "", []string{"not a dictionary", `"[]"`}},
		{"unknown key", "x.npy", "\x93NUMPY\x01\x00\x08\x00{'a': 1}", "", []string{`key "a"`}},
		{"missing key", "x.npy", "\x93NUMPY\x01\x00\x10\x00{'descr': '<f8'}", "", []string{"lacks one of"}},
		{"truncated", "x.npy", f8("(3,)", 1, 2), "", []string{"(3,)", "<f8", "takes 24 bytes", "has 16", "truncated"}},
		{"truncated in gzip", "x.npy.gz", gz(f8("(3,)", 1, 2)), "", []string{"1 more elements", "truncated"}},
		{"truncated rows in gzip", "x.npy.gz", gz(f8("(2, 2)", 1, 2, 3)), "0", []string{"1 more elements", "truncated"}},
		{"two arrays", "x.npy", f8("(1,)", 1) + f8("(1,)", 2), "", []string{"numpy.savez"}},
		{"two arrays in gzip", "x.npy.gz", gz(f8("(1,)", 1) + f8("(1,)", 2)), "", []string{"more bytes follow"}},
		{"absurd", "x.npy", header("'<f8'", "(1152921504606846976, 2)"), "",
			[]string{"1152921504606846976, 2", "beyond any file"}},
		{"absurd length", "x.npy", header("'<f8'", "(99999999999999999999,)"), "", []string{"99999999999999999999"}},
		{"absurd, but countable", "x.npy", header("'|u1'", "(1152921504606846976,)"), "",
			[]string{"takes 1152921504606846976 bytes", "truncated"}},
		{"absurd, in gzip", "x.npy.gz", gz(header("'|u1'", "(1152921504606846976,)")), "", []string{"truncated"}},
		{"negative length", "x.npy", header("'<f8'", "(-1,)"), "", []string{`length "-1"`}},
		{"many axes", "x.npy", header("'<f8'", "("+strings.Repeat("1, ", 65)+")"), "", []string{"64 axes"}},
		{"no element", "x.npy", header("'<f8'", "(0, 9223372036854775807, 9223372036854775807)"), "all",
			[]string{"no element"}},
		{"objects", "x.npy", header("'|O'", "(1,)"), "", []string{`"|O"`, "Python objects", "astype(float)"}},
		{"structured", "x.npy", header("[('x', '<f8')]", "(1,)"), "", []string{"structured", "a['field']"}},
		{"complex", "x.npy", header("'<c16'", "(1,)"), "", []string{"complex", "a.real"}},
		{"strings", "x.npy", header("'<U8'", "(1,)"), "", []string{`"<U8"`, "astype"}},
		{"long double", "x.npy", header("'<f16'", "(1,)"), "", []string{`"<f16"`, "astype"}},
		{"bad order of bytes", "x.npy", header("'!f8'", "(1,)"), "", []string{`"!f8"`, "order of bytes"}},
		{"bad boolean", "x.npy", npyBytes(1, "'<f8'", "Maybe", "(1,)", nil), "", []string{"neither True nor False"}},
		{"bad shape", "x.npy", header("'<f8'", "[1]"), "", []string{"no tuple"}},
		{"bad descr", "x.npy", header("8", "(1,)"), "", []string{"no text as descr"}},
		{"no type", "x.npy", header("''", "(1,)"), "", []string{`""`}},
		{"a matrix", "x.npy", f8("(2, 2)", 1, 2, 3, 4), "", []string{"(2, 2)", "--column", "0 to 1"}},
		{"no such index", "x.npy", f8("(2, 2)", 1, 2, 3, 4), "2", []string{`no column "2"`, "(2, 2)", "0 to 1"}},
		{"no index", "x.npy", f8("(2, 2)", 1, 2, 3, 4), "x", []string{`no column "x"`}},
		{"index of a line", "x.npy", f8("(2,)", 1, 2), "0", []string{"one column", "leave --column out"}},
		{"NaN alone", "x.npy", f8("(1,)", math.NaN()), "", []string{"no finite number in values", "1 NaN"}},
	} {
		_, err := readFile(t, c.file, c.content, c.col)
		mustSay(t, c.what, err, append(c.says, c.file)...)
	}
}

func TestNPZ(t *testing.T) {
	a, b := f8("(2, 2)", 1, 2, 3, 4), f8("(3,)", 5, 6, 7)
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		two := npzBytes(method, "a.npy", a, "b.npy", b, "c:1.npy", f8("(1,)", 8), "notes.txt", "hello")
		for _, c := range []struct {
			content, col string
			want         []float64
			name         string
		}{
			{two, "b", []float64{5, 6, 7}, "b"},
			{two, "a:1", []float64{2, 4}, "a[1]"},
			{two, "a:-2", []float64{1, 3}, "a[0]"},
			{two, "a:all", []float64{1, 2, 3, 4}, "a"},
			{two, "c:1", []float64{8}, "c:1"},
			{npzBytes(method, "arr_0.npy", b), "", []float64{5, 6, 7}, "arr_0"},
			{npzBytes(method, "arr_0.npy", a), "1", []float64{2, 4}, "arr_0[1]"},
			{npzBytes(method, "arr_0.npy", a), ":1", []float64{2, 4}, "arr_0[1]"},
		} {
			g, err := readFile(t, "x.npz", c.content, c.col)
			if err != nil || !slices.Equal(g.values, c.want) || g.name != c.name {
				t.Errorf("%q: %v of %q, %v, want %v of %q", c.col, g.values, g.name, err, c.want, c.name)
			}
		}
	}
}

func TestNPZErrors(t *testing.T) {
	two := npzBytes(zip.Store, "a.npy", f8("(2, 2)", 1, 2, 3, 4), "b.npy", f8("(1,)", 5))
	damaged := []byte(two)
	damaged[strings.Index(two, string(float64s(little, 3, 4)))]++
	for _, c := range []struct {
		what, content, col string
		says               []string
	}{
		{"several", two, "", []string{"2 arrays", "--column", "a, b"}},
		{"no such array", two, "c", []string{`no array "c"`, "a, b"}},
		{"no index", two, "a", []string{`array "a"`, "(2, 2)", "0 to 1"}},
		{"no such index", two, "a:9", []string{`array "a"`, `"9"`, "0 to 1"}},
		{"none", npzBytes(zip.Store, "x.txt", "1"), "", []string{"without any .npy", "numpy.savez"}},
		{"empty", npzBytes(zip.Store), "", []string{"empty zip"}},
		{"cut", two[:len(two)-10], "b", []string{"truncated .npz"}},
		{"text", "1\n2\n", "", []string{"not a .npz file"}},
		{"checksum", string(damaged), "a:0", []string{"damaged", "checksum"}},
		{"short array", npzBytes(zip.Deflate, "a.npy", f8("(3,)", 1)), "", []string{"2 more elements", "truncated"}},
		{"no array inside", npzBytes(zip.Deflate, "a.npy", "1\n"), "", []string{`array "a"`, "truncated"}},
	} {
		_, err := readFile(t, "x.npz", c.content, c.col)
		mustSay(t, c.what, err, append(c.says, "x.npz")...)
	}
}

// TestNumPyWrites reads what NumPy itself writes.
func TestNumPyWrites(t *testing.T) {
	if err := exec.Command("python3", "-c", "import numpy").Run(); err != nil {
		t.Skip("python3 with numpy is not installed; the layout is tested above")
	}
	dir := t.TempDir()
	const script = `
import numpy as np, sys, os
os.chdir(sys.argv[1])
a = np.arange(6.0).reshape(3, 2)
np.save("c.npy", a); np.save("f.npy", np.asfortranarray(a)); np.save("h.npy", a.astype(">f2"))
np.savez("z.npz", a=a); np.savez_compressed("d.npz", a=a)
np.savetxt("t.txt", a, header="x y"); np.savetxt("t.csv.gz", a, delimiter=",")
`
	if out, err := exec.Command("python3", "-c", script, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range []string{"c.npy", "f.npy", "h.npy", "z.npz", "d.npz", "t.txt", "t.csv.gz"} {
		r, err := column.Open(filepath.Join(dir, name), column.Options{Column: "1"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		defer r.Close()
		if x, err := readAll(r, 10); err != nil || !slices.Equal(x, []float64{1, 3, 5}) {
			t.Errorf("%s: %v, %v, want 1, 3 and 5", name, x, err)
		}
	}
}
