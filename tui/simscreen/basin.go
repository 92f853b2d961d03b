package simscreen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/tui/chart"
	"levyscope/tui/screen"
)

// drawBasin shows the particle in its landscape, two coordinates from above or a single one
// as a profile, and below that what is computed.
func (m *model) drawBasin(f screen.Frame) string {
	d := &m.data
	c := d.controls
	land := m.terrain()
	caption := m.caption(f)
	f.H -= len(caption)
	picture := land.draw(f.W, f.H)
	p := chart.Plane{
		Title: fmt.Sprintf("%s, path %d", kindOf(land.u), d.path+1),
		X0:    land.x.Lo, X1: land.x.Hi, XName: "w1",
		Y0: land.y.Lo, Y1: land.y.Hi, YName: "w2",
		Contours: picture.contours, Border: picture.border, Curve: picture.curve, Walls: land.walls(),
		Minima: land.minima(), Saddles: land.saddles(), Focused: f.Focused,
		Particle:   chart.Point{X: math.NaN(), Y: math.NaN()},
		JumpLength: math.Sqrt(c.Eps) * c.Sigma[0],
	}
	if len(c.Sigma) > 1 {
		// The coordinate with the larger sigma sets the length, so that none of its steps
		// without a jump is drawn as one.
		p.JumpLength = math.Sqrt(c.Eps) * max(c.Sigma[0], c.Sigma[1])
	} else {
		p.YName = "U"
	}
	for _, e := range d.trail[max(0, len(d.trail)-trailLength):] {
		p.Trail = append(p.Trail, land.place(e.X))
	}
	for _, x := range d.exits {
		p.Exits = append(p.Exits, land.place(x))
	}
	if n := len(p.Trail); n > 0 {
		p.Particle = p.Trail[n-1]
	}
	return p.Render(f.W, f.H, f.Theme) + strings.Join(append([]string{""}, caption...), "\n")
}

// terrain is that of the controls in force, made once for a landscape and a domain.
func (m *model) terrain() *terrain {
	if m.data.land == nil {
		m.data.land = newTerrain(m.cfg.ExitConfig, m.data.controls)
	}
	return m.data.land
}
