package theme

import (
	"charm.land/lipgloss/v2"

	"levyscope/internal/plot"
)

// HeatSteps is the number of colours in the ramp of a map.
const HeatSteps = 16

// heat0 is the first role of the ramp, which stands behind the roles of text and lines; allRoles is their number.
const (
	heat0    = roleCount
	allRoles = roleCount + HeatSteps
)

// Heat is the colour of a share in [0, 1] in a map, dark at 0 and bright at 1, in even steps of lightness, which any
// colour vision tells apart. It is a colour of the text; Ground makes it that of the background.
func Heat(share float64) Role {
	if !(share > 0) { // NaN too
		return heat0
	}
	return heat0 + Role(min(share*HeatSteps, HeatSteps-1))
}

// heatStyle is the colour of a step of the ramp.
func heatStyle(step Role) lipgloss.Style {
	return lipgloss.NewStyle().Foreground(plot.Shaded(float64(step) / (HeatSteps - 1)))
}

// groundStyle is the same as a background.
func groundStyle(step Role) lipgloss.Style {
	return lipgloss.NewStyle().Background(plot.Shaded(float64(step) / (HeatSteps - 1)))
}

// Ground is the SGR sequence that puts a colour of Heat behind what follows, and how to end that: "" of other roles.
func (t *Theme) Ground(r Role) (open, shut string) {
	if r < heat0 || r >= allRoles || t.open[r] == "" {
		return "", ""
	}
	return t.ground[r-heat0], groundShut
}

// groundShut ends a background.
const groundShut = "\x1b[m"

// WithFewColours is the theme for a terminal that has no colours or 16 only: series have colours that stay apart there,
// and maps are drawn in shades.
func (t Theme) WithFewColours() Theme {
	t.few = true
	for r := Series0; r <= Series5; r++ {
		t.open[r], t.shut[r] = sequences(fewStyle(t.dark, r))
	}
	for r := heat0; r < allRoles; r++ {
		t.open[r], t.shut[r], t.ground[r-heat0] = "", "", ""
	}
	return t
}

// HasHeat says that the colours of a map can be shown.
func (t Theme) HasHeat() bool { return t.glyphs != ASCII && t.open[heat0] != "" }

// shades are the characters of a map without colours, from the low end to the high one. None of them is a blank, which
// stands for a cell without a value.
var (
	shadeGlyphs = []rune{'·', '░', '▒', '▓', '█'}
	shadeASCII  = []rune(".:-=+*#%@")
)

// Shades are the characters of a map without colours, from its low end to its high one.
func (t Theme) Shades() []rune {
	if t.glyphs == ASCII {
		return shadeASCII
	}
	return shadeGlyphs
}
