package explore

import (
	"fmt"

	"levyscope/internal/cli"
	"levyscope/tui/theme"
)

// chosenGlyphs reads --glyphs. For "auto" it is braille in a UTF-8 locale, on a
// terminal that is likely to have a font for it, and ASCII elsewhere; the locale
// is the first of LC_ALL, LC_CTYPE and LANG that getenv has.
func chosenGlyphs(text string, getenv func(string) string) (theme.Glyphs, error) {
	if text != "auto" {
		g, err := theme.ParseGlyphs(text)
		if err != nil {
			return g, fmt.Errorf("--glyphs: %w", err)
		}
		return g, nil
	}
	if !cli.UTF8(getenv) {
		return theme.ASCII, nil
	}
	return theme.Braille, nil
}
