package traincmd_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
)

const twoParameters = "fc2.weight[17],fc1.bias[3]"

// capture runs train with capture, into a directory of its own, and returns the events and the file.
func capture(t *testing.T, more ...string) (events []clitest.Event, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "noise.csv")
	args := clitest.Train(append(more, "--capture", twoParameters, "--capture-out", path)...)
	return clitest.Parse(t, clitest.Must(t, traincmd.New(), args...)), path
}

// holds says that the file has the series of the event, and that nothing else is beside it.
func holds(t *testing.T, path string, captured clitest.Event) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != twoParameters {
		t.Errorf("header %s, want %s", got, twoParameters)
	}
	for i, series := range captured["series"].([]any) {
		values := series.([]any)
		if len(values) != 32 || len(rows) != 33 {
			t.Fatalf("%d values, %d rows", len(values), len(rows))
		}
		for m, v := range values {
			if got, err := strconv.ParseFloat(rows[1+m][i], 64); err != nil || got != v {
				t.Errorf("row %d, column %d: %v, want %v", m, i, rows[1+m][i], v)
			}
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("beside it: %v, %v", entries, err)
	}
	if info, err := file.Stat(); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// The file holds what the last probe captured, and fit reads each column by its name.
func TestTrainCapture(t *testing.T) {
	events, path := capture(t)
	captured := clitest.Of(events, "captured")
	if len(captured) != 3 || captured[2]["step"] != 12. {
		t.Fatalf("%d captures", len(captured))
	}
	holds(t, path, captured[2])
	out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), path, "--column", "fc1.bias[3]", "--json", "--bootstrap", "19"))
	if out[0]["column"] != "fc1.bias[3]" || out[0]["n"] != 32. {
		t.Errorf("fit: %.200v", out[0])
	}
}

// Arrays of NumPy hold the same numbers as the event, and fit reads them.
func TestTrainCaptureAsArrays(t *testing.T) {
	var columns []string
	for _, ending := range []string{".csv", ".npy", ".npz"} {
		path, column := filepath.Join(t.TempDir(), "noise"+ending), map[string]string{
			".csv": "fc1.bias[3]", ".npy": "1", ".npz": "series:1"}[ending]
		clitest.Must(t, traincmd.New(), clitest.Train("--capture", "fc2.bias[0],fc1.bias[3]", "--capture-out", path)...)
		out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), path, "--column", column, "--json", "--bootstrap", "19"))
		columns = append(columns, fmt.Sprint(out[0]["n"], out[0]["fits"]))
	}
	clitest.Same(t, "fit of .npy", columns[1], columns[0])
	clitest.Same(t, "fit of .npz", columns[2], columns[0])
}

// The comments say where the series come from; slices and repeated flags are columns, and fit finds the atom of
// gradients that are exactly 0 in the only column, with the share that the file tells.
func TestCaptureSaysItsOrigin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "noise.csv")
	clitest.Must(t, traincmd.New(), clitest.Train("--capture", "fc2.weight[1,0:3],fc1.bias[3]",
		"--capture", "fc2.bias[:2]", "--capture-out", path, "--seed", "7")...)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clitest.Has(t, "file", string(text), "# step 12; batch 8; seed 7; drawn with replacement; MLP 40-6-10 relu; mnist1d\n",
		"# centre (full gradient): fc2.weight[6] ", "exactly 0 (noise minus the centre): fc2.weight[6] ",
		"\nfc2.weight[6],fc2.weight[7],fc2.weight[8],fc1.bias[3],fc2.bias[0],fc2.bias[1]\n")
}

