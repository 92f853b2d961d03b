package datacmd_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/datacmd"
	"levyscope/train/data"
)

// load reads a version 1.0 .npy file of the given dtype and shape, as NumPy
// Enhancement Proposal 1 lays it out, into dst.
func load[T any](t *testing.T, path, dtype, shape string, dst []T) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte("\x93NUMPY\x01\x00")) {
		t.Fatalf("%s begins %q", path, b[:10])
	}
	length := 10 + int(binary.LittleEndian.Uint16(b[8:]))
	header := string(b[10:length])
	if length%64 != 0 || !strings.HasSuffix(header, "\n") || !strings.Contains(header, "'descr': '"+dtype+"'") ||
		!strings.Contains(header, "'fortran_order': False") || !strings.Contains(header, "'shape': "+shape) {
		t.Fatalf("%s: header %q", path, header)
	}
	if n, err := binary.Decode(b[length:], binary.LittleEndian, dst); err != nil || n != len(b)-length {
		t.Fatalf("%s: %d of %d bytes, %v", path, n, len(b)-length, err)
	}
}

func TestDataExportWritesWhatTrainingUses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	out := clitest.Must(t, datacmd.New(), "export", "mnist1d", "--seed", "7", "--out", dir)
	var want []string
	for _, name := range []string{"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"} {
		want = append(want, filepath.Join(dir, name))
	}
	if got := strings.Fields(out); !slices.Equal(got, want) {
		t.Fatalf("wrote %q, want %q", got, want)
	}
	set, err := data.Load("mnist1d", data.Options{Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range []struct {
		split        data.Split
		xShape, yLen string
	}{{set.Train, "(4000, 40)", "(4000,)"}, {set.Test, "(1000, 40)", "(1000,)"}} {
		x, y := make([]float32, len(part.split.X)), make([]int64, len(part.split.Y))
		load(t, want[2*i], "<f4", part.xShape, x)
		load(t, want[2*i+1], "<i8", part.yLen, y)
		if !slices.Equal(x, part.split.X) {
			t.Errorf("%s holds other numbers", want[2*i])
		}
		for j, class := range y {
			if class != int64(part.split.Y[j]) {
				t.Fatalf("%s: class %d of example %d, want %d", want[2*i+1], class, j, part.split.Y[j])
			}
		}
	}
}

func TestDataExportOverwritesOnlyWithForce(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "y_test.npy")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := clitest.Execute(context.Background(), datacmd.New(), "export", "mnist1d", "--out", dir)
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), mine) || out != "" {
		t.Errorf("error %v, output %q", err, out)
	}
	if b, err := os.ReadFile(mine); err != nil || string(b) != "mine" {
		t.Errorf("the file that was there is now %.20q (%v)", b, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%d files in the folder (%v)", len(files), err)
	}
	text := clitest.Must(t, datacmd.New(), "export", "mnist1d", "--out", dir, "--force", "--format", "json")
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, name := range []string{"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"} {
		var line struct{ Wrote string }
		if err := json.Unmarshal([]byte(lines[i]), &line); err != nil || line.Wrote != filepath.Join(dir, name) {
			t.Errorf("%q: %v", lines[i], err)
		}
	}
	load(t, mine, "<i8", "(1000,)", make([]int64, 1000))
}

func TestDataList(t *testing.T) {
	out := clitest.Must(t, datacmd.New(), "list", "--format", "json")
	var names []string
	for line := range strings.Lines(out) {
		var set struct {
			Name, Source              string
			Train, Test, Dim, Classes int
		}
		if err := json.Unmarshal([]byte(line), &set); err != nil {
			t.Fatal(err)
		}
		names = append(names, set.Name)
		if set.Source != "generated" {
			continue
		}
		want, err := data.Load(set.Name, data.Options{Seed: 1})
		if err != nil || set.Train != want.Train.Len() || set.Test != want.Test.Len() ||
			set.Dim != want.Dim || set.Classes != want.Classes {
			t.Errorf("%s: %v", line, err)
		}
	}
	for i, kind := range data.Kinds() {
		if i >= len(names) || names[i] != kind.Name {
			t.Errorf("lists %q, want %s at %d", names, kind.Name, i)
		}
	}
	clitest.Has(t, "text", clitest.Must(t, datacmd.New(), "list"), "mnist1d",
		"4000 train, 1000 test, 40 numbers each, 10 classes")
}

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"list --format yaml", []string{`"yaml"`}},
		{"export cifar-99 --out here", []string{`"cifar-99"`}},
		{"export mnist1d", []string{`"out"`}},
	} {
		clitest.Refused(t, datacmd.New(), strings.Fields(c.args), c.want...)
	}
}
