// Package theme holds the colours and glyphs of the explorer as one immutable value that is passed down. There are no
// global styles: a chart or a screen is a function of its data, its size and a Theme.
//
// Colours are always written as true colour; Bubble Tea lowers them to what the terminal can show (NO_COLOR, 16 or 256
// colours). Nothing is told by colour alone: series have glyphs, marks have shapes of their own.
package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Theme maps each Role to a style and each series to a glyph. It is comparable: two themes are equal when they would
// draw the same, so a chart may keep its text for as long as its theme stays equal. The zero Theme writes no colour at
// all and uses Braille glyphs.
type Theme struct {
	dark   bool
	few    bool // colours
	glyphs Glyphs
	open   [allRoles]string
	shut   [allRoles]string
	ground [HeatSteps]string // the ramp of maps as backgrounds
}

// New returns the theme for a dark or a light terminal background, with glyphs of the given kind.
func New(dark bool, g Glyphs) Theme {
	t := Theme{dark: dark, glyphs: g}
	for r := range roleCount {
		t.open[r], t.shut[r] = sequences(style(dark, r))
	}
	for step := range Role(HeatSteps) {
		t.open[heat0+step], t.shut[heat0+step] = sequences(heatStyle(step))
		t.ground[step], _ = sequences(groundStyle(step))
	}
	return t
}

// Dark reports whether the theme is meant for a dark background.
func (t Theme) Dark() bool { return t.dark }

// Glyphs is the kind of glyphs that charts draw with.
func (t Theme) Glyphs() Glyphs { return t.glyphs }

// Style is the lipgloss style of a role, for text that lipgloss lays out. A role that does not
// exist has the empty style.
func (t Theme) Style(r Role) lipgloss.Style {
	switch {
	case r >= allRoles || t.open[r] == "":
		return lipgloss.NewStyle()
	case r >= heat0:
		return heatStyle(r - heat0)
	case t.few && r >= Series0 && r <= Series5:
		return fewStyle(t.dark, r)
	}
	return style(t.dark, r)
}

// Open is the SGR sequence that starts a run of a role: "" for a role that looks like plain text. A writer of long
// rows sets Open and Close around each run, which spares lipgloss a rendering for every cell.
func (t *Theme) Open(r Role) string {
	if r >= allRoles {
		return ""
	}
	return t.open[r]
}

// Close is the sequence that ends a run begun with Open.
func (t *Theme) Close(r Role) string {
	if r >= allRoles {
		return ""
	}
	return t.shut[r]
}

// sequences cuts a style into what it writes before a text and after it. lipgloss remains the only place that knows
// how a style is spelled.
func sequences(s lipgloss.Style) (open, shut string) {
	const probe = "x"
	open, shut, _ = strings.Cut(s.Render(probe), probe)
	return open, shut
}
