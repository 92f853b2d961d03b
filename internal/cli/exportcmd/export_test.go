package exportcmd_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/exportcmd"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
)

// trained is a recording of training: a folder, and the same events as a file.
func trained(t *testing.T, more ...string) (folder, file, text string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "run")
	text = clitest.Must(t, traincmd.New(), clitest.Train(append(more, "--record", folder)...)...)
	return folder, clitest.Keep(t, text), text
}

// read is the content of a file.
func read(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A folder, a compressed one and a file of the same events give the same tables, all of them.
func TestTables(t *testing.T) {
	folder, file, text := trained(t)
	zipped, _, _ := trained(t, "--record-zstd")
	var dirs []string
	for _, from := range []string{folder, file, zipped} {
		dir := filepath.Join(t.TempDir(), "a", "tables")
		out := clitest.Must(t, exportcmd.New(), from, "--out", dir)
		dirs = append(dirs, dir)
		clitest.Has(t, "output", out, filepath.Join(dir, "progress.csv")+": 12 rows", "done.csv: 1 row\n",
			"captured.csv: 0 rows")
	}
	entries, err := os.ReadDir(dirs[0])
	if err != nil || len(entries) != 24 {
		t.Fatalf("%d files, error %v", len(entries), err)
	}
	for _, e := range entries {
		want := read(t, dirs[0], e.Name())
		for _, dir := range dirs[1:] {
			clitest.Same(t, e.Name(), read(t, dir, e.Name()), want)
		}
	}
	rows := clitest.Table(t, read(t, dirs[0], "progress.csv"))
	for _, r := range rows {
		if !strings.Contains(text, `"step":`+r["step"]+`,"eta":`+r["eta"]+`,"loss":`+r["loss"]+"}") {
			t.Errorf("row %v", r)
		}
	}
	one := clitest.Must(t, exportcmd.New(), folder, "--what", "noise")
	clitest.Same(t, "one table", one, read(t, dirs[0], "noise.csv"))
}

// Parquet has the rows of CSV.
func TestParquet(t *testing.T) {
	folder, _, _ := trained(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "evaluated.parquet")
	clitest.Must(t, exportcmd.New(), folder, "--format", "parquet", "--what", "evaluated", "--out", path)
	clitest.Must(t, exportcmd.New(), folder, "--format", "parquet", "--what", "evaluated,jumps", "--out", dir, "--force")
	printed := clitest.Must(t, exportcmd.New(), folder, "--format", "parquet", "--what", "evaluated")
	if printed != read(t, path) {
		t.Error("standard output has another file")
	}
	rows := clitest.Table(t, clitest.Must(t, exportcmd.New(), folder, "--what", "evaluated"))
	type row struct {
		Step *int64   `parquet:"step"`
		Loss *float64 `parquet:"train_loss"`
		N    *int64   `parquet:"batch"`
	}
	got, err := parquet.ReadFile[row](path)
	if err != nil || len(got) != len(rows) || len(rows) != 3 {
		t.Fatalf("%d rows, %d in CSV, error %v", len(got), len(rows), err)
	}
	for i, r := range got {
		if r.Step == nil || r.Loss == nil || r.N != nil || *r.Step != int64(6*i) {
			t.Errorf("row %d: %v, CSV %v", i, r, rows[i])
		}
	}
}

// NDJSON is the events as they are, or those of some types.
func TestNDJSON(t *testing.T) {
	folder, file, text := trained(t)
	clitest.Same(t, "folder", clitest.Must(t, exportcmd.New(), folder, "--format", "ndjson"), text)
	out := filepath.Join(t.TempDir(), "x.ndjson")
	clitest.Must(t, exportcmd.New(), file, "--format", "ndjson", "--what", "evaluated,done", "--out", out)
	events := clitest.Parse(t, read(t, out))
	if len(events) != 4 || events[3]["type"] != "done" || !strings.Contains(text, clitest.FirstLines(read(t, out), 1)) {
		t.Errorf("events %v", events)
	}
}

// The figure is SVG, of either engine.
func TestSVG(t *testing.T) {
	folder, _, _ := trained(t)
	simulated := clitest.Keep(t, clitest.Must(t, simcmd.New(), clitest.Sim()...))
	for from, word := range map[string]string{folder: "fc1.weight", simulated: "Kaplan-Meier"} {
		svg := clitest.Must(t, exportcmd.New(), from, "--format", "svg")
		clitest.Has(t, "figure", svg, word, "</svg>")
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A recording that is cut in its last line is exported without it, which is said.
func TestTornRecording(t *testing.T) {
	folder, _, text := trained(t)
	events := filepath.Join(folder, "events.ndjson")
	if err := os.Truncate(events, int64(len(text)-20)); err != nil {
		t.Fatal(err)
	}
	cmd := exportcmd.New()
	var out, notes bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&notes)
	cmd.SetArgs([]string{folder, "--format", "ndjson"})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	whole := text[:strings.LastIndex(text[:len(text)-1], "\n")+1]
	clitest.Same(t, "whole lines", out.String(), whole)
	clitest.Has(t, "standard error", notes.String(), "is cut, and left out")
}

// Files that are there stay, and after an error there is none.
func TestNothingIsLost(t *testing.T) {
	folder, file, _ := trained(t)
	dir := t.TempDir()
	kept := filepath.Join(dir, "jumps.csv")
	if err := os.WriteFile(kept, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	clitest.Refused(t, exportcmd.New(), []string{folder, "--out", dir}, "jumps.csv", "--force")
	if entries, _ := os.ReadDir(dir); len(entries) != 1 || read(t, kept) != "mine" {
		t.Errorf("%d files, and %q", len(entries), read(t, kept))
	}
	clitest.Refused(t, exportcmd.New(), []string{folder, "--format", "svg", "--out", file}, "svg")
	clitest.Refused(t, exportcmd.New(), []string{folder, "--format", "ndjson", "--out", file}, "--force")
	clitest.Refused(t, exportcmd.New(), []string{folder, "--out", file}, "is a file")
	clitest.Must(t, exportcmd.New(), folder, "--out", dir, "--force")
	if read(t, kept) == "mine" {
		t.Error("--force did not replace the file")
	}
	for _, args := range [][]string{{"--format", "ndjson"}, {"--what", "progress"}, {"--format", "svg"}} {
		clitest.WithoutRoom(t, exportcmd.New(), append([]string{folder}, args...)...)
	}
}

func TestExportRefuses(t *testing.T) {
	folder, file, _ := trained(t)
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{folder}, []string{"--out DIR", "--what"}},
		{[]string{folder, "--what", "speed"}, []string{`"speed"`, "progress, evaluated"}},
		{[]string{folder, "--what", "progress,noise"}, []string{"2 tables", "--out DIR"}},
		{[]string{folder, "--format", "ndjson", "--what", "statistics"}, []string{`"statistics"`, "progress"}},
		{[]string{folder, "--format", "xlsx"}, []string{`"xlsx"`, "parquet"}},
		{[]string{folder, "--format", "svg", "--what", "noise"}, []string{"--what"}},
		{[]string{file + "x"}, []string{file + "x"}},
		{[]string{t.TempDir()}, []string{"not a recording"}},
		{[]string{clitest.Keep(t, "{}\n"), "--what", "progress"}, []string{"line 1"}},
	} {
		clitest.Refused(t, exportcmd.New(), c.args, c.want...)
	}
}

// The captured noise of a probe is an array, of standard output or of a file, and flags that do not go with it are
// refused.
func TestArrays(t *testing.T) {
	folder, _, _ := trained(t, "--capture", "fc2.bias[0:2]")
	path := filepath.Join(t.TempDir(), "a.npy")
	clitest.Must(t, exportcmd.New(), folder, "--format", "npy", "--step", "0", "--out", path)
	clitest.Same(t, "standard output", clitest.Must(t, exportcmd.New(), folder, "--format", "npy", "--step", "0"),
		read(t, path))
	clitest.Has(t, "header", read(t, path), "'shape': (32, 2)")
	clitest.Has(t, "archive", clitest.Must(t, exportcmd.New(), folder, "--format", "npz"), "series.npy", "names.npy")
	for want, args := range map[string][]string{
		"--step chooses a probe":     {"--step", "3"},
		"--step -2: give the step":   {"--format", "npy", "--step", "-2"},
		"--what chooses tables":      {"--format", "npz", "--what", "noise"},
		"a name that ends in .npz":   {"--format", "npz", "--out", path},
		"no noise was captured at 1": {"--format", "npz", "--step", "1"},
	} {
		want = strings.Replace(want, "at 1", "at step 1", 1)
		clitest.Refused(t, exportcmd.New(), append([]string{folder}, args...), want)
	}
}
