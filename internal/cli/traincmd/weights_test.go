package traincmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
)

// Weights go out of one run and into the next, whose recording replays while the file is as it was.
func TestWeightsInAndOut(t *testing.T) {
	dir := t.TempDir()
	path, record := filepath.Join(dir, "w.safetensors"), filepath.Join(dir, "run")
	out := clitest.Train("--weights-out", path)
	first := clitest.Parse(t, clitest.Must(t, traincmd.New(), out...))
	if _, err := clitest.Execute(t.Context(), traincmd.New(), out...); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a file that is there: error %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("beside it: %v, %v", entries, err)
	}
	second := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--weights", path, "--record", record)...))
	if a, b := first[len(first)-1]["loss"], second[1]["train_loss"]; a != b || second[1]["type"] != "evaluated" {
		t.Errorf("ended with the loss %v, goes on from %v", a, b)
	}
	clitest.Must(t, replay.New(), record)
	clitest.Must(t, traincmd.New(), clitest.Train("--weights-out", path, "--force", "--seed", "9")...)
	_, err := clitest.Execute(t.Context(), replay.New(), record)
	if err == nil || !strings.Contains(err.Error(), "has changed") {
		t.Errorf("a replay from other weights: error %v", err)
	}
}

func TestWeightsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "w.safetensors")
	clitest.Must(t, traincmd.New(), clitest.Train("--weights-out", path)...)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--weights", path, "--model", "mlp:7"}, "fc1.weight [7 40]"},
		{[]string{"--weights", path, "--weights-out", path, "--force"}, "is the file that is read"},
		{[]string{"--weights-out", filepath.Join(dir, "w.pt")}, "ends in .safetensors"},
		{[]string{"--weights-out", filepath.Join(dir, "none", "w.safetensors")}, "none"},
		{[]string{"--weights-out", filepath.Join(dir, "x.safetensors"), "--seeds", "2"}, "--weights-out"},
		{[]string{"--weights", path, "--sweep", "width=5,6"}, "point 1"},
		{[]string{"--weights", filepath.Join(dir, "none")}, "none"},
	} {
		if out, err := clitest.Execute(t.Context(), traincmd.New(), clitest.Train(c.args...)...); err == nil ||
			!strings.Contains(err.Error(), c.says) || out != "" {
			t.Errorf("%v: error %v, want one that says %q; output %.80s", c.args, err, c.says, out)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
