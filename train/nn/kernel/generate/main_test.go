package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed assembly and declarations are what the generator writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	for stem, source := range sources {
		files, err := generate(stem, source)
		if err != nil || len(files) != 2 {
			t.Fatalf("%s: %d files, error %v", stem, len(files), err)
		}
		for name, want := range files {
			got, err := os.ReadFile(filepath.Join("..", name))
			if err != nil {
				t.Error(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from what the generator writes: run go generate in train/nn/kernel", name)
			}
		}
	}
}
