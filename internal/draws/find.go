package draws

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"levyscope/train/watch/stream"
)

// Set is a probe or a burst.
type Set struct {
	Probe   bool
	Session int // among those of the rank, from 1
	Rank    int
	From    int // the step of the probe's weights, or the first one of the burst
	To      int // one past the last step
	Draws   int // records
	Batch   int // examples in most minibatches; 0: not known. Records of another batch are left out
	Other   int // records that are left out so
	Clipped bool
	Own     bool // of the rank alone, not averaged over the ranks
	Micro   bool // of parts of a batch

	begun int          // number of its first record among those of its kind in the session, from 0
	flags stream.Flags // that its records have in common
	draw  int          // of the last record
	sizes map[int]int  // number of records by the examples in their minibatches
}

// count counts a record. Of two batches that are as frequent that is taken which was so first.
func (s *Set) count(batch int) {
	records := s.Draws + s.Other + 1
	s.sizes[batch]++
	if s.sizes[batch] > s.sizes[s.Batch] {
		s.Batch = batch
	}
	s.Draws = s.sizes[s.Batch]
	s.Other = records - s.Draws
}

// kinds are the flags that the records of a burst have in common.
const kinds = stream.Clipped | stream.Own | stream.Micro

// Words says what the draws are, the limits of a trajectory included.
func (s Set) Words() string {
	text := fmt.Sprintf("probe at the weights of step %d: ", s.From)
	if !s.Probe {
		text = fmt.Sprintf("trajectory: contains drift; steps %d to %d: ", s.From, s.To-1)
	}
	if text += fmt.Sprintf("%d draws", s.Draws); s.Draws == 1 {
		text = strings.TrimSuffix(text, "s")
	}
	if s.Batch > 0 {
		text += fmt.Sprintf(" of %d examples", s.Batch)
	}
	if s.Other > 0 {
		text += fmt.Sprintf(", %d of another batch left out", s.Other)
	}
	if lost := s.To - s.From - s.Draws - s.Other; !s.Probe && lost > 0 {
		text += fmt.Sprintf(", %d lost", lost)
	}
	for _, f := range []struct {
		set  bool
		text string
	}{{s.Clipped, "after clipping, if the job clips"}, {s.Own, "of this rank alone"}, {s.Micro, "of parts of a batch"}} {
		if f.set {
			text += ", " + f.text
		}
	}
	return fmt.Sprintf("%s; rank %d, session %d", text, s.Rank, s.Session)
}

// Kind says which sets are meant.
type Kind uint8

// The kinds.
const (
	Any   Kind = iota // the last probe, or where there is none the last burst
	Probe             // a probe
	Burst             // a burst
)

// Last stands for the last set.
const Last = -1

// Choice chooses one set.
type Choice struct {
	Kind  Kind
	Rank  int
	Step  int // of a probe, or one of a burst; Last
	Least int // draws of a set that Last may mean
	Most  int // steps of a burst: longer ones are cut
}

// Find lists the probes and bursts of a rank in the order of their records. What a later session superseded, because it
// began at an earlier step, is left out, of a burst the steps from there on.
func Find(ctx context.Context, dir string, rank, most int) ([]Set, error) {
	r, err := stream.Open(dir, rank)
	if err != nil {
		return nil, err
	}
	f := finder{rank: rank, most: most}
	if err := poll(ctx, r, f.take); err != nil {
		return nil, err
	}
	if len(f.sets) == 0 {
		if len(f.problems) > 0 {
			return nil, errors.Join(f.problems...)
		}
		if state := r.State(); len(state.Ranks) > 0 && !slices.Contains(state.Ranks, rank) {
			return nil, fmt.Errorf("has no rank %d: choose one of %v with --rank", rank, state.Ranks)
		}
		return nil, errors.New("has no record yet")
	}
	return f.sets, nil
}

// poll reads all that there is.
func poll(ctx context.Context, r *stream.Reader, take func(stream.Item) bool) error {
	n := 0
	err := r.Poll(true, func(item stream.Item) bool {
		if n++; n%256 == 0 && ctx.Err() != nil {
			return false
		}
		return take(item)
	})
	return errors.Join(err, ctx.Err())
}

