package explore

import (
	"levyscope/internal/cli"
	"levyscope/tui/theme"
)

// localGlyphs are braille in a UTF-8 locale, on a terminal that is likely to have a font for it, and ASCII elsewhere;
// the locale is the first of LC_ALL, LC_CTYPE and LANG that getenv has.
func localGlyphs(getenv func(string) string) theme.Glyphs {
	if !cli.UTF8(getenv) {
		return theme.ASCII
	}
	return theme.Braille
}
