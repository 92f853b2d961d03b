package path

import (
	"errors"
	"fmt"
	"math"

	"levyscope/internal/checkpoint"
	"levyscope/internal/rng"
	"levyscope/sim/exits"
)

// EnsembleState is where the paths of a whole Ensemble are between two calls of Advance, by slot. It is
// plain data, and shares no memory with the ensemble.
type EnsembleState struct {
	Paths   []int64   // (slots) number of the path
	Active  []uint8   // (slots) 1 where the path is under way, 0 where the last path of the slot has ended
	Steps   []int64   // (slots) taken by the path
	Clock   []float64 // (slots) its time in steps
	NextBig []float64 // (slots) time of the next big jump, in steps; -1: not drawn
	Flows   []int64   // (slots) steps whose drift was followed along its flow
	X       []float64 // (slots, N) position
	Streams []int64   // (slots, 2) rng.State of the noise

	Places []*exits.Transitions // (slots) in the domain wells: Visits.Places, of all paths of the slot; else nil
	Cores  []*exits.Transitions // (slots) the same of Visits.Cores
}

// State is where the paths are.
func (e *Ensemble) State() *EnsembleState {
	s := &EnsembleState{}
	for j := range e.slots {
		p := e.slots[j].path
		active := uint8(0)
		if e.slots[j].active {
			active = 1
		}
		words := rng.StateOf(&p.pcg).Words()
		s.Paths, s.Active = append(s.Paths, int64(p.id)), append(s.Active, active)
		s.Steps, s.Flows = append(s.Steps, int64(p.k)), append(s.Flows, int64(p.flows))
		s.Clock, s.NextBig = append(s.Clock, p.clock), append(s.NextBig, p.nextBig)
		s.X, s.Streams = append(s.X, p.x...), append(s.Streams, words[:]...)
		if p.places != nil {
			s.Places, s.Cores = append(s.Places, p.places.Clone()), append(s.Cores, p.cores.Clone())
		}
	}
	return s
}

// Slots and Coordinates are the lengths of the arrays of a State.
func (e *Ensemble) Slots() int { return len(e.slots) }

// Coordinates is the number N of coordinates.
func (e *Ensemble) Coordinates() int { return e.sys.dim }

// Restore puts the paths of a whole ensemble to where s says, and keeps its own memory. The error names
// the first part of s in which no ensemble of this problem can be, and leaves the ensemble unusable.
func (e *Ensemble) Restore(s *EnsembleState) error {
	n := len(e.slots)
	for name, length := range map[string]int{"active": len(s.Active), "steps": len(s.Steps), "clock": len(s.Clock),
		"next_big": len(s.NextBig), "flows": len(s.Flows), "x": len(s.X) / e.sys.dim, "streams": len(s.Streams) / 2,
		"paths": len(s.Paths)} {
		if length != n {
			return fmt.Errorf("%s has %d slots, the ensemble %d", name, length, n)
		}
	}
	if wells := e.sys.visits != nil; wells && (len(s.Places) != n || len(s.Cores) != n) ||
		!wells && len(s.Places)+len(s.Cores) > 0 {
		return fmt.Errorf("places and cores have %d and %d slots, the ensemble %d", len(s.Places), len(s.Cores), n)
	}
	for j := range e.slots {
		if err := s.check(e, j); err != nil {
			return fmt.Errorf("slot %d: %w", j, err)
		}
		e.slots[j].active = s.Active[j] != 0
		p := e.slots[j].path
		p.id, p.k, p.clock, p.nextBig = int(s.Paths[j]), int(s.Steps[j]), s.Clock[j], s.NextBig[j]
		p.flows, p.thrown = int(s.Flows[j]), false
		copy(p.x, s.X[j*e.sys.dim:])
		rng.StateOfWords(s.Streams[2*j], s.Streams[2*j+1]).Restore(&p.pcg)
		if e.sys.visits != nil {
			p.places, p.cores = s.Places[j].Clone(), s.Cores[j].Clone()
		}
	}
	return nil
}

