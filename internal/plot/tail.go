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

// TailData is what Tail draws.
type TailData struct {
	Title    string    // above the figure
	XLabel   string    // with the unit; empty: "|x|"
	Name     string    // of the sample in the legend; empty: "sample"
	X        []float64 // magnitudes, rising
	P        []float64 // share of the sample above each
	Low      []float64 // band of error around P; nil: none
	High     []float64 // not below Low
	BandName string    // in the legend; empty: "95 % band"
	Curves   []Curve   // survival functions of the magnitude, P(|X| > x)
}

// Tail draws the empirical survival function of |x| on logarithmic axes, with a band of error, and survival functions
// over it: a power law is a straight line of slope -alpha. Points without a logarithm are left out. The figure begins
// where the sample leaves 1, at P = 0.9, if it has points there, and ends half a decade below the last point.
//
// Errors: slices of different lengths, X that does not rise, P outside [0, 1], no point that can be shown, and all of
// them at one place.
func Tail(d TailData) (*Figure, error) {
	points, err := d.points()
	if err != nil {
		return nil, err
	}
	first := 0
	for i, p := range points[:len(points)-1] {
		if p.y >= .9 {
			first = i
		}
	}
	points = points[first:]
	last := points[len(points)-1]
	f := frame{left: points[0].x, right: last.x, low: math.Inf(1), high: 1.2, logX: true}
	for _, p := range points {
		f.low = min(f.low, p.y)
	}
	f.low /= math.Sqrt(10)
	f.right *= math.Pow(f.right/f.left, .03)
	if !(f.right > f.left) || math.IsInf(f.right, 0) {
		return nil, fmt.Errorf("tail figure: all magnitudes that can be shown are %v; there is no tail to draw", last.x)
	}

	points = thin(f, points)
	fig := newFigure(d.Title, or(d.XLabel, "|x|"), "P(|X| > x)")
	f.show(fig)
	if d.Low != nil {
		fig.plot.Add(&band{points})
		fig.name(or(d.BandName, "95 % band"), block{shade})
	}
	dots := &plotter.Scatter{GlyphStyle: draw.GlyphStyle{Color: dot, Radius: 1.8, Shape: draw.CircleGlyph{}}}
	for _, p := range points {
		dots.XYs = append(dots.XYs, plotter.XY{X: p.x, Y: p.y})
	}
	fig.plot.Add(dots)
	fig.name(or(d.Name, "sample"), dots)
	f.addCurves(fig, d.Curves)
	return fig, nil
}

// point is one of the empirical survival function, with its band.
type point struct{ x, y, low, high float64 }

// points checks the data and leaves out what has no logarithm.
func (d TailData) points() (out []point, err error) {
	if len(d.P) != len(d.X) || d.Low != nil && (len(d.Low) != len(d.X) || len(d.High) != len(d.X)) {
		return nil, fmt.Errorf("tail figure: %d magnitudes, %d shares, a band of %d and %d; "+
			"they must be equally many",
			len(d.X), len(d.P), len(d.Low), len(d.High))
	}
	for i, x := range d.X {
		if i > 0 && x < d.X[i-1] {
			return nil, fmt.Errorf("tail figure: magnitude %v after %v; sort them", x, d.X[i-1])
		}
		p := point{x: x, y: d.P[i], low: d.P[i], high: d.P[i]}
		if p.y < 0 || p.y > 1 {
			return nil, fmt.Errorf("tail figure: share %v at %v; it must be within 0 and 1", p.y, x)
		}
		if d.Low != nil {
			p.low, p.high = d.Low[i], d.High[i]
		}
		if x > 0 && p.y > 0 && !math.IsInf(x, 1) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("tail figure: no magnitude above 0 with a share above 0; there is nothing to draw")
	}
	return out, nil
}

// leastDistance is the least distance of two dots that are both drawn, in fractions of the figure.
const leastDistance = 1. / 160

// thin leaves out points that would cover each other.
func thin(f frame, points []point) (out []point) {
	u, v := math.Inf(-1), 0.0
	for _, p := range points {
		pu, pv := (math.Log(p.x)-math.Log(f.left))/(math.Log(f.right)-math.Log(f.left)), f.up(p.y)
		if math.Hypot(pu-u, pv-v) < leastDistance {
			continue
		}
		u, v = pu, pv
		out = append(out, p)
	}
	return out
}

// band fills the space between the low and the high of points.
type band struct{ points []point }

// Plot is that of plot.Plotter.
func (b *band) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	within := func(v float64) vg.Length {
		if !(v > p.Y.Min) { // zero, and NaN
			v = p.Y.Min
		}
		return y(min(v, p.Y.Max))
	}
	var outline []vg.Point
	for _, q := range b.points {
		outline = append(outline, vg.Point{X: x(q.x), Y: within(q.high)})
	}
	for i := len(b.points) - 1; i >= 0; i-- {
		outline = append(outline, vg.Point{X: x(b.points[i].x), Y: within(b.points[i].low)})
	}
	c.FillPolygon(shade, outline)
}
