package jumps

import (
	"math"

	"levyscope/internal/rng"
)

const (
	room       = 512 // amplitudes of a reservoir
	mostOctave = 24  // octaves of s on each side of 1; what lies beyond goes to the last
)

// octave has the steps whose s = eta/eta_ref lies in one octave, 2^(Key - 1/2) to 2^(Key + 1/2).
type octave struct {
	Key    int     `json:"key"`
	Steps  int     `json:"steps"`
	LogSum float64 `json:"log_sum"` // of ln s
	From   int     `json:"from"`
	Last   int     `json:"last"` // step
	// Parts are by array, and then fixed and current.
	Parts [][2]part `json:"parts"`

	kept [][2]reservoir // as Parts
}

// part has the jumps of one kind of an array in the steps of an octave. Block sums are over the windows of events.
type part struct {
	Jumps  int `json:"jumps"`
	Trials int `json:"trials"`
	// Block and BlockTrials are of the window under way.
	Block       int     `json:"block"`
	BlockTrials int     `json:"block_trials"`
	Blocks      int     `json:"blocks"`
	CC          float64 `json:"cc"` // sum over blocks of jumps^2
	CT          float64 `json:"ct"` // of jumps x trials
	TT          float64 `json:"tt"` // of trials^2
}

// add takes in the jumps of a step.
func (p *part) add(jumps, trials int) {
	p.Jumps += jumps
	p.Trials += trials
	p.Block += jumps
	p.BlockTrials += trials
}

// close ends the block of a window.
func (p *part) close() {
	if p.BlockTrials > 0 {
		c, t := float64(p.Block), float64(p.BlockTrials)
		p.Blocks++
		p.CC += c * c
		p.CT += c * t
		p.TT += t * t
	}
	p.Block, p.BlockTrials = 0, 0
}

// inflation is the variance of the number of jumps over that of independent ones, from the blocks; at least 1, and 1 of
// fewer than five blocks.
func (p *part) inflation() float64 {
	if p.Blocks < 5 || p.Jumps == 0 {
		return 1
	}
	rate, n := float64(p.Jumps)/float64(p.Trials), float64(p.Blocks)
	rest := p.CC - 2*rate*p.CT + rate*rate*p.TT
	return max(1, rest*n/(n-1)/float64(p.Jumps))
}

// reservoir is a random sample of amplitudes, of at most room.
type reservoir struct {
	key    uint64    // of its random numbers
	seen   int       // amplitudes offered
	first  []float32 // amplitudes in units of the threshold's scale
	second []float32 // of current jumps: the sizes of the updates
}

// add offers an amplitude (Vitter's algorithm R). The random number is a function of the key and of how many there
// were, so that a reservoir has no state beside its contents.
func (r *reservoir) add(a, b float64) {
	at := r.seen
	r.seen++
	if at >= room {
		u := rng.Derived(r.key|1, uint64(r.seen)) // 53 bits
		if at = int(float64(u) / (1 << 53) * float64(r.seen)); at >= room {
			return
		}
		r.first[at], r.second[at] = narrow(a), narrow(b)
		return
	}
	if r.first == nil {
		r.first, r.second = make([]float32, 0, room), make([]float32, 0, room)
	}
	r.first, r.second = append(r.first, narrow(a)), append(r.second, narrow(b))
}

// narrow is x as a finite float32.
func narrow(x float64) float32 { return float32(min(x, math.MaxFloat32)) }

// octaveOf is the key of the octave of s > 0.
func octaveOf(s float64) int {
	return int(max(-mostOctave, min(math.Round(math.Log2(s)), mostOctave)))
}

// enter makes the octave of s the one under way.
func (w *Watch) enter(s float64) {
	key := octaveOf(s)
	if w.now >= 0 && w.octaves[w.now].Key == key {
		return
	}
	for w.now = range w.octaves {
		if w.octaves[w.now].Key == key {
			return
		}
	}
	w.now = len(w.octaves)
	o := octave{Key: key, From: w.k, Parts: make([][2]part, len(w.arrays))}
	w.octaves = append(w.octaves, o)
	w.own(&w.octaves[w.now])
}

// own makes the reservoirs of an octave, each with random numbers of its own.
func (w *Watch) own(o *octave) {
	o.kept = make([][2]reservoir, len(w.arrays))
	for a := range o.kept {
		for kind := range o.kept[a] {
			index := uint64(o.Key+mostOctave)<<32 | uint64(a)<<1 | uint64(kind)
			o.kept[a][kind].key = rng.New(w.seed, rng.JumpReservoir, index).Uint64()
		}
	}
}
