package problem

import "levyscope/sim/landscape"

// DomainCentre is the minimum around which the domain lies, (N): that of the basin in
// which paths start, or the start itself where that leads to no minimum.
func (c ExitConfig) DomainCentre() []float64 {
	u := c.Controls.Landscape()
	if well := u.Basin(c.StartPoint()); well >= 0 {
		return u.Minima()[well]
	}
	return c.StartPoint()
}

// RestingPoint is where a path comes to rest without noise, (N), and whether that point
// lies inside; centre is DomainCentre. A coordinate of a quadratic potential without
// force stays at its start.
func (c ExitConfig) RestingPoint(centre []float64) (x []float64, inside bool) {
	x = centre
	if q, ok := c.Controls.Landscape().(landscape.Quadratic); ok {
		x = append([]float64(nil), x...)
		for i, theta := range q.Theta {
			if theta == 0 {
				x[i] = c.StartPoint()[i]
			}
		}
	}
	return x, NewRegion(c.Controls, centre).Contains(x)
}
