package fitcmd_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"levyscope/internal/cli"
	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/near"
)

// normals are n rows of a Gaussian under the header g, each as the format says, with another row after every tenth
// where there is one.
func normals(n int, format, other string) []byte {
	r := rand.New(rand.NewPCG(8, 9))
	var b strings.Builder
	b.WriteString("g\n")
	for i := range n {
		fmt.Fprintf(&b, format, r.NormFloat64())
		if other != "" && i%10 == 9 {
			b.WriteString(other + "\n")
		}
	}
	return []byte(b.String())
}

func TestFitDecimalComma(t *testing.T) {
	text := strings.ReplaceAll(string(normals(300, "%.6f\n", "")), ".", ",")
	path := clitest.Write(t, "x.csv", []byte(text))
	clitest.Refused(t, fitcmd.New(), []string{path}, "decimal comma", "--decimal ,")
	clitest.Refused(t, fitcmd.New(), []string{path, "--decimal", "x"}, `--decimal "x"`)
	out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), path, "--decimal", ",", "--json", "--bootstrap", "0"))[0]
	if out["n"] != 300. {
		t.Errorf("n %v", out["n"])
	}
	near.Abs(t, "centre", out["centre"].(float64), 0, .3)
}

// A tenth of bad rows or more is refused unless it is allowed; the error shows the first with their lines.
func TestFitBadRows(t *testing.T) {
	path := clitest.Write(t, "x.csv", normals(300, "%g\n", "oops\nugh"))
	clitest.Refused(t, fitcmd.New(), []string{path}, "60 of 360", `line 12: "oops"`, `line 13: "ugh"`, "--allow-bad")
	text := clitest.Must(t, fitcmd.New(), path, "--allow-bad", "--bootstrap", "0")
	clitest.Has(t, "text", text, "300 values; 60 bad")
	few := clitest.Write(t, "x.csv", append(normals(300, "%g\n", ""), "oops\n"...))
	clitest.Has(t, "one bad row", clitest.Must(t, fitcmd.New(), few, "--bootstrap", "0"), "1 bad (the first in line 302")
}

// Figures are tried before the file is read, and replaced with --force only.
func TestFitTriesItsFiles(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "there.svg")
	if err := os.WriteFile(there, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"--svg", "--tail"} {
		clitest.Refused(t, fitcmd.New(), []string{"no.csv", flag, there}, "there.svg", "--force")
		clitest.Refused(t, fitcmd.New(), []string{"no.csv", flag, filepath.Join(dir, "none", "x.svg")}, "no such file")
		clitest.Refused(t, fitcmd.New(), []string{"no.csv", flag, filepath.Join(there, "x.svg")}, "not a directory")
	}
	if b, err := os.ReadFile(there); err != nil || string(b) != "kept" {
		t.Errorf("the file has %q, %v", b, err)
	}
	path := clitest.Write(t, "x.csv", normals(300, "%g\n", ""))
	clitest.Must(t, fitcmd.New(), path, "--bootstrap", "0", "--svg", there, "--force")
	if b, _ := os.ReadFile(there); !strings.HasPrefix(string(b), "<?xml") {
		t.Errorf("the file has %.20q", b)
	}
}

// Names from a file and its path reach the terminal escaped, in the report and in errors.
func TestFitShowsNamesHarmless(t *testing.T) {
	head := "\x1b]52;c;QUJD\x07a,b\x1b[2J\u202e\u009b1m\n"
	rows := strings.ReplaceAll(string(normals(300, "%[1]g,%[1]g\n", "")), "g\n", "")
	path := clitest.Write(t, "x\x1b[31m.csv", []byte(head+rows))
	text := clitest.Must(t, fitcmd.New(), path, "--column", "1", "--bootstrap", "0")
	clitest.Has(t, "text", text, `b\x1b[2J\u202e\x9b1m`, `x\x1b[31m.csv`, "!\x1b", "!\u202e", "!\u009b")
	_, err := clitest.Execute(context.Background(), fitcmd.New(), path)
	if err == nil || strings.ContainsAny(strings.TrimPrefix(err.Error(), "cannot fit: "+path), "\x1b\x07\u202e\u009b") {
		t.Errorf("error %q", err)
	}
}

// An interruption during the bootstrap ends the command soon, with what there is marked partial.
func TestFitInterruptedInBootstrap(t *testing.T) {
	path := clitest.Write(t, "x.csv", normals(5000, "%g\n", ""))
	ctx, cancel := context.WithCancel(context.Background())
	var at time.Time
	time.AfterFunc(2*time.Second, func() { at = time.Now(); cancel() })
	text, err := clitest.Execute(ctx, fitcmd.New(), path, "--bootstrap", "9999", "--json")
	took := time.Since(at)
	if !errors.Is(err, cli.ErrInterrupted) {
		t.Fatalf("error %v", err)
	}
	near.Most(t, "seconds from the interruption to the end", took.Seconds(), 1) // 0.2 where the machine is idle
	e := clitest.Parse(t, text)[0]
	if v := e["verdict"].(map[string]any); e["partial"] != true || e["n"] != 5000. || v["kind"] != "Gaussian" {
		t.Errorf("partial %v, n %v, verdict %v", e["partial"], e["n"], v["kind"])
	}
	t.Logf("ended %v after the interruption", took)
}
