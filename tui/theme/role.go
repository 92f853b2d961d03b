package theme

// Role says what a piece of text or a line stands for; the Theme says how that looks.
type Role uint8

// The roles. Text is the zero value: the terminal's own foreground.
const (
	Text   Role = iota // plain text
	Dim                // secondary text, tick labels, old parts of a trail
	Axis               // rules, axes, grid
	Title              // the title of a pane
	Focus              // the title of the pane that has the focus
	Marker             // a change of a control, a jump
	Now                // the present, in a chart that also shows the future
	Good               // agrees, passed
	Warn               // worth a look: out of range, truncated
	Bad                // failed, diverged, escaped
	Theory             // what a formula predicts, as opposed to what was measured
	Box                // the walls of a basin
	Shade              // fills that belong to no series

	Series0 // measured series, in order of their appearance
	Series1
	Series2
	Series3
	Series4
	Series5

	Shade0 // bands of the series: the same hues, nearer to the background
	Shade1
	Shade2
	Shade3
	Shade4
	Shade5

	roleCount
)

// SeriesCount is the number of series that differ in colour and glyph; further ones begin again at the first.
const SeriesCount = int(Series5-Series0) + 1

// Series is the role of the i-th series. Any i is valid; it is taken modulo SeriesCount.
func Series(i int) Role { return Series0 + Role(wrap(i)) }

// Band is the role of the band (error ribbon) that belongs to a series: Shade0..Shade5 for Series0..Series5, and
// Shade for every other role.
func Band(r Role) Role {
	if r < Series0 || r > Series5 {
		return Shade
	}
	return Shade0 + (r - Series0)
}

func wrap(i int) int {
	i %= SeriesCount
	if i < 0 {
		i += SeriesCount
	}
	return i
}
