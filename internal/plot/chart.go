package plot

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Series is one curve of a chart. It has a gap at points whose Y is not finite, and on a logarithmic axis at those that
// are not above 0.
type Series struct {
	Name      string
	X, Y      []float64 // equally many, X rising
	Low, High []float64 // ends of the error bars, or of the band; nil: none
	Band      bool      // Low and High are shaded, and not drawn as bars
	Faint     bool      // grey and thin: data that others stand over
	Dots      bool      // every point has a dot
}

// ChartData is what Chart draws.
type ChartData struct {
	Title, XTitle, YTitle string
	LogY                  bool
	Left, Right           float64 // range of x; that of the points if both are 0
	Series                []Series
	Marks                 []float64 // x of vertical lines
	MarkName              string    // of those, in the legend
	Level                 float64   // y of a horizontal line; 0: none
	LevelName             string    // of that, in the legend
}

// Chart draws series over a linear x axis. Errors: slices of different lengths, no point that can be shown.
func Chart(d ChartData) (*Figure, error) {
	f := newFigure(d.Title, d.XTitle, d.YTitle)
	var parts []Series
	drawn := make([][]Series, len(d.Series)) // the parts of each
	for i, s := range d.Series {
		if len(s.X) != len(s.Y) || s.Low != nil && (len(s.Low) != len(s.Y) || len(s.High) != len(s.Y)) {
			return nil, fmt.Errorf("chart %q: %s has %d abscissas, %d ordinates and errors of %d and %d", d.Title, s.Name,
				len(s.X), len(s.Y), len(s.Low), len(s.High))
		}
		drawn[i] = s.shown(d.LogY)
		parts = append(parts, drawn[i]...)
	}
	left, right, low, high := extent(parts, d)
	if !(left <= right) {
		return nil, errors.New("chart: no point that can be drawn")
	}
	if left == right {
		left, right = left-.5, right+.5
	}
	axisRange(&f.plot.X, left, right, false)
	axisRange(&f.plot.Y, low, high, d.LogY)
	d.lines(f, low, high, left, right)
	colours := 0
	for _, parts := range drawn {
		if len(parts) == 0 {
			continue
		}
		style := curveStyle(colours)
		if parts[0].Faint {
			style = draw.LineStyle{Color: dot, Width: .6}
		} else {
			colours++
		}
		for _, s := range parts {
			s.add(f, style)
		}
		f.name(parts[0].Name, &plotter.Line{LineStyle: style})
	}
	return f, nil
}

// shown are the parts of the series between the points that cannot be drawn. Where there are too many points the least
// and the largest of each column stand for them.
func (s Series) shown(log bool) (parts []Series) {
	empty := s
	empty.X, empty.Y, empty.Low, empty.High = nil, nil, nil, nil
	out := empty
	end := func() {
		const mostPoints = 3000
		if s.Low == nil && len(out.X) > mostPoints {
			out.X, out.Y = columnsOf(out.X, out.Y, mostPoints/4)
		}
		if len(out.X) > 0 {
			parts = append(parts, out)
		}
		out = empty
	}
	for i, y := range s.Y {
		if math.IsNaN(y) || math.IsInf(y, 0) || log && !(y > 0) {
			end()
			continue
		}
		out.X, out.Y = append(out.X, s.X[i]), append(out.Y, y)
		if s.Low == nil {
			continue
		}
		low, high := s.Low[i], s.High[i]
		if math.IsNaN(low+high) || math.IsInf(low+high, 0) {
			low, high = y, y
		}
		if log && !(low > 0) {
			low = y
		}
		out.Low, out.High = append(out.Low, low), append(out.High, high)
	}
	end()
	return parts
}

// columnsOf keeps the least and the largest y of each of so many columns of x, in their order.
func columnsOf(x, y []float64, columns int) (xs, ys []float64) {
	for c := range columns {
		from, to := c*len(x)/columns, (c+1)*len(x)/columns
		if from == to {
			continue
		}
		low, high := from, from
		for i := from; i < to; i++ {
			if y[i] < y[low] {
				low = i
			}
			if y[i] > y[high] {
				high = i
			}
		}
		first, second := min(low, high), max(low, high)
		xs, ys = append(xs, x[first]), append(ys, y[first])
		if second != first {
			xs, ys = append(xs, x[second]), append(ys, y[second])
		}
	}
	return xs, ys
}

// extent is the rectangle that holds all points, their errors and the level, with some room above and below.
func extent(all []Series, d ChartData) (left, right, low, high float64) {
	left, right, low, high = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, s := range all {
		for i, x := range s.X {
			left, right = min(left, x), max(right, x)
			low, high = min(low, s.Y[i]), max(high, s.Y[i])
			if s.Low != nil {
				low, high = min(low, s.Low[i]), max(high, s.High[i])
			}
		}
	}
	if d.Level != 0 {
		low, high = min(low, d.Level), max(high, d.Level)
	}
	if left <= right && d.Left < d.Right {
		left, right = d.Left, d.Right
	}
	if d.LogY {
		return left, right, low / 1.3, high * 1.3
	}
	room := .05 * (high - low)
	if !(room > 0) {
		room = max(math.Abs(high), 1) / 10
	}
	return left, right, low - room, high + room
}

// lines draws the marks and the level.
func (d ChartData) lines(f *Figure, low, high, left, right float64) {
	style := draw.LineStyle{Color: ink, Width: .8, Dashes: []vg.Length{3, 3}}
	n := 0
	for _, x := range d.Marks {
		if x >= left && x <= right {
			f.plot.Add(&plotter.Line{XYs: plotter.XYs{{X: x, Y: low}, {X: x, Y: high}}, LineStyle: style})
			n++
		}
	}
	if n > 0 && d.MarkName != "" {
		f.name(d.MarkName, &plotter.Line{LineStyle: style})
	}
	if d.Level != 0 {
		style := draw.LineStyle{Color: dot, Width: 1}
		f.plot.Add(&plotter.Line{XYs: plotter.XYs{{X: left, Y: d.Level}, {X: right, Y: d.Level}}, LineStyle: style})
		f.name(d.LevelName, &plotter.Line{LineStyle: style})
	}
}

// add draws a part of a series.
func (s Series) add(f *Figure, style draw.LineStyle) {
	points := make(plotter.XYs, len(s.X))
	for i := range s.X {
		points[i] = plotter.XY{X: s.X[i], Y: s.Y[i]}
	}
	if s.Band {
		b := &band{}
		for i := range s.X {
			b.points = append(b.points, point{s.X[i], s.Y[i], s.Low[i], s.High[i]})
		}
		f.plot.Add(b)
	} else if s.Low != nil {
		f.plot.Add(&bars{s, draw.LineStyle{Color: style.Color, Width: .8}})
	}
	f.plot.Add(&plotter.Line{XYs: points, LineStyle: style})
	if s.Dots || len(points) == 1 {
		f.plot.Add(&plotter.Scatter{XYs: points,
			GlyphStyle: draw.GlyphStyle{Color: style.Color, Radius: 2, Shape: draw.CircleGlyph{}}})
	}
}

// bars are error bars.
type bars struct {
	Series
	style draw.LineStyle
}

// Plot is that of plot.Plotter.
func (b *bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const half = 2
	for i := range b.X {
		at := x(b.X[i])
		low, high := y(max(b.Low[i], p.Y.Min)), y(min(b.High[i], p.Y.Max))
		c.StrokeLine2(b.style, at, low, at, high)
		c.StrokeLine2(b.style, at-half, low, at+half, low)
		c.StrokeLine2(b.style, at-half, high, at+half, high)
	}
}
