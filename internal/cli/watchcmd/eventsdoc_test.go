package watchcmd_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/draws"
	"levyscope/train/watch/watchtest"
)

// code is the block of a language in docs/events.md.
func code(t *testing.T, language string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "events.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "\n```"+language+"\n")
	block, _, closed := strings.Cut(rest, "\n```\n")
	if !ok || !closed {
		t.Fatalf("docs/events.md has no block of %s", language)
	}
	return block
}

// wrote compares what a writer left with what it was given.
func wrote(t *testing.T, folder, name string) {
	t.Helper()
	d, err := draws.Read(t.Context(), folder, draws.Choice{Step: draws.Last, Least: 3, Most: 256})
	if err != nil {
		t.Fatal(err)
	}
	want := "[0.5 1.5 2.5 10.5 11.5 12.5 20.5 21.5 22.5]"
	steps := fmt.Sprint(d.Steps)
	if got := fmt.Sprint(d.Values); got != want || steps != "[1 2 3]" || d.Batch != 64 || d.Losses[2] != .25 {
		t.Errorf("%s: values %s, steps %v, batch %d, losses %v", name, got, d.Steps, d.Batch, d.Losses)
	}
}

// The numpy writer of docs/events.md has nine lines, and what it writes is read.
func TestNumpyWriterOfTheDocs(t *testing.T) {
	block := code(t, "python")
	if n := strings.Count(block, "\n") + 1; n != 9 {
		t.Errorf("%d lines", n)
	}
	python := "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import numpy").Run(); err != nil {
		t.Skip("no python3 with numpy")
	}
	dir := t.TempDir()
	script := "import numpy\nw = numpy.arange(6, dtype='f4').reshape(2, 3)\nindex = [0, 1, 2]\n" + block + `
with open("run.lvs/r0.0001/grad.0000.bin", "ab") as f:
    for k in range(3):
        w[0] = 10 * k + numpy.arange(3) + .5
        put(f, k + 1, .25, .1, 64)
`
	cmd := exec.Command(python, "-W", "error", "-c", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wrote(t, filepath.Join(dir, "run.lvs"), "numpy")
}

// The C++ writer has eight lines.
func TestCppWriterOfTheDocs(t *testing.T) {
	block := code(t, "cpp")
	if n := strings.Count(block, "\n") + 1; n != 8 {
		t.Errorf("%d lines", n)
	}
	compiler, err := exec.LookPath("g++")
	if err != nil {
		t.Skip("no g++")
	}
	dir := t.TempDir()
	s := watchtest.New(t, filepath.Join(dir, "run.lvs"), 0, 1, watchtest.Arrays([]int{3}), nil)
	source := "#include <cmath>\n#include <cstdint>\n#include <cstdio>\n#include <cstring>\n#include <ctime>\n" +
		"constexpr int S = 3;\n" + block + `
int main(int, char **v) {
  FILE *f = fopen(v[1], "ab");
  for (int k = 0; k < 3; k++) {
    float g[S] = {10 * k + .5f, 10 * k + 1.5f, 10 * k + 2.5f};
    put(f, k + 1, g, .25f, .1f, 64);
  }
  return fclose(f);
}
`
	file, program := filepath.Join(dir, "x.cpp"), filepath.Join(dir, "x")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(compiler, "-Wall", "-Werror", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := exec.Command(program, filepath.Join(s.Dir, "grad.0000.bin")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wrote(t, filepath.Join(dir, "run.lvs"), "C++")
}