// fit reads a single captured column without being told its name, and sets the atom apart at minus the centre.
func TestFitSetsTheAtomOfACaptureApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "noise.csv")
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), "--model", "mlp:20", "--steps", "1", "--probe-every", "1",
		"--probe-batch", "3", "--probe-batches", "512", "--capture", "fc1.weight[320]", "--capture-out", path))
	captured := clitest.Of(events, "captured")[1]
	share := clitest.Floats(captured["zeros"])[0]
	if !(share > .01 && share < .9) {
		t.Fatalf("share of zeros %g: choose another parameter", share)
	}
	out := clitest.Must(t, fitcmd.New(), path, "--bootstrap", "19")
	clitest.Has(t, "fit", out, fmt.Sprintf("%.1f %% of the samples are the one value", 100*share))
}

// A run with capture replays to the same bytes, and writes nothing then.
func TestReplayOfCapture(t *testing.T) {
	path := filepath.Join(t.TempDir(), "noise.csv")
	text := clitest.Must(t, traincmd.New(), clitest.Train("--capture", twoParameters, "--capture-out", path)...)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	clitest.Same(t, "replay", clitest.Must(t, replay.New(), clitest.Keep(t, text)), text)
	if _, err := os.Stat(path); err == nil {
		t.Error("the replay wrote the file")
	}
}

// A run that is broken off leaves what its last probe captured.
func TestCaptureOfInterruptedRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "noise.csv")
	out := clitest.Interrupted(t, `{"type":"captured","step":18`, traincmd.New(),
		clitest.Train("--steps", "0", "--capture", twoParameters, "--capture-out", path)...)
	captured := clitest.Of(clitest.Parse(t, out), "captured")
	holds(t, path, captured[len(captured)-1])
}

// What could not be written after the run is refused before it.
func TestCaptureFlags(t *testing.T) {
	dir := t.TempDir()
	for want, args := range map[string][]string{
		"--capture-out without --capture": {"--capture-out", filepath.Join(dir, "a.csv")},
		"is a directory: name a file":     {"--capture", twoParameters, "--capture-out", dir},
		"there is no directory":           {"--capture", twoParameters, "--capture-out", filepath.Join(dir, "no", "a.csv")},
		"and not .parquet":                {"--capture", twoParameters, "--capture-out", filepath.Join(dir, "a.parquet")},
		"fc9.weight":                      {"--capture", "fc9.weight[1]", "--capture-out", filepath.Join(dir, "a.csv")},
	} {
		out, err := clitest.Execute(context.Background(), traincmd.New(), clitest.Train(args...)...)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(out, "started") {
			t.Errorf("%v: %v, want %s; %.80s", args, err, want, out)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// A file that is there is replaced with --force only, a link is written through, and a list without a name is an error.
func TestCaptureReplacesNothingUnasked(t *testing.T) {
	dir := t.TempDir()
	kept, link := filepath.Join(dir, "kept.csv"), filepath.Join(dir, "link.csv")
	if err := errors.Join(os.WriteFile(kept, []byte("mine"), 0o644), os.Symlink(kept, link)); err != nil {
		t.Skip(err)
	}
	run := func(args ...string) error {
		_, err := clitest.Execute(t.Context(), traincmd.New(), append([]string{"--steps", "1", "--probe-every", "1",
			"--probe-batches", "64", "--model", "linear"}, args...)...)
		return err
	}
	if err := run("--capture", "fc1.weight[1]", "--capture-out", kept); err == nil ||
		!strings.Contains(err.Error(), "--force") {
		t.Errorf("over a file: %v", err)
	}
	if b, _ := os.ReadFile(kept); string(b) != "mine" {
		t.Errorf("the file holds %q", b)
	}
	if err := run("--capture", "fc1.weight[1]", "--capture-out", link, "--force"); err != nil {
		t.Error(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link became a file: %v", err)
	}
	if b, _ := os.ReadFile(kept); !strings.Contains(string(b), "fc1.weight[1]") {
		t.Errorf("behind the link stands %q", b)
	}
	if err := run("--capture", ","); err == nil || !strings.Contains(err.Error(), "names no parameter") {
		t.Errorf("without a name: %v", err)
	}
}
