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
	binSteps int         // width of a bin of the life table
	ended    counts      // of the paths that ended since the tally before
	exits    []path.Exit // these paths, with Config.Exits
	underWay *underWay   // where the others are; nil where nobody asks
	outcomes *outcomes   // of all paths of the part; nil but for the last tally
	visits   *path.Visits
}

// Type is "tally".
func (Tally) Type() string { return "tally" }

// MostParts is the number n of slots of the ensemble, the most parts that it can be divided into. Slot j carries the
// paths j, j + n, j + 2n, ..., one after another.
func (c Config) MostParts() int { return min(c.Slots, c.Paths) }

// errWholeOnly is the error of a run that cannot be divided.
var errWholeOnly = errors.New("a run with a particle, or with a script of changes, cannot be divided into parts: " +
	"the particle is one path, and each change begins the ensemble again")

// RunPart simulates the paths of the slots that holds says, and yields what they come to: one tally at the end, or with
// detail one after each quantum, as the counts of Run need. An error ends it: a bad configuration, or ctx's.
func RunPart(ctx context.Context, cfg Config, holds func(slot int) bool, detail bool) iter.Seq2[Tally, error] {
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
		p := &part{cfg: cfg, tally: t, ensemble: simulated{path.NewPart(g, cfg.Slots, holds)}}
		p.run(ctx, detail, yield)
	}
}

// part is the state of RunPart.
type part struct {
	cfg      Config
	tally    *tally
	ensemble simulated
	quantum  int
	exits    []path.Exit // since the last tally
}

func (p *part) run(ctx context.Context, detail bool, yield func(Tally, error) bool) {
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
		if detail && !p.ensemble.Done() && !yield(p.take(detail), nil) {
			return
		}
	}
	last := p.take(detail)
	last.Last, last.outcomes, last.visits = true, p.tally.merged(), p.ensemble.Visits()
	yield(last, nil)
}

// take is the tally of what came since the last one.
func (p *part) take(detail bool) Tally {
	t := Tally{Quantum: p.quantum, binSteps: p.tally.binSteps, ended: p.tally.counts, exits: p.exits}
	p.tally.counts, p.exits = newCounts(len(t.ended.totals.Sides)), nil
	if detail {
		u := p.ensemble.underWay(p.tally.binSteps)
		t.underWay = &u
	}
	return t
}
