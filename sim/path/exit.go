package path

// Exit is how a path left the box: the first step after which it is outside.
type Exit struct {
	Path     int     `json:"path"`
	Steps    int     `json:"steps"`    // the exit time in steps
	Time     float64 `json:"time"`     // Steps*dt
	Censored bool    `json:"censored"` // still inside at the horizon; Side is -1 then
	Side     int     `json:"side"`     // of Controls.SideNames; in a box 0, 1, 2, ... for 1-, 1+, 2-, ...: the wall most exceeded, in units of its distance

	Coordinate int     `json:"coordinate"` // of the side, or of the largest noise where sides are basins; -1 where there was no exit
	Position   float64 `json:"position"`   // of that coordinate, beyond the wall
	Size       float64 `json:"size"`       // the noise that carried it out
	Overshoot  float64 `json:"overshoot"`  // |X - minimum|/distance of the wall or radius of the ball, >= 1; null for other domains
	Diverged   bool    `json:"diverged"`   // what came out is no number: the step is too long for the potential

	Clock float64 `json:"-"` // Time in steps
}
