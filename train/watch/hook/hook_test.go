package hook

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// python is an interpreter with PyTorch.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import torch, numpy").Run() == nil {
			return name
		}
	}
	t.Skip("no python3 with PyTorch; Debian's package is python3-torch")
	return ""
}

// TestPython runs the tests of the Python file, a process for each file of tests. Those called long_*.py take minutes,
// and are run where LEVYSCOPE_LONG is set.
func TestPython(t *testing.T) {
	interpreter := python(t)
	patterns := []string{"tests/test_*.py"}
	if os.Getenv("LEVYSCOPE_LONG") != "" {
		patterns = append(patterns, "tests/long_*.py")
	}
	for _, pattern := range patterns {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			t.Run(filepath.Base(path), func(t *testing.T) {
				runPython(t, interpreter, path)
			})
		}
	}
}

// runPython runs one file and shows what it printed.
func runPython(t *testing.T, interpreter, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, interpreter, "-B", path)
	command.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, out)
	}
	t.Logf("%s", out)
}

// The file is short enough to be read before it is run, says what it is, and needs nothing that is not told.
func TestSource(t *testing.T) {
	if !strings.HasPrefix(Source, `"""`) || !strings.HasSuffix(Source, "\n") || strings.Contains(Source, "\r") {
		t.Error("the source does not begin with its description, or does not end with a line")
	}
	for n, line := range strings.Split(Source, "\n") {
		if len(line) > 120 || strings.TrimRight(line, " \t") != line {
			t.Errorf("line %d has %d characters, or ends in spaces: %q", n+1, len(line), line)
		}
	}
}
