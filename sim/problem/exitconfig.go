package problem

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/train/schedule"
)

// ExitConfig is an ensemble of first exits from a domain. It is plain data: what is
// computed from it stands in packages ways and theory.
type ExitConfig struct {
	Seed     uint64     `json:"seed"`
	Paths    int        `json:"paths"`
	Time     clock.Time `json:"time"`
	Dt       float64    `json:"dt"`      // time step in SDE time; 1 in iteration time
	Horizon  float64    `json:"horizon"` // paths still inside then are censored; 0: chosen by theory.Normalize
	Start    []float64  `json:"start"`   // (N) of every path; nil: the first minimum of the potential
	Method   Method     `json:"method"`
	Controls Controls   `json:"controls"`
}

// Default is the system in a box for which docs/theory.md has check values, at
// eps = 0.1: of its two coordinates the first has the heavier tail.
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

// With is c under the controls u, and with their time step where they have one.
func (c ExitConfig) With(u Controls) ExitConfig {
	c.Controls = u
	if u.Dt > 0 {
		c.Dt = u.Dt
	}
	return c
}

// StartPoint is the point where every path starts, (N): Start, or the first minimum of
// the potential. The caller must not change it.
func (c ExitConfig) StartPoint() []float64 {
	if len(c.Start) > 0 {
		return c.Start
	}
	if minima := c.Controls.Landscape().Minima(); len(minima) > 0 {
		return minima[0]
	}
	return make([]float64, c.Controls.Dim()) // of an invalid configuration: it must give a start
}

// HorizonSteps is the number of steps after which a path is censored: Horizon/Dt,
// rounded up.
func (c ExitConfig) HorizonSteps() int { return int(math.Ceil(c.Horizon/c.Dt - 1e-9)) }
