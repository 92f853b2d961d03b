package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// divided are configurations of every kind that parts can be made of.
func divided(t *testing.T) map[string]Config {
	t.Helper()
	box := Default()
	box.Paths, box.Slots, box.Quantum, box.Exits, box.Seed = 300, 64, 700, true, 3
	box.Controls.Eps = .3
	accelerated := box
	accelerated.Method, accelerated.Paths, accelerated.Quantum = problem.Accelerated, 3000, 20
	iteration := box
	iteration.Time, iteration.Dt, iteration.Horizon, iteration.Quantum = clock.Iteration, 1, 900, 9
	iteration.Controls, iteration.Exits = simtest.OnInterval(1, 1.5, 1, 1), false
	iteration.Controls.Eps = .2
	wells := Default()
	u, err := landscape.Parse("doublewell:left=1,right=2", 1)
	if err != nil {
		t.Fatal(err)
	}
	wells.Controls = simtest.OnInterval(1, 1.5, 1, 1)
	wells.Controls.Potential = u
	wells.Controls.Domain = problem.Domain{Kind: problem.InWells}
	wells.Controls.Eps, wells.Horizon, wells.Paths, wells.Slots, wells.Quantum = .4, 60, 90, 16, 500
	return map[string]Config{"box": box, "accelerated": accelerated, "iteration": iteration, "wells": wells}
}

// lines are the events of a run, as JSON.
func lines(t *testing.T, g *Gathered, cfg Config) []string {
	t.Helper()
	events := Run(context.Background(), cfg, nil)
	if g != nil {
		events = RunGathered(context.Background(), g)
	}
	var out []string
	for e, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Type()+" "+fmt.Sprintf("%+v", plain(e)))
	}
	return out
}

// gather runs the ensemble in parts, each with its slots, and adds the tallies in a random order, each after it
// was written and read.
func gather(t *testing.T, cfg Config, parts int, detail bool, r *rand.Rand) *Gathered {
	t.Helper()
	var tallies []string
	for i := range parts {
		last := false
		for tally, err := range RunPart(context.Background(), cfg, Part{
			Holds: func(slot int) bool { return slot%parts == i }, Detail: detail,
		}) {
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(tally)
			if err != nil {
				t.Fatal(err)
			}
			tallies = append(tallies, string(b))
			last = tally.Last
		}
		if !last {
			t.Fatalf("part %d of %d ends without its last tally", i+1, parts)
		}
	}
	r.Shuffle(len(tallies), func(i, j int) { tallies[i], tallies[j] = tallies[j], tallies[i] })
	g, err := NewGathered(cfg, detail)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range tallies {
		var tally Tally
		if err := json.Unmarshal([]byte(text), &tally); err != nil {
			t.Fatalf("%v in %.300s", err, text)
		}
		if err := g.Add(tally); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// However an ensemble is divided, its parts make the events of the whole, to the last digit.
func TestPartsMakeTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for name, cfg := range divided(t) {
		whole := lines(t, nil, cfg)
		if n := strings.Count(strings.Join(whole, "\n"), "counts "); n < 3 {
			t.Fatalf("%s: %d quanta only", name, n)
		}
		for _, parts := range []int{1, 3, 13, cfg.MostParts()} {
			if got := lines(t, gather(t, cfg, parts, true, r), cfg); !slices.Equal(got, whole) {
				for i := range got {
					if i >= len(whole) || got[i] != whole[i] {
						t.Fatalf("%s in %d parts, event %d:\n%.700s\nwant\n%.700s", name, parts, i, got[i], whole[i])
					}
				}
				t.Fatalf("%s in %d parts: %d events, want %d", name, parts, len(got), len(whole))
			}
			brief := lines(t, gather(t, cfg, parts, false, r), cfg)
			notCounts := func(all []string) (out []string) {
				for _, line := range all {
					if !strings.HasPrefix(line, "counts ") {
						out = append(out, line)
					}
				}
				return out
			}
			if !slices.Equal(notCounts(brief), notCounts(whole)) {
				t.Errorf("%s in %d parts without detail: other events", name, parts)
			}
		}
	}
}

// A part that is missing, comes twice or is of another run is an error.
func TestWrongPartsAreRefused(t *testing.T) {
	cfg := divided(t)["box"]
	tally := func(cfg Config, parts, part int) Tally {
		var last Tally
		for one, err := range RunPart(context.Background(), cfg, Part{
			Holds: func(j int) bool { return j%parts == part },
		}) {
			if err != nil {
				t.Fatal(err)
			}
			last = one
		}
		return last
	}
	first := tally(cfg, 2, 0)
	for name, second := range map[string]Tally{"of three": tally(cfg, 3, 1), "first of three": tally(cfg, 3, 0)} {
		g, err := NewGathered(cfg, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Add(first); err != nil {
			t.Fatal(err)
		}
		if err = g.Add(second); err == nil {
			for _, failed := range RunGathered(context.Background(), g) {
				err = failed
			}
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	g, err := NewGathered(cfg, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, err = range RunGathered(context.Background(), g) {
	}
	if err == nil {
		t.Error("no part at all: no error")
	}
	if g.Add(tally(divided(t)["wells"], 2, 0)) == nil {
		t.Error("a tally of another problem is added")
	}
	particle := cfg
	particle.Particle = true
	for _, err = range RunPart(context.Background(), particle, Part{Holds: func(int) bool { return true }}) {
	}
	if err == nil {
		t.Error("a particle is divided")
	}
}

// Whatever the bytes, a tally is read or refused, without a panic; and one that is read can be added or refused.
func FuzzTally(f *testing.F) {
	cfg := Default()
	cfg.Paths, cfg.Slots, cfg.Controls.Eps = 4, 2, .5
	for tally, err := range RunPart(context.Background(), cfg, Part{Holds: func(int) bool { return true }, Detail: true}) {
		if err != nil {
			f.Fatal(err)
		}
		b, err := json.Marshal(tally)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"counts":{"sides":[],"time":"0"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var tally Tally
		if json.Unmarshal(b, &tally) != nil {
			return
		}
		g, err := NewGathered(cfg, true)
		if err != nil {
			t.Fatal(err)
		}
		if g.Add(tally) == nil {
			for range RunGathered(context.Background(), g) {
			}
		}
	})
}

// plain is an event without pointers, whose addresses differ between runs.
func plain(e Event) any {
	if exit, ok := e.(Exited); ok {
		exit.Clock = 0 // of the run alone: no event has it
		return exit
	}
	s, ok := strip(e).(Statistics)
	if !ok || s.Transitions == nil {
		return strip(e)
	}
	moves := *s.Transitions
	s.Transitions = nil
	return []any{s, moves}
}
