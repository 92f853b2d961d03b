package traincmd_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/cli/mergecmd"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
)

// line are the arguments of a run of linear regression whose first weight is followed.
func line(more ...string) []string {
	return append(strings.Fields("--data regression:d=2,n=50 --model linear:nobias --sampling fresh --batch 1 "+
		"--steps 1500 --schedule constant:eta0=0.5 --probe-every 0 --evaluate-every 0 --progress-every 1000 --jumps-every 0 "+
		"--iterates fc1.weight[0] --iterates-burn 100"), more...)
}

// The done event has the tail index beside Kesten's, the text says both, and neither has an accuracy.
func TestIteratesInEveryFormat(t *testing.T) {
	text := clitest.Must(t, traincmd.New(), line()...)
	events := clitest.Parse(t, text)
	done := events[len(events)-1]
	tail := done["iterates"].([]any)[0].(map[string]any)
	theory := tail["theory"].(map[string]any)
	if done["train_accuracy"] != nil || tail["values"] != 1400. || theory["stationary"] != true || theory["alpha"] == nil {
		t.Errorf("done %v", done)
	}
	clitest.Same(t, "replay", clitest.Must(t, replay.New(), clitest.Keep(t, text)), text)
	clitest.Has(t, "text", clitest.Must(t, traincmd.New(), line("--format", "text")...), "Kesten: 2", "tail index",
		"not heavy gradient noise", "half mean squared error", "!accuracy", "!NaN", "!nats")
	rows, err := csv.NewReader(strings.NewReader(
		clitest.Must(t, traincmd.New(), line("--format", "csv", "--sweep", "data.d=1,2")...))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %v", rows, err)
	}
	for i, name := range rows[0] {
		if strings.HasPrefix(name, "iterate_theory") && !(rows[1][i] > rows[2][i]) {
			t.Errorf("theory %s at d = 1, %s at d = 2: want it to fall", rows[1][i], rows[2][i])
		}
		if strings.HasSuffix(name, "accuracy") && rows[1][i] != "" {
			t.Errorf("%s is %s", name, rows[1][i])
		}
	}
}

// A file of values holds those of the events, and fit reads it.
func TestIteratesOut(t *testing.T) {
	for _, ending := range []string{".csv", ".npy"} {
		path := filepath.Join(t.TempDir(), "values"+ending)
		args := line("--iterates-out", path, "--iterates-chunk", "600")
		events := clitest.Of(clitest.Parse(t, clitest.Must(t, traincmd.New(), args...)), "iterates")
		if len(events) != 3 || events[0]["step"] != 101. {
			t.Fatalf("%d events", len(events))
		}
		out := clitest.Parse(t, clitest.Must(t, fitcmd.New(), path, "--json", "--bootstrap", "19"))
		if out[0]["n"] != 1400. {
			t.Errorf("%s: fit %.200v", ending, out[0])
		}
		clitest.Refused(t, traincmd.New(), args, "--force")
	}
}

// The parts of a sweep give the table of the whole sweep.
func TestIteratesOfParts(t *testing.T) {
	args := line("--format", "csv", "--sweep", "batch=1,2")
	dir := t.TempDir()
	var paths []string
	for _, part := range []string{"1/2", "2/2"} {
		path := filepath.Join(dir, part[:1])
		clitest.Must(t, traincmd.New(), append(args, "--part", part, "--out", path)...)
		paths = append(paths, path)
	}
	clitest.Same(t, "merged", clitest.Must(t, mergecmd.New(), paths...), clitest.Must(t, traincmd.New(), args...))
}

func TestIteratesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	clitest.Refused(t, traincmd.New(), []string{"--iterates-burn", "3"}, "without --iterates")
	clitest.Refused(t, traincmd.New(), line("--iterates-out", filepath.Join(dir, "a.txt")), ".npy or .csv")
	clitest.Refused(t, traincmd.New(), line("--iterates", ","), "names no parameter")
	clitest.Refused(t, traincmd.New(), line("--iterates-burn", "1500"), "lower the burn-in")
	clitest.Refused(t, traincmd.New(), line("--iterates-every", "1401"), "use every 1400 or less")
	clitest.Refused(t, traincmd.New(), line("--iterates-out", filepath.Join(dir, "a.csv"), "--seeds", "2"), "single run")
	clitest.Refused(t, traincmd.New(), []string{"--sampling", "fresh"}, "mnist1d", "use replacement")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// What cannot be vouched for says so, and where no exact index is known the reason is told.
func TestIteratesSayWhatIsNotKnown(t *testing.T) {
	long := []string{"--data", "regression:d=20,n=50", "--batch", "4", "--schedule", "constant:eta0=0.33",
		"--steps", "20000", "--format"}
	clitest.Has(t, "text", clitest.Must(t, traincmd.New(), line(append(long, "text")...)...), "NOT TO BE RELIED ON")
	clitest.Has(t, "JSON", clitest.Must(t, traincmd.New(), line(append(long, "json")...)...), `"caveat":"`)
	clitest.Has(t, "CSV", clitest.Must(t, traincmd.New(), line(append(long, "csv")...)...), "iterate_caveat_fc1.weight[0]")
	for words, args := range map[string][]string{
		"momentum is not 0": {"--momentum", "0.5", "--schedule", "constant:eta0=0.1"},
		"the model is not":  {"--model", "linear"},
		"a finite set":      {"--sampling", "replacement"}, "gradients are clipped": {"--clip", "norm:1"},
		"have no noise": {"--data", "regression:d=2,n=50,noise=0"},
	} {
		clitest.Has(t, "JSON", clitest.Must(t, traincmd.New(), line(args...)...), `"theory_missing":"`, words)
		clitest.Has(t, "text", clitest.Must(t, traincmd.New(), line(append(args, "--format", "text")...)...), words)
	}
}
