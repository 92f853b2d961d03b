package scenariotext

import (
	"os/exec"
	"strings"
	"testing"

	"levyscope/train"
)

// A shell hands levyscope the text of the scenario, whatever names are in it.
func TestAShellReadsTheCommand(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	for _, name := range []string{"plain", "a b", "it's", `"x"`, `b\s`,
		"$HOME `ls` $(ls)", "a;b|c&d>e", "~", "#", "*", "!!", "-x", ""} {
		s := Scenario{Text: "train --data-dir " + quoted(name)}
		out, err := exec.CommandContext(t.Context(), shell, "-c",
			"levyscope() { printf '%s|' \"$@\"; }\n"+s.Command()).Output()
		if want := "--scenario|" + s.Text + "|"; err != nil || string(out) != want {
			t.Errorf("%s gives %q, %v, want %q", s.Command(), out, err, want)
		}
	}
}

// What no line can hold is named, and not written.
func TestWhatCannotBeTypedIsSaid(t *testing.T) {
	cfg := train.Default()
	cfg.DataDir, cfg.Capture = "a\x1b[2Jb", []string{"fc1.weight[0]"}
	s := Train(cfg)
	if strings.Contains(s.Text, "\x1b") || strings.Contains(s.Text, "data-dir") || len(s.Left) != 2 ||
		!strings.Contains(s.Left[0], `--data-dir "a\x1b[2Jb"`) {
		t.Errorf("%+v", s)
	}
	cfg.DataDir, cfg.Data = "\xff", "csv:path=\"a\x1b.csv\"" // the grammar can escape the name
	if s = Train(cfg); !strings.Contains(s.Text, `a\\x1b.csv`) || len(s.Left) != 2 {
		t.Errorf("%+v", s)
	}
}
