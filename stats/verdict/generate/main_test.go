package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed assembly and declaration are what the generator writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := generate()
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from what the generator writes: run go generate in stats/verdict", name)
		}
	}
}
