package data_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/train/data"
)

func TestExportRefusesToOverwrite(t *testing.T) {
	set, dir := data.MNIST1D(1), t.TempDir()
	mine := filepath.Join(dir, "y_test.npy") // the last to be written
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	paths, err := set.Export(dir, false)
	if !errors.Is(err, os.ErrExist) || !strings.Contains(err.Error(), mine) || paths != nil {
		t.Errorf("Export = %v, %v, want fs.ErrExist with %s", paths, err, mine)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"y_test.npy"}) {
		t.Errorf("the refused export left %v", got)
	}
	if text, _ := os.ReadFile(mine); string(text) != "mine" {
		t.Errorf("the refused export changed the file to %q", text)
	}
	if paths, err = set.Export(dir, true); err != nil || len(paths) != 4 {
		t.Errorf("Export with overwrite = %v, %v", paths, err)
	}
	if text, _ := os.ReadFile(mine); !strings.HasPrefix(string(text), "\x93NUMPY") {
		t.Error("Export with overwrite left the old file")
	}
}

// TestExportCleansUp: a directory in a file's place stops the renames; what came before is reported, and
// no draft stays behind.
func TestExportCleansUp(t *testing.T) {
	set, dir := data.MNIST1D(1), t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "x_test.npy", "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	paths, err := set.Export(dir, true)
	if err == nil || !strings.Contains(err.Error(), "x_test.npy") || len(paths) != 2 {
		t.Errorf("Export = %v, %v, want two paths and an error that names x_test.npy", paths, err)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"x_test.npy", "x_train.npy", "y_train.npy"}) {
		t.Errorf("the failed export left %v", got)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Export(filepath.Join(file, "below"), true); err == nil {
		t.Error("Export below a file gave no error")
	}
}
