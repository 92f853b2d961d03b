package plot

import (
	"errors"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// SharesData is what Shares draws: a bar for each part, with its 95 % interval and what is predicted. What is NaN is
// left out.
type SharesData struct {
	Title, XTitle, YTitle           string
	Names                           []string
	Values, Low, High, Predicted    []float64 // one for each name
	ValueName, BandName, TheoryName string    // in the legend
}

// mostShares is how many bars there is room for.
const mostShares = 40

// Shares draws the first forty parts. The error is that of no part.
func Shares(d SharesData) (*Figure, error) {
	n := min(len(d.Names), mostShares)
	if n == 0 {
		return nil, errors.New("shares: there is no part to draw")
	}
	f := newFigure(d.Title, d.XTitle, d.YTitle)
	high := 0.0
	for i := range n {
		for _, v := range []float64{d.Values[i], d.High[i], d.Predicted[i]} {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				high = max(high, v)
			}
		}
	}
	if high == 0 {
		high = 1
	}
	axisRange(&f.plot.X, -.5, float64(n)-.5, false)
	axisRange(&f.plot.Y, 0, 1.05*high, false)
	f.plot.X.Tick.Marker = names(d.Names[:n])
	body := &columns{d.Values[:n]}
	f.plot.Add(body)
	f.name(d.ValueName, block{bar})
	s := Series{Low: d.Low[:n], High: d.High[:n]}
	theory := &plotter.Scatter{
		GlyphStyle: draw.GlyphStyle{Color: colour[1], Radius: 4, Shape: draw.CrossGlyph{}}}
	for i := range n {
		s.X, s.Y = append(s.X, float64(i)), append(s.Y, d.Values[i])
		if p := d.Predicted[i]; !math.IsNaN(p) && !math.IsInf(p, 0) {
			theory.XYs = append(theory.XYs, plotter.XY{X: float64(i), Y: p})
		}
	}
	style := draw.LineStyle{Color: ink, Width: 1}
	for _, part := range s.shown(false) {
		f.plot.Add(&bars{part, style})
	}
	f.name(d.BandName, &plotter.Line{LineStyle: style})
	if len(theory.XYs) > 0 {
		f.plot.Add(theory)
		f.name(d.TheoryName, theory)
	}
	return f, nil
}

// columns are bars of width 0.7 at 0, 1, 2, ...
type columns struct{ values []float64 }

// Plot is that of plot.Plotter.
func (b *columns) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i, v := range b.values {
		if !(v > 0) {
			continue
		}
		left, right := x(float64(i)-.35), x(float64(i)+.35)
		c.FillPolygon(bar, []vg.Point{{X: left, Y: y(0)}, {X: left, Y: y(v)}, {X: right, Y: y(v)}, {X: right, Y: y(0)}})
	}
}

// names are ticks with names at 0, 1, 2, ...; where there are many only some of them have theirs.
type names []string

// Ticks is that of plot.Ticker.
func (n names) Ticks(_, _ float64) (ticks []plot.Tick) {
	letters := 0
	for _, name := range n {
		letters = max(letters, len(name)+2)
	}
	step := 1 + len(n)*letters/80
	for i, name := range n {
		t := plot.Tick{Value: float64(i)}
		if i%step == 0 {
			if t.Label = name; name == "" {
				t.Label = strconv.Itoa(i + 1)
			}
		}
		ticks = append(ticks, t)
	}
	return ticks
}
