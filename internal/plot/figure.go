// Package plot draws the figures of a report as SVG and PNG: the density and the tail of one sample, with laws over it.
//
// A figure is a function of its data: the same data give the same bytes. What a logarithmic axis cannot show, zeros,
// infinities and NaN, is left out before anything is drawn.
package plot

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Size of a figure, and the dots of a PNG.
const (
	width  = 20 * vg.Centimeter
	height = 12 * vg.Centimeter
	margin = 10 // points around it, and between the plot and the legend
	gap    = 7  // points between an axis and its title
	dpi    = 150
)

// Curve is a law, drawn over the sample: its density in Density, its survival function in Tail. F may give zero,
// NaN and infinities; there the curve has a gap.
type Curve struct {
	Name string                  // in the legend
	F    func(x float64) float64 // of x, in the units of the x axis
}

// Figure is a finished drawing.
type Figure struct {
	plot           *plot.Plot
	legend         plot.Legend
	xTitle, yTitle string
	axisTitle      text.Style
}

// WriteSVG writes the figure as SVG; the text in it is text. Errors: those of w.
func (f *Figure) WriteSVG(w io.Writer) error {
	return Stack{f}.WriteSVG(w)
}

// Stack are figures one below the other, their plots equally wide.
type Stack []*Figure

// WriteSVG writes the figures as one SVG. Errors: those of w.
func (s Stack) WriteSVG(w io.Writer) error {
	c := vgsvg.New(width, vg.Length(len(s))*height)
	all := draw.New(c)
	room := vg.Length(0)
	for _, f := range s {
		room = max(room, f.room(all))
	}
	for i, f := range s {
		f.draw(draw.Crop(all, 0, 0, vg.Length(len(s)-1-i)*height, -vg.Length(i)*height), room)
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	// Texts are laid out for Liberation Sans, which few readers have; the fallbacks have the same widths.
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(),
		[]byte("font-family:Liberation Sans;"),
		[]byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")))
	return err
}

// WritePNG writes the figure as PNG at 150 dots an inch. Errors: those of w.
func (f *Figure) WritePNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi))
	all := draw.New(c)
	f.draw(all, f.room(all))
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// CheckPath tells whether WriteAs can write the format that the extension names, so that it is known
// before the work is done.
func CheckPath(path string) error {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".svg", ".png":
		return nil
	default:
		return fmt.Errorf("figure %s: extension %q is not known: use .svg or .png", path, ext)
	}
}

// WriteAs writes the figure as SVG or PNG, by the extension of path. Errors: another extension, those of w.
func (f *Figure) WriteAs(w io.Writer, path string) error {
	if err := CheckPath(path); err != nil {
		return err
	}
	if strings.EqualFold(filepath.Ext(path), ".svg") {
		return f.WriteSVG(w)
	}
	return f.WritePNG(w)
}

// room is the width of the legend.
func (f *Figure) room(c draw.Canvas) vg.Length { return f.legend.Rectangle(c).Size().X }

// draw puts the legend, for which there is so much room, to the right of the plot, where it covers nothing. The titles
// of the axes are drawn here, since the plot would place them by the middle of the axes' values, which on a logarithmic
// axis is near its end.
func (f *Figure) draw(c draw.Canvas, room vg.Length) {
	c.SetColor(white)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)
	line := f.axisTitle.Height("x")
	inner := draw.Crop(c, line+gap, -room-margin, line+gap, 0)
	f.plot.Draw(inner)

	data := f.plot.DataCanvas(inner)
	x, y := f.axisTitle, f.axisTitle
	x.YAlign = draw.YBottom
	c.FillText(x, vg.Point{X: data.Center().X, Y: c.Min.Y}, f.xTitle)
	y.YAlign, y.Rotation = draw.YTop, math.Pi/2
	c.FillText(y, vg.Point{X: c.Min.X, Y: data.Center().Y}, f.yTitle)
	f.legend.Draw(draw.Crop(c, c.Size().X-room, 0, 0, data.Max.Y-c.Max.Y))
}

// newFigure has a title, axes and an empty legend.
func newFigure(title, xTitle, yTitle string) *Figure {
	p := plot.New()
	p.Title.Text = title
	sans(&p.Title.TextStyle, 12)
	p.Title.Padding = 8
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		sans(&a.Tick.Label, 9.5)
		a.Tick.Label.Handler = raised{text.Plain{Fonts: plot.DefaultTextHandler.Cache()}}
		a.Tick.Length = 6
		a.Padding = 0
	}
	f := &Figure{plot: p, legend: plot.NewLegend(), xTitle: xTitle, yTitle: yTitle}
	f.axisTitle = p.X.Label.TextStyle
	f.axisTitle.XAlign = draw.XCenter
	sans(&f.axisTitle, 11)
	f.legend.Top, f.legend.Left = true, true
	sans(&f.legend.TextStyle, 10)
	f.legend.ThumbnailWidth = 26
	f.legend.Padding = 3
	return f
}

// sans sets the font of a text, its size in points, and its colour.
func sans(s *text.Style, size vg.Length) {
	s.Font.Variant, s.Font.Size = "Sans", size
	s.Color = ink
}

// longest is how much of a name the legend shows, in letters.
const longest = 36

// name adds an entry to the legend.
func (f *Figure) name(name string, thumbnail plot.Thumbnailer) {
	if letters := []rune(name); len(letters) > longest {
		name = string(letters[:longest-3]) + "..."
	}
	f.legend.Add(name, thumbnail)
}
