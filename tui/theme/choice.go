package theme

import "levyscope/internal/spec"

// Choice says for which background the colours are made.
type Choice uint8

// The choices.
const (
	Auto  Choice = iota // the background that the terminal says it has; dark where it says nothing
	Dark                // a dark background, whatever the terminal says
	Light               // a light one
)

var choices = spec.Enum[Choice]{What: "theme", Names: []string{Auto: "auto", Dark: "dark", Light: "light"}}

// ParseChoice reads "auto", "dark" or "light".
func ParseChoice(name string) (Choice, error) { return choices.Parse(name) }

// String is the name that ParseChoice reads.
func (c Choice) String() string { return choices.String(c) }

// MarshalText is the name.
func (c Choice) MarshalText() ([]byte, error) { return choices.Marshal(c) }

// UnmarshalText reads a name.
func (c *Choice) UnmarshalText(text []byte) error { return choices.Unmarshal(c, text) }

// Move is the choice after this one (direction 1) or before it (-1), in a circle.
func (c Choice) Move(direction int) Choice {
	n := len(choices.Names)
	return Choice((int(c) + direction + n) % n)
}

// OnDark says whether the theme is that of a dark background, on a terminal that says of itself whether it is.
func (c Choice) OnDark(terminalIsDark bool) bool {
	if c == Auto {
		return terminalIsDark
	}
	return c == Dark
}
