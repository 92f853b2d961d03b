package folder

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// small is a run of a hundred steps with evaluations, a probe and jumps.
func small() train.Config {
	cfg := train.Default()
	cfg.Model, cfg.Steps, cfg.JumpsEvery, cfg.EvaluateEvery = "linear", 100, 25, 50
	cfg.Probe = train.Probe{Every: 100, Batches: 16, Block: 4}
	changed := cfg.Controls
	changed.Batch = 8
	cfg.Script = []train.Changed{{Step: 30, Controls: changed}}
	return cfg
}

// recorded records a run in a new folder.
func recorded(t *testing.T, cfg train.Config, opts Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	w, err := Create(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range train.Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents is the text of a file of the folder.
func contents(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// put replaces a file of the folder.
func put(t *testing.T, dir, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// events is the text of the events, uncompressed.
func events(t *testing.T, r *Recording) string {
	t.Helper()
	in, err := r.Text()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadBack(t *testing.T) {
	cfg := small()
	plain := recorded(t, cfg, Options{})
	want := string(contents(t, plain, eventsFile))
	for _, dir := range []string{plain, recorded(t, cfg, Options{Compressed: true})} {
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := events(t, r); got != want || r.Events != strings.Count(want, "\n") || !r.Ended || r.Torn != 0 {
			t.Errorf("%d bytes of events, want %d; %+v", len(got), len(want), r.Run)
		}
		if len(r.Train.Script) != 1 || r.Train.Script[0].Step != 30 || r.Train.Script[0].Controls.Batch != 8 {
			t.Errorf("script %+v", r.Train.Script)
		}
		if r.About.Engine != "train" || r.About.Seed != int64(1) || r.About.Build != record.Identity() {
			t.Errorf("%+v", r.About)
		}
	}
	if n := strings.Count(string(contents(t, plain, changesFile)), "\n"); n != 1 {
		t.Errorf("%d changes", n)
	}
}

// Seeds that TOML has no number for are kept as texts.
func TestLargeSeeds(t *testing.T) {
	cfg := small()
	cfg.Seed = 1<<64 - 1
	r, err := Open(recorded(t, cfg, Options{}))
	if err != nil || r.Train.Seed != cfg.Seed || r.About.Seed != "18446744073709551615" {
		t.Errorf("%+v, %v", r, err)
	}
}

// A folder that is cut at any byte of its events opens up to the last whole one.
func TestCutAtEveryByte(t *testing.T) {
	dir := recorded(t, small(), Options{})
	text := contents(t, dir, eventsFile)
	step := 1
	if testing.Short() {
		step = 211
	}
	for n := 0; n <= len(text); n += step {
		put(t, dir, eventsFile, text[:n])
		r, err := Open(dir)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		whole := bytes.Count(text[:n], []byte("\n"))
		lone := n > 0 && n < len(text) && text[n] == '\n' // the last line lacks its line feed only
		torn := n > 0 && text[n-1] != '\n' && !lone
		if r.Whole.Lines != whole || r.Events != whole && !lone || (r.Torn == whole+1) != torn {
			t.Fatalf("cut at %d: %d whole lines, want %d; %+v", n, r.Whole.Lines, whole, r.Run)
		}
	}
}

// A compressed file that is cut at any byte opens up to its last whole event, too.
func TestCompressedCutAtEveryByte(t *testing.T) {
	dir := recorded(t, small(), Options{Compressed: true})
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	whole := events(t, r)
	zipped := contents(t, dir, compressedFile)
	step := 1
	if testing.Short() {
		step = 397
	}
	for n := 0; n < len(zipped); n += step {
		put(t, dir, compressedFile, zipped[:n])
		r, err := Open(dir)
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if !strings.HasPrefix(whole, events(t, r)) {
			t.Fatalf("cut at %d: other events", n)
		}
	}
}

func TestBadFoldersAreNamed(t *testing.T) {
	good := recorded(t, small(), Options{})
	about, text := string(contents(t, good, aboutFile)), string(contents(t, good, eventsFile))
	for _, c := range []struct{ file, old, new, want string }{
		{aboutFile, "format = 1", "format = 2", "format 2 is newer"},
		{aboutFile, "format = 1", "format = 1\nformat = 1", "line 3"},
		{aboutFile, "format = 1", "format = 1\nshape = 'round'", `line 3: key "shape"`},
		{aboutFile, "engine = 'train'", "engine = 'trains'", `engine = "trains"`},
		{aboutFile, "engine = 'train'", "", `engine = ""`},
		{aboutFile, "seed = 1", "seed = 2", "seed = 2"},
		{aboutFile, `"seed":1`, `"seed":1,"seed":1`, `key "seed" stands twice`},
		{aboutFile, `"seed":1`, `"seed":1,"speed":1`, `key "speed" is not known`},
		{aboutFile, `"seed":1`, `"sEed":1`, `key "sEed" is not known`},
		{aboutFile, `"batch":16`, `"batch":18`, `controls.batch: 18 and 16`},
		{aboutFile, about, "", "format = 0"},
		{eventsFile, `"batch":16`, `"batch":17`, `controls.batch: 16 and 17`},
		{eventsFile, `"engine":"train"`, `"engine":"sim"`, "the engine"},
		{eventsFile, `{"type":"progress","step":7,`, `{"type":"progress""step":7,`, "line "},
		{eventsFile, `"batch":8`, `"batch":9`, changesFile + ": line 1"},
		{eventsFile, `{"type":"started"`, `{"type":"startled"`, "line 37: a changed event before"},
		{eventsFile, text[:strings.Index(text, "\n")], "", "line 1 is not a JSON event"},
		{changesFile, `{"type":"changed","step":30`, `{"type":"changed","step":31`, changesFile + ": line 1"},
	} {
		was := string(contents(t, good, c.file))
		damaged := strings.Replace(was, c.old, c.new, 1)
		if damaged == was {
			t.Fatalf("%s has no %q", c.file, c.old)
		}
		put(t, good, c.file, []byte(damaged))
		if _, err := Open(good); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
		put(t, good, c.file, []byte(was))
	}
	if err := os.Remove(filepath.Join(good, aboutFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(good); err == nil || !strings.Contains(err.Error(), "run.toml is missing") {
		t.Error(err)
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is not a recording") {
		t.Error(err)
	}
}

// A folder with something in it is refused, and so is one that another writer has.
func TestFoldersAreNotReplaced(t *testing.T) {
	dir := recorded(t, small(), Options{})
	if _, err := Create(dir, Options{}); !errors.Is(err, ErrExists) {
		t.Error(err)
	}
	c, err := Claim(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := Claim(dir); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
}

// A run that does not begin leaves no folder.
func TestNothingIsLeftOfNoRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	w, err := Create(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is still there")
	}
}
