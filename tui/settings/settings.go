// Package settings is what the explorer remembers from one start to the next, and the TOML file that holds it.
//
// A file is read strictly: a key that is not known, a value of the wrong type and one out of its range are Problems,
// which name the file, the line and the key. What they concern keeps its default, all else is taken over. A file is
// written when a setting has changed, never halfway: a new file takes the place of the old one when it is complete.
package settings

import (
	"fmt"

	"levyscope/internal/probetime"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Settings are what is remembered. The comments stand in the file too.
type Settings struct {
	Theme         theme.Choice `toml:"theme" comment:"auto (as the terminal says), dark or light"`
	Glyphs        Glyphs       `toml:"glyphs" comment:"auto (by the locale), braille, halfblock or ascii"`
	ReducedMotion bool         `toml:"reduced-motion" comment:"true: two pictures a second"`
	ProbeShare    float64      `toml:"probe-share" comment:"share of the time that probes take, 0 to 0.9"`
	TourSeen      bool         `toml:"tour-seen" comment:"true: the three steps of the way in are not shown at the start"`

	Screens map[string]screen.Kept `toml:"screens,omitempty"` // by the names that --screen takes
}

// MaxProbeShare is the largest share of the time that probes may take.
const MaxProbeShare = .9

// Default are the settings of an explorer that remembers nothing.
func Default() Settings { return Settings{ProbeShare: probetime.DefaultShare} }

// Glyphs is a choice of the characters that charts are drawn with: AutoGlyphs, or 1 more than those of the theme.
type Glyphs uint8

// AutoGlyphs are chosen by the locale.
const AutoGlyphs Glyphs = 0

// glyphChoices is the number of choices.
const glyphChoices = Glyphs(theme.ASCII) + 2

// ParseGlyphs reads "auto" or what theme.ParseGlyphs reads.
func ParseGlyphs(name string) (Glyphs, error) {
	if name == "auto" {
		return AutoGlyphs, nil
	}
	g, err := theme.ParseGlyphs(name)
	if err != nil {
		return AutoGlyphs, fmt.Errorf("%q is not known: use auto, braille, halfblock or ascii", name)
	}
	return Glyphs(g) + 1, nil
}

// String is the name that ParseGlyphs reads.
func (g Glyphs) String() string {
	if g == AutoGlyphs {
		return "auto"
	}
	return theme.Glyphs(g - 1).String()
}

// MarshalText is the name.
func (g Glyphs) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads a name.
func (g *Glyphs) UnmarshalText(text []byte) (err error) {
	*g, err = ParseGlyphs(string(text))
	return err
}

// Move is the choice after this one (direction 1) or before it (-1), in a circle.
func (g Glyphs) Move(direction int) Glyphs {
	return Glyphs((int(g) + direction + int(glyphChoices)) % int(glyphChoices))
}

// In are the glyphs of the theme, auto being what AutoGlyphs stands for.
func (g Glyphs) In(auto theme.Glyphs) theme.Glyphs {
	if g == AutoGlyphs {
		return auto
	}
	return theme.Glyphs(g - 1)
}
