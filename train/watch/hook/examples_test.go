package hook

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/datacmd"
)

// The examples run as their first lines say, on data that levyscope exports, and record themselves. That of ResNet-18
// needs the files of CIFAR-10 and that of JAX needs JAX: they do not run here.
func TestExamples(t *testing.T) {
	interpreter := python(t)
	dir := t.TempDir()
	data := filepath.Join(dir, "mnist1d")
	clitest.Must(t, datacmd.New(), "export", "mnist1d", "--out", data)
	if err := os.WriteFile(filepath.Join(dir, "levyscope_hook.py"), []byte(Source), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"torch_mlp.py":         {"--data", data},
		"torch_conv.py":        {"--data", data},
		"torch_vae.py":         {"--data", data},
		"torch_transformer.py": nil,
		"torch_resnet.py":      {"--help"},
	} {
		if testing.Short() && name != "torch_mlp.py" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(dir, name+".lvs")
			runExample(t, dir, interpreter, name, append(args, "--steps", "150", "--out", folder)...)
			if slices.Contains(args, "--help") {
				return
			}
			for _, kind := range []string{"grad", "probe"} {
				file, err := os.Stat(filepath.Join(folder, "r0.0001", kind+".0000.bin"))
				if err != nil || file.Size() == 0 {
					t.Errorf("150 steps left no records of kind %s: %v", kind, err)
				}
			}
		})
	}
}

// runExample runs an example with the hook beside it.
func runExample(t *testing.T, dir, interpreter, name string, args ...string) {
	t.Helper()
	example, err := filepath.Abs(filepath.Join("..", "..", "..", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, interpreter, append([]string{"-B", "-W", "error", example}, args...)...)
	command.Env = append(os.Environ(), "PYTHONPATH="+dir, "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1")
	out, err := command.CombinedOutput()
	if err != nil || len(out) == 0 || bytes.Contains(out, []byte("levyscope_hook:")) {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}

// An example is read at one look, and all are valid Python.
func TestExamplesAreShort(t *testing.T) {
	paths, err := filepath.Glob("../../../examples/*.py")
	if err != nil || len(paths) < 6 {
		t.Fatalf("%d examples, error %v", len(paths), err)
	}
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(source, []byte("\n")); n >= 60 {
			t.Errorf("%s has %d lines, want fewer than 60", path, n)
		}
	}
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	check := "import ast, sys\nfor path in sys.argv[1:]: ast.parse(open(path).read())"
	if out, err := exec.Command(interpreter, append([]string{"-c", check}, paths...)...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
