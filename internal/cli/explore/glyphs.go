package explore

import (
	"fmt"
	"strings"

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
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			if !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8") {
				return theme.ASCII, nil
			}
			break
		}
	}
	switch getenv("TERM") {
	case "dumb", "linux":
		return theme.ASCII, nil
	}
	return theme.Braille, nil
}
