package plot

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"path/filepath"
	"strings"

	"levyscope/internal/printable"
)

// A Heat is a matrix of numbers, drawn as colours.
type Heat struct {
	Title         string
	Rows, Columns int
	Values        []float64 // (Rows, Columns); NaN stays empty
	Low, High     float64   // ends of the colours
	Legend        string    // what is shown
	Across, Down  string    // what the columns and the rows are
}

// viridis are colours of even steps in lightness, which any colour vision tells apart: the map "viridis" of van der
// Walt and Smith 2015 at 0, 1/8, ..., 1.
var viridis = [...]color.NRGBA{
	{68, 1, 84, 255}, {71, 44, 122, 255}, {59, 81, 139, 255}, {44, 113, 142, 255}, {33, 144, 141, 255},
	{39, 173, 129, 255}, {92, 200, 99, 255}, {170, 220, 50, 255}, {253, 231, 37, 255},
}

// Share is where v lies between low and high, in [0, 1]; 1 where they are equal.
func Share(v, low, high float64) float64 {
	if !(high > low) {
		return 1
	}
	return min(max((v-low)/(high-low), 0), 1)
}

// Shaded is the colour of a share, dark at 0 and bright at 1.
func Shaded(share float64) color.NRGBA {
	at := share * float64(len(viridis)-1)
	i := min(int(at), len(viridis)-2)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (at-float64(i))*(float64(b)-float64(a)))) }
	a, b := viridis[i], viridis[i+1]
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

// CheckSVG tells whether path names an SVG, so that it is known before the work is done.
func CheckSVG(path string) error {
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".svg") {
		return fmt.Errorf("map %s: extension %q is not known: use .svg", path, ext)
	}
	return nil
}

// Sizes of the drawing, in its units.
const (
	heatWidth  = 760. // of the widest matrix
	heatHeight = 560. // of the highest
	heatMargin = 40.
	heatCell   = 24. // the largest cell
)

// WriteHeats writes matrices below one another as SVG. Each is an image, of one pixel a cell where they are many, so
// that a million cells take little; texts stay texts. Errors: those of w.
func WriteHeats(w io.Writer, heats []Heat) error {
	var body bytes.Buffer
	y := 0.
	for _, h := range heats {
		next, err := h.write(&body, y)
		if err != nil {
			return err
		}
		y = next
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `+
		`width="%g" height="%g" viewBox="0 0 %[1]g %[2]g" `+
		`font-family="Liberation Sans,Arial,Helvetica,sans-serif" font-size="13" fill="#282828">`+"\n"+
		`<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n%s</svg>\n", heatWidth+2*heatMargin, y, body.Bytes())
	return err
}

// size is that of the drawn matrix. Cells are square where that leaves each side at least a fifth of its room.
func (h *Heat) size() (width, height float64) {
	cell := min(heatWidth/float64(h.Columns), heatHeight/float64(h.Rows), heatCell)
	width = max(cell*float64(h.Columns), min(heatWidth/5, heatCell*float64(h.Columns)))
	height = max(cell*float64(h.Rows), min(heatHeight/5, heatCell*float64(h.Rows)))
	return width, height
}

// side is how many pixels a side of a cell is: as many as its places, so that viewers that smooth images leave a cell a
// cell, and one in large matrices.
func (h *Heat) side() int {
	width, height := h.size()
	return max(1, int(min(width/float64(h.Columns), height/float64(h.Rows))))
}

// write draws the matrix from y on, and returns where the next one begins.
func (h *Heat) write(b *bytes.Buffer, y float64) (next float64, err error) {
	side := h.side()
	pixels := image.NewNRGBA(image.Rect(0, 0, side*h.Columns, side*h.Rows))
	for i, v := range h.Values {
		if !math.IsNaN(v) {
			cell := image.Rect(0, 0, side, side).Add(image.Pt(i%h.Columns, i/h.Columns).Mul(side))
			draw.Draw(pixels, cell, image.NewUniform(Shaded(Share(v, h.Low, h.High))), image.Point{}, draw.Src)
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, pixels); err != nil {
		return 0, err
	}
	width, height := h.size()
	left, top := heatMargin, y+50.
	text := func(x, y float64, attributes, s string) {
		fmt.Fprintf(b, `<text x="%g" y="%g"%s>%s</text>`+"\n", x, y, attributes, html.EscapeString(printable.Line(s)))
	}
	text(left, y+28, ` font-size="16"`, h.Title)
	fmt.Fprintf(b, `<rect x="%g" y="%g" width="%g" height="%g" fill="#e6e6e6"/>`+"\n", left, top, width, height)
	fmt.Fprintf(b, `<image x="%g" y="%g" width="%g" height="%g" preserveAspectRatio="none" `+
		`style="image-rendering:pixelated" image-rendering="optimizeSpeed" xlink:href="data:image/png;base64,%s"/>`+"\n",
		left, top, width, height, base64.StdEncoding.EncodeToString(file.Bytes()))
	text(left, top+height+18, "", h.Across)
	text(left-8, top+height, fmt.Sprintf(` transform="rotate(-90 %g %g)"`, left-8, top+height), h.Down)
	h.writeLegend(b, text, top+height+34)
	return top + height + 34 + 50, nil
}

// writeLegend draws the scale of colours at y.
func (h *Heat) writeLegend(b *bytes.Buffer, text func(x, y float64, attributes, s string), y float64) {
	const steps, width, height = 64, 200., 12.
	for i := range steps {
		c := Shaded(float64(i) / (steps - 1))
		fmt.Fprintf(b, `<rect x="%g" y="%g" width="%g" height="%g" fill="#%02x%02x%02x"/>`+"\n",
			heatMargin+width*float64(i)/steps, y, width/steps+.3, height, c.R, c.G, c.B)
	}
	text(heatMargin, y+height+15, "", decimal(h.Low))
	text(heatMargin+width, y+height+15, ` text-anchor="end"`, decimal(h.High))
	text(heatMargin+width+12, y+height-1, "", h.Legend+"; grey: none")
}
