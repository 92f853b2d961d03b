package data_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/npy"
	"levyscope/train/data"
)

// array is what a .npy file says.
type array struct {
	descr string
	shape []int
	bytes []byte
}

var dictionary = regexp.MustCompile(`^\{'descr': '(<[fi][48])', 'fortran_order': False, ` +
	`'shape': \(([0-9, ]*)\), \} *\n$`)

// readNPY takes a .npy file of version 1.0 apart, and checks its layout.
func readNPY(t *testing.T, file []byte) array {
	t.Helper()
	if len(file) < 10 || string(file[:8]) != "\x93NUMPY\x01\x00" {
		t.Fatalf("file begins with %q, want the magic string and version 1.0", file[:min(8, len(file))])
	}
	end := 10 + int(binary.LittleEndian.Uint16(file[8:]))
	if end%64 != 0 {
		t.Errorf("values begin at byte %d, want a multiple of 64", end)
	}
	parts := dictionary.FindSubmatch(file[10:end])
	if parts == nil {
		t.Fatalf("header %q", file[10:end])
	}
	a := array{descr: string(parts[1]), bytes: file[end:]}
	for text := range strings.SplitSeq(string(parts[2]), ",") {
		if text = strings.TrimSpace(text); text != "" {
			d, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			a.shape = append(a.shape, d)
		}
	}
	return a
}

// TestWriteNPYBytes is one file byte by byte, and its header as numpy.save writes it.
func TestWriteNPYBytes(t *testing.T) {
	var got bytes.Buffer
	if err := npy.Write(&got, []int{2}, []float32{1, -2}); err != nil {
		t.Fatal(err)
	}
	text := "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
	want := "\x93NUMPY\x01\x00\x76\x00" + text + strings.Repeat(" ", 128-10-len(text)-1) + "\n" +
		"\x00\x00\x80\x3f\x00\x00\x00\xc0"
	if got.String() != want {
		t.Errorf("file\n%q, want\n%q", got.String(), want)
	}
}

func TestWriteNPY(t *testing.T) {
	for _, c := range []struct {
		shape  []int
		values any
		descr  string
	}{
		{[]int{2, 3}, []float32{1, 2.5, -3, 0, float32(math.Inf(1)), 1e-40}, "<f4"},
		{[]int{3}, []float64{math.Pi, -0.1, math.MaxFloat64}, "<f8"},
		{[]int{1, 2, 2}, []int64{1, -1, math.MaxInt64, math.MinInt64}, "<i8"},
		{nil, []float64{42}, "<f8"},
		{[]int{5, 0}, []int64{}, "<i8"},
		{[]int{math.MaxInt, math.MaxInt, 0}, []float32{}, "<f4"},
		{slices.Repeat([]int{1}, 64), []float64{1}, "<f8"},
	} {
		var file bytes.Buffer
		if err := npy.Write(&file, c.shape, c.values); err != nil {
			t.Errorf("Write(%v, %v): %v", c.shape, c.values, err)
			continue
		}
		a := readNPY(t, file.Bytes())
		if a.descr != c.descr || !slices.Equal(a.shape, c.shape) {
			t.Errorf("wrote %s %v, want %s %v", a.descr, a.shape, c.descr, c.shape)
		}
		var want []byte
		switch v := c.values.(type) {
		case []float32:
			for _, x := range v {
				want = binary.LittleEndian.AppendUint32(want, math.Float32bits(x))
			}
		case []float64:
			for _, x := range v {
				want = binary.LittleEndian.AppendUint64(want, math.Float64bits(x))
			}
		case []int64:
			for _, x := range v {
				want = binary.LittleEndian.AppendUint64(want, uint64(x))
			}
		}
		if !bytes.Equal(a.bytes, want) {
			t.Errorf("values %v: bytes %x, want %x", c.values, a.bytes, want)
		}
	}
}

// full is a writer that takes no more than so many bytes.
type full int

func (f *full) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		return 0, errFull
	}
	*f -= full(len(p))
	return len(p), nil
}

var errFull = errors.New("full")

