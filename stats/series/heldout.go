package series

import (
	"context"
	"math"
	"slices"

	"levyscope/internal/par"
	"levyscope/internal/rng"
	"levyscope/stats/verdict"
)

// mostHeldOut is how many series of an array are scored.
const mostHeldOut = 300

// leastLead is the least lead in nats a draw that counts: two laws that are one, as SaS with alpha = 2 and a Gaussian,
// differ by less.
const leastLead = 1e-5

// places of two families among the scores of verdict.SignedBank.HeldOut.
const (
	gaussianPlace = 0
	stablePlace   = 1
)

// heldOut are the scores of up to mostHeldOut series of a, without an atom, on all cores.
func (b *Bank) heldOut(ctx context.Context, a Array) (HeldOut, error) {
	nan := math.NaN()
	out := HeldOut{Beats: nan, Stable: nan, StableSE: nan, Best: nan, BestSE: nan}
	var free []int32
	for i := a.From; i < a.To; i++ {
		if b.free(i) {
			free = append(free, int32(i))
		}
	}
	free = choose(rng.SeriesSample.New(a.To-a.From), free, mostHeldOut)
	scores := make([][]verdict.HeldOutScore, len(free))
	err := par.For(par.Workers(), len(free), func(_, k int) {
		if ctx.Err() == nil {
			scores[k] = b.cells.HeldOut(int(free[k]))
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return out, err
	}
	return out.of(slices.DeleteFunc(scores, func(s []verdict.HeldOutScore) bool { return s == nil })), nil
}

// of summarises the scores of series.
func (h HeldOut) of(scores [][]verdict.HeldOutScore) HeldOut {
	n := len(scores)
	if h.Count = n; n == 0 {
		return h
	}
	wins, beats := make([]int, len(scores[0])), 0
	stable, nats := make([]float64, n), make([][]float64, len(scores[0])) // of each law, by series
	for k, s := range scores {
		winner := gaussianPlace
		for f, score := range s {
			if score.Nats > s[winner].Nats+leastLead {
				winner = f
			}
			nats[f] = append(nats[f], score.Nats)
		}
		wins[winner]++
		if stable[k] = s[stablePlace].Nats; stable[k] > leastLead {
			beats++
		}
	}
	for f, s := range scores[0] {
		h.Winners = append(h.Winners, NewShare(s.Name, wins[f], n))
	}
	h.Beats = float64(beats) / float64(n)
	h.Stable, h.StableSE = meanError(stable)
	h.Best = math.Inf(-1)
	for f, s := range scores[0] {
		if mean, se := meanError(nats[f]); f != stablePlace && mean > h.Best {
			h.BestLaw, h.Best, h.BestSE = s.Name, mean, se
		}
	}
	return h
}

// meanError is the mean of x and its standard error if the elements were independent; NaN of fewer than two.
func meanError(x []float64) (mean, se float64) {
	n, sum, squares := float64(len(x)), 0., 0.
	for _, v := range x {
		sum += v
	}
	mean = sum / n
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	if n < 2 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}
