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

	// Side is the way out, an index into Controls.SideNames, and -1 of a path that did not leave. In a
	// box it is 0, 1, 2, ... for 1-, 1+, 2-, ...: the wall most exceeded, in the units of
	// problem.Interval.Excess.
	Side int `json:"side"`

	// Coordinate is that of the side, or where sides are basins the one with the largest
	// noise; -1 of a path that did not leave. Position is the path's coordinate then, and Size
	// the noise of the last step in it, both NaN of a path that did not leave.
	Coordinate int     `json:"coordinate"`
	Position   float64 `json:"position"`
	Size       float64 `json:"size"`

	// Overshoot is the distance from the minimum over that of the wall or over the radius
	// of the ball, >= 1; NaN for other domains, null in JSON.
	Overshoot float64 `json:"overshoot"`
	// Diverged says that the path could not be followed to its end: its drift is too steep, or
	// not defined, or its position left the range of numbers. It is no exit, and Time is up to
	// when it was followed.
	Diverged bool `json:"diverged"`
	// Thrown says, in iteration time, that the drift of the last step alone led out, over a
	// stretch on which the gradient changes by more than half: the recursion is unstable there,
	// and no noise carried the path out.
	Thrown bool `json:"thrown,omitempty"`
	// Flows is the number of steps so steep that their drift was followed along its flow.
	Flows int `json:"flows,omitempty"`

	Clock float64 `json:"-"` // Time in steps
}

// exit ends the path, which left through side, or is censored or lost, and describes how.
func (p *path) exit(s *system, side int) Exit {
	e := Exit{
		Path: p.id, Steps: p.k, Time: p.clock * s.cfg.Dt, Clock: p.clock, Censored: side == censored, Side: -1,
		Coordinate: -1, Position: math.NaN(), Size: math.NaN(), Overshoot: math.NaN(), Flows: p.flows,
	}
	if s.visits != nil {
		s.visits.finish(p, p.k)
	}
	if e.Diverged = side == lost || side >= 0 && !p.endsOutside(s, side); side < 0 || e.Diverged {
		return e
	}
	e.Side, e.Coordinate, e.Position, e.Size, e.Thrown = side, p.coordinate, p.position, p.size, p.thrown
	switch u := s.cfg.Controls; u.Domain.Kind {
	case problem.InBox:
		e.Overshoot = (e.Position - s.anchor[p.coordinate]) / (wall(u.Box[p.coordinate], side) - s.anchor[p.coordinate])
	case problem.InBall:
		e.Overshoot = landscape.Distance(p.x, s.centre) / u.Domain.Size
	}
	return e
}

// endsOutside says that where a path ended tells that it left: no coordinate is NaN, and
// infinite ones, as a jump beyond the range of numbers makes them, are beyond a wall or
// outside a ball.
func (p *path) endsOutside(s *system, side int) bool {
	u := &s.cfg.Controls
	for _, v := range p.x {
		if math.IsNaN(v) {
			return false
		}
		if !math.IsInf(v, 0) {
			continue
		}
		bounded := u.Domain.Kind == problem.InBall ||
			u.Domain.Kind == problem.InBox && !math.IsInf(wall(u.Box[side/2], side), 0)
		if !bounded || !math.IsInf(p.size, 0) || len(u.Multiplicative) > 0 {
			return false
		}
	}
	return true
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

// These stand for the side of a path that is inside at the horizon, and of one that could
// not be followed.
const (
	censored = -2
	lost     = -3
)

// wall is the wall of v for a side, Lo for an even one and Hi for an odd one.
func wall(v problem.Interval, side int) float64 {
	if side%2 == 0 {
		return v.Lo
	}
	return v.Hi
}
