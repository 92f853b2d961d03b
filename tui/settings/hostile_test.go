package settings

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"levyscope/tui/theme"
)

// many are lines with numbers in them.
func many(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

// A file with very many keys, whatever is wrong with them, is refused at once.
func TestManyKeysAreQuick(t *testing.T) {
	for name, text := range map[string]string{
		"unknown":  many(20000, "k%d = 1\n"),
		"tables":   many(10000, "[k%d]\n"),
		"in a row": "[screens.train]\nhidden = {" + many(9000, "k%d = 1, ") + "z = 1}\n",
		"bad":      many(900, "[screens.s%d]\npace = 'x'\n"),
		"nested":   "a = " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
	} {
		done := make(chan []Problem, 1)
		go func() {
			_, problems, _ := parse("c.toml", []byte("theme = 'light'\n"+text))
			done <- problems
		}()
		select {
		case problems := <-done:
			if len(problems) == 0 || len(problems) > maxTries+1 {
				t.Errorf("%s: %d problems", name, len(problems))
			} else if first := problems[0].String(); name != "nested" && !strings.Contains(first, "more than") {
				t.Errorf("%s: %s", name, first)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: parsed for ever", name)
		}
	}
}

// Some hundred unknown keys cost themselves alone.
func TestHundredsOfUnknownKeys(t *testing.T) {
	s, problems, _ := parse("c.toml", []byte(many(800, "k%d = 1\n")+"theme = 'light'\n"))
	if s.Theme != theme.Light || len(problems) != 800 || problems[799].Line != 800 || problems[799].Key != "k799" {
		t.Errorf("%v, %d problems, the last of them %v", s.Theme, len(problems), problems[len(problems)-1])
	}
}

// A value of a wrong type is named with its file, line and key, and costs itself alone, whatever the two types are.
func TestWrongTypesCostThemselves(t *testing.T) {
	values := []string{"true", "3", "1.5", "nan", "'wild'", "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "[]",
		"[true]", "['a', 'b']", "{}", "{ a = 1 }", "'''\nlong\n'''"}
	keys := map[string]string{"theme": "", "glyphs": "", "reduced-motion": "true", "probe-share": "3 1.5 nan",
		"tour-seen": "true", "screens": "{}", "screens.train": "{}", "screens.train.pace": "3 1.5 nan",
		"screens.train.expanded": "'wild' '''\nlong\n'''", "screens.train.log": "[] ['a', 'b']", "screens.train.hidden": "{}",
		"screens.train.sizes": "{}", "screens.train.sizes.full.rows": "[]"}
	for key, fitting := range keys {
		for _, value := range values {
			text := key + " = " + value + "\n"
			if key == "theme" {
				text += "reduced-motion = true\n"
			} else {
				text += "theme = 'light'\n"
			}
			s, problems, _ := parse("c.toml", []byte(text))
			if s.Theme != theme.Light && !s.ReducedMotion {
				t.Errorf("%q: all was lost: %v", text, problems)
			}
			if strings.Contains(fitting, value) {
				continue
			}
			if len(problems) != 1 || problems[0].Line != 1 || !strings.HasPrefix(key, problems[0].Key) {
				t.Errorf("%q: %v", text, problems)
			}
		}
	}
	for _, text := range []string{"reduced-motion = true\n[theme]\nx = 1\n", "reduced-motion = true\ntheme.x = 1\n",
		"reduced-motion = true\n[[theme]]\n", "reduced-motion = true\n[glyphs.a]\nb = true\n"} {
		s, problems, _ := parse("c.toml", []byte(text))
		if !s.ReducedMotion || len(problems) != 1 || problems[0].Line != 2 {
			t.Errorf("%q: %+v, %v", text, s, problems)
		}
	}
}

// The notice of one line has what follows first and the reason next, and the place at its end.
func TestNoticeBeginsWithWhatFollows(t *testing.T) {
	for text, want := range map[string]string{
		"glyphs = 'wild'": `default for glyphs (line 1): "wild" is not known: use auto, braille, halfblock or ascii ` +
			`(c.toml)`,
		"glyps = 1": "glyps is left out (line 1): no setting has this name (c.toml)",
		"\nno TOML": "all defaults (line 2): no TOML: expected '=' after key (c.toml)",
	} {
		_, problems, _ := parse("c.toml", []byte(text))
		if len(problems) != 1 || problems[0].Notice() != want {
			t.Errorf("%q: %q, want %q", text, problems[0].Notice(), want)
		}
	}
}