// finder finds sets.
type finder struct {
	rank, most int
	sets       []Set
	session    int
	grads      int // records of the session so far, by kind
	probes     int
	burst      int // the set that goes on, -1: none
	probe      int
	problems   []error
}

func (f *finder) take(item stream.Item) bool {
	switch item := item.(type) {
	case *stream.Session:
		f.session = item.Number
		f.grads, f.probes, f.burst, f.probe = 0, 0, -1, -1
	case *stream.Problem:
		f.problems = append(f.problems, item)
	case *stream.Record:
		if item.Probe {
			f.probe = f.add(item, f.probe, f.probes)
			f.probes++
		} else {
			f.burst = f.add(item, f.burst, f.grads)
			f.grads++
		}
	}
	return true
}

// add counts a record, the n-th of its kind, to the set that goes on or to a new one, and returns that.
func (f *finder) add(r *stream.Record, on, n int) int {
	if on < 0 || !f.goesOn(&f.sets[on], r) {
		f.sets = append(f.sets, Set{Probe: r.Probe, Session: f.session, Rank: f.rank, From: r.Step, To: r.Step,
			Batch: r.Batch, sizes: map[int]int{}, begun: n, flags: r.Flags & kinds, Clipped: r.Flags&stream.Clipped != 0,
			Own: r.Flags&stream.Own != 0, Micro: r.Flags&stream.Micro != 0})
		on = len(f.sets) - 1
	}
	s := &f.sets[on]
	s.To, s.draw = r.Step+1, r.Draw
	s.count(r.Batch)
	return on
}

// goesOn says that the record belongs to the set, by the rules of package watch. A burst ends before a record that
// begins one or is of another kind, where steps do not rise, and behind its most steps.
func (f *finder) goesOn(s *Set, r *stream.Record) bool {
	if s.Probe {
		return r.Step == s.From && r.Draw > s.draw
	}
	again := r.Flags&stream.Micro != 0 && r.Step == s.To-1
	return r.Flags&stream.First == 0 && r.Flags&kinds == s.flags && (again || r.Step >= s.To && r.Step < s.From+f.most)
}

// choose is the set of that choice.
func choose(sets []Set, c Choice) (Set, error) {
	kind := c.Kind
	if kind == Any {
		kind = Burst
		if slices.ContainsFunc(sets, func(s Set) bool { return s.Probe && s.Draws >= c.Least }) {
			kind = Probe
		}
	}
	found, most := -1, 0
	for i, s := range sets {
		if s.Probe != (kind == Probe) {
			continue
		}
		most = max(most, s.Draws)
		if c.Step == Last && s.Draws >= c.Least || c.Step != Last && s.From <= c.Step && c.Step < s.To {
			found = i
		}
	}
	if found >= 0 {
		return sets[found], nil
	}
	what := map[Kind]string{Probe: "probe", Burst: "burst"}[kind]
	switch {
	case most == 0:
		return Set{}, fmt.Errorf("has no %s", what)
	case c.Step != Last:
		return Set{}, fmt.Errorf("has no %s at step %d: there are %s", what, c.Step, listed(sets, kind))
	}
	return Set{}, fmt.Errorf("has no %s of %d draws yet, the longest has %d: wait, or choose one by its step: %s", what,
		c.Least, most, listed(sets, kind))
}

// listed are the steps of the sets of a kind.
func listed(sets []Set, kind Kind) string {
	const most = 12
	text, n := "", 0
	for _, s := range slices.Backward(sets) {
		if s.Probe != (kind == Probe) {
			continue
		}
		if n++; n > most {
			return text + ", ..."
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d (%d draws)", s.From, s.Draws)
	}
	return text
}

// mostValues bounds the values of a set that is read, 2 GiB of them.
const mostValues = 1 << 29

// fits says whether a set of so many sampled parameters can be held.
func (s Set) fits(sampled int) error {
	if sampled > 0 && s.Draws > min(mostValues, math.MaxInt)/sampled {
		return fmt.Errorf("%d draws of %d parameters are more than is held at once: record fewer parameters (params=)",
			s.Draws, sampled)
	}
	return nil
}
