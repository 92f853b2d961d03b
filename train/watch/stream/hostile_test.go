//go:build unix

package stream_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

func TestReaderTakesRegularFilesOnly(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"meta.json", "grad.0000.bin", "probe.0000.bin", "events.ndjson"} {
		for j, make := range []func(path string) error{
			func(path string) error { return syscall.Mkfifo(path, 0o600) },
			func(path string) error { return os.Symlink("/dev/zero", path) },
			func(path string) error { return os.Mkdir(path, 0o700) },
		} {
			run := filepath.Join(dir, strings.Repeat("x", 1+3*i+j))
			s := watchtest.New(t, run, 0, 1, small(), nil)
			path := filepath.Join(s.Dir, name)
			os.Remove(path)
			if err := make(path); err != nil {
				t.Fatal(err)
			}
			r := open(t, run)
			words(t, r, true)
			if n := r.State().Records; n != 0 {
				t.Errorf("%s of kind %d has %d records", name, j, n)
			}
			if _, err := stream.Discover(run); err != nil {
				t.Error(err)
			}
		}
	}
	run := filepath.Join(dir, "links")
	real := watchtest.New(t, filepath.Join(dir, "real"), 0, 1, small(), nil)
	put(real, 1)
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real.Dir, filepath.Join(run, "r0.0001")); err != nil {
		t.Fatal(err)
	}
	expect(t, open(t, run), true)
}

func TestReaderReadsNoHugeMeta(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	if err := os.Truncate(filepath.Join(s.Dir, stream.MetaFile), 1<<30); err != nil {
		t.Fatal(err)
	}
	two := watchtest.New(t, dir, 0, 2, small(), nil)
	put(two, 1)
	r := open(t, dir)
	expect(t, r, false, "problem", "session 000002", "grad 1: 1")
	expect(t, r, false)
}

// What is no folder is said to be none, and a pipe is not waited for.
func TestNoFolder(t *testing.T) {
	dir := t.TempDir()
	file, pipe := filepath.Join(dir, "file"), filepath.Join(dir, "pipe")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, pipe} {
		if _, err := stream.Discover(path); err == nil || !strings.Contains(err.Error(), "is no folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
