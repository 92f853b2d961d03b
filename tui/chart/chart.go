// Package chart draws the explorer's charts as text: Line, Histogram, Bars and Plane, and Track, the
// bounded series that feeds them. A chart is a plain value and Render a pure function of it, of the
// size and of the theme: no clocks, no goroutines, no state between two calls.
//
// Every Render(w, h, th) returns exactly h lines of exactly w cells, joined by "\n" without a newline
// at the end (h <= 0: the empty string). It never panics: values that are not finite are left out,
// magnitudes beyond 1e300 are drawn at 1e300, and where there is no room or nothing to draw a short
// message stands in the chart's place.
//
// The first line is a rule with the title and the legend, the last one holds the tick labels of x. What changes in a
// column of cells is drawn from its least to its greatest value, never as an average: a spike that lasts one step in a
// million is on the screen.
//
// The characters come from ntcharts' rune tables. Its canvas keeps a lipgloss style of 650 bytes in
// each cell, which for a screen of charts is megabytes to clear in every frame; the raster here keeps
// a one-byte role instead and writes each row in runs of one role.
package chart

import "math"

// Point is a point (X, Y) in data coordinates. A point with a NaN or infinite coordinate is not drawn
// and breaks the line.
type Point struct{ X, Y float64 }

// huge bounds every value that is drawn, so that differences of two values remain finite.
const huge = 1e300

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (p Point) finite() bool { return finite(p.X) && finite(p.Y) }

func bound(v float64) float64 { return min(max(v, -huge), huge) }

// given is the value behind an optional setting; nil and values that are not finite mean that it is not set.
func given(p *float64) (float64, bool) {
	if p == nil || !finite(*p) {
		return 0, false
	}
	return bound(*p), true
}
