package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli"
)

func TestCheckOutput(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "there.svg")
	if err := os.WriteFile(there, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(dir, "new.svg")
	for _, c := range []struct {
		path  string
		force bool
		want  string // "" : no error
	}{
		{fresh, false, ""}, {fresh, true, ""}, {there, true, ""}, {there, false, "--force"}, {os.DevNull, false, ""},
		{filepath.Join(dir, "none", "x.svg"), true, "no such file"}, {dir, true, "is a directory"},
		{filepath.Join(there, "x.svg"), false, "not a directory"},
	} {
		err := cli.CheckOutput(c.path, c.force)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, force %v: %v, want %q", c.path, c.force, err, c.want)
		}
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("the trial left a file")
	}
	if b, err := os.ReadFile(there); err != nil || string(b) != "kept" {
		t.Errorf("the file that was there has %q, %v", b, err)
	}
	if os.Getuid() != 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		if err := cli.CheckOutput(fresh, false); err == nil {
			t.Error("a directory that is read-only gives no error")
		}
	}
}
