package slurmcmd_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/slurmcmd"
	"levyscope/internal/cli/traincmd"
)

// sim is a command to share out.
var sim = []string{"--", "sim", "--paths", "100"}

// with are flags before those of sim.
func with(flags ...string) []string { return append(flags, sim...) }

// programs puts shell scripts alone on the PATH, in a directory that they find as $AT, and makes another one the
// working directory.
func programs(t *testing.T, scripts map[string]string) (at string) {
	t.Helper()
	at = t.TempDir()
	for name, text := range scripts {
		script := "#!/bin/sh\nAT='" + at + "'\necho " + name + ` "$@" >> "$AT/log"` + "\n" + text
		if err := os.WriteFile(filepath.Join(at, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", at)
	t.Chdir(t.TempDir())
	return at
}

// cluster is a Slurm that numbers jobs from 71, where none is in the queue.
func cluster() map[string]string {
	return map[string]string{
		"sbatch":   `n=70; while read -r _; do n=$((n + 1)); done < "$AT/log"; echo "$n;main"`,
		"scontrol": "echo 'MaxArraySize            = 6'",
		"squeue":   "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1",
	}
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// finish writes part i of a folder, whole.
func finish(t *testing.T, dir string, parts ...string) {
	t.Helper()
	of := regexp.MustCompile(`--part "\$part/(\d+)"`).FindStringSubmatch(read(t, dir, "array.sbatch"))[1]
	for _, i := range parts {
		clitest.Must(t, simcmd.New(), "--paths", "100", "--part", i+"/"+of, "--out", dir+"/parts/part-"+i+".ndjson",
			"--force")
	}
}

func TestSubmission(t *testing.T) {
	at := programs(t, cluster())
	out := clitest.Must(t, slurmcmd.New(), with("--array", "13", "--dir", "a b")...)
	clitest.Has(t, "what it says", out, "13 parts by 5 tasks of up to 3 parts each: MaxArraySize is 6\n",
		"Submitted: array 72, merging job 73", "squeue --jobs=72,73", "a b/result.ndjson", "scontrol requeue 72_T")
	log := read(t, at, "log")
	dir, err := filepath.Abs("a b")
	if err != nil {
		t.Fatal(err)
	}
	want := "scontrol show config\nsbatch --parsable " + dir + "/array.sbatch\n" +
		"sbatch --parsable --dependency=afterany:72 " + dir + "/merge.sbatch\n"
	if log != want {
		t.Errorf("ran\n%swant\n%s", log, want)
	}
	clitest.Has(t, "the script", read(t, "a b/array.sbatch"), "#SBATCH --array=1-5\n", " --force --paths 100 || code=$?")

	// The same command goes on: the parts of task 2 are there, one of task 3 is torn, and one has a wrong bit.
	finish(t, "a b", "2", "7", "12", "3", "13", "8")
	part := []byte(read(t, "a b/parts/part-3.ndjson"))
	part[len(part)/2] ^= 1
	if err := os.WriteFile("a b/parts/part-3.ndjson", part, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate("a b/parts/part-8.ndjson", 900); err != nil {
		t.Fatal(err)
	}
	out = clitest.Must(t, slurmcmd.New(), with("--array", "13", "--dir", "a b")...)
	clitest.Has(t, "what it says", out, "4 of 13 parts are finished and kept; tasks to start: 1,3-5\n")
	clitest.Has(t, "the script", read(t, "a b/array.sbatch"), "#SBATCH --array=1,3-5\n")

	finish(t, "a b", "1", "3", "4", "5", "6", "8", "9", "10", "11")
	before := len(read(t, at, "log"))
	out = clitest.Must(t, slurmcmd.New(), with("--array", "13", "--dir", "a b")...)
	clitest.Has(t, "what it says", out, "only the merging is left", "Submitted: merging job", "!array")
	clitest.Has(t, "what it ran", read(t, at, "log")[before:], "sbatch --parsable "+dir+"/merge.sbatch", "!afterany")

	if err := os.WriteFile("a b/result.ndjson", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	before = len(read(t, at, "log"))
	out = clitest.Must(t, slurmcmd.New(), with("--array", "13", "--dir", "a b")...)
	clitest.Has(t, "what it says", out, "All 13 parts are finished and merged: "+dir+"/result.ndjson")
	clitest.Has(t, "what it ran", read(t, at, "log")[before:], "!sbatch")
}

// The runs of training are shared out in the same way.
func TestTraining(t *testing.T) {
	programs(t, cluster())
	words := []string{"--array", "2", "--dir", "d", "--", "train", "--seeds", "2", "--steps", "3", "--model", "mlp:4",
		"--probe-every", "0", "--format", "text"}
	clitest.Must(t, slurmcmd.New(), words...)
	clitest.Must(t, traincmd.New(), append([]string{"--part", "1/2", "--out", "d/parts/part-1.ndjson"}, words[6:]...)...)
	clitest.Has(t, "with a part", clitest.Must(t, slurmcmd.New(), words...),
		"1 of 2 parts are finished and kept; tasks to start: 2\n", "/d/result.txt")
}

// Without sbatch, and with --no-submit, the scripts are written and it is said how to submit them.
func TestScriptsAlone(t *testing.T) {
	programs(t, nil)
	out := clitest.Must(t, slurmcmd.New(), with("--dir", "it's")...)
	clitest.Has(t, "without sbatch", out, "No sbatch is on the PATH here: nothing is submitted", "16 parts, one a task\n",
		"${job%%;*} '", `it'\''s/merge.sbatch'`)
	clitest.Has(t, "the script", read(t, "it's/array.sbatch"), "#SBATCH --array=1-16\n")

	at := programs(t, cluster())
	out = clitest.Must(t, slurmcmd.New(), with("--no-submit", "--max-array-size", "9")...)
	clitest.Has(t, "with --no-submit", out, "16 parts by 8 tasks of up to 2 parts each: MaxArraySize is 9\n",
		"Nothing is submitted", "!No sbatch")
	found, err := filepath.Glob("levyscope-sim-*/command.json")
	if err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
	if _, err := os.Stat(filepath.Join(at, "log")); err == nil {
		t.Errorf("it ran %s", read(t, at, "log"))
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	programs(t, cluster())
	out := clitest.Must(t, slurmcmd.New(), with("--dry-run", "--array", "3", "--mem", "2G")...)
	clitest.Has(t, "the scripts", out, "#SBATCH --array=1-3\n", "#SBATCH --mem=\"2G\"\n",
		"/array.sbatch\n", "/merge.sbatch\n")
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestRefused(t *testing.T) {
	programs(t, nil)
	for want, args := range map[string][]string{
		"after --":                           {"sim"},
		"flags of sim and train stand":       {"--paths", "3"},
		"no command stands":                  {"--", "levyscope"},
		`command "fit" cannot be cut`:        {"--", "fit", "x"},
		"--array 0":                          with("--array", "0"),
		"--array 17: this work can be cut":   {"--array", "17", "--", "sim", "--paths", "16"},
		"--array 5: this work can be cut":    {"--array", "5", "--", "train", "--seeds", "2", "--sweep", "eta0=.1,.2"},
		"--cpus-per-task 0":                  with("--cpus-per-task", "0"),
		"--throttle -1":                      with("--throttle", "-1"),
		"--max-array-size 1":                 with("--max-array-size", "1"),
		`--time "soon"`:                      with("--time", "soon"),
		`--mem "2 G"`:                        with("--mem", "2 G"),
		`--partition "a\n#SBATCH --x"`:       with("--partition", "a\n#SBATCH --x"),
		"backslash":                          with("--dir", `a\b`),
		`--dir "a\nb"`:                       with("--dir", "a\nb"),
		"--part cannot be given":             {"--", "sim", "--part", "1/2"},
		"--out cannot be given":              {"--", "sim", "--out=x"},
		"--record cannot be given":           {"--", "train", "--record", "x"},
		"--capture-out cannot be given":      {"--", "train", "--capture-out", "x"},
		"sim: paths = 0":                     {"--", "sim", "--paths", "0"},
		"sim: unknown flag: --steps-of":      {"--", "sim", "--steps-of", "0"},
		"sim: word \"more\"":                 {"--", "sim", "more"},
		"control character":                  {"--", "sim", "--potential", "expr:x1^2\n+1"},
		"no UTF-8":                           {"--", "sim", "--potential", "expr:\xff"},
		"the help of sim":                    {"--", "sim", "--help"},
		"train: batch = 99999":               {"--", "train", "--batch", "99999", "--seeds", "2"},
		"a single run cannot be cut":         {"--", "train", "--steps", "10"},
		"standard input cannot":              {"--", "sim", "--noise", "empirical:file=-,column=x"},
		"no regular file":                    {"--", "sim", "--noise", "empirical:file=/dev/null,column=x"},
		"cannot read none.csv: no such file": {"--", "sim", "--noise", "empirical:file=none.csv,column=x"},
		"leave out --particle and --script":  {"--", "sim", "--script", "none"},
		"--script beside --seeds":            {"--", "train", "--script", "none", "--seeds", "2"},
		"point 2 of the sweep":               {"--", "sim", "--sweep", "eps=0.1,-1"},
	} {
		clitest.Refused(t, slurmcmd.New(), args, want)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 0 {
		t.Errorf("what is refused leaves %v, %v", entries, err)
	}
}

func TestFolders(t *testing.T) {
	programs(t, nil)
	mine := with("--dir", "d")
	clitest.Must(t, slurmcmd.New(), mine...)
	finish(t, "d", "1", "2")
	other := append(mine, "--eps", "0.2")
	clitest.Refused(t, slurmcmd.New(), other, "is that of another command: its command is another; give", "--force")
	clitest.Refused(t, slurmcmd.New(), append([]string{"--array", "8"}, mine...), "it has 16 parts")
	clitest.Has(t, "the same command", clitest.Must(t, slurmcmd.New(), mine...), "2 of 16 parts are finished and kept")
	clitest.Has(t, "another one with --force", clitest.Must(t, slurmcmd.New(), append([]string{"--force"}, other...)...),
		"16 parts, one a task\nThe scripts are in")
	if _, err := os.Stat("d/parts/part-1.ndjson"); err == nil {
		t.Error("a part of the other command is left")
	}
	if err := os.WriteFile("d/command.json", []byte(`{"format":2}`), 0o644); err != nil {
		t.Fatal(err)
	}
	clitest.Refused(t, slurmcmd.New(), mine, "format 2 is not known")

	if err := os.MkdirAll("e/empty", 0o755); err != nil {
		t.Fatal(err)
	}
	clitest.Must(t, slurmcmd.New(), with("--dir", "e/empty")...)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "e"), "a folder", "is there already")
	clitest.Must(t, slurmcmd.New(), with("--dir", "e", "--force")...)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "e/command.json"), "not a directory")
	clitest.Refused(t, slurmcmd.New(), with("--dir", "e/command.json/x"), "not a directory")
}

// Parts of another kind of processor than most do not merge with them, and are computed again.
func TestPartsOfSeveralProcessors(t *testing.T) {
	programs(t, nil)
	mine := with("--array", "5", "--dir", "d")
	clitest.Must(t, slurmcmd.New(), mine...)
	finish(t, "d", "1", "2", "3", "4")
	text := read(t, "d/parts/part-2.ndjson")
	body, _, _ := strings.Cut(text, `{"type":"part_done"`)
	body = regexp.MustCompile(`"processor":"[^"]*"`).ReplaceAllString(body, `"processor":"z80"`)
	end := fmt.Sprintf(`{"type":"part_done","lines":%d,"sha256":"%x"}`+"\n", strings.Count(body, "\n"),
		sha256.Sum256([]byte(body)))
	if err := os.WriteFile("d/parts/part-2.ndjson", []byte(body+end), 0o644); err != nil {
		t.Fatal(err)
	}
	clitest.Has(t, "what it says", clitest.Must(t, slurmcmd.New(), mine...),
		"3 of 5 parts are finished and kept; tasks to start: 2,5\n", "1 parts are there of another kind", "--constraint")
}

// A file of samples that has changed makes another command of the same words.
func TestSamplesThatChange(t *testing.T) {
	programs(t, nil)
	samples := func(last string) {
		text := "x\n" + strings.Repeat("-1\n1\n", 60) + last + "\n"
		if err := os.WriteFile("s.csv", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mine := []string{"--dir", "d", "--", "sim", "--paths", "100", "--time", "iteration",
		"--noise", "empirical:file=s.csv,column=x"}
	samples("2")
	clitest.Must(t, slurmcmd.New(), mine...)
	clitest.Must(t, slurmcmd.New(), mine...)
	samples("3")
	clitest.Refused(t, slurmcmd.New(), mine, "a file that its arguments name held something else")
}

func TestSlurmRefuses(t *testing.T) {
	scripts := cluster()
	scripts["sbatch"] = "echo 'sbatch: error: invalid partition' >&2\n" +
		"echo 'sbatch: error: Batch job submission failed' >&2\nexit 1"
	programs(t, scripts)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "d"), "the job array was not submitted",
		"invalid partition; sbatch: error: Batch")

	scripts["sbatch"] = "echo Submitted"
	programs(t, scripts)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "d"), `sbatch printed "Submitted\n" instead of the number`)

	scripts["sbatch"] = `case $2 in --dependency*) echo full >&2; exit 1;; esac; echo 5`
	programs(t, scripts)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "d"), "the merging job was not submitted: full", "the array 5 was",
		"give the same command again")

	scripts = cluster()
	scripts["squeue"] = "echo 72_3"
	programs(t, scripts)
	clitest.Must(t, slurmcmd.New(), with("--dir", "d")...)
	clitest.Refused(t, slurmcmd.New(), with("--dir", "d"), "still in the queue", "scancel 72 73")
}

// A command that is broken off while Slurm does not answer ends.
func TestInterrupted(t *testing.T) {
	scripts := cluster()
	scripts["scontrol"] = "exec /bin/sleep 60"
	programs(t, scripts)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out, err := clitest.Execute(ctx, slurmcmd.New(), with("--dir", "d")...)
	if err == nil {
		t.Errorf("it ends without an error: %s", out)
	}
	if _, err := os.Stat("d"); err == nil || !strings.Contains(err.Error(), "no such") {
		t.Errorf("a folder is left: %v", err)
	}
}
