package cli_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli"
)

// holds are the files of a directory and what they hold.
func holds(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name()] = string(text)
	}
	return all
}

// A file has its name only when it is whole, keeps its mode when it is replaced, and is left alone after an error.
func TestDraft(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.csv"), filepath.Join(dir, "link")
	write := func(text string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	}
	d, err := cli.Create(ctx, path, false)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(d, "whole")
	if _, there := holds(t, dir)["a.csv"]; there {
		t.Error("half a file has the name")
	}
	if err := d.Close(); err != nil || holds(t, dir)["a.csv"] != "whole" || len(holds(t, dir)) != 1 {
		t.Errorf("%v, %q", err, holds(t, dir))
	}
	if err := cli.WriteFile(ctx, path, false, write("again")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file was replaced without force: %v", err)
	}
	broken := errors.New("broken")
	if err := cli.WriteFile(ctx, path, true, func(io.Writer) error { return broken }); err != broken {
		t.Error(err)
	}
	if got := holds(t, dir); got["a.csv"] != "whole" || len(got) != 1 {
		t.Errorf("after errors: %q", got)
	}
	if err := errors.Join(os.Symlink("a.csv", link), os.Chmod(path, 0o640)); err != nil {
		t.Skip(err)
	}
	if err := cli.WriteFile(ctx, link, true, write("through")); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(path)
	if got := holds(t, dir); err != nil || got["a.csv"] != "through" || len(got) != 2 || info.Mode().Perm() != 0o640 {
		t.Errorf("behind a link: %q, %v, %v", got, info.Mode(), err)
	}
}

// A file may have the longest name that the file system takes.
func TestDraftOfALongName(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("n", 251) + ".csv"
	if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
		t.Skip(err)
	}
	err := cli.WriteFile(context.Background(), filepath.Join(dir, name), true, func(w io.Writer) error {
		_, err := io.WriteString(w, "x")
		return err
	})
	if got := holds(t, dir); err != nil || got[name] != "x" || len(got) != 1 {
		t.Errorf("%v, %d files", err, len(got))
	}
}

// A device is written directly, and its error of writing is that of the file.
func TestDraftOnADevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	err := cli.WriteFile(context.Background(), "/dev/full", false, func(w io.Writer) error {
		_, err := io.WriteString(w, "x")
		return err
	})
	if err == nil || !strings.HasPrefix(err.Error(), "cannot write /dev/full: no space") {
		t.Error(err)
	}
	if info, err := os.Stat("/dev/full"); err != nil || info.Mode().IsRegular() {
		t.Fatal("the device has become a file")
	}
}

// Two outputs of one name are refused, and an output that is the input, whatever way the path is written.
func TestOutputs(t *testing.T) {
	dir := t.TempDir()
	input := filepath.Join(dir, "in.csv")
	if err := os.WriteFile(input, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := cli.Outputs{Force: true}
	o.Reads("FILE", input)
	for _, c := range []struct {
		by, path, want string // "" : no error
	}{
		{"--svg", filepath.Join(dir, "a.svg"), ""},
		{"--tail", dir + "/./a.svg", "--svg and --tail both name"},
		{"--rows", input, "is the file that is read"},
		{"--map", "", ""}, {"--x", os.DevNull, ""}, {"--y", os.DevNull, ""},
	} {
		err := o.Try(c.by, c.path)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.by, c.path, err, c.want)
		}
	}
}

// The first error of the standard output stays, and is told once however often it was met.
func TestStdout(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "x")
	if err != nil {
		t.Fatal(err)
	}
	out := cli.NewStdout(file)
	if _, err := io.WriteString(out, "x"); err != nil || out.Err() != nil {
		t.Error(err, out.Err())
	}
	file.Close()
	_, first := io.WriteString(out, "x")
	_, second := io.WriteString(out, "x")
	if first == nil || first != second || out.Err() != first {
		t.Errorf("%v, %v, %v", first, second, out.Err())
	}
	other := errors.New("other")
	if err := cli.Told(errors.Join(first, errors.Join(other, second))); err.Error() != first.Error()+"\nother" {
		t.Errorf("told: %q", err)
	}
	if err := cli.Final(context.Background(), out, nil); err != first || cli.ExitCode(context.Background(), err) != 1 {
		t.Errorf("the end is %v", err)
	}
}
