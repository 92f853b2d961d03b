package array_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"levyscope/internal/array"
)

func TestNPY(t *testing.T) {
	stack := array.Options{Stack: true}
	for _, c := range []struct {
		name, content string
		opt           array.Options
		want          string
	}{
		{"series", f4("(3,)", 1, 3), array.Options{}, "(3,)[1 2 3]"},
		{"matrix", f4("(2, 3)", 1, 6), array.Options{}, "(2, 3)[1 2 3 4 5 6]"},
		{"gzip", gz(f4("(2, 3)", 1, 6)), array.Options{}, "(?, 3)[1 2 3 4 5 6]"},
		{"Fortran", npyOf("<f4", "True", "(2, 3)", float32s(1, 6)), array.Options{}, "(2, 3)[1 2 3 4 5 6]"},
		{"joined", f4("(2, 2)", 1, 4) + f4("(0, 2)", 0, 0) + f4("(1, 2)", 5, 2), array.Options{}, "(?, 2)[1 2 3 4 5 6]"},
		{"first empty", f4("(0, 2)", 1, 0) + f4("(1, 2)", 5, 2), array.Options{}, "(?, 2)[5 6]"},
		{"rows", f4("(2,)", 1, 2) + f4("(2,)", 3, 2), array.Options{}, "(?, 2)[1 2 3 4]"},
		{"numbers", f4("()", 1, 1) + f4("()", 2, 1), array.Options{}, "(?,)[1 2]"},
		{"stack", f4("(2, 2)", 1, 4) + f4("(2, 2)", 5, 4), stack, "(?, 2, 2)[1 2 3 4 5 6 7 8]"},
		{"stack of one", f4("(2, 2)", 1, 4), stack, "(1, 2, 2)[1 2 3 4]"},
		{"bytes", npyOf("|u1", "False", "(2, 1)", []byte{7, 255}), array.Options{}, "(2, 1)[7 255]"},
		{"big-endian", npyOf(">i2", "False", "(2,)", []byte{0, 1, 255, 255}), array.Options{}, "(2,)[1 -1]"},
	} {
		got, _, err := read(t, c.name+".npy", c.content, c.opt)
		must(t, c.name, got, err, c.want)
	}
}

func TestNPYKeepsSpecialValues(t *testing.T) {
	content := npyOf("<f2", "False", "(5,)", []byte{0, 0x7c, 0, 0xfc, 1, 0x7e, 1, 0, 0xff, 0x7b})
	got, _, err := read(t, "half.npy", content, array.Options{})
	must(t, "half", got, err, "(5,)[+Inf -Inf NaN 5.960464477539063e-08 65504]")
}

// A float64 is delivered exactly, and ReadFloat32 rounds it.
func TestNPYKeepsFloat64(t *testing.T) {
	bits := math.Float64bits(1 + 0x1p-52)
	var b [8]byte
	for i := range b {
		b[i] = byte(bits >> (8 * i))
	}
	got, _, err := read(t, "double.npy", npyOf("<f8", "False", "(1,)", b[:]), array.Options{})
	must(t, "double", got, err, "(1,)[1.0000000000000002]")
	if got[0].float32 {
		t.Error("float32 is said to hold a float64")
	}
}

func TestNPYRefuses(t *testing.T) {
	for _, c := range []struct{ name, content, says string }{
		{"other shape", f4("(1, 2)", 1, 2) + f4("(1, 3)", 1, 3),
			"number 2 of the stream has shape (1, 3), the first has (1, 2)"},
		{"other rank", f4("(1, 2)", 1, 2) + f4("(2,)", 1, 2), "has shape (2,), the first has (1, 2)"},
		{"other row", f4("(2,)", 1, 2) + f4("(3,)", 1, 3), "has shape (3,), the first has (2,)"},
		{"other type",
			f4("(1, 1)", 1, 1) + npyOf("<f8", "False", "(1, 1)", make([]byte, 8)), `type "<f8", the first has "<f4"`},
		{"Fortran joined", strings.Repeat(npyOf("<f4", "True", "(2, 2)", float32s(1, 4)), 2), "numpy.ascontiguousarray"},
		{"one number", f4("()", 1, 1), "is one number"},
		{"empty", f4("(0, 2)", 1, 0), "has no element"},
		{"truncated", f4("(3, 2)", 1, 5), "truncated"},
		{"truncated second", f4("(2, 2)", 1, 4) + f4("(2, 2)", 1, 3), "truncated"},
		{"followed", f4("(2, 2)", 1, 4) + "x", "comes no other but a byte 0x78"},
		{"overflow", f4("(4294967296, 4294967296)", 1, 0), "beyond any file"},
		{"2^63", f4("(9223372036854775807,)", 1, 0), "beyond any file"},
		{"negative", f4("(-1, 2)", 1, 2), "-1"},
		{"header of 1 GB", "\x93NUMPY\x02\x00\x00\x00\x00\x40", "header of 1073741824 bytes"},
		{"objects", npyOf("|O", "False", "(1,)", make([]byte, 8)), "Python objects"},
		{"nothing", "", "is empty"},
	} {
		_, _, err := read(t, c.name+".npy", c.content, array.Options{})
		mustSay(t, c.name, err, c.name+".npy: ", c.says)
		f, err := array.Open("-", array.Options{Stdin: pipe{strings.NewReader(c.content)}})
		if err == nil {
			_, _, err = readAll(t, f, 1000, false)
		}
		if err == nil {
			t.Errorf("%s is read as a pipe", c.name)
		}
	}
}

