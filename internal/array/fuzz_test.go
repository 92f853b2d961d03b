package array_test

import (
	"archive/zip"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"levyscope/internal/array"
)

// drain reads all arrays of content as a file and as a pipe and checks what must hold of any: both give the same
// elements, as many as the shape says, and no more than the bytes can hold.
func drain(t *testing.T, content string, stack bool) {
	t.Helper()
	file := elementsOf(t, strings.NewReader(content), len(content), stack)
	piped := elementsOf(t, pipe{strings.NewReader(content)}, len(content), stack)
	// A file may be refused by its length before it is read; what both gave is equal.
	for i := range min(len(file), len(piped)) {
		if math.Float64bits(file[i]) != math.Float64bits(piped[i]) {
			t.Fatalf("element %d: %v as a file, %v as a pipe", i, file[i], piped[i])
		}
	}
}

func elementsOf(t *testing.T, in io.Reader, size int, stack bool) (out []float64) {
	f, err := array.Open("-", array.Options{Stdin: in, Stack: stack})
	if err != nil {
		return nil
	}
	defer f.Close()
	for {
		a, err := f.Next()
		var refused *array.Refused
		if errors.As(err, &refused) {
			continue
		}
		if err != nil {
			return out
		}
		v, ended := readSome(t, a, 2000*size) // deflate packs a thousand to one
		if len(out) < 1000 {
			out = append(out, v...)
		}
		if !ended {
			return out
		}
	}
}

// readSome reads an array to its end, of which it returns the first elements; ended is false if it broke off.
func readSome(t *testing.T, a *array.Array, most int) (first []float64, ended bool) {
	t.Helper()
	buf, n := make([]float64, 64), 0
	for {
		m, err := a.Read(buf)
		if n += m; n > most {
			t.Fatalf("%d elements", n)
		}
		if len(first) < 1000 {
			first = append(first, buf[:m]...)
		}
		if err != nil {
			checkShape(t, a, n, err)
			return first, err == io.EOF
		}
	}
}

// checkShape compares how many elements came with the shape, and the layout with both.
func checkShape(t *testing.T, a *array.Array, n int, err error) {
	t.Helper()
	product := 1
	for _, d := range a.Shape {
		if d == 0 {
			t.Fatalf("shape %v", a.Shape)
		}
		product *= d
	}
	if product < 0 && n%product == 0 {
		product = n
	}
	if err == io.EOF && n != product {
		t.Fatalf("%d elements of shape %v", n, a.Shape)
	}
	if _, again := a.ReadFloat32(make([]float32, 1)); again == nil || again.Error() != err.Error() {
		t.Fatalf("error %v, then %v", err, again)
	}
	for axis := range a.Shape {
		l, err := a.Layout(axis)
		if err != nil {
			continue
		}
		if i := l.Index(l.Count() - 1); l.Samples >= 0 && l.Count()*l.Samples != product || len(i) != len(a.Shape)-1 {
			t.Fatalf("layout %+v of shape %v", l, a.Shape)
		}
	}
}

func FuzzNPY(f *testing.F) {
	for _, s := range []string{
		f4("(2, 2)", 1, 4), f4("(2,)", 1, 2) + f4("(2,)", 3, 2), f4("()", 1, 1), f4("(0, 2)", 1, 0) + f4("(1, 2)", 1, 2),
		npyOf(">f2", "True", "(2, 1, 2)", make([]byte, 8)), gz(f4("(2, 1)", 1, 2)),
		npyOf("|u1", "False", "(1152921504606846976, 8)", nil), f4("(2, 2)", 1, 4) + f4("(1, 2)", 5, 2),
	} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(drain)
}

func FuzzNPZ(f *testing.F) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		s := npzOf(method, "a.npy", f4("(2, 2)", 1, 4), "b.npy", f4("(1,)", 5, 1))
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(drain)
}

func FuzzSafetensors(f *testing.F) {
	for _, s := range []string{
		tensorsOf(one("F32", "2", "0,8"), float32s(1, 2)...), tensorsOf(one("BF16", "1,1", "0,2"), 1, 2),
		tensorsOf(`{"a":{"dtype":"I8","shape":[],"data_offsets":[0,1]},`+
			`"b":{"dtype":"F64","shape":[1],"data_offsets":[1,9]}, "__metadata__":{"a":"b"}}  `, make([]byte, 9)...),
		tensorsOf(one("F16", "4294967296,4294967296", "0,8"), make([]byte, 8)...),
	} {
		f.Add(s, false)
	}
	f.Fuzz(drain)
}
