package settings

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// same says that settings are equal.
func same(a, b Settings) bool {
	if len(a.Screens) == 0 && len(b.Screens) == 0 {
		a.Screens, b.Screens = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// other are settings none of which is the default.
func other() Settings {
	return Settings{Theme: theme.Light, Glyphs: Glyphs(theme.ASCII) + 1, ReducedMotion: true, ProbeShare: .25,
		TourSeen: true, Screens: map[string]screen.Kept{"train": {Pace: 64, Expanded: "loss", Log: []string{"loss"},
			Hidden: map[string][]string{"tail index": {"fc1"}},
			Sizes:  map[string]screen.Borders{"full": {Rows: []float64{.5}}}}}}
}

// What is saved is read again, by an explorer that has never seen the file, too.
func TestSettingsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "config.toml")
	f, s, state := Open(path)
	if !same(s, Default()) || state.Found || len(state.Problems) > 0 {
		t.Fatalf("%+v, %+v without a file", s, state)
	}
	if err := f.Save(s); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file though nothing has changed (%v)", err)
	}
	for _, want := range []Settings{other(), Default()} {
		if err := f.Save(want); err != nil {
			t.Fatal(err)
		}
		if _, got, state := Open(path); !same(got, want) || !state.Found || len(state.Problems) > 0 {
			t.Errorf("%+v (%+v), want %+v", got, state, want)
		}
	}
	onlyFile(t, path)
}

// onlyFile fails if there is another file beside the one at path.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(names) != 1 {
		t.Errorf("beside the file: %v (%v)", names, err)
	}
}

// Each bad line is named, with its key, and costs itself alone.
func TestBadLinesAreNamed(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // in each problem, in their order
	}{
		{"theme = 'light'\nglyps = 'ascii'\n", []string{"c.toml line 2: glyps: no setting"}},
		{"theme = 'light'\nglyphs = 'wild'\n", []string{"c.toml line 2: glyphs: \"wild\" is not known"}},
		{"glyphs = 3\ntheme = 'light'\n", []string{"c.toml line 1: glyphs: it is no text"}},
		{"theme = 'light'\nglyphs = { a = 1 }", []string{"line 2: glyphs:"}},
		{"theme = 'light'\n\nreduced-motion = 'yes'\n", []string{"c.toml line 3: reduced-motion:"}},
		{"theme = 'light'\nprobe-share = [\n 1,\n 2 ]\ntour-seen = 5",
			[]string{"line 2: probe-share:", "line 5: tour-seen:"}},
		{"theme = 'light'\nprobe-share = 1.5\n", []string{"line 2: probe-share: 1.5 is out of range: use 0 to 0.9"}},
		{"theme = 'light'\nprobe-share = nan\n", []string{"line 2: probe-share: NaN is out of range"}},
		{"theme = 'light'\nprobe-share = -inf\n", []string{"line 2: probe-share: -Inf is out of range"}},
		{"theme = 'light'\nprobe-share = -0.0\n", []string{"line 2: probe-share: -0 is out of range"}},
		{"theme = 'light'\n[a]\nb = 1\nc = { d = 2 }\n[[e]]\nf = 3\n", []string{"line 2: a: no", "line 5: e: no"}},
		{"theme = 'light'\r\n# all well\r\na.b = 3\r\n", []string{"line 3: a.b: no setting"}},
		{"\ufefftheme = 'light'\nx=1", []string{"line 2: x: no"}},
	} {
		s, problems, _ := parse("c.toml", []byte(c.text))
		want := Default()
		want.Theme = theme.Light
		if !same(s, want) || len(problems) != len(c.want) {
			t.Errorf("%q: %+v, %v", c.text, s, problems)
			continue
		}
		for i, p := range problems {
			if !strings.Contains(p.String(), c.want[i]) {
				t.Errorf("%q: %q, want %q", c.text, p, c.want[i])
			}
		}
	}
}

// What is no TOML is refused as a whole, with its line.
func TestNoTOMLHasDefaults(t *testing.T) {
	for text, want := range map[string]string{
		"theme = 'light'\nglyphs = \n":      "c.toml line 2: no TOML:",
		"theme = 'light'\ntheme = 'dark'\n": "c.toml line 2: no TOML:",
		"theme = 'light'\n\xff = 1\n":       "c.toml line 2: no TOML:",
		"theme = 'light'\n\x00":             "c.toml line 2: no TOML:",
		"[[[":                               "c.toml line 1: no TOML:",
	} {
		s, problems, _ := parse("c.toml", []byte(text))
		if !same(s, Default()) || len(problems) != 1 || !strings.Contains(problems[0].String(), want) {
			t.Errorf("%q: %+v, %v, want %q", text, s, problems, want)
		}
	}
}

