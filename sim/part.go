package sim

import (
	"context"
	"errors"
	"iter"

	"levyscope/sim/path"
	"levyscope/sim/theory"
)

// Tally is what a part of an ensemble came to, as merging needs it: exact sums, so that the tallies of all parts make
// the ensemble to the last bit, in whatever order. It can be written as JSON and read back.
type Tally struct {
	Quantum  int         // quanta that the part has taken up to here
	Last     bool        // every path of the part has ended
	AllPaths int         // of the last tally: paths of the part
	AllSteps int         // of the last tally: path-steps of the part
	binSteps int         // width of a bin of the life table
	ended    counts      // of the paths that ended since the tally before
	exits    []path.Exit // these paths, with Config.Exits
	underWay *underWay   // where the others are; nil where nobody asks
	outcomes *outcomes   // of all paths of the part; nil but for the last tally
	visits   *path.Visits
}

// Part says which part of an ensemble is simulated, and what is told of it.
type Part struct {
	Holds    func(slot int) bool    // the part has the paths of this slot
	Detail   bool                   // a tally after each quantum, as the counts of Run need, not only at the end
	Progress func(paths, steps int) // called after each quantum with what has ended; may be nil
}

// Type is "tally".
func (Tally) Type() string { return "tally" }

// MostParts is the number n of slots of the ensemble, the most parts that it can be divided into. Slot j carries the
// paths j, j + n, j + 2n, ..., one after another.
func (c Config) MostParts() int { return min(c.Slots, c.Paths) }

// errWholeOnly is the error of a run that cannot be divided.
var errWholeOnly = errors.New("a run with a particle, or with a script of changes, cannot be divided into parts: " +
	"the particle is one path, and each change begins the ensemble again")

// RunPart simulates a part of the ensemble of cfg, and yields what it comes to. An error ends it: a bad configuration,
// or ctx's.
func RunPart(ctx context.Context, cfg Config, of Part) iter.Seq2[Tally, error] {
	return func(yield func(Tally, error) bool) {
		if cfg.Particle || len(cfg.Script) > 0 {
			yield(Tally{}, errWholeOnly)
			return
		}
		if err := cfg.Validate(); err != nil {
			yield(Tally{}, err)
			return
		}
		g := theory.Normalize(cfg.With(cfg.Controls))
		t := newTally(g.ExitConfig, theory.Predict(g))
		p := &part{Part: of, cfg: cfg, tally: t, ensemble: simulated{path.NewPart(g, cfg.Slots, of.Holds)}}
		p.run(ctx, yield)
	}
}

// part is the state of RunPart.
type part struct {
	Part
	cfg      Config
	tally    *tally
	ensemble simulated
	quantum  int
	paths    int         // that ended before the last tally
	steps    int         // of these
	exits    []path.Exit // since the last tally
}

func (p *part) run(ctx context.Context, yield func(Tally, error) bool) {
	for !p.ensemble.Done() {
		_, err := p.ensemble.advance(ctx, p.cfg.Quantum, p.tally, func(e path.Exit) {
			if p.cfg.Exits {
				p.exits = append(p.exits, e)
			}
		})
		if err != nil {
			yield(Tally{}, err)
			return
		}
		p.quantum++
		if p.Progress != nil {
			p.Progress(p.paths+p.tally.totals.Paths, p.steps+p.tally.totals.PathSteps)
		}
		if p.Detail && !p.ensemble.Done() && !yield(p.take(), nil) {
			return
		}
	}
	last := p.take()
	last.AllPaths, last.AllSteps = p.paths, p.steps
	last.Last, last.outcomes, last.visits = true, p.tally.merged(), p.ensemble.Visits()
	yield(last, nil)
}

// take is the tally of what came since the last one.
func (p *part) take() Tally {
	p.tally.counts.settle()
	t := Tally{Quantum: p.quantum, binSteps: p.tally.binSteps, ended: p.tally.counts, exits: p.exits}
	p.tally.counts, p.exits = newCounts(len(t.ended.totals.Sides)), nil
	p.paths += t.ended.totals.Paths
	p.steps += t.ended.totals.PathSteps
	if p.Detail {
		u := p.ensemble.underWay(p.tally.binSteps)
		t.underWay = &u
	}
	return t
}
