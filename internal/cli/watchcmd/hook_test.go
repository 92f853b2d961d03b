package watchcmd_test

import (
	"os"
	"path/filepath"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/watchcmd"
	"levyscope/train/watch/hook"
)

// The hook is printed and written as it is embedded, and replaces no file unasked.
func TestHook(t *testing.T) {
	clitest.Same(t, "standard output", clitest.Must(t, watchcmd.NewHook()), hook.Source)
	path := filepath.Join(t.TempDir(), "levyscope_hook.py")
	clitest.Must(t, watchcmd.NewHook(), "--out", path)
	b, err := os.ReadFile(path)
	if err != nil || string(b) != hook.Source {
		t.Errorf("%d bytes, error %v", len(b), err)
	}
	clitest.Refused(t, watchcmd.NewHook(), []string{"--out", path}, "--force")
	clitest.Must(t, watchcmd.NewHook(), "--out", path, "--force")
	clitest.Refused(t, watchcmd.NewHook(), []string{"--out", ""}, "empty name")
	clitest.Refused(t, watchcmd.NewHook(), []string{"x"}, "x")
	clitest.WithoutRoom(t, watchcmd.NewHook())
}
