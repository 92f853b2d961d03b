// Package screenshot draws a terminal screen, text with SGR sequences, as SVG and as PNG.
package screenshot

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/printable"
)

// The size of a cell and of the text in it, in SVG user units. Even parts of
// eight make the dots of braille patterns fall on whole numbers.
const (
	cellW, cellH = 8, 16
	fontSize     = 13.3 // monospaced fonts are about 0.6 em wide
	baseline     = 12
	margin       = 8
)

// Picture is a screen of W x H cells.
type Picture struct {
	Text  string // with SGR sequences
	W, H  int
	Light bool // its colours are those for a light background
}

// colours are those of text and of the background where the screen has none.
func (p Picture) colours() (ink, paper color.RGBA) {
	if p.Light {
		return color.RGBA{0x1c, 0x1e, 0x21, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	}
	return color.RGBA{0xd7, 0xda, 0xe0, 0xff}, color.RGBA{0x14, 0x16, 0x1b, 0xff}
}

// cells are the cells of the screen.
func (p Picture) cells() uv.ScreenBuffer {
	buf := uv.NewScreenBuffer(p.W, p.H)
	buf.Method = ansi.GraphemeWidth
	uv.NewStyledString(p.Text).Draw(buf, buf.Bounds())
	return buf
}

// SVG is the screen as a picture that looks the same in every viewer:
// braille patterns, blocks and box drawings are shapes, all other text is text
// in a monospaced font, set cell by cell.
func (p Picture) SVG() []byte {
	w, h := p.W, p.H
	buf := p.cells()
	ink, paper := p.colours()
	var b bytes.Buffer
	width, height := w*cellW+2*margin, h*cellH+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" `+
		`font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="%g">`+"\n",
		width, height, width, height, fontSize)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", hex(paper))
	fmt.Fprintf(&b, `<g transform="translate(%d %d)" fill="%s">`+"\n", margin, margin, hex(ink))
	for y := range h {
		ground(&b, buf, w, y)
		row(&b, buf, w, y)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// pen is what is drawn together: characters side by side in one style.
type pen struct {
	fill        string // colour; "" for the default
	bold        bool
	path, text  strings.Builder
	start, next int // columns of the text: its first, and the one after its last
}

// ground writes the backgrounds of one row, a rectangle for each run of a colour.
func ground(b *bytes.Buffer, buf uv.ScreenBuffer, w, y int) {
	for x := 0; x < w; {
		fill, from := groundAt(buf, x, y), x
		for x++; x < w && groundAt(buf, x, y) == fill; x++ {
		}
		if fill != "" {
			fmt.Fprintf(b, `<path fill="%s" d="%s"/>`+"\n", fill, rectangle(from*cellW, y*cellH, (x-from)*cellW, cellH))
		}
	}
}

// groundAt is the background of a cell, "" for none.
func groundAt(buf uv.ScreenBuffer, x, y int) string {
	c := buf.CellAt(x, y)
	if c == nil {
		return ""
	}
	return hex(c.Style.Bg)
}

// row writes one row: the shapes of a style as one path, each word as one text
// stretched to its cells.
func row(b *bytes.Buffer, buf uv.ScreenBuffer, w, y int) {
	var p pen
	for x := range w {
		c := buf.CellAt(x, y)
		if c == nil || c.Content == "" || c.Content == " " {
			continue
		}
		fill, bold := hex(c.Style.Fg), c.Style.Attrs&uv.AttrBold != 0
		if fill != p.fill || bold != p.bold {
			p.shapes(b)
			p.word(b, y)
			p.fill, p.bold = fill, bold
		}
		if d := shape([]rune(c.Content)[0], x*cellW, y*cellH); d != "" {
			p.path.WriteString(d)
			continue
		}
		if x != p.next {
			p.word(b, y)
		}
		if p.text.Len() == 0 {
			p.start = x
		}
		p.text.WriteString(c.Content)
		p.next = x + max(1, c.Width)
	}
	p.shapes(b)
	p.word(b, y)
}

// shapes writes what was drawn.
func (p *pen) shapes(b *bytes.Buffer) {
	if p.path.Len() > 0 {
		fmt.Fprintf(b, `<path%s d="%s"/>`+"\n", p.attribute(), p.path.String())
		p.path.Reset()
	}
}

// word writes what was set.
func (p *pen) word(b *bytes.Buffer, y int) {
	if p.text.Len() == 0 {
		return
	}
	weight := ""
	if p.bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text%s%s x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
		p.attribute(), weight, p.start*cellW, y*cellH+baseline, (p.next-p.start)*cellW,
		html.EscapeString(printable.Line(p.text.String()))) // XML has no control characters
	p.text.Reset()
}

func (p *pen) attribute() string {
	if p.fill == "" {
		return ""
	}
	return fmt.Sprintf(` fill="%s"`, p.fill)
}

// hex is the colour as SVG has it, "" for the default.
func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
