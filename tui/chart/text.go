package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// glyph is one character of a text as a reader counts them, and the number of cells it takes: 1 or 2.
type glyph struct {
	r     rune
	whole string // the whole of a character that consists of several runes, such as a letter with a hat
	width int
}

// glyphs splits a text into characters. Control characters, joiners and variation selectors are dropped: no text can
// move the cursor, change a colour or the width of its neighbours.
func glyphs(s string, ascii bool) []glyph {
	if ascii {
		s = strings.Map(printable, s)
		return asciiGlyphs(s)
	}
	out := make([]glyph, 0, len(s))
	if isPlain(s) {
		for i := range len(s) {
			out = append(out, glyph{r: rune(s[i]), width: 1})
		}
		return out
	}
	for s = strings.Map(printable, s); s != ""; {
		c, n := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[len(c):]
		r, size := utf8.DecodeRuneInString(c)
		switch {
		case n < 1 || n > 2:
		case size == len(c):
			out = append(out, glyph{r: r, width: n})
		default:
			out = append(out, glyph{r: r, whole: c, width: n})
		}
	}
	return out
}

func asciiGlyphs(s string) []glyph {
	out := make([]glyph, 0, len(s))
	for _, r := range s {
		p := string(r)
		if r >= utf8.RuneSelf {
			p = theme.Spelled(r)
		}
		for _, c := range p {
			out = append(out, glyph{r: c, width: 1})
		}
	}
	return out
}

// printable is for strings.Map: it drops what must never reach a terminal from a label.
func printable(r rune) rune {
	if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Variation_Selector, r) {
		return -1
	}
	return r
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// fit cuts a text to room cells; a cut text ends in an ellipsis where there is room for more than that.
func fit(s string, room int, ascii bool) []glyph {
	gs := glyphs(s, ascii)
	total := 0
	for _, g := range gs {
		total += g.width
	}
	if total <= room {
		return gs
	}
	end, used := 0, 0
	for end < len(gs) && used+gs[end].width <= room-1 {
		used += gs[end].width
		end++
	}
	if used == 0 {
		return nil
	}
	dots := glyph{r: '…', width: 1}
	if ascii {
		dots.r = '~'
	}
	return append(gs[:end], dots)
}

// textWidth is the number of cells that a text takes when it is not cut.
func textWidth(s string, ascii bool) int {
	n := 0
	for _, g := range glyphs(s, ascii) {
		n += g.width
	}
	return n
}
