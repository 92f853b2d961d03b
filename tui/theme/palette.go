package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// ink is how a role is written: a colour as 0xRRGGBB (inherit: the terminal's own) and whether it is bold.
type ink struct {
	rgb  int32
	bold bool
}

const inherit = -1

// Backgrounds that the palettes are made for. Terminals differ; the palette tests keep enough contrast against these.
const (
	darkBackground  = 0x121212
	lightBackground = 0xffffff
)

// The series colours are those of Okabe and Ito, "Color Universal Design" (2008), on dark backgrounds, and a choice
// from Tol, "Colour Schemes" (2021), and Okabe and Ito on light ones, where the bright colours would be too pale,
// with a violet that stands out from bars in the colour of the first.
var (
	darkSeries  = [SeriesCount]int32{0x56b4e9, 0xe69f00, 0x009e73, 0xcc79a7, 0xf0e442, 0xd55e00}
	lightSeries = [SeriesCount]int32{0x004488, 0xd55e00, 0x009e73, 0x882255, 0xaa44ff, 0x225522}
)

// The series on terminals of 16 colours, by their numbers: to lower the colours above would make some of them one.
var (
	darkFew = [SeriesCount]ansi.BasicColor{ansi.BrightBlue, ansi.Yellow, ansi.BrightGreen, ansi.BrightMagenta,
		ansi.BrightYellow, ansi.BrightRed}
	lightFew = [SeriesCount]ansi.BasicColor{ansi.Blue, ansi.Red, ansi.Green, ansi.Magenta, ansi.Cyan, ansi.BrightBlack}
)

// fewStyle is the style of a series on a terminal of 16 colours.
func fewStyle(dark bool, r Role) lipgloss.Style {
	if dark {
		return lipgloss.NewStyle().Foreground(darkFew[r-Series0])
	}
	return lipgloss.NewStyle().Foreground(lightFew[r-Series0])
}

// The other roles, [role] = {dark, light}. Theory is neutral, so that it is never taken for a measured series.
var plainRoles = [Shade + 1][2]ink{
	Text:   {{inherit, false}, {inherit, false}},
	Dim:    {{0x9a9a9a, false}, {0x666666, false}},
	Axis:   {{0x6e6e6e, false}, {0x8c8c8c, false}},
	Title:  {{inherit, true}, {inherit, true}},
	Focus:  {{0xffd75f, true}, {0x005f87, true}},
	Marker: {{0xff87af, false}, {0xcc0066, false}},
	Now:    {{0xffffff, true}, {0x000000, true}},
	Good:   {{0x44bb99, false}, {0x117733, false}},
	Warn:   {{0xeecc66, false}, {0x8a6100, false}},
	Bad:    {{0xff6f61, true}, {0xbb0022, true}},
	Theory: {{0xdddddd, false}, {0x333333, false}},
	Box:    {{0xa8b8c8, false}, {0x44586c, false}},
	Shade:  {{0x5a6673, false}, {0xa9b4bf, false}},
}

// bandMix is how much of a series' colour its band keeps; the rest is background.
const bandMix = 0.55

// look is the ink of a role on a dark or light background.
func look(dark bool, r Role) ink {
	series, column, ground := &lightSeries, 1, int32(lightBackground)
	if dark {
		series, column, ground = &darkSeries, 0, darkBackground
	}
	switch {
	case r <= Shade:
		return plainRoles[r][column]
	case r <= Series5:
		return ink{rgb: series[r-Series0]}
	default:
		return ink{rgb: mix(series[r-Shade0], ground, bandMix)}
	}
}

func style(dark bool, r Role) lipgloss.Style {
	k, s := look(dark, r), lipgloss.NewStyle()
	if k.rgb != inherit {
		s = s.Foreground(rgba(k.rgb))
	}
	if k.bold {
		s = s.Bold(true)
	}
	return s
}

func rgba(c int32) color.RGBA {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff}
}

// mix is share*a + (1-share)*b, channel by channel.
func mix(a, b int32, share float64) int32 {
	var out int32
	for shift := 16; shift >= 0; shift -= 8 {
		x, y := float64(a>>shift&0xff), float64(b>>shift&0xff)
		out = out<<8 | int32(share*x+(1-share)*y+0.5)
	}
	return out
}
