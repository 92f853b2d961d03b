package fitcmd_test

import (
	"bytes"
	"context"
	"encoding/csv"
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
	numpy "levyscope/internal/npy"
	"levyscope/stats/law"
)

// planted are 512 samples of 4 x 6 series in C order: alpha is 1.2 + 0.2 by row, the last column has 20 % zeros, and
// series (0, 0) is constant.
func planted() []float32 {
	r := rand.New(rand.NewPCG(11, 12))
	out := make([]float32, 0, 512*24)
	for range 512 {
		for i := range 24 {
			v := law.Stable{Alpha: 1.2 + .2*float64(i/6), Scale: 1}.Rand(r)
			switch {
			case i == 0:
				v = 3
			case i%6 == 5 && r.IntN(5) == 0:
				v = 0
			}
			out = append(out, float32(v))
		}
	}
	return out
}

// npy is an array as a .npy file.
func npy(t *testing.T, shape []int, values any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := numpy.Write(&b, shape, values); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plantedFile is the planted array as a file.
func plantedFile(t *testing.T) string {
	t.Helper()
	return clitest.Write(t, "layer.npy", npy(t, []int{512, 4, 6}, planted()))
}

func TestEachTable(t *testing.T) {
	path := plantedFile(t)
	text := clitest.Must(t, fitcmd.New(), path, "--each")
	for _, want := range []string{"samples along axis 0 (the first", "24 of 512 samples each", "verdicts", "constant",
		"no series", "alpha by block log-moments", "do the laws differ?", "rows", "map"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if n := len(strings.TrimSuffix(line, "\n")); n > 80 && !strings.HasPrefix(line, "file") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "\x1b") {
		t.Errorf("NaN or colours in\n%s", text)
	}
	e := clitest.Parse(t, clitest.Must(t, fitcmd.New(), path, "--each", "--axis", "0", "--json"))[0]
	if e["type"] != "array" || e["series"] != 24. || e["samples"] != 512. || e["axis_given"] != true {
		t.Errorf("%.300v", e)
	}
	states := e["states"].([]any)
	if n := states[1].(map[string]any)["count"]; n != 1. {
		t.Errorf("%v constant series, want 1", n)
	}
	rows := e["dispersion"].([]any)[1].(map[string]any)["parts"].([]any)[1].(map[string]any)
	near.Abs(t, "sd of alpha by row", rows["sd"].(float64), .2*math.Sqrt(5./3), .1)
	all := e["dispersion"].([]any)[1].(map[string]any)["parts"].([]any)[0].(map[string]any)
	near.Most(t, "p of equal laws", all["p"].(float64), .1) // four rows have 24 orders
}

// The same rows come from the array in another order of its axes, from a stream of .npy, from .npz and in the formats
// of the rows; the axis decides what a series is.
func TestEachRows(t *testing.T) {
	values, dir := planted(), t.TempDir()
	last := make([]float32, 0, len(values))
	for i := range 24 {
		for k := range 512 {
			last = append(last, values[k*24+i])
		}
	}
	var stream bytes.Buffer
	for k := range 512 {
		stream.Write(npy(t, []int{1, 4, 6}, values[k*24:(k+1)*24]))
	}
	rows := func(name string, b []byte, args ...string) [][]string {
		out := filepath.Join(dir, name+".csv")
		clitest.Must(t, fitcmd.New(), append([]string{clitest.Write(t, name, b), "--each", "--rows", out}, args...)...)
		text, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(lines) != 25 {
			t.Fatalf("%s: %d lines, error %v", name, len(lines), err)
		}
		return lines
	}
	want := rows("first.npy", npy(t, []int{512, 4, 6}, values))
	if want[8][2] != "1,1" || want[1][6] != "constant" {
		t.Errorf("position %s, kind %s", want[8][2], want[1][6])
	}
	for name, got := range map[string][][]string{
		"samples last":   rows("last.npy", npy(t, []int{4, 6, 512}, last), "--axis", "-1"),
		"stream of .npy": rows("stream.npy", stream.Bytes()),
	} {
		for i := range want {
			if fmt.Sprint(got[i]) != fmt.Sprint(want[i]) {
				t.Errorf("%s, row %d:\n%v\nwant\n%v", name, i, got[i], want[i])
				break
			}
		}
	}
}

func TestEachFiles(t *testing.T) {
	path, dir := plantedFile(t), t.TempDir()
	for name, magic := range map[string]string{"r.ndjson": `{"array":""`, "r.parquet": "PAR1", "m.svg": "<svg"} {
		flag := "--rows"
		if name == "m.svg" {
			flag = "--map"
		}
		out := filepath.Join(dir, name)
		clitest.Must(t, fitcmd.New(), path, "--each", flag, out)
		b, err := os.ReadFile(out)
		if err != nil || !bytes.HasPrefix(b, []byte(magic)) || bytes.Contains(b, []byte("NaN")) {
			t.Errorf("%s: %v, begins %.20q", name, err, b)
		}
		if _, err := clitest.Execute(context.Background(), fitcmd.New(), path, "--each", flag, out); err == nil ||
			!strings.Contains(err.Error(), "--force") {
			t.Errorf("%s was replaced: error %v", name, err)
		}
		clitest.Must(t, fitcmd.New(), path, "--each", flag, out, "--force")
		if again, _ := os.ReadFile(out); !bytes.Equal(again, b) {
			t.Errorf("%s differs the second time", name)
		}
	}
}

// What is refused leaves no file behind, and takes none away.
func TestEachRefuses(t *testing.T) {
	path, dir := plantedFile(t), t.TempDir()
	kept := filepath.Join(dir, "kept.csv")
	if err := os.WriteFile(kept, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "new.csv")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{path, "--each", "--axis", "3", "--rows", out}, "no axis 3"},
		{[]string{path, "--each", "--rows", filepath.Join(dir, "r.xlsx")}, ".xlsx"},
		{[]string{path, "--each", "--map", filepath.Join(dir, "m.png")}, ".png"},
		{[]string{path, "--each", "--svg", "d.svg"}, "--svg is for one column"},
		{[]string{path, "--axis", "1"}, "add --each"},
		{[]string{path, "--each", "--column", "b"}, `no array "b"`},
		{[]string{path, "--each", "--rows", filepath.Join(dir, "none", "r.csv")}, "none"},
		{[]string{path + ".none", "--each", "--rows", out}, "none"},
		{[]string{path + ".none", "--each", "--rows", kept, "--force"}, "none"},
	} {
		text, err := clitest.Execute(context.Background(), fitcmd.New(), c.args...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, output %.100q; want %q", c.args, err, text, c.want)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file was left behind")
	}
	if b, _ := os.ReadFile(kept); string(b) != "mine" {
		t.Errorf("the file that was there is now %q", b)
	}
}

// What was read before an interruption is reported, and marked, though the pipe stays open and silent.
func TestEachInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	go func() {
		values := planted()
		for k := range 500 {
			out.Write(npy(t, []int{24}, values[k*24:(k+1)*24]))
		}
		cancel()
	}()
	cmd := fitcmd.New()
	cmd.SetIn(in)
	text, err := clitest.Execute(ctx, cmd, "-", "--each", "--json")
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Fatalf("error %v", err)
	}
	e := clitest.Parse(t, text)[0]
	if n := e["samples"].(float64); e["partial"] != true || n < 100 || n > 500 {
		t.Errorf("partial %v after %v samples", e["partial"], e["samples"])
	}
}