// A bad file stays until a setting changes, and then as a copy.
func TestBadFileIsCopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	const pink = "theme = 'pink'\nglyphs = 'ascii'\n"
	for i, text := range []string{pink, "glyphs = 'ascii'\nno TOML", pink} {
		os.WriteFile(path, []byte(text), 0o640)
		f, s, _ := Open(path)
		if err := f.Save(s); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != text {
			t.Errorf("%q became %q though nothing has changed", text, got)
		}
		s.ReducedMotion = true
		if err := f.Save(s); err != nil {
			t.Fatal(err)
		}
		copied, err := os.ReadFile(path + []string{".bad", ".bad2", ".bad"}[i])
		if string(copied) != text {
			t.Errorf("the copy has %q (%v), want %q", copied, err, text)
		}
		if _, got, state := Open(path); !same(got, s) || len(state.Problems) > 0 {
			t.Errorf("%+v (%+v), want %+v", got, state, s)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("mode %v (%v)", info.Mode(), err)
		}
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 3 {
		t.Errorf("files %v (%v), want config.toml and two copies", names, err)
	}
}

// Of two explorers each keeps what it has changed.
func TestTwoExplorersShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	a, s, _ := Open(path)
	b, u, _ := Open(path)
	s.Theme, u.ReducedMotion = theme.Light, true
	want := Default()
	want.Theme, want.ReducedMotion = theme.Light, true
	if err := errors.Join(a.Save(s), b.Save(u)); err != nil {
		t.Fatal(err)
	}
	if _, got, _ := Open(path); !same(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	done := make(chan error)
	for i := range 8 {
		go func() {
			f, s, _ := Open(path)
			for range 20 {
				s.TourSeen = !s.TourSeen
				if err := f.Save(s); err != nil {
					done <- err
					return
				}
				if _, _, state := Open(path); !state.Found || len(state.Problems) > 0 {
					done <- errors.New(state.Problems[0].String())
					return
				}
			}
			done <- nil
		}()
		_ = i
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	onlyFile(t, path)
}

// A link to a file stays a link.
func TestLinkStays(t *testing.T) {
	dir := t.TempDir()
	path, target := filepath.Join(dir, "config.toml"), filepath.Join(dir, "elsewhere.toml")
	os.WriteFile(target, []byte("theme = 'dark'\n"), 0o600)
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err)
	}
	f, s, _ := Open(path)
	s.Theme = theme.Light
	if err := f.Save(s); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("%v (%v) is no link", info, err)
	}
	if _, got, _ := Open(target); got.Theme != theme.Light {
		t.Errorf("the file has %v", got.Theme)
	}
}

// What is no file, or cannot be read, is neither waited for nor replaced.
func TestWhatIsNoFileStays(t *testing.T) {
	dir := t.TempDir()
	long := filepath.Join(dir, "long.toml")
	os.WriteFile(long, slices.Repeat([]byte("\n"), longest+1), 0o600)
	for path, want := range map[string]string{dir: "no regular file", os.DevNull: "no regular file", long: "more than"} {
		f, s, state := Open(path)
		if !same(s, Default()) || len(state.Problems) != 1 || !strings.Contains(state.Problems[0].String(), want) {
			t.Errorf("%s: %+v, %+v", path, s, state)
		}
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		s.Theme = theme.Light
		if err := f.Save(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", path, err)
		}
		if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
			t.Errorf("%s was replaced (%v)", path, err)
		}
	}
}

// A folder that cannot be made leaves no file, and the error names the path.
func TestNoFolderNoFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o600)
	f, s, _ := Open(filepath.Join(file, "levyscope", "config.toml"))
	s.Theme = theme.Light
	if err := f.Save(s); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v", err)
	}
}

// The path is that of the environment; where there is none, or a relative one, it is an error.
func TestPath(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/a")
	t.Setenv("HOME", "/h")
	if path, err := Path(); err == nil && path != "/a/levyscope/config.toml" {
		t.Skipf("%s: this system has folders of its own", path)
	}
	for _, c := range []struct{ xdg, home, want string }{
		{"/a", "/h", "/a/levyscope/config.toml"}, {"", "/h", "/h/.config/levyscope/config.toml"},
		{"", "", ""}, {"a", "/h", ""},
	} {
		t.Setenv("XDG_CONFIG_HOME", c.xdg)
		t.Setenv("HOME", c.home)
		if got, err := Path(); got != c.want || (err == nil) == (c.want == "") {
			t.Errorf("%+v: %q (%v)", c, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "theme = 'light'\n[a]\nb=1", "probe-share = 1e999", "a.b.c = [[1],\n[2]]\n\"x y\" = 1", "[a.b]\n[[c]]",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, problems, _ := parse("f", text)
		if !(s.ProbeShare >= 0 && s.ProbeShare <= MaxProbeShare) {
			t.Errorf("share %g", s.ProbeShare)
		}
		for _, p := range problems {
			if p.Cause == "" || p.Line < 0 || p.Line > 1+strings.Count(string(text), "\n") {
				t.Errorf("%+v", p)
			}
		}
	})
}