// A series on a pipe that is too long to be held is taken to be alone.
func TestNPYLongSeries(t *testing.T) {
	one := npyOf("<f4", "False", "(9437184,)", make([]byte, 4*9437184))
	for _, content := range []string{one, one + one} {
		f, err := array.Open("-", array.Options{Stdin: onlyReader{strings.NewReader(content)}})
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Next()
		if err != nil || array.ShapeText(a.Shape) != "(9437184,)" {
			t.Fatal(a, err)
		}
		n, buf := 0, make([]float32, 1<<16)
		for err == nil {
			var m int
			m, err = a.ReadFloat32(buf)
			n += m
		}
		if n != 9437184 {
			t.Errorf("%d elements", n)
		}
		if len(content) > len(one) {
			mustSay(t, "two", err, "too long for a row")
		} else if err != io.EOF {
			t.Error(err)
		}
	}
}

func TestNPZ(t *testing.T) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		content := npzOf(method, "a.npy", f4("(2, 2)", 1, 4), "readme.txt", "no array",
			"word.npy", npyOf("<U1", "False", "(1,)", make([]byte, 4)), "b.npy", f4("(1,)", 5, 1))
		got, refused, err := read(t, "x.npz", content, array.Options{})
		must(t, "npz", got, err, "a(2, 2)[1 2 3 4]", "b(1,)[5]")
		if len(refused) != 1 {
			t.Fatalf("refused %v", refused)
		}
		mustSay(t, "word", refused[0], `x.npz: array "word": .npy type "<U1" is not read`)
	}
}

// The files in testdata were written by NumPy 1.24: a = arange(6).reshape(2, 3) in several types and orders, by
// savez_compressed, and both of its rows by save, one after the other.
func TestNumPyFiles(t *testing.T) {
	archive, err := os.ReadFile("testdata/numpy.npz")
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := read(t, "numpy.npz", string(archive), array.Options{})
	must(t, "numpy.npz", got, err, "c(2, 3)[0 1 2 3 4 5]", "fortran(2, 3)[0 3 1 4 2 5]",
		"half(2, 3)[0 0.25 0.5 0.75 1 1.25]", "flags(2, 3)[0 0 0 1 1 1]", "big(2, 3)[0 1 2 3 4 5]")
	joined, err := os.ReadFile("testdata/numpy_joined.npy")
	if err != nil {
		t.Fatal(err)
	}
	got, _, err = read(t, "numpy_joined.npy", string(joined), array.Options{})
	must(t, "numpy_joined.npy", got, err, "(?, 3)[0 1 2 3 4 5]")
}

func TestNPZRefuses(t *testing.T) {
	sound := npzOf(zip.Deflate, "a.npy", f4("(2, 2)", 1, 4))
	two := []byte(npzOf(zip.Store, "a.npy", f4("(1,)", 1, 1), "b.npy", f4("(1,)", 1, 1)))
	entry := bytes.LastIndex(two, []byte("PK\x01\x02")) // the second member in the directory
	copy(two[entry+42:], "\x00\x00\x00\x00")            // begins where the first does
	bomb := []byte(sound)
	copy(bomb[bytes.LastIndex(bomb, []byte("PK\x01\x02"))+24:], "\xfe\xff\xff\xff") // bytes when unpacked
	for _, c := range []struct{ name, content, says string }{
		{"truncated", sound[:len(sound)-10], "truncated"},
		{"shared bytes", string(two), "share bytes"},
		{"bomb", string(bomb), "to have 4294967294 bytes"},
		{"twice", npzOf(zip.Store, "a.npy", f4("(1,)", 1, 1), "a.npy", f4("(1,)", 1, 1)), "twice"},
		{"no array", npzOf(zip.Store, "a.txt", "x"), "without any .npy"},
		{"checksum", strings.Replace(npzOf(zip.Store, "a.npy", f4("(2,)", 1, 2)), "\x80\x3f", "\x80\x3e", 1), "checksum"},
	} {
		_, _, err := read(t, c.name+".npz", c.content, array.Options{})
		mustSay(t, c.name, err, c.name+".npz: ", c.says)
	}
}

// onlyReader hides everything but Read.
type onlyReader struct{ r *strings.Reader }

func (o onlyReader) Read(b []byte) (int, error) { return o.r.Read(b) }
