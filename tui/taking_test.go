package tui

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// keyed gives the explorer a key and returns what its command says.
func keyed(t *testing.T, m *root, key tea.KeyPressMsg) tea.Msg {
	t.Helper()
	cmd := m.press(key)
	if cmd == nil {
		return nil
	}
	return cmd()
}

// Y copies the scenario of what is shown and shows it; esc gives the panes back.
func TestYCopiesTheScenario(t *testing.T) {
	m := open(t, small(), 120, 36)
	pump(t, m, 3)
	before := m.text()
	msg := keyed(t, m, tea.KeyPressMsg{Code: 'Y', Text: "Y"})
	if got := fmt.Sprint(msg); !strings.HasPrefix(got, "levyscope --scenario 'train --data ") {
		t.Errorf("%q went to the clipboard", got)
	}
	shown := strings.Join(strings.Fields(ansi.Strip(m.text())), " ")
	if !strings.Contains(shown, fmt.Sprint(msg)) || !strings.Contains(shown, "set-clipboard") {
		t.Errorf("the dialog is\n%s", shown)
	}
	keyed(t, m, tea.KeyPressMsg{Code: tea.KeyEscape})
	if m.text() != before {
		t.Errorf("after esc\n%s", ansi.Strip(m.text()))
	}
}

// exported gives keys and waits for the job that the last one begins.
func exported(t *testing.T, m *root, keys ...tea.KeyPressMsg) string {
	t.Helper()
	for _, k := range keys {
		m.press(k)
	}
	if m.taking.job != nil {
		<-m.taking.job.Over()
		m.Update(m.taking.job.Result())
	}
	return m.notice
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	down  = tea.KeyPressMsg{Code: tea.KeyDown}
)

// x writes each of its choices to a file of its own, on both screens; the run replays.
func TestXWritesFiles(t *testing.T) {
	for _, name := range Screens() {
		t.Chdir(t.TempDir())
		o := small()
		o.Screen = name
		m := open(t, o, 120, 36)
		pump(t, m, 60)
		m.text()
		keys := []tea.KeyPressMsg{letter('x'), enter}
		for n, ending := range []string{"svg", "png", "csv", "svg", "png", "txt", "", "ndjson"} {
			if ending == "" {
				continue
			}
			if got := exported(t, m, keys...); !strings.HasPrefix(got, "wrote /") || !strings.Contains(got, "."+ending+", ") {
				t.Errorf("%s, choice %d: %s", name, n, got)
			}
			keys = append([]tea.KeyPressMsg{letter('x')}, slices.Repeat([]tea.KeyPressMsg{down}, n+1)...)
			if ending == "txt" {
				keys = append(keys, down)
			}
			keys = append(keys, enter)
		}
		files, err := os.ReadDir(".")
		if err != nil || len(files) != 7 {
			t.Errorf("%s: %v, %v", name, files, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f.Name())
			if err != nil || len(b) < 100 || !strings.Contains(f.Name(), "-step60.") {
				t.Errorf("%s: %d bytes, %v", f.Name(), len(b), err)
			}
		}
	}
}

// A file that is there is replaced only where enter is pressed again; one without a name of its own gets a number.
func TestXNeverReplacesUnasked(t *testing.T) {
	t.Chdir(t.TempDir())
	m := open(t, small(), 120, 36)
	pump(t, m, 5)
	if got := exported(t, m, letter('x'), down, down, enter); !strings.Contains(got, "-loss-step5.csv, ") {
		t.Error(got)
	}
	if got := exported(t, m, letter('x'), down, down, enter); !strings.Contains(got, "-loss-step5-2.csv, ") {
		t.Error(got)
	}
	if err := os.WriteFile("a.csv", []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	named := []tea.KeyPressMsg{letter('x'), down, down, {Code: 'u', Mod: tea.ModCtrl}, letter('a'), enter}
	if got := exported(t, m, named...); !strings.Contains(got, "enter again replaces it") || !m.shown().Typing() {
		t.Error(got)
	}
	if b, err := os.ReadFile("a.csv"); err != nil || string(b) != "kept" {
		t.Errorf("%q, %v", b, err)
	}
	if got := exported(t, m, enter); !strings.HasPrefix(got, "wrote /") {
		t.Error(got)
	}
	if b, err := os.ReadFile("a.csv"); err != nil || !strings.HasPrefix(string(b), "kind,series,x0 [step],") {
		t.Errorf("%.80q, %v", b, err)
	}
}

// What cannot be written says why, and the dialog is there again.
func TestXSaysWhyNot(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := errors.Join(mkfifo("fifo"), mkfifo("fifo.svg")); err != nil {
		t.Skip(err)
	}
	m := open(t, small(), 80, 24)
	m.press(letter('x')) // before the run has begun
	m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	pump(t, m, 5)
	for name, want := range map[string]string{
		"none/there/a.svg":                   "no such folder, make it or give another name: ",
		".":                                  "is a directory",
		"":                                   "no name yet",
		"fifo":                               "no regular file",
		"fifo.svg":                           "no regular file",
		"/dev/null":                          "no regular file",
		"a.ndjson":                           "cannot be written as .ndjson",
		"~nobody/a.svg":                      "in full",
		strings.Repeat("long", 100) + ".svg": "name too long",
	} {
		m.press(letter('x'))
		m.press(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
		m.Update(tea.PasteMsg{Content: name})
		if got := exported(t, m, enter); !strings.Contains(got, want) || !m.shown().Typing() {
			t.Errorf("%.20q: %s", name, got)
		}
		m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	}
	if files, err := os.ReadDir("."); err != nil || len(files) > 2 {
		t.Errorf("%v, %v", files, err)
	}
}

// The ending of a name picks the format; others get that of the format, and a folder the usual name.
func TestXNamesFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	os.Mkdir("a", 0o700)
	m := open(t, small(), 120, 36)
	pump(t, m, 5)
	for _, c := range []struct{ name, path, begins string }{
		{"pic.png", "pic.png", "\x89PNG"}, {"Pic.PNG", "Pic.PNG", "\x89PNG"}, {"b", "b.svg", "<"}, {"c.d", "c.d.svg", "<"},
		{"~/home.csv", "home.csv", "kind,"}, {"a/", "a/levyscope-train-loss-step5.svg", "<"},
		{strings.Repeat("n", 251) + ".svg", strings.Repeat("n", 251) + ".svg", "<"},
	} {
		m.press(letter('x'))
		m.press(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
		m.Update(tea.PasteMsg{Content: c.name})
		got := exported(t, m, enter)
		if b, err := os.ReadFile(c.path); err != nil || !strings.HasPrefix(string(b), c.begins) {
			t.Errorf("%.20s: %s, %v", c.name, got, err)
		}
	}
}
