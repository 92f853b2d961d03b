package record

import "levyscope/sim"

// Thinning is the rule by which a recording leaves events out, which a replay leaves out too. The zero
// value leaves none out.
type Thinning struct {
	// Progress keeps, of the progress events of a simulation's particle, those whose step is a multiple
	// of it; 0 and 1 keep all. No other event is ever left out.
	Progress int `toml:"progress" comment:"progress of the particle is kept every so many steps"`
}

// Explorer is the rule of the explorer's recordings: its particle takes some 10^5 steps a second.
var Explorer = Thinning{Progress: 100}

// Keeps says that the rule leaves e in the recording.
func (t Thinning) Keeps(e Event) bool {
	p, ok := e.(sim.Progress)
	return !ok || t.Progress <= 1 || p.Step%t.Progress == 0
}
