package watchcmd_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"levyscope/internal/cli"
	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/watchcmd"
	"levyscope/train/watch/watchtest"
)

// What is wrong with the flags is said before the folder is read.
func TestWatchRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{dir, "--format", "yaml"}, `"yaml"`},
		{[]string{dir, "--once", "--rank", "-1"}, "--rank -1"},
		{[]string{dir, "--once", "--jump-threshold", "NaN"}, "--jump-threshold NaN"},
		{[]string{dir, "--once", "--jump-threshold", "0"}, "--jump-threshold 0"},
		{[]string{dir, "--once", "--probe-block", "1"}, "--probe-block 1"},
		{[]string{dir, "--once", "--least-draws", "7"}, "--least-draws 7"},
		{[]string{dir, "--once", "--burst-steps", "60"}, "--least-draws 64"},
		{[]string{dir, "--record", "x"}, "--format"},
		{[]string{dir, "--record-zstd", "--once"}, "--record"},
		{[]string{dir, "--plain", "--once"}, "--plain"},
		{[]string{filepath.Join(dir, "none"), "--once"}, "none"},
		{nil, "1"},
	} {
		clitest.Refused(t, watchcmd.New(), c.args, c.want)
	}
	if _, err := clitest.Execute(context.Background(), watchcmd.New(), dir); !errors.Is(err, cli.ErrNoTerminal) {
		t.Errorf("without a terminal: %v", err)
	}
}

// A folder of several runs is listed.
func TestWatchLists(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"a.lvs", "b.lvs"} {
		s := watchtest.New(t, filepath.Join(dir, name), 0, 1, watchtest.Arrays([]int{2}), nil)
		s.Burst(watchtest.NewNoise(1, 2), 1, 10*(i+1))
		if i == 1 {
			s.Line(map[string]any{"type": "end", "step": 19})
		}
	}
	text := clitest.Must(t, watchcmd.New(), dir, "--once")
	clitest.Has(t, "list", text, "holds 2 runs", "a.lvs: step 9", "b.lvs: step 19", "ended")
	events := clitest.Parse(t, clitest.Must(t, watchcmd.New(), dir, "--format", "json"))
	if len(events) != 2 || events[1]["ended"] != true || events[0]["step"] != 9. {
		t.Errorf("events %v", events)
	}
	clitest.Refused(t, watchcmd.New(), []string{dir, "--once", "--record", filepath.Join(dir, "r")}, "holds 2")
}
