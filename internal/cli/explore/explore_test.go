package explore

import (
	"testing"

	"levyscope/internal/cli"
	"levyscope/internal/cli/clitest"
	"levyscope/tui/theme"
)

func TestBadGlyphsAreNamed(t *testing.T) {
	clitest.Refused(t, New(), []string{"--glyphs", "wild"}, `"wild"`)
}

// A scenario that is not known is refused, and one that is known needs a terminal.
func TestScenarioOpens(t *testing.T) {
	clitest.Refused(t, New(), []string{"--scenario", "fly"}, `"fly"`)
	clitest.Refused(t, New(), []string{"--scenario", "sim --eps 0.2"}, cli.ErrNoTerminal.Error())
}

func TestChosenGlyphs(t *testing.T) {
	for _, c := range []struct {
		flag string
		env  map[string]string
		want theme.Glyphs
	}{
		{"auto", nil, theme.ASCII},
		{"auto", map[string]string{"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}, theme.Braille},
		{"auto", map[string]string{"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, theme.ASCII},
		{"auto", map[string]string{"LC_CTYPE": "de_DE.utf8", "LANG": "C"}, theme.Braille},
		{"auto", map[string]string{"LANG": "en_GB.UTF-8", "TERM": "linux"}, theme.ASCII},
		{"auto", map[string]string{"TERM": "dumb"}, theme.ASCII},
		{"ascii", map[string]string{"LANG": "en_GB.UTF-8"}, theme.ASCII},
		{"braille", map[string]string{"TERM": "dumb"}, theme.Braille},
	} {
		got, err := chosenGlyphs(c.flag, func(name string) string { return c.env[name] })
		if err != nil || got != c.want {
			t.Errorf("%s in %v: %v (%v), want %v", c.flag, c.env, got, err, c.want)
		}
	}
}
