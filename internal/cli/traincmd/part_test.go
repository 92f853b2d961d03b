package traincmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/mergecmd"
	"levyscope/internal/cli/traincmd"
)

// short are the flags of a sweep of six runs.
func short(more ...string) []string {
	return append([]string{"--steps", "4", "--model", "linear", "--probe-every", "0", "--evaluate-every", "0",
		"--seeds", "3", "--sweep", "batch=4,8"}, more...)
}

// A part has the runs that are dealt out to it, and what is there is not computed again.
func TestPartsOfASweep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "part.ndjson")
	args := short("--part", "2/4", "--out", path)
	if out := clitest.Must(t, traincmd.New(), args...); out != "" {
		t.Errorf("output %q", out)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	events := clitest.Parse(t, string(text))
	runs := clitest.Of(events, "run")
	if len(runs) != 2 || runs[0]["run"] != 1. || runs[1]["run"] != 5. || events[0]["type"] != "part" {
		t.Fatalf("events %v", events)
	}
	clitest.Same(t, "on standard output", clitest.Must(t, traincmd.New(), short("--part", "2/4")...), string(text))
	out := clitest.Must(t, traincmd.New(), args...)
	clitest.Has(t, "again", out, "not computed again")
	clitest.Refused(t, traincmd.New(), short("--part", "1/4", "--out", path), "there already", "--force")
	clitest.Refused(t, mergecmd.New(), []string{path}, "missing: 1, 3, 4", "levyscope train", "--part 1/4")
}

// A part of which a run is missing, or twice there, or of another seed, is damaged, even where its checksum is right.
func TestPartsOfOtherRuns(t *testing.T) {
	dir := t.TempDir()
	part := func(name string, more ...string) string {
		path := filepath.Join(dir, name)
		clitest.Must(t, traincmd.New(), short(append(more, "--out", path)...)...)
		return path
	}
	one, two := part("1", "--part", "1/2"), part("2", "--part", "2/2")
	other := part("other", "--part", "2/2", "--jump-threshold", "20")
	clitest.Refused(t, mergecmd.New(), []string{one, other}, "not parts of one run")
	clitest.Refused(t, mergecmd.New(), []string{one, one}, "same part")
	text, err := os.ReadFile(two)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(dir, "damaged")
	if err := os.WriteFile(damaged, []byte(strings.Replace(string(text), `"run":1,`, `"run":0,`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	clitest.Refused(t, mergecmd.New(), []string{one, damaged}, "damaged")
	clitest.Same(t, "merged", clitest.Must(t, mergecmd.New(), two, one), clitest.Must(t, traincmd.New(), short()...))
}

// Parts that were computed on other examples are no parts of one sweep, although their arguments are the same; nor are
// parts merged where the files have changed since.
func TestPartsOnOtherExamples(t *testing.T) {
	dir := t.TempDir()
	table := filepath.Join(dir, "a.csv")
	write := func(first string) {
		if err := os.WriteFile(table, []byte(first+",0\n2,1\n3,0\n4,1\n5,0\n6,1\n7,0\n8,1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	part := func(name, which string) string {
		path := filepath.Join(dir, name)
		clitest.Must(t, traincmd.New(), "--data", "csv:path="+table, "--model", "linear", "--steps", "3", "--batch", "2",
			"--probe-every", "0", "--evaluate-every", "0", "--seeds", "2", "--part", which, "--out", path)
		return path
	}
	write("1")
	one, two := part("one", "1/2"), part("two", "2/2")
	clitest.Must(t, mergecmd.New(), one, two)
	write("1.5")
	clitest.Refused(t, mergecmd.New(), []string{one, two}, "one of their data set", "has changed")
	clitest.Refused(t, mergecmd.New(), []string{one, part("other", "2/2")}, "not parts of one run", "data set")
}

func TestPartsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--part", "1/2"}, "--seeds or --sweep"},
		{[]string{"--out", "x"}, "--part"},
		{short("--out", "x"), "--part"},
		{short("--part", "1/7"), "6 parts at most"},
		{short("--part", "3"), "1/8"},
		{short("--part", "1/2", "--timing"), "--timing"},
		{short("--part", "1/2", "--sweep", "eta0=1,-1"), "eta0 = -1"},
	} {
		clitest.Refused(t, traincmd.New(), c.args, c.want)
	}
	for _, format := range []string{"json", "text", "csv"} {
		clitest.WithoutRoom(t, traincmd.New(), short("--part", "1/2", "--format", format)...)
	}
	dir := t.TempDir()
	clitest.Refused(t, mergecmd.New(), []string{dir}, fmt.Sprintf("the folder %s has no file", dir))
}
