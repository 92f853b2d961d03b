package shard_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/shard"
)

// write computes a part of a run of three lines into a file in dir.
func write(t *testing.T, dir, name string, h shard.Header) string {
	t.Helper()
	path := filepath.Join(dir, name)
	err := shard.ToFile(path, false, h, func(w *shard.Writer) error {
		return errors.Join(w.Line("one"), w.Line("two"), w.Line(map[string]int{"three": h.Part}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// header is that of a part of a run.
func header(i, of int) shard.Header {
	return shard.NewHeader("sim", []string{"--eps=.1", "--noise=it's $HOME"}, shard.Part{I: i, Of: of}, []byte("config"))
}

func TestParts(t *testing.T) {
	for _, text := range []string{
		"", "3", "/", "0/3", "4/3", "-1/3", "1/0", "a/3", "1/b", "1/2/3", "1/99999999999", "1.5/3",
	} {
		if p, err := shard.Parse(text); err == nil {
			t.Errorf("%q is read as %s", text, p)
		}
	}
	held := make([]int, 100)
	for i := 1; i <= 7; i++ {
		p, err := shard.Parse(shard.Part{I: i, Of: 7}.String())
		if err != nil {
			t.Fatal(err)
		}
		for u := range held {
			if p.Holds(u) {
				held[u]++
			}
		}
	}
	for u, n := range held {
		if n != 1 {
			t.Errorf("unit %d is held by %d parts", u, n)
		}
	}
}

// allLines are those of the three parts of a run.
const allLines = `"one" "two" {"three":1} "one" "two" {"three":2} "one" "two" {"three":3}`

// A set of files is opened in any order, its lines come back, and whatever is wrong with it is named.
func TestSets(t *testing.T) {
	dir := t.TempDir()
	a, b, c := write(t, dir, "a.ndjson", header(2, 3)), write(t, dir, "b", header(3, 3)), write(t, dir, "c", header(1, 3))
	other := header(3, 3)
	other.Arguments = []string{"--eps=.2"}
	foreign, later := header(3, 3), header(3, 3)
	foreign.Build, later.Format = "v9.9.9", 2
	text, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	damaged := func(name string, to []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, to, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cut := damaged("cut", text[:len(text)-40])
	turned := damaged("turned", bytes.Replace(text, []byte("two"), []byte("twp"), 1))
	longer := damaged("longer", append(bytes.Clone(text), " "...))
	for _, c := range []struct {
		paths []string
		want  string // in the error; "" for none
	}{
		{[]string{a, b, c}, ""},
		{[]string{c, a, b}, ""},
		{[]string{a, c}, `missing: 3; compute each of them, the first by: levyscope sim --eps=.1 '--noise=it'\''s $HOME' ` +
			`--part 3/3 --out part-3.ndjson`},
		{[]string{a, b, c, b}, "same part 3/3"},
		{[]string{a, c, cut}, "cut, of part 3, was broken off"},
		{[]string{a, c, turned}, "checksum"},
		{[]string{a, c, longer}, "longer, of part 3"},
		{[]string{a, c, write(t, dir, "d", header(4, 4))}, "number of parts is"},
		{[]string{a, c, write(t, dir, "e", other)}, "the arguments are"},
		{[]string{a, c, write(t, dir, "f", foreign)}, "the build is"},
		{[]string{a, c, write(t, dir, "g", later)}, "newer than this build"},
		{[]string{write(t, dir, "h", foreign)}, "merge with the build"},
		{[]string{dir + "/none"}, "none"},
		{[]string{damaged("empty", nil)}, "no file of a part"},
		{[]string{damaged("text", []byte("a,b\n1,2\n"))}, "no file of a part"},
		{[]string{t.TempDir()}, "no file *.ndjson"},
	} {
		set, err := shard.OpenSet(c.paths)
		var lines []string
		if err == nil {
			for _, f := range set.Files {
				if err = f.Lines(func(line []byte) error { lines = append(lines, string(line)); return nil }); err != nil {
					break
				}
			}
		}
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%v: %v", c.paths, err)
		case c.want == "" && strings.Join(lines, " ") != allLines:
			t.Errorf("%v: lines %v", c.paths, lines)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%v: error %v, want one with %q", c.paths, err, c.want)
		}
	}
}

// A part that is there is not computed again; another file is kept; and a part that fails leaves nothing behind.
func TestToFile(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "part", header(1, 2))
	none := func(*shard.Writer) error { t.Error("computed again"); return nil }
	if err := shard.ToFile(os.DevNull, true, header(1, 2), none); err == nil {
		t.Error("a device is taken for the file of a part")
	}
	if _, err := shard.OpenSet([]string{os.DevNull}); err == nil || !strings.Contains(err.Error(), "regular") {
		t.Errorf("a device is opened as a part: %v", err)
	}
	if err := shard.ToFile(path, false, header(1, 2), none); !errors.Is(err, shard.ErrComputed) {
		t.Errorf("the same part: %v", err)
	}
	if err := shard.ToFile(path, false, header(2, 2), none); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Errorf("another part: %v", err)
	}
	if err := shard.ToFile(path, true, header(2, 2), func(*shard.Writer) error { return nil }); err != nil {
		t.Errorf("another part by force: %v", err)
	}
	broken := errors.New("broken off")
	err := shard.ToFile(filepath.Join(dir, "new"), false, header(1, 2), func(w *shard.Writer) error {
		return errors.Join(w.Line(1), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
