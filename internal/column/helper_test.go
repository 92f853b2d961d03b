package column_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/column"
)

// write puts a file into a new directory.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll reads a column to its end, block numbers at a time.
func readAll(r *column.Reader, block int) (out []float64, err error) {
	buf := make([]float64, block)
	for {
		n, err := r.Read(buf)
		out = append(out, buf[:n]...)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
}

// got is what a file gives: its numbers, its name and its counts.
type got struct {
	values []float64
	name   string
	counts column.Counts
}

// readFile reads a column of a file with that content, in blocks of different sizes, which must not matter.
func readFile(t testing.TB, name, content, col string) (got, error) {
	t.Helper()
	path := write(t, name, content)
	var first got
	for i, block := range []int{1000, 1, 3} {
		r, err := column.Open(path, column.Options{Column: col})
		if err != nil {
			return got{}, err
		}
		defer r.Close()
		values, err := readAll(r, block)
		if err != nil {
			return got{}, err
		}
		g := got{values, r.Name(), r.Counts()}
		if i == 0 {
			first = g
		} else if fmt.Sprint(g) != fmt.Sprint(first) {
			t.Errorf("%s in blocks of %d: %v, of 1000: %v", name, block, g, first)
		}
	}
	return first, nil
}

func gz(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(content))
	w.Close()
	return b.String()
}

// npyBytes is a .npy file of that version, type and shape, as numpy.save lays it out.
func npyBytes(version byte, descr, fortran, shape string, data []byte) string {
	dictionary := fmt.Sprintf("{'descr': %s, 'fortran_order': %s, 'shape': %s, }", descr, fortran, shape)
	for (len(dictionary)+1+10)%64 != 0 {
		dictionary += " "
	}
	dictionary += "\n"
	out := []byte("\x93NUMPY" + string(version) + "\x00")
	if version == 1 {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(dictionary)))
	} else {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(dictionary)))
	}
	return string(append(append(out, dictionary...), data...))
}

func float64s(order binary.AppendByteOrder, x ...float64) (b []byte) {
	for _, v := range x {
		b = order.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

func float32s(order binary.AppendByteOrder, x ...float32) (b []byte) {
	for _, v := range x {
		b = order.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// f8 is a .npy file of float64.
func f8(shape string, x ...float64) string {
	return npyBytes(1, "'<f8'", "False", shape, float64s(binary.LittleEndian, x...))
}

// npzBytes is an archive of name, content, name, content, ...
func npzBytes(method uint16, pairs ...string) string {
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

func mustSay(t *testing.T, what string, err error, says ...string) {
	t.Helper()
	for _, s := range says {
		if err == nil || !strings.Contains(err.Error(), s) {
			t.Errorf("%s: error %v, want one that says %q", what, err, s)
		}
	}
}