func TestWriteNPYErrors(t *testing.T) {
	for _, c := range []struct {
		shape  []int
		values any
		says   string
	}{
		{[]int{1}, []int{1}, "cannot write []int; convert to"},
		{[]int{2, 2}, []float32{1, 2, 3}, "shape [2 2] does not hold 3 values"},
		{[]int{2}, []float32{1, 2, 3}, "shape [2] does not hold 3 values"},
		{nil, []int64{}, "shape [] does not hold 0 values"},
		{[]int{-1, -3}, []float32{1, 2, 3}, "negative length -1"},
		{[]int{1 << 30, 1 << 30, 1 << 30}, []float64{}, "does not hold 0 values"},
		{slices.Repeat([]int{1}, 65), []float64{1}, "65 axes"},
	} {
		var file bytes.Buffer
		err := npy.Write(&file, c.shape, c.values)
		if err == nil || !strings.Contains(err.Error(), c.says) || file.Len() != 0 {
			t.Errorf("Write(%v, %v): error %v and %d bytes, want one that says %q and none",
				c.shape, c.values, err, file.Len(), c.says)
		}
	}
	for _, room := range []full{0, 128} {
		if err := npy.Write(&room, []int{1}, []float64{1}); !errors.Is(err, errFull) {
			t.Errorf("a full disk gives %v", err)
		}
	}
}

// TestNumPyReads loads an export with NumPy itself.
func TestNumPyReads(t *testing.T) {
	if err := exec.Command("python3", "-c", "import numpy").Run(); err != nil {
		t.Skip("python3 with numpy is not installed; the layout is tested above")
	}
	set, dir := data.MNIST1D(1), t.TempDir()
	if _, err := set.Export(dir, false); err != nil {
		t.Fatal(err)
	}
	const script = `
import numpy as np, sys
for name in ["x_train", "y_train", "x_test", "y_test"]:
    a = np.load(sys.argv[1] + "/" + name + ".npy")
    print(name, a.dtype.str, a.shape, repr(float(a.flat[7])), repr(float(a.flat[-1])))
`
	out, err := exec.Command("python3", "-c", script, dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, part := range []struct {
		name string
		data.Split
	}{{"train", set.Train}, {"test", set.Test}} {
		n := part.Len()
		for _, head := range []string{
			fmt.Sprintf("x_%s <f4 (%d, 40) ", part.name, n),
			fmt.Sprintf("y_%s <i8 (%d,) %d.0 %d.0\n", part.name, n, part.Y[7], part.Y[n-1]),
		} {
			if !strings.Contains(string(out), head) {
				t.Errorf("NumPy reads\n%s, want a line with %q", out, head)
			}
		}
	}
}

func TestExport(t *testing.T) {
	set := data.MNIST1D(1)
	dir := filepath.Join(t.TempDir(), "new", "place")
	paths, err := set.Export(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, part := range []struct {
		name string
		data.Split
	}{{"train", set.Train}, {"test", set.Test}} {
		x, y := filepath.Join(dir, "x_"+part.name+".npy"), filepath.Join(dir, "y_"+part.name+".npy")
		want = append(want, x, y)
		checkFile(t, x, "<f4", []int{part.Len(), 40}, func(b []byte) []byte {
			for _, v := range part.X {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
			}
			return b
		})
		checkFile(t, y, "<i8", []int{part.Len()}, func(b []byte) []byte {
			for _, v := range part.Y {
				b = binary.LittleEndian.AppendUint64(b, uint64(v))
			}
			return b
		})
	}
	if !slices.Equal(paths, want) {
		t.Errorf("paths %v, want %v", paths, want)
	}
	if got := files(t, dir); len(got) != 4 {
		t.Errorf("directory holds %v, want the four files only", got)
	}
}

func checkFile(t *testing.T, path, descr string, shape []int, appendValues func([]byte) []byte) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := readNPY(t, file)
	if a.descr != descr || !slices.Equal(a.shape, shape) || !bytes.Equal(a.bytes, appendValues(nil)) {
		t.Errorf("%s holds %s %v and %d bytes, want %s %v and the set's values",
			path, a.descr, a.shape, len(a.bytes), descr, shape)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o444 != 0o444 {
		t.Errorf("%s has mode %v, want one that others can read; %v", path, info.Mode(), err)
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
