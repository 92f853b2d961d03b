package plot

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The colours of curves are told apart with any colour vision on white: those of Okabe and Ito, "Color
// Universal Design" (2008), without the yellow, which is too pale for a line. The sample itself is
// grey.
var (
	white  = color.NRGBA{255, 255, 255, 255}
	ink    = color.NRGBA{40, 40, 40, 255}
	dot    = color.NRGBA{120, 125, 130, 255}
	bar    = color.NRGBA{200, 206, 212, 255}
	shade  = color.NRGBA{222, 226, 230, 255}
	colour = [...]color.NRGBA{
		{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255},
		{0, 0, 0, 255}, {86, 180, 233, 255}}
)

// The dashes of neighbouring curves differ, so that a print without colour tells them apart. There are five patterns
// and six colours: no pair of them comes twice among thirty curves.
var dashes = [...][]vg.Length{nil, {7, 3}, {2, 2}, {7, 2, 2, 2}, {12, 4}}

// curveStyle is that of the i-th curve.
func curveStyle(i int) draw.LineStyle {
	return draw.LineStyle{Color: colour[i%len(colour)], Width: 1.6, Dashes: dashes[i%len(dashes)]}
}
