package plot

import (
	"errors"
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// DensityData is what Density draws.
type DensityData struct {
	Title  string    // above the figure
	XLabel string    // with the unit; empty: "x"
	Name   string    // of the sample in the legend; empty: "sample"
	Edges  []float64 // of the bars, finite and rising; they span the figure
	Counts []float64 // samples in each bar, one fewer than Edges
	Total  float64   // samples in all, those outside the edges too; 0: the sum of Counts
	Curves []Curve   // densities
}

// Density draws the histogram of a sample, count/(Total width of the bar), with densities over it, on a logarithmic
// axis. Bars without a count do not appear. The axis reaches from below the lowest bar to above the highest and the
// highest point of the curves, but at most a decade above the bars; curves are cut off there.
//
// Errors: no counts, edges and counts that do not fit each other, edges that are not finite or do not rise, counts that
// are negative or not finite, a Total below their sum.
func Density(d DensityData) (*Figure, error) {
	bars, err := d.bars()
	if err != nil {
		return nil, err
	}
	f := frame{left: d.Edges[0], right: d.Edges[len(d.Edges)-1], low: math.Inf(1)}
	for _, b := range bars {
		f.low, f.high = min(f.low, b.height), max(f.high, b.height)
	}
	f.high *= 1.6 * f.headroom(d.Curves)
	f.low /= 2.5

	fig := newFigure(d.Title, or(d.XLabel, "x"), "probability density (per unit of x)")
	f.show(fig)
	fig.plot.Add(&histogram{bars})
	fig.name(or(d.Name, "sample"), block{bar})
	f.addCurves(fig, d.Curves)
	return fig, nil
}

// headroom is by how much the curves exceed the highest bar, from 1 to 10.
func (f frame) headroom(curves []Curve) float64 {
	const samples = 400
	factor := 1.0
	for _, c := range curves {
		for i := range samples + 1 {
			if y := c.F(f.at(float64(i) / samples)); y > f.high*factor {
				factor = min(10, y/f.high)
			}
		}
	}
	return factor
}

// or is text, or otherwise if that is empty.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// rectangle is a bar of the histogram.
type rectangle struct{ left, right, height float64 }

// bars checks the data and normalises the counts.
func (d DensityData) bars() (bars []rectangle, err error) {
	if len(d.Counts) == 0 || len(d.Edges) != len(d.Counts)+1 {
		return nil, fmt.Errorf("density figure: %d edges for %d counts; "+
			"there must be one edge more, and at least two",
			len(d.Edges), len(d.Counts))
	}
	sum := 0.0
	for i, n := range d.Counts {
		a, b := d.Edges[i], d.Edges[i+1]
		if !(a < b) || math.IsInf(a, 0) || math.IsInf(b-a, 0) {
			return nil, fmt.Errorf("density figure: bar %d from %v to %v; edges must be finite and rise", i, a, b)
		}
		if !(n >= 0) || math.IsInf(n, 0) {
			return nil, fmt.Errorf("density figure: count %v of bar %d; it must be finite and not below 0", n, i)
		}
		sum += n
	}
	total := d.Total
	if total == 0 {
		total = sum
	}
	if sum == 0 {
		return nil, errors.New("density figure: no sample lies between the edges; widen them")
	}
	if !(total >= sum) || math.IsInf(total, 0) {
		return nil, fmt.Errorf("density figure: total %v for counts that sum to %v; it must be at least that", total, sum)
	}
	for i, n := range d.Counts {
		height := n / total / (d.Edges[i+1] - d.Edges[i])
		if height > 0 && !math.IsInf(height, 0) {
			bars = append(bars, rectangle{d.Edges[i], d.Edges[i+1], height})
		}
	}
	if len(bars) == 0 {
		return nil, errors.New("density figure: no bar has a density that float64 can hold; scale the sample")
	}
	return bars, nil
}

// histogram draws bars from the bottom of the frame.
type histogram struct{ bars []rectangle }

// Plot is that of plot.Plotter.
func (h *histogram) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	bottom := y(p.Y.Min)
	for _, b := range h.bars {
		box := vg.Rectangle{Min: vg.Point{X: x(b.left), Y: bottom}, Max: vg.Point{X: x(b.right), Y: y(b.height)}}
		c.SetColor(bar)
		c.Fill(box.Path())
		c.SetLineStyle(draw.LineStyle{Color: white, Width: min(.5, box.Size().X/4)})
		c.Stroke(box.Path())
	}
}

// block is a filled entry of a legend.
type block struct{ color.Color }

// Thumbnail is that of plot.Thumbnailer.
func (b block) Thumbnail(c *draw.Canvas) {
	c.SetColor(b.Color)
	c.Fill(c.Rectangle.Path())
}
