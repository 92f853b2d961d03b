package cluster_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/cluster"
	"levyscope/internal/shard"
)

// hostile are words that a shell would take apart.
var hostile = []string{
	"--alpha", "1.5", "", " ", "a b", "it's", `"`, "$HOME", "`id`", `\`, `\n`, "*", "~", "#", "-", "!",
	"%A", "a;b", "größe",
	"'", "''", `'"'`, "expr:(x1^2-1)^2/4",
}

func needShell(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no POSIX shell here")
	}
}

func TestShellTakesWordsAsTheyAre(t *testing.T) {
	needShell(t)
	line := "printf '%s\\n'"
	for _, word := range hostile {
		line += " " + shard.Quoted(word)
	}
	out, err := exec.Command("sh", "-c", line).Output()
	if want := strings.Join(hostile, "\n") + "\n"; err != nil || string(out) != want {
		t.Errorf("%s\ngives %q, %v", line, out, err)
	}
}

func TestCheckWord(t *testing.T) {
	for _, word := range hostile {
		if err := cluster.CheckWord("word", word); err != nil {
			t.Error(err)
		}
	}
	for _, word := range []string{"a\nb", "\x00", "a\rb", "\x1b[2J", "\x7f", "a\tb", "\xff"} {
		if err := cluster.CheckWord("word", word); err == nil {
			t.Errorf("%q is accepted", word)
		}
	}
	if err := cluster.CheckFolder(`a\b`); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("a folder with a backslash: %v", err)
	}
	if err := cluster.CheckFolder("a b$c%j'\""); err != nil {
		t.Error(err)
	}
}

// stub stands for levyscope: it notes its words, fails for the parts of FAIL by the status after :, and writes a part.
const stub = `#!/bin/sh
printf '%s\n' "$@" > "$NOTES/$$"
if [ "$1" = merge ]; then cat "$2"/*.ndjson; exit "${MERGED:-0}"; fi
for f in $FAIL; do if [ "$3" = "${f%:*}" ]; then exit "${f#*:}"; fi; done
echo "$3 $GOMAXPROCS $OMP_NUM_THREADS $(pwd)" > "$5"
`

// stage is a job with the stub, in a folder with a hostile name.
func stage(t *testing.T, parts, most int) (job cluster.Job, notes string) {
	t.Helper()
	needShell(t)
	top := t.TempDir()
	notes = filepath.Join(top, "notes")
	dir, from := filepath.Join(top, `a $b's "dir" %j`), filepath.Join(top, "from here")
	for _, d := range []string{notes, filepath.Join(dir, "parts"), from} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(top, "levy 'scope'")
	if err := os.WriteFile(program, []byte(stub), 0o755); err != nil {
		t.Fatal(err)
	}
	return cluster.Job{
		Name: "levyscope-sim-1", Program: program, Command: "sim", Arguments: hostile, From: from, Dir: dir,
		Result: "result.csv", Layout: cluster.NewLayout(parts, most), Array: "1-5",
		Resources: cluster.Resources{CPUs: 2, Partition: "long", Constraint: "a&b", Time: "1:00", Throttle: 3},
	}, notes
}

// execute runs a script as Slurm does, and returns its exit status and what it prints.
func execute(script string, env ...string) (int, string) {
	cmd := exec.Command("sh", "/dev/stdin")
	cmd.Stdin = strings.NewReader(script)
	cmd.Env = append(os.Environ(), env...)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// partsIn are the names of the parts in a folder.
func partsIn(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "parts", "part-*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range found {
		found[i] = filepath.Base(path)
	}
	return found
}

func TestATaskComputesItsParts(t *testing.T) {
	job, notes := stage(t, 13, 5)
	status, out := execute(job.ArrayScript(), "NOTES="+notes, "SLURM_ARRAY_TASK_ID=2", "SLURM_CPUS_PER_TASK=7")
	if status != 0 || out != "" {
		t.Fatalf("status %d: %s", status, out)
	}
	if got := partsIn(t, job.Dir); !slices.Equal(got, []string{"part-12.ndjson", "part-2.ndjson", "part-7.ndjson"}) {
		t.Errorf("task 2 wrote %v", got)
	}
	text, err := os.ReadFile(filepath.Join(job.Dir, "parts", "part-7.ndjson"))
	if want := "7/13 7 7 " + job.From + "\n"; err != nil || string(text) != want {
		t.Errorf("part 7 saw %q (%v), want %q", text, err, want)
	}
	files, err := filepath.Glob(notes + "/*")
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v", files, err)
	}
	text, err = os.ReadFile(files[0])
	if err != nil || !strings.HasSuffix(string(text), "\n--force\n"+strings.Join(hostile, "\n")+"\n") {
		t.Errorf("the words came as %q, %v", text, err)
	}
}

// A part that fails does not keep the task from its other parts; a signal ends the task.
func TestATaskOfWhichAPartFails(t *testing.T) {
	for _, c := range []struct {
		fail   string
		status int
		parts  []string
	}{
		{"2/13:1", 1, []string{"part-12.ndjson", "part-7.ndjson"}},
		{"2/13:137", 137, nil},
		{"7/13:143", 143, []string{"part-2.ndjson"}},
		{"2/13:1 7/13:3", 3, []string{"part-12.ndjson"}},
	} {
		job, notes := stage(t, 13, 5)
		status, out := execute(job.ArrayScript(), "NOTES="+notes, "SLURM_ARRAY_TASK_ID=2", "FAIL="+c.fail)
		if got := partsIn(t, job.Dir); status != c.status || !slices.Equal(got, c.parts) {
			t.Errorf("with %s: status %d, parts %v, want %d, %v: %s", c.fail, status, got, c.status, c.parts, out)
		}
	}
}

func TestMerging(t *testing.T) {
	job, notes := stage(t, 2, 5)
	result := filepath.Join(job.Dir, "result.csv")
	for _, task := range []string{"1", "2"} {
		if status, out := execute(job.ArrayScript(), "NOTES="+notes, "SLURM_ARRAY_TASK_ID="+task); status != 0 {
			t.Fatalf("status %d: %s", status, out)
		}
	}
	status, out := execute(job.MergeScript(), "NOTES="+notes, "MERGED=4")
	if status != 4 || !strings.Contains(out, "given the same command again") {
		t.Errorf("a merging that fails ends in %d, %s", status, out)
	}
	torn := filepath.Join(job.Dir, "parts", "part-1.ndjson.part-71")
	if err := os.WriteFile(torn, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(job.Dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("a merging that fails leaves %v, %v", entries, err)
	}
	if status, out := execute(job.MergeScript(), "NOTES="+notes); status != 0 || out != "" {
		t.Errorf("status %d: %s", status, out)
	}
	text, err := os.ReadFile(result)
	if want := "1/2 2 2 " + job.From + "\n2/2 2 2 " + job.From + "\n"; err != nil || string(text) != want {
		t.Errorf("merged %q, %v", text, err)
	}
	if entries, err = os.ReadDir(job.Dir); err != nil || len(entries) != 2 {
		t.Errorf("a merging leaves %v, %v", entries, err)
	}
	if _, err := os.Stat(torn); err == nil {
		t.Error("what a killed task had begun is left")
	}
}

func TestDirectives(t *testing.T) {
	job, _ := stage(t, 13, 5)
	job.Dir = `/a $b's "dir" %j`
	for script, lines := range map[string][]string{
		job.ArrayScript(): {
			"#SBATCH --job-name=levyscope-sim-1", "#SBATCH --array=1-5%3", "#SBATCH --nodes=1", "#SBATCH --ntasks=1",
			`#SBATCH --partition="long"`, `#SBATCH --constraint="a&b"`, `#SBATCH --time="1:00"`, "#SBATCH --cpus-per-task=2",
			`#SBATCH --output="/a $b's \"dir\" %%j/logs/%A_%a.log"`, "#SBATCH --open-mode=append", "#SBATCH --requeue",
		},
		job.MergeScript(): {
			"#SBATCH --job-name=levyscope-sim-1-merge", "#SBATCH --nodes=1", "#SBATCH --ntasks=1",
			`#SBATCH --partition="long"`, `#SBATCH --constraint="a&b"`, `#SBATCH --time="1:00"`,
			`#SBATCH --output="/a $b's \"dir\" %%j/logs/merge-%j.log"`,
		},
	} {
		var got []string
		for line := range strings.Lines(script) {
			if strings.HasPrefix(line, "#SBATCH") {
				got = append(got, strings.TrimSuffix(line, "\n"))
			}
		}
		if !slices.Equal(got, lines) || !strings.HasPrefix(script, "#!/bin/sh\n") {
			t.Errorf("directives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
		}
	}
}

func TestMark(t *testing.T) {
	m := cluster.Mark{Build: "b", Command: "sim", Arguments: []string{"--eps", "0.1"}, From: "/a", Parts: 8, Config: "e"}
	read, err := cluster.ReadMark(m.Encode())
	if err != nil || read.Differs(m) != "" || m.Name() != read.Name() {
		t.Errorf("%+v came back as %+v, %v", m, read, err)
	}
	for want, change := range map[string]func(*cluster.Mark){
		"its command is another":                             func(m *cluster.Mark) { m.Arguments = []string{"--eps=2"} },
		"it has 9 parts":                                     func(m *cluster.Mark) { m.Parts = 9 },
		"it was given in another directory":                  func(m *cluster.Mark) { m.From = "/b" },
		"it is of the build \"c\"":                           func(m *cluster.Mark) { m.Build = "c" },
		"a file that its arguments name held something else": func(m *cluster.Mark) { m.Config = "f" },
	} {
		other := m
		change(&other)
		renamed := other.Build == m.Build && other.Config == m.Config
		if got := other.Differs(m); got != want || renamed != (other.Name() != m.Name()) {
			t.Errorf("differs in %q, want %q; names %s and %s", got, want, other.Name(), m.Name())
		}
	}
	for _, text := range []string{
		"", "{}", `{"format":2}`, `{"format":1,"unknown":3}`, string(m.Encode()) + "{}", string(m.Encode()[:40]),
	} {
		if _, err := cluster.ReadMark([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
