package series

import (
	"context"
	"math"
	"slices"

	"levyscope/internal/par"
)

// groups is how many groups of draws are left out in turn for the error of a median over series: series share their
// draws, and are no independent sample of each other.
const groups = 8

// leaves are a figure of one series, and what it is without each group of draws.
type leaves struct {
	all     float64
	without [groups]float64
}

// medianErrors are the errors of the medians of a class.
type medianErrors struct{ alpha, all, active float64 }

// jackknife are figures of the sampled series of one array, with the groups of draws left out. The error of a median
// with the values m_g where group g of G is left out is sqrt((G-1)/G sum_g (m_g - mean m)^2). It is right where all
// series err together, and about 1.6 times too large where their noise is independent, since a median is no smooth
// function of the draws. Source: Efron and Tibshirani 1993, section 11.5.
type jackknife struct {
	series []*sampled
	shrink float64 // of errors: from the draws that are kept to all
}

// sampled is one series of the sample. Its tail indices by log-moments are 1/alpha.
type sampled struct {
	class       int
	likelihood  *leaves // alpha; nil: not fitted without groups
	all, active leaves
	blocks      [Levels]leaves               // where it has no atom
	batches     *[len(batchFactors)]batchLaw // nil: not computed
}

// Series of the sample, evenly among those of their class, for which more is computed.
const (
	likelihoods = 40  // of a class: alpha without each group of draws
	batched     = 150 // without an atom: the law against the batch size
)

// spread reports whether number k of n is among limit that lie evenly among them.
func spread(k, n, limit int) bool { return n <= limit || k*limit/n != (k+1)*limit/n }

// newJackknife computes the figures of the sampled series of a, on all cores.
func (b *Bank) newJackknife(ctx context.Context, a Array, s *sample) (*jackknife, error) {
	j := &jackknife{shrink: 1}
	var draws [][]float32
	var at []int
	var members, seen [len(classBounds)]int
	for i := a.From; s != nil && i < a.To; i++ {
		d := s.of[i]
		if d < 0 || !b.laws[i].judged {
			continue
		}
		x := &sampled{class: classOf(b.atomShare(i))}
		members[x.class]++
		j.series = append(j.series, x)
		draws, at = append(draws, s.draws[d]), append(at, i)
		j.shrink = math.Sqrt(float64(len(s.draws[d])) / float64(b.draws))
	}
	for _, x := range j.series {
		k, n := seen[x.class], members[x.class]
		seen[x.class]++
		if spread(k, n, likelihoods) {
			x.likelihood = &leaves{}
		}
		if x.class == 0 && (spread(k, n, batched) || x.likelihood != nil) {
			x.batches = &[len(batchFactors)]batchLaw{}
		}
	}
	err := par.For(par.Workers(), len(j.series), func(_, k int) {
		if ctx.Err() == nil {
			j.series[k].measure(b.drawn(draws[k], at[k]), &b.opt)
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	return j, err
}

// error is the error of f(median over the series), where of gives the figure of a series, nil where it has none. NaN
// where the median is the same without any group, which tells nothing of its error.
func (j *jackknife) error(of func(s *sampled) *leaves, f func(float64) float64) float64 {
	var medians [groups]float64
	mean := 0.
	for g := range medians {
		var x []float64
		for _, s := range j.series {
			if l := of(s); l != nil {
				x = finite(x, l.without[g])
			}
		}
		medians[g] = f(median(x))
		mean += medians[g] / groups
	}
	sum := 0.
	for _, m := range medians {
		sum += (m - mean) * (m - mean)
	}
	if slices.Max(medians[:]) == slices.Min(medians[:]) { // at an end of the search, or of values that are few
		return math.NaN()
	}
	return j.shrink * math.Sqrt((groups-1.)/groups*sum)
}

// itself is a figure as it stands.
func itself(x float64) float64 { return x }

// class are the errors of the medians of a class.
func (j *jackknife) class(class int) medianErrors {
	in := func(of func(s *sampled) *leaves) func(s *sampled) *leaves {
		return func(s *sampled) *leaves {
			if s.class != class {
				return nil
			}
			return of(s)
		}
	}
	return medianErrors{
		alpha:  j.error(in(func(s *sampled) *leaves { return s.likelihood }), itself),
		all:    j.error(in(func(s *sampled) *leaves { return &s.all }), inverse),
		active: j.error(in(func(s *sampled) *leaves { return &s.active }), inverse),
	}
}

// free are the figures of the series without an atom.
func (s *sampled) free(l *leaves) *leaves {
	if s.class != 0 {
		return nil
	}
	return l
}
