package screenshot

import (
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"sync"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scale is the number of pixels of a unit.
const scale = 2

// PNG writes the picture that SVG is, with two pixels a unit. Text is in the font Go Mono; signs that it does not have
// are drawn, or become an empty frame.
func (p Picture) PNG(w io.Writer) error {
	buf := p.cells()
	ink, paper := p.colours()
	img := image.NewRGBA(image.Rect(0, 0, scale*(p.W*cellW+2*margin), scale*(p.H*cellH+2*margin)))
	draw.Draw(img, img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	t := typesetter{img: img}
	var err error
	if t.plain, t.bold, err = faces(); err != nil {
		return err
	}
	for y := range p.H {
		for x := range p.W {
			if c := buf.CellAt(x, y); c != nil {
				t.cell(c, x, y, ink)
			}
		}
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}

// typesetter draws cells on an image.
type typesetter struct {
	img         *image.RGBA
	plain, bold font.Face
}

// cell draws a cell with its ground.
func (t *typesetter) cell(c *uv.Cell, x, y int, ink color.Color) {
	corner := image.Pt(scale*(margin+x*cellW), scale*(margin+y*cellH))
	if c.Style.Bg != nil {
		t.fill(at(0, 0, cellW*max(1, c.Width), cellH), corner, c.Style.Bg)
	}
	if c.Style.Fg != nil {
		ink = c.Style.Fg
	}
	face := t.plain
	if c.Style.Attrs&uv.AttrBold != 0 {
		face = t.bold
	}
	for _, r := range c.Content {
		if unicode.IsSpace(r) || unicode.Is(unicode.Mn, r) {
			continue
		}
		t.sign(r, face, corner, ink, max(1, c.Width))
	}
}

// sign draws a character.
func (t *typesetter) sign(r rune, face font.Face, corner image.Point, ink color.Color, cells int) {
	if parts := rectangles(r); parts != nil {
		for _, part := range parts {
			t.fill(part, corner, ink)
		}
		return
	}
	if outline, ok := outlines[r]; ok {
		t.polygon(outline, corner, ink)
		return
	}
	r = cmp.Or(spelled[r], r)
	if !has(face, r) {
		for _, side := range []image.Rectangle{at(1, 3, cells*cellW-2, 1), at(1, 12, cells*cellW-2, 1), at(1, 3, 1, 10),
			at(cells*cellW-2, 3, 1, 10)} {
			t.fill(side, corner, ink)
		}
		return
	}
	d := font.Drawer{Dst: t.img, Src: image.NewUniform(ink), Face: face,
		Dot: fixed.P(corner.X, corner.Y+scale*baseline)}
	d.DrawString(string(r))
}

// has says whether a face has a character.
func has(face font.Face, r rune) bool {
	_, ok := face.GlyphAdvance(r)
	return ok
}

// fill fills a part of the cell with its corner there.
func (t *typesetter) fill(part image.Rectangle, corner image.Point, c color.Color) {
	part = image.Rectangle{part.Min.Mul(scale), part.Max.Mul(scale)}.Add(corner)
	draw.Draw(t.img, part, image.NewUniform(c), image.Point{}, draw.Src)
}

// spelled are characters that stand in for others.
var spelled = map[rune]rune{'ₖ': 'k', 'ᵢ': 'i', '′': '\''}

// outlines are signs by their corners, in units of the cell.
var outlines = map[rune][][2]float32{
	'▸': {{1, 5}, {7, 8.5}, {1, 12}},
	'◂': {{7, 5}, {1, 8.5}, {7, 12}},
	'▲': {{4, 4.5}, {7.5, 11.5}, {.5, 11.5}},
	'▼': {{.5, 5}, {7.5, 5}, {4, 12}},
	'■': {{1, 5.5}, {7, 5.5}, {7, 11.5}, {1, 11.5}},
	'◆': {{4, 4}, {7.5, 8.5}, {4, 13}, {.5, 8.5}},
	'★': {{4, 4}, {5, 7.2}, {8, 7.2}, {5.6, 9.2}, {6.5, 12.5}, {4, 10.5}, {1.5, 12.5}, {2.4, 9.2}, {0, 7.2}, {3, 7.2}},
	'✶': {{4, 4}, {5, 6.6}, {7.6, 6.5}, {6, 8.5}, {7.6, 10.5}, {5, 10.4}, {4, 13}, {3, 10.4}, {.4, 10.5}, {2, 8.5},
		{.4, 6.5}, {3, 6.6}},
	'╱': {{7, 0}, {8, 0}, {1, 16}, {0, 16}},
}

// polygon fills an outline.
func (t *typesetter) polygon(outline [][2]float32, corner image.Point, c color.Color) {
	r := vector.NewRasterizer(scale*cellW, scale*cellH)
	for i, p := range outline {
		if i == 0 {
			r.MoveTo(scale*p[0], scale*p[1])
			continue
		}
		r.LineTo(scale*p[0], scale*p[1])
	}
	r.ClosePath()
	cell := image.Rectangle{corner, corner.Add(image.Pt(scale*cellW, scale*cellH))}
	r.Draw(t.img, cell, image.NewUniform(c), image.Point{})
}

// fonts are those of the text, read once.
var fonts = sync.OnceValues(func() (both [2]*opentype.Font, err error) {
	for i, ttf := range [][]byte{gomono.TTF, gomonobold.TTF} {
		if both[i], err = opentype.Parse(ttf); err != nil {
			return both, err
		}
	}
	return both, nil
})

// faces are the plain and the bold face, in the size at which a character is a cell wide.
func faces() (plain, bold font.Face, err error) {
	both, err := fonts()
	if err != nil {
		return nil, nil, err
	}
	size := &opentype.FaceOptions{Size: scale * cellW / .6, DPI: 72, Hinting: font.HintingFull}
	if plain, err = opentype.NewFace(both[0], size); err != nil {
		return nil, nil, err
	}
	bold, err = opentype.NewFace(both[1], size)
	return plain, bold, err
}
