package problem

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/train/schedule"
)

// ExitConfig is an ensemble of first exits from a domain.
type ExitConfig struct {
	Seed     uint64     `json:"seed"`
	Paths    int        `json:"paths"`
	Time     clock.Time `json:"time"`
	Dt       float64    `json:"dt"`      // of a step in SDE time; 1 in iteration time
	Horizon  float64    `json:"horizon"` // paths still inside then are censored; 0: chosen by Normalized
	Start    []float64  `json:"start"`   // (N) of every path; nil: the first minimum of the potential
	Method   Method     `json:"method"`
	Controls Controls   `json:"controls"`
}

// defaultExits is the system of theory.md's fixture at eps = 0.1: two coordinates of
// which the first has the heavier tail.
func Default() ExitConfig {
	eta, err := schedule.Default("constant", .1)
	if err != nil {
		panic(err)
	}
	return ExitConfig{Seed: 1, Paths: 20000, Dt: .01, Controls: Controls{
		Schedule: eta, Eps: .1,
		Theta: []float64{1, 1}, Alpha: []float64{1.2, 1.8}, Sigma: []float64{.5, 1},
		Box: []Interval{{-.6, 1}, {-.7, .7}},
	}}
}

// start is where paths start.
func (c ExitConfig) StartPoint() []float64 {
	if len(c.Start) > 0 {
		return c.Start
	}
	return c.Controls.Landscape().Minima()[0]
}

// maxDim and maxPaths keep a configuration from asking for gigabytes.
const (
	maxDim   = 4096
	maxPaths = 1e9
	MaxSteps = 1e15 // of one path
)

// leastAlpha is the tail index from which on tails can be computed with.
const leastAlpha = 1e-3

// leastDt and mostDt keep times, their squares and horizons within the range of a float64.
const (
	leastDt = 1e-100
	mostDt  = 1e100
)

// horizonSteps is the number of steps after which a path is censored.
func (c ExitConfig) HorizonSteps() int { return int(math.Ceil(c.Horizon/c.Dt - 1e-9)) }

// centreOf is the minimum around which the domain lies, that of the basin of the
// start; the start itself where there is none.
func CentreOf(c ExitConfig) []float64 {
	u := c.Controls.Landscape()
	if well := u.Basin(c.StartPoint()); well >= 0 {
		return u.Minima()[well]
	}
	return c.StartPoint()
}

// restOf is where a path comes to rest without noise, and whether that is inside.
// A coordinate of a quadratic potential without force rests at its start.
func RestOf(c ExitConfig, centre []float64) (x []float64, inside bool) {
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

// maxWells bounds the M^2 counts.
const maxWells = 64