// check returns an error if slot j of e, which carries the paths j, j + slots, j + 2 slots, ..., cannot be
// where s says.
func (s *EnsembleState) check(e *Ensemble, j int) error {
	id, k, clock, all, paths := s.Paths[j], s.Steps[j], s.Clock[j], int64(e.all), int64(e.sys.cfg.Paths)
	active := s.Active[j] == 1
	steps, limit := float64(k), int64(e.sys.limit)
	if e.sys.chain != nil { // big jumps are counted, and the horizon is a time
		steps, limit = clock, math.MaxInt32<<20
	}
	switch {
	case s.Active[j] > 1:
		return fmt.Errorf("active = %d, neither 0 nor 1", s.Active[j])
	case id < 0 || id >= paths || id%all != int64(j) || !active && id+all < paths:
		return fmt.Errorf("path %d of %d in %d slots, active %t", id, paths, all, active)
	case k < 0 || k >= limit && active || s.Flows[j] < 0:
		return fmt.Errorf("%d steps of %d, %d along the flow", k, limit, s.Flows[j])
	case !(clock >= 0) || clock != steps || clock > e.sys.cfg.Horizon/e.sys.cfg.Dt+1:
		return fmt.Errorf("time %g after %d steps", clock, k)
	case !active && (k != 0 || clock != 0):
		return fmt.Errorf("%d steps of a path that has ended", k)
	case s.NextBig[j] != -1 && active && !(s.NextBig[j] >= clock):
		return fmt.Errorf("next big jump at %g, before %g", s.NextBig[j], clock)
	}
	if v := e.sys.visits; v != nil {
		return errors.Join(
			checkVisits(s.Places[j], len(v.minima), float64(k)*v.dt, active),
			checkVisits(s.Cores[j], len(v.minima), float64(k)*v.dt, active))
	}
	return nil
}

// checkVisits returns an error for visits to other basins, or that cannot go on from the given time.
func checkVisits(t *exits.Transitions, basins int, time float64, active bool) error {
	if t == nil || len(t.Counts()) != basins {
		return fmt.Errorf("visits are not between %d basins", basins)
	}
	whole, err := exits.NewTransitions(basins)
	if err != nil {
		return err
	}
	if t.InPath() != active {
		return errors.New("visits and slot do not agree on whether a path is under way")
	}
	return whole.Merge(t.Closed(time))
}

// ParticleState is where a Particle is between two steps.
type ParticleState struct {
	Path    int                `json:"path"`  // number of the path
	Steps   int                `json:"steps"` // of its schedule
	X       []checkpoint.Float `json:"x"`     // (N) position
	NextBig checkpoint.Float   `json:"next_big"`
	Flows   int                `json:"flows"`
	Stream  rng.State          `json:"stream"`
	Start   int                `json:"start"`
	Taken   int                `json:"taken"`
	Before  checkpoint.Float   `json:"before"`
}

// State is where the particle is.
func (p *Particle) State() *ParticleState {
	s := &ParticleState{
		Path: p.path.id, Steps: p.path.k, NextBig: checkpoint.Float(p.path.nextBig), Flows: p.path.flows,
		Stream: rng.StateOf(&p.path.pcg), Start: p.start, Taken: p.taken, Before: checkpoint.Float(p.before),
	}
	for _, v := range p.path.x {
		s.X = append(s.X, checkpoint.Float(v))
	}
	return s
}

// Restore puts a new particle to where s says. The error names the first part of s in which no particle
// of its problem can be.
func (p *Particle) Restore(s *ParticleState) error {
	nextBig, steps := float64(s.NextBig), float64(s.Steps)
	switch {
	case len(s.X) != p.sys.dim:
		return fmt.Errorf("particle of %d coordinates, not %d", len(s.X), p.sys.dim)
	case s.Path < 0 || s.Steps < 0 || s.Taken < 0 || s.Steps > s.Taken-s.Start || s.Flows < 0:
		return fmt.Errorf("particle on path %d, after %d steps of %d since %d, %d along the flow",
			s.Path, s.Steps, s.Taken, s.Start, s.Flows)
	case nextBig != -1 && !(nextBig >= steps):
		return fmt.Errorf("particle with the next big jump at %g, before %d", nextBig, s.Steps)
	}
	q := p.path
	q.id, q.k, q.clock, q.nextBig, q.flows, q.thrown = s.Path, s.Steps, steps, nextBig, s.Flows, false
	for i, v := range s.X {
		q.x[i] = float64(v)
	}
	s.Stream.Restore(&q.pcg)
	p.start, p.taken, p.before = s.Start, s.Taken, float64(s.Before)
	return nil
}
