package traincmd_test

import (
	"os"
	"path/filepath"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/traincmd"
)

// Two outputs of one name are refused before the run, whichever they are and however the name is written, with --force
// too: the later one would replace the other.
func TestOutputsOfOneName(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, flags := range [][]string{
		{"--iterates-out", "y.npy", "--weights-out", "y.npy"},
		{"--iterates-out", "w.csv", "--weights-out", "./w.csv"},
		{"--iterates-out", "w.csv", "--capture", "fc1.weight[0]", "--capture-out", filepath.Join(dir, "w.csv")},
		{"--capture", "fc1.weight[0]", "--capture-out", "w.csv", "--weights-out", "w.csv"},
		{"--iterates-out", "y.npy", "--record", "y.npy"},
		{"--weights-out", "./y", "--record", "y/"},
	} {
		clitest.Refused(t, traincmd.New(), line(append(flags, "--force")...), "give each a file of its own")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// A file that is read is not written.
func TestOutputThatIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.safetensors")
	clitest.Must(t, traincmd.New(), line("--weights-out", path)...)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clitest.Refused(t, traincmd.New(), line("--weights", path, "--weights-out", path, "--force"), "the file that is read")
	clitest.Refused(t, traincmd.New(), line("--weights", path, "--seeds", "2", "--part", "1/2", "--out", path, "--force"),
		"the file that is read")
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file has changed: %v", err)
	}
}
