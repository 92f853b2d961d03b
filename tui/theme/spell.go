package theme

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"levyscope/internal/printable"
)

// plain spells the signs that the explorer's texts use in ASCII.
var plain = map[rune]string{
	'±': "+-", '–': "-", '—': "-", '−': "-", '─': "-", '·': ".", '…': "~",
	'×': "x", '≈': "~", '≤': "<=", '≥': ">=",
	'→': "->", '←': "<-", '↑': "^", '↓': "v", '▸': ">", '◂': "<", '∞': "inf", '°': "deg",
	'α': "a", 'β': "beta", 'γ': "gamma", 'ε': "eps", 'η': "eta",
	'θ': "theta", 'λ': "lambda", 'μ': "mu", 'σ': "sigma",
	'τ': "tau", 'Δ': "d", '²': "2", '³': "3", '₀': "0", '₁': "1",
	'₂': "2", '₃': "3", '₄': "4", 'ₖ': "k", 'ᵢ': "i",
	'│': "|", '‹': "<", '›': ">", '●': "o", '▲': "^", '■': "#", '◆': "*", '▼': "v", '★': "+",
}

// Spelled is a character in ASCII: nothing for a combining mark, a question mark for a sign without a spelling.
func Spelled(r rune) string {
	if r < utf8.RuneSelf {
		return string(r)
	}
	if unicode.Is(unicode.Mn, r) {
		return ""
	}
	if s, ok := plain[r]; ok {
		return s
	}
	return "?"
}

// Spell is a text in the theme's repertoire, in one line: unchanged, or spelled in ASCII, which may make it longer.
// What a terminal would obey or hide is escaped: a text may hold the name of a file, or an error that quotes one. All
// texts of the screens that are not constants go through here before they get a style.
func (t Theme) Spell(s string) string {
	s = printable.Line(s)
	if t.glyphs != ASCII {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteString(Spelled(r))
	}
	return b.String()
}
