package series

import (
	"math/rand/v2"
	"slices"

	"levyscope/internal/rng"
)

// A sample is draws themselves of some series of each array, which a seed chooses after the first tile. Of them are the
// errors of medians over the series, the law against the batch size, and held-out scores.
type sample struct {
	of    []int32     // (series) its number in the sample; -1: it is in none
	draws [][]float32 // (sample, draws)
}

const (
	// sampleDraws are kept of each series of a sample, at most.
	sampleDraws = 4096
	// sampleFree and sampleAtom are how many series of an array are kept: without a zero in the first tile, and of
	// each class of zeros there.
	sampleFree = 400
	sampleAtom = 100
	// sampleBytes bounds the memory of all samples.
	sampleBytes = 128 << 20
)

// newSample chooses the series and takes the first rows of the room.
func (s *Stream) newSample(rows int) *sample {
	out := &sample{of: make([]int32, s.series)}
	for i := range out.of {
		out.of[i] = -1
	}
	random := rng.SeriesSample.New(s.series)
	draws := sampleDraws
	if s.opt.Draws > 0 {
		draws = min(draws, (s.opt.Draws+Tile-1)/Tile*Tile)
	}
	left := sampleBytes / 4 / draws
	for k, a := range s.opt.Arrays {
		var chosen []int32
		share := left / (len(s.opt.Arrays) - k)
		for class, candidates := range s.classesOf(a, rows) {
			size := sampleAtom
			if class == 0 {
				size = sampleFree
			}
			chosen = append(chosen, choose(random, candidates, min(size, share-len(chosen)))...)
		}
		left -= len(chosen)
		for _, i := range chosen {
			out.of[i] = int32(len(out.draws))
			x := make([]float32, 0, draws)
			for t := range rows {
				x = append(x, s.room[t*s.series+int(i)])
			}
			out.draws = append(out.draws, x)
		}
	}
	return out
}

// classesOf are the series of an array by the class of their zeros so far.
func (s *Stream) classesOf(a Array, rows int) [len(classBounds)][]int32 {
	var out [len(classBounds)][]int32
	for i := a.From; i < a.To; i++ {
		if k := &s.counted[i]; k.missing == 0 && k.varies {
			class := classOf(float64(k.zeros) / float64(rows))
			out[class] = append(out[class], int32(i))
		}
	}
	return out
}

// choose are n of the candidates, or all of them, in ascending order.
func choose(random *rand.Rand, candidates []int32, n int) []int32 {
	n = max(min(n, len(candidates)), 0)
	for i := range n {
		j := i + random.IntN(len(candidates)-i)
		candidates[i], candidates[j] = candidates[j], candidates[i]
	}
	slices.Sort(candidates[:n])
	return candidates[:n]
}

// add takes draws of series i, if it is in the sample.
func (s *sample) add(i int, g []float32) {
	if d := s.of[i]; d >= 0 {
		x := s.draws[d]
		s.draws[d] = append(x, g[:min(len(g), max(cap(x)-len(x), 0))]...)
	}
}
