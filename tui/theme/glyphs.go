package theme

import (
	"fmt"
	"strings"
)

// Glyphs is the repertoire of characters that a terminal can show.
type Glyphs uint8

// The repertoires, the finest first.
const (
	Braille   Glyphs = iota // 2x4 dots a cell
	HalfBlock               // 2x2 quadrant blocks a cell, for fonts without braille
	ASCII                   // one character a cell, nothing beyond 0x7e
)

var glyphNames = [...]string{Braille: "braille", HalfBlock: "halfblock", ASCII: "ascii"}

// String is the name that ParseGlyphs reads.
func (g Glyphs) String() string {
	if int(g) >= len(glyphNames) {
		return fmt.Sprintf("Glyphs(%d)", uint8(g))
	}
	return glyphNames[g]
}

// ParseGlyphs reads "braille", "halfblock" (also "half-block", "quadrant") or "ascii", in any case.
func ParseGlyphs(s string) (Glyphs, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "braille":
		return Braille, nil
	case "halfblock", "half-block", "quadrant":
		return HalfBlock, nil
	case "ascii":
		return ASCII, nil
	}
	return Braille, fmt.Errorf("theme: unknown glyphs %q: want braille, halfblock or ascii", s)
}

var (
	seriesGlyphs = [SeriesCount]rune{'●', '▲', '■', '◆', '▼', '★'}
	seriesASCII  = [SeriesCount]rune{'o', '^', '#', '*', 'v', '+'}
)

// Glyph is the mark of the i-th series, one cell wide. Any i is valid; it is taken modulo SeriesCount.
func (t Theme) Glyph(i int) rune {
	if t.glyphs == ASCII {
		return seriesASCII[wrap(i)]
	}
	return seriesGlyphs[wrap(i)]
}
