package resume_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/resume"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
)

// recorded runs a command with --record and returns the folder and what was printed.
func recorded(t *testing.T, cmd *cobra.Command, args ...string) (dir, printed string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run")
	return dir, clitest.Must(t, cmd, append(args, "--record", dir)...)
}

// runs are recordings of both engines, with changes of the controls.
func runs(t *testing.T, flags ...string) map[string][2]string {
	t.Helper()
	train, text := recorded(t, traincmd.New(), append(clitest.Train("--script",
		clitest.Keep(t, clitest.TrainScript)), flags...)...)
	sim, simText := recorded(t, simcmd.New(), append(clitest.Particle("--horizon", "40", "--script",
		clitest.Keep(t, clitest.SimScript)), flags...)...)
	return map[string][2]string{"train": {train, text}, "sim": {sim, simText}}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// execute returns what the command prints on standard output, and what it says beside.
func execute(ctx context.Context, cmd *cobra.Command, args ...string) (out, notes string, err error) {
	var o, n bytes.Buffer
	cmd.SetOut(&o)
	cmd.SetErr(&n)
	cmd.SetArgs(args)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err = cmd.ExecuteContext(ctx)
	return o.String(), n.String(), err
}

// A run is recorded as it is printed, and replays so.
func TestARunIsRecordedAsItIsPrinted(t *testing.T) {
	for name, run := range runs(t) {
		clitest.Same(t, name, read(t, filepath.Join(run[0], "events.ndjson")), run[1])
		clitest.Same(t, name+" replayed", clitest.Must(t, replay.New(), run[0]), run[1])
	}
	for name, run := range runs(t, "--record-zstd") {
		clitest.Same(t, name+" replayed", clitest.Must(t, replay.New(), run[0]), run[1])
	}
}

// Wherever a recording is cut, resume makes the events of the unbroken run of it, and prints those that it appends.
func TestResumeGivesTheUnbrokenRun(t *testing.T) {
	for name, run := range runs(t) {
		path, whole := filepath.Join(run[0], "events.ndjson"), run[1]
		cuts := []int{0, 7, len(whole) / 3, strings.LastIndex(whole[:len(whole)/2], "\n"), len(whole) / 2, len(whole) - 1}
		if testing.Short() {
			cuts = []int{7, len(whole) / 2}
		}
		for _, n := range cuts {
			put(t, path, whole[:n])
			out, notes, err := execute(context.Background(), resume.New(), run[0])
			if err != nil {
				t.Fatalf("%s cut at %d: %v", name, n, err)
			}
			kept := strings.LastIndex(whole[:n], "\n") + 1
			clitest.Same(t, name, out, whole[kept:])
			clitest.Same(t, name, read(t, path), whole)
			if cut := kept < n && !json.Valid([]byte(whole[kept:n])); cut != strings.Contains(notes, "is cut") {
				t.Errorf("%s cut at %d: notes %q", name, n, notes)
			}
		}
		out, notes, err := execute(context.Background(), resume.New(), run[0])
		if err != nil || out != "" || !strings.Contains(notes, "has come to its end") {
			t.Errorf("%s, whole: %q, %q, %v", name, out, notes, err)
		}
	}
}

// The changes of a script that a run had not come to are made after resume, and cannot be edited unseen.
func TestResumeKnowsChangesToCome(t *testing.T) {
	for name, run := range runs(t) {
		path, changes := filepath.Join(run[0], "events.ndjson"), filepath.Join(run[0], "changes.ndjson")
		first := strings.Index(run[1], `{"type":"changed"`)
		if first < 0 || !strings.Contains(run[1][first+1:], `{"type":"changed"`) {
			t.Fatalf("%s: fewer than two changes", name)
		}
		put(t, path, run[1][:first])
		put(t, changes, "") // as they are when a run is killed before the first of them
		clitest.Must(t, resume.New(), run[0])
		clitest.Same(t, name, read(t, path), run[1])

		about := filepath.Join(run[0], "run.toml")
		put(t, about, strings.Replace(read(t, about), `{"type":"changed","step":`, `{"type":"changed","step":1`, 1))
		if _, _, err := execute(context.Background(), resume.New(), run[0]); err == nil ||
			!strings.Contains(err.Error(), "planned") {
			t.Errorf("%s: an edited script is followed: %v", name, err)
		}
	}
}

// Of a compressed recording, too.
func TestResumeCompressed(t *testing.T) {
	for name, run := range runs(t, "--record-zstd") {
		path := filepath.Join(run[0], "events.ndjson.zst")
		zipped := read(t, path)
		put(t, path, zipped[:2*len(zipped)/3])
		clitest.Must(t, resume.New(), run[0])
		clitest.Same(t, name, clitest.Must(t, replay.New(), run[0]), run[1])
	}
}

// What tells of an interruption gives way to what the run does next.
func TestResumeAfterAnInterruption(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	clitest.Interrupted(t, `{"type":"evaluated","step":18`, traincmd.New(),
		clitest.Train("--steps", "60", "--record", dir)...)
	clitest.Must(t, resume.New(), dir)
	clitest.Same(t, "events", read(t, filepath.Join(dir, "events.ndjson")),
		clitest.Must(t, traincmd.New(), clitest.Train("--steps", "60")...))
}

// A recorded event that the run does not come to is named by replay and by resume, which changes nothing then.
func TestDifferencesAreNamed(t *testing.T) {
	for name, run := range runs(t) {
		path := filepath.Join(run[0], "events.ndjson")
		lines := strings.SplitAfter(run[1], "\n")
		lines[5] = strings.Replace(lines[5], `"step":`, `"step":7`, 1)
		damaged := strings.Join(lines[:len(lines)-2], "")
		put(t, path, damaged)
		for _, cmd := range []*cobra.Command{replay.New(), resume.New()} {
			_, notes, err := execute(context.Background(), cmd, run[0])
			if err == nil || !strings.Contains(err.Error(), "differs from line 6") ||
				!strings.Contains(notes, "differs from line 6") || !strings.Contains(notes, "edited or damaged") {
				t.Errorf("%s %s: %v, %q", cmd.Name(), name, err, notes)
			}
		}
		clitest.Same(t, name, read(t, path), damaged)
		about := read(t, filepath.Join(run[0], "run.toml"))
		for _, c := range []struct{ old, new, want string }{
			{"build = '", "build = 'older ", "another build"}, {"arch = '", "arch = 'odd", "another processor"},
		} {
			put(t, filepath.Join(run[0], "run.toml"), strings.Replace(about, c.old, c.new, 1))
			_, notes, err := execute(context.Background(), replay.New(), run[0])
			if err == nil || !strings.Contains(notes, "differs from line 6") || !strings.Contains(notes, c.want) {
				t.Errorf("%s: %v, %q", c.want, err, notes)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	run := runs(t)["train"][0]
	clitest.Refused(t, traincmd.New(), clitest.Train("--record", run), "not empty")
	clitest.Refused(t, traincmd.New(), clitest.Train("--record-zstd"), "--record")
	clitest.Refused(t, simcmd.New(), clitest.Sim("--record", run+"2", "--sweep", "eps=0.1,0.2"), "--sweep")
	clitest.Refused(t, simcmd.New(), clitest.Sim("--record", run+"2", "--method", "both"), "--method")
	clitest.Refused(t, traincmd.New(), clitest.Train("--record", run+"2", "--batch", "0"), "batch")
	clitest.Refused(t, resume.New(), []string{run + "2"}, "run2")
	clitest.Refused(t, resume.New(), []string{t.TempDir()}, "not a recording")
}
