package sim

import (
	"levyscope/train/schedule"
)

// Config is a whole simulation: a run is a function of it and of nothing else.
type Config struct {
	ExitConfig
	Particle bool      `json:"particle"` // with a displayed particle, restarting after each exit; the run then goes on after the ensemble
	Steps    int       `json:"steps"`    // particle steps after which the run ends; 0: without end
	Slots    int       `json:"slots"`    // paths of the ensemble under way at once, >= 1
	Quantum  int       `json:"quantum"`  // steps by which each of them moves at a time, >= 1
	Every    int       `json:"every"`    // particle steps between two such moves, >= 1
	Exits    bool      `json:"exits"`    // yield an Exited event for every path of the ensemble
	Script   []Changed `json:"-"`        // changes to replay, by step
}

// Default is the system of theory.md's fixture at eps = 0.1: two coordinates of
// which the first has the heavier tail.
func Default() Config {
	eta, err := schedule.Default("constant", .1)
	if err != nil {
		panic(err)
	}
	return Config{
		ExitConfig: ExitConfig{Seed: 1, Paths: 20000, Dt: .01, Controls: Controls{
			Schedule: eta, Eps: .1,
			Theta: []float64{1, 1}, Alpha: []float64{1.2, 1.8}, Sigma: []float64{.5, 1},
			Box: []Interval{{-.6, 1}, {-.7, .7}},
		}},
		Slots: 512, Quantum: 16384, Every: 1,
	}
}
