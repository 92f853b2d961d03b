package explore

import (
	"testing"

	"levyscope/internal/cli"
	"levyscope/internal/cli/clitest"
	"levyscope/tui/theme"
)

func TestBadGlyphsAreNamed(t *testing.T) {
	clitest.Refused(t, New(), []string{"--glyphs", "wild"}, `"wild"`)
	clitest.Refused(t, New(), []string{"--theme", "pink"}, `"pink"`)
	clitest.Refused(t, New(), []string{"--no-config", "--config", "x"}, "--config")
}

// A scenario that is not known is refused, and one that is known needs a terminal.
func TestScenarioOpens(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	clitest.Refused(t, New(), []string{"--scenario", "fly"}, `"fly"`)
	clitest.Refused(t, New(), []string{"--scenario", "sim --eps 0.2"}, cli.ErrNoTerminal.Error())
}

func TestLocalGlyphs(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want theme.Glyphs
	}{
		{nil, theme.ASCII},
		{map[string]string{"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}, theme.Braille},
		{map[string]string{"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, theme.ASCII},
		{map[string]string{"LC_CTYPE": "de_DE.utf8", "LANG": "C"}, theme.Braille},
		{map[string]string{"LANG": "en_GB.UTF-8", "TERM": "linux"}, theme.ASCII},
		{map[string]string{"TERM": "dumb"}, theme.ASCII},
	} {
		if got := localGlyphs(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("in %v: %v, want %v", c.env, got, c.want)
		}
	}
}
