package cli

import "strings"

// UTF8 reports whether the terminal is likely to show characters beyond ASCII: the locale, the first of LC_ALL,
// LC_CTYPE and LANG that getenv has, names UTF-8, and TERM is a terminal with fonts. Without a locale the encoding is
// ASCII (POSIX).
func UTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			named := strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
			return named && getenv("TERM") != "dumb" && getenv("TERM") != "linux"
		}
	}
	return false
}
