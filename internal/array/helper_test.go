package array_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/array"
)

// npyOf is a .npy file of that type and shape, as numpy.save lays it out.
func npyOf(descr, fortran, shape string, data []byte) string {
	dictionary := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", descr, fortran, shape)
	for (len(dictionary)+1+10)%64 != 0 {
		dictionary += " "
	}
	dictionary += "\n"
	out := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(dictionary)))
	return string(append(append(out, dictionary...), data...))
}

// f4 is a .npy file of float32 with the elements from, from + 1, ..., count of them.
func f4(shape string, from, count int) string {
	return npyOf("<f4", "False", shape, float32s(from, count))
}

func float32s(from, count int) (b []byte) {
	for i := range count {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(from+i)))
	}
	return b
}

func gz(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(content))
	w.Close()
	return b.String()
}

// npzOf is an archive of name, content, name, content, ...
func npzOf(method uint16, pairs ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: method})
		if err != nil {
			panic(err)
		}
		w.Write([]byte(pairs[i+1]))
	}
	z.Close()
	return b.String()
}

// pipe hides that its content can be read at any place, as a pipe does, and gives little at a time.
type pipe struct{ r io.Reader }

func (p pipe) Read(b []byte) (int, error) { return p.r.Read(b[:min(len(b), 1000)]) }

// told is what an array of a file gives.
type told struct {
	name, shape string
	columns     []string
	float32     bool
	values      []float64
}

// readAll reads every array of f, block elements at a time, alternating between the two precisions. Of refused arrays
// the errors are returned.
func readAll(t testing.TB, f *array.File, block int, alternate bool) (all []told, refused []error, err error) {
	t.Helper()
	for {
		a, err := f.Next()
		var r *array.Refused
		switch {
		case err == io.EOF:
			return all, refused, nil
		case errors.As(err, &r):
			refused = append(refused, err)
			continue
		case err != nil:
			return all, refused, err
		}
		g := told{a.Name, array.ShapeText(a.Shape), a.Columns, a.Float32, nil}
		if g.values, err = elements(a, block, alternate); err != nil {
			return all, refused, err
		}
		all = append(all, g)
	}
}

func elements(a *array.Array, block int, alternate bool) (out []float64, err error) {
	wide, narrow := make([]float64, block), make([]float32, block)
	for i := 0; ; i++ {
		n := 0
		if alternate && i%2 == 1 {
			n, err = a.ReadFloat32(narrow)
			for j, v := range narrow[:n] {
				wide[j] = float64(v)
			}
		} else {
			n, err = a.Read(wide)
		}
		out = append(out, wide[:n]...)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
}

// read reads content as a file of that name and as a pipe, in blocks of different sizes, which must not matter but for
// what is known of the shape beforehand. The arrays are those of the file.
func read(t testing.TB, name, content string, opt array.Options) (all []told, refused []error, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := array.Open(path, opt)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	all, refused, err = readAll(t, f, 1000, false)
	if done, total := f.Progress(); err == nil && done != total {
		t.Errorf("%s: progress %d of %d at the end", name, done, total)
	}
	for _, block := range []int{1, 7, 1 << 17} {
		again(t, name, content, opt, block, all)
	}
	return all, refused, err
}

// again reads content through a pipe and compares it with what the file gave.
func again(t testing.TB, name, content string, opt array.Options, block int, want []told) {
	t.Helper()
	opt.Stdin = pipe{strings.NewReader(content)}
	f, err := array.Open("-", opt)
	if err != nil {
		if len(want) > 0 {
			t.Errorf("%s as a pipe: %v", name, err)
		}
		return
	}
	defer f.Close()
	all, _, _ := readAll(t, f, block, true)
	if len(all) != len(want) {
		t.Errorf("%s as a pipe: %d arrays, want %d", name, len(all), len(want))
		return
	}
	for i, a := range all {
		if fmt.Sprint(a.values) != fmt.Sprint(want[i].values) || a.name != want[i].name {
			t.Errorf("%s as a pipe in blocks of %d, array %d: %v, as a file %v", name, block, i, a, want[i])
		}
	}
}

// must fails unless the arrays are these, as fmt.Sprint writes their name, shape and elements.
func must(t *testing.T, name string, got []told, err error, want ...string) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d arrays %v, want %d", name, len(got), got, len(want))
		return
	}
	for i, g := range got {
		if text := fmt.Sprint(g.name, g.shape, g.values); text != want[i] {
			t.Errorf("%s, array %d: %s, want %s", name, i, text, want[i])
		}
	}
}

func mustSay(t *testing.T, what string, err error, says ...string) {
	t.Helper()
	for _, s := range says {
		if err == nil || !strings.Contains(err.Error(), s) {
			t.Errorf("%s: error %v, want one that says %q", what, err, s)
		}
	}
}
