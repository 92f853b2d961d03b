package trainscreen

import (
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// ribbon is a bounded series of intervals over x. When it is full, neighbours
// are merged into their union, so that no excursion is lost.
type ribbon struct{ x, lo, hi []float64 }

// ribbonCapacity is the number of intervals that a ribbon holds.
const ribbonCapacity = 2048

// add appends [lo, hi] at x.
func (r *ribbon) add(x, lo, hi float64) {
	if len(r.x) >= ribbonCapacity {
		n := 0
		for i := 0; i+1 < len(r.x); i += 2 {
			r.x[n], r.lo[n], r.hi[n] = r.x[i+1], min(r.lo[i], r.lo[i+1]), max(r.hi[i], r.hi[i+1])
			n++
		}
		r.x, r.lo, r.hi = r.x[:n], r.lo[:n], r.hi[:n]
	}
	r.x, r.lo, r.hi = append(r.x, x), append(r.lo, lo), append(r.hi, hi)
}

// band is the ribbon as a chart draws it.
func (r *ribbon) band(role theme.Role) chart.Band {
	return chart.Band{X: r.x, Lo: r.lo, Hi: r.hi, Role: role}
}
