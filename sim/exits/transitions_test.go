package exits

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

func statTransitions(t testing.TB, basins int) *Transitions {
	t.Helper()
	out, err := NewTransitions(basins)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// statJumps runs a Markov jump process over a time, in equal parts, from state 0.
func statJumps(t testing.TB, r *rand.Rand, g Generator, span float64, parts int, into *Transitions) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	state, now, part := 0, 0.0, 1
	must(into.Visit(0, 0))
	for {
		total := 0.0
		for j, q := range g[state] {
			if j != state {
				total += q
			}
		}
		now += r.ExpFloat64() / total
		for ; part <= parts && float64(part)/float64(parts)*span <= now; part++ {
			if part == parts {
				must(into.End(span))
				return
			}
			must(into.endPart(float64(part) / float64(parts) * span))
		}
		u := r.Float64() * total
		for j, q := range g[state] {
			if j == state {
				continue
			}
			if u -= q; u < 0 {
				state = j
				break
			}
		}
		must(into.Visit(state, now))
	}
}

// estimatedGenerator is the Generator of the estimated rates, 0 from basins where no time was spent.
func estimatedGenerator(t *Transitions) Generator {
	g := make(Generator, len(t.counts))
	for i, row := range t.Rates() {
		g[i] = make([]float64, len(row))
		for j, r := range row {
			if i != j && r.Rate > 0 {
				g[i][j] = r.Rate
				g[i][i] -= r.Rate
			}
		}
	}
	return g
}

var statGenerator = Generator{{0, .5, .1}, {1, 0, .3}, {.2, .7, 0}}

// A chain of three states gives back its rates and its occupation: intervals cover,
// and the standard error of batch means is that of replicates.
func TestTransitionsOfMarkovChain(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	pi, err := statGenerator.Stationary()
	if err != nil {
		t.Fatal(err)
	}
	all := statTransitions(t, 3)
	const runs = 200
	inside, intervals := 0, 0
	var sum, square, se float64
	for range runs {
		one := statTransitions(t, 3)
		statJumps(t, r, statGenerator, 1000, 25, one)
		for i, row := range one.Rates() {
			for j, q := range row {
				if i == j {
					continue
				}
				if intervals++; q.Lo <= statGenerator[i][j] && statGenerator[i][j] <= q.Hi {
					inside++
				}
			}
		}
		s := one.Shares()[1]
		sum, square, se = sum+s.Share-pi[1], square+(s.Share-pi[1])*(s.Share-pi[1]), se+s.SE
		if err := all.Merge(one); err != nil {
			t.Fatal(err)
		}
	}
	if cover := float64(inside) / float64(intervals); !(cover >= .93 && cover <= .98) {
		t.Errorf("Garwood intervals cover in %.3f", cover)
	}
	sd := math.Sqrt(square / runs)
	near.Abs(t, "bias of the share", sum/runs, 0, 4*sd/math.Sqrt(runs))
	near.Rel(t, "SE of the share next to its sd", se/runs, sd, .2)
	for i, s := range all.Shares() {
		near.Abs(t, fmt.Sprintf("state %d: share", i), s.Share, pi[i], 4*s.SE)
		near.Most(t, fmt.Sprintf("state %d: SE of the share", i), s.SE, .01*s.Share)
	}
	got, err := estimatedGenerator(all).Stationary()
	if err != nil {
		t.Fatal(err)
	}
	for i := range pi {
		near.Abs(t, "stationary law of the estimate", got[i], pi[i], .01)
	}
}

// A path by hand: each stay is counted once, a passage through no basin is not a transition, and
// Committed counts only transitions between cores.
func TestTransitionsByHand(t *testing.T) {
	raw, core := statTransitions(t, 2), statTransitions(t, 2)
	steps := []struct{ basin, core int }{
		{0, 0}, {0, -1}, {1, -1}, {0, -1}, {-1, -1}, {0, 0}, {1, -1}, {1, 1}, {1, -1}, {0, -1}, {0, 0},
	}
	for k, s := range steps {
		for _, err := range []error{raw.Visit(s.basin, float64(k)), core.Committed(s.core, float64(k))} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if raw.End(12) != nil || core.End(12) != nil {
		t.Fatal("end refused")
	}
	if raw.counts[0][1] != 2 || raw.counts[1][0] != 2 || core.counts[0][1] != 1 || core.counts[1][0] != 1 {
		t.Errorf("raw %v, committed %v", raw.counts, core.counts)
	}
	for what, got := range map[string][2]float64{
		"raw, 0": {raw.residence[0].Value(), 7}, "raw, 1": {raw.residence[1].Value(), 4},
		"raw, none":    {raw.outside.Value(), 1},
		"committed, 0": {core.residence[0].Value(), 9}, "committed, 1": {core.residence[1].Value(), 3},
	} {
		near.Abs(t, what, got[0], got[1], 1e-12)
	}
	s := raw.Shares()
	near.Abs(t, "first share", s[0].Share, 7./12, 1e-12)
	if !math.IsNaN(s[0].SE) {
		t.Errorf("shares %+v", s)
	}
	// After an end another path begins anew, at its own time, without a transition.
	if raw.Visit(1, 0) != nil || raw.End(3) != nil || raw.counts[0][1] != 2 || raw.parts != 2 {
		t.Errorf("second path: %v, %d parts", raw.counts, raw.parts)
	}
	// 2 transitions in 7: Garwood's interval (.2422, 7.2247)/7.
	q := raw.Rates()[0][1]
	near.Abs(t, "rate", q.Rate, 2./7, 1e-12)
	near.Abs(t, "lower end", q.Lo, .2422/7, 1e-4)
	near.Abs(t, "upper end", q.Hi, 7.2247/7, 1e-4)
}

func TestTransitionsRefuseBadValues(t *testing.T) {
	for _, n := range []int{0, -1, 1 << 30} {
		if _, err := NewTransitions(n); err == nil {
			t.Errorf("%d basins: no error", n)
		}
	}
	x := statTransitions(t, 2)
	if x.endPart(1) == nil || x.End(1) == nil {
		t.Error("end of a part without a path: no error")
	}
	if !math.IsNaN(x.Shares()[0].Share) || !math.IsNaN(x.Rates()[0][1].Rate) {
		t.Error("no path, and a number")
	}
	if err := x.Visit(0, 5); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		basin int
		time  float64
	}{{2, 6}, {-2, 6}, {1, math.NaN()}, {1, math.Inf(1)}, {0, math.Inf(1)}, {0, math.NaN()}, {1, 4}, {0, 4}} {
		if x.Visit(c.basin, c.time) == nil {
			t.Errorf("%+v: no error", c)
		}
	}
	if statTransitions(t, 2).Merge(x) == nil || x.End(4) == nil {
		t.Error("merge of a path under way, end in the past: no error")
	}
	if x.End(7) != nil || statTransitions(t, 3).Merge(x) == nil {
		t.Error("numbers of basins differ: no error")
	}
	now := 0.0
	if got := testing.AllocsPerRun(100, func() {
		now++
		if x.Visit(int(now)%3-1, now) != nil {
			t.Fatal("refused")
		}
	}); got != 0 {
		t.Errorf("%g allocations", got)
	}
}
