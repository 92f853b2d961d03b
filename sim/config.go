package sim

import "levyscope/sim/problem"

// Config is a whole simulation: an ensemble of first exits, and how it is run and shown. A
// run is a function of it and of nothing else.
type Config struct {
	problem.ExitConfig
	// Particle adds a displayed particle, which starts again after each exit; the run then
	// goes on after the ensemble has ended.
	Particle bool `json:"particle"`
	Steps    int  `json:"steps"`   // steps of the particle after which the run ends; 0: without end
	Slots    int  `json:"slots"`   // paths of the ensemble under way at once, >= 1
	Quantum  int  `json:"quantum"` // steps by which each of them moves at a time, >= 1
	Every    int  `json:"every"`   // steps of the particle between two such moves, >= 1
	Exits    bool `json:"exits"`   // yield an Exited event for every path of the ensemble

	Script []Changed `json:"-"` // changes to replay, by step
}

// Default simulates the ensemble of problem.Default.
func Default() Config {
	return Config{ExitConfig: problem.Default(), Slots: 512, Quantum: 16384, Every: 1}
}
