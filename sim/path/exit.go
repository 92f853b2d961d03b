package path

import (
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
)

// Exit is how one path ended: it left the domain, and this is the first time that it was
// seen outside; or it was censored at the horizon.
type Exit struct {
	Path     int     `json:"path"`     // number of the path
	Steps    int     `json:"steps"`    // steps taken; with the accelerated method big jumps
	Time     float64 `json:"time"`     // of the exit, or the horizon
	Censored bool    `json:"censored"` // still inside at the horizon

	// Side is the way out, an index into Controls.SideNames, and -1 of a censored path. In a
	// box it is 0, 1, 2, ... for 1-, 1+, 2-, ...: the wall most exceeded, in the units of
	// problem.Interval.Excess.
	Side int `json:"side"`

	// Coordinate is that of the side, or where sides are basins the one with the largest
	// noise; -1 of a censored path. Position is the path's coordinate then, and Size the
	// noise of the last step in it, both NaN of a censored path.
	Coordinate int     `json:"coordinate"`
	Position   float64 `json:"position"`
	Size       float64 `json:"size"`

	// Overshoot is the distance from the minimum over that of the wall or over the radius
	// of the ball, >= 1; NaN for other domains, null in JSON.
	Overshoot float64 `json:"overshoot"`
	// Diverged says that the position is not finite and the noise is: the step is too long
	// for the potential.
	Diverged bool `json:"diverged"`

	Clock float64 `json:"-"` // Time in steps
}

// exit ends the path, which left through side, or is censored, and describes how.
func (p *path) exit(s *system, side int) Exit {
	e := Exit{
		Path: p.id, Steps: p.k, Time: p.clock * s.cfg.Dt, Clock: p.clock, Censored: side < 0, Side: side,
		Coordinate: -1, Position: math.NaN(), Size: math.NaN(), Overshoot: math.NaN(),
	}
	if s.visits != nil {
		s.visits.finish(p, p.k)
	}
	if side < 0 {
		return e
	}
	e.Coordinate, e.Position, e.Size = p.coordinate, p.position, p.size
	switch u := s.cfg.Controls; u.Domain.Kind {
	case problem.InBox:
		e.Overshoot = (e.Position - s.anchor[p.coordinate]) / (wall(u.Box[p.coordinate], side) - s.anchor[p.coordinate])
	case problem.InBall:
		e.Overshoot = landscape.Distance(p.x, s.centre) / u.Domain.Size
	}
	for _, v := range p.x {
		e.Diverged = e.Diverged || math.IsNaN(v) || math.IsInf(v, 0) && !math.IsInf(p.size, 0)
	}
	return e
}

// recordExit notes how the path came out through side, which it returns; noise, (N), is
// that of its last step. Where sides are basins, the coordinate that carried the path out
// is taken to be the one with the largest noise.
func (p *path) recordExit(s *system, side int, noise []float64) int {
	p.coordinate = side / 2
	if s.cfg.Controls.Domain.Kind >= problem.InBasin {
		p.coordinate = 0
		for i, v := range noise {
			if math.Abs(v) > math.Abs(noise[p.coordinate]) {
				p.coordinate = i
			}
		}
	}
	p.position, p.size = p.x[p.coordinate], noise[p.coordinate]
	return side
}

// censored stands for the side of a path that is inside at the horizon.
const censored = -1

// wall is the wall of v for a side, Lo for an even one and Hi for an odd one.
func wall(v problem.Interval, side int) float64 {
	if side%2 == 0 {
		return v.Lo
	}
	return v.Hi
}
