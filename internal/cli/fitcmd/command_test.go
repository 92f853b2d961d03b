package fitcmd_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/near"
	"levyscope/stats/law"
)

// column writes n draws as a CSV with a counter beside them.
func column(t *testing.T, n int, draw func(*rand.Rand) float64) string {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString("step,grad\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,%g\n", i, draw(r))
	}
	return clitest.Write(t, "noise.csv", []byte(b.String()))
}

func TestFitSaysWhichLaw(t *testing.T) {
	sas := law.Stable{Alpha: 1.6, Scale: .01, Loc: .5}.Sampler()
	for kind, draw := range map[string]func(*rand.Rand) float64{
		"stable":                   sas.Draw,
		"Gaussian":                 law.Gaussian{Scale: 3, Loc: -2}.Rand,
		"heavy-tailed, not stable": law.StudentT{Nu: 3, Scale: 1}.Rand,
	} {
		if testing.Short() && kind != "stable" {
			continue
		}
		out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), column(t, 6000, draw), "--column", "grad", "--json",
			"--bootstrap", "19", "--exact", "2000"))
		if len(out) != 1 || out[0]["type"] != "fit" || out[0]["column"] != "grad" || out[0]["n"] != 6000. {
			t.Fatalf("%.200v", out)
		}
		v := out[0]["verdict"].(map[string]any)
		if v["kind"] != kind {
			t.Errorf("verdict %v, want %s", v, kind)
		}
		if kind == "stable" {
			alpha, se := v["alpha"].(float64), v["alpha_se"].(float64)
			near.Abs(t, "alpha", alpha, 1.6, 4*se)
			near.Most(t, "its standard error", se, .03)
			near.Abs(t, "centre", out[0]["centre"].(float64), .5, .002)
		}
	}
}

// The same bytes twice; text with every part; figures where they were asked for.
func TestFitTextAndFigures(t *testing.T) {
	path := column(t, 3000, law.Laplace{Scale: 1}.Rand)
	dir := t.TempDir()
	args := []string{path, "--column", "1", "--bootstrap", "9", "--svg", filepath.Join(dir, "d.svg"), "--tail",
		filepath.Join(dir, "t.png"), "--force"}
	text := clitest.Must(t, fitcmd.New(), args...)
	if again := clitest.Must(t, fitcmd.New(), args...); again != text {
		t.Error("two runs differ")
	}
	for _, want := range []string{"verdict Heavy-tailed, not stable; best: Laplace", "laws by the counts",
		"laws by the likelihood of 3000 samples", "block log-moment", "generalised Pareto", "Hill"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if n := len(strings.TrimSuffix(line, "\n")); n > 80 { // the path of the file is cut
			t.Errorf("%d columns: %s", n, line)
		}
	}
	for name, magic := range map[string]string{"d.svg": "<?xml", "t.png": "\x89PNG"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.HasPrefix(b, []byte(magic)) {
			t.Errorf("%s: %v, begins %.10q", name, err, b)
		}
	}
}

// Bad rows, NaN and infinities are counted, and pass for nothing else.
func TestFitCountsBadRows(t *testing.T) {
	var b strings.Builder
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 500 {
		fmt.Fprintln(&b, r.NormFloat64())
		switch i {
		case 100:
			fmt.Fprintln(&b, "oops")
		case 200:
			fmt.Fprintln(&b, "nan")
		case 300:
			fmt.Fprintln(&b, "-inf")
		}
	}
	cmd := fitcmd.New()
	cmd.SetIn(strings.NewReader(b.String()))
	out := clitest.Parse(t, clitest.Must(t, cmd, "-", "--json", "--bootstrap", "0", "--centre", "0"))[0]
	c := out["counts"].(map[string]any)
	if c["values"] != 500. || c["bad"] != 1. || c["nan"] != 1. || c["inf"] != 1. || out["n"] != 500. {
		t.Errorf("%v", c)
	}
}

func TestFitRefuses(t *testing.T) {
	npy := func(values []float64) []byte {
		head := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }", len(values))
		head += strings.Repeat(" ", 117-len(head)) + "\n"
		b := append([]byte("\x93NUMPY\x01\x00"), byte(len(head)), 0)
		b = append(b, head...)
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		return b
	}
	constant := make([]float64, 100)
	for i := range constant {
		constant[i] = 2.5
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no file":      {nil, "takes one FILE"},
		"missing file": {[]string{filepath.Join(t.TempDir(), "none.csv")}, "none.csv"},
		"empty":        {[]string{clitest.Write(t, "e.csv", []byte("x\n"))}, "no row of data"},
		"constant":     {[]string{clitest.Write(t, "c.npy", npy(constant))}, "constant (2.5)"},
		"few":          {[]string{clitest.Write(t, "f.npy", npy([]float64{1, 2, 3}))}, "8 or more"},
		"no column":    {[]string{clitest.Write(t, "n.csv", []byte("a,b\n1,2\n3,4\n")), "--column", "z"}, "z"},
		"two columns":  {[]string{clitest.Write(t, "n.csv", []byte("a,b\n1,2\n3,4\n"))}, "--column"},
		"centre":       {[]string{"x", "--centre", "middle"}, `--centre "middle"`},
		"figure":       {[]string{"x", "--svg", "x.gif"}, "gif"},
		"bootstrap":    {[]string{"x", "--bootstrap", "-1"}, "--bootstrap -1"},
		"format":       {[]string{"x", "--format", "xml"}, "xml"},
	} {
		out, err := clitest.Execute(context.Background(), fitcmd.New(), c.args...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, output %.100q; want %q", name, err, out, c.want)
		}
	}
}

// What was read before an interruption is reported, and marked, though the pipe stays open and silent.
func TestFitInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	go func() {
		r := rand.New(rand.NewPCG(5, 6))
		for range 30000 {
			fmt.Fprintln(out, r.NormFloat64())
		}
		cancel()
	}()
	cmd := fitcmd.New()
	cmd.SetIn(in)
	text, err := clitest.Execute(ctx, cmd, "-", "--bootstrap", "0", "--json")
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Fatalf("error %v", err)
	}
	if e := clitest.Parse(t, text)[0]; e["partial"] != true || e["n"].(float64) < 8192 || e["n"].(float64) > 30000 {
		t.Errorf("partial %v after %v samples", e["partial"], e["n"])
	}
}
