package train

import (
	"fmt"
	"slices"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
	"levyscope/stats/tail"
)

// iterateState is the plain part of what a follower knows of a parameter.
type iterateState struct {
	Centre checkpoint.Float `json:"centre"`
	Scale  checkpoint.Float `json:"scale"`
	N      int              `json:"n"`      // values of the series; 0 before it has begun
	Length int              `json:"length"` // of its blocks
	First  int              `json:"first"`  // values before that
	Chunk  int              `json:"chunk"`  // values that are in no event yet
	From   int              `json:"from"`   // updates before those
}

// iterateArrays are the arrays of a follower, one parameter after another.
type iterateArrays struct {
	counts       []int64   // (params, tail.SerialBlocks, tail.SerialBins)
	first, chunk []float32 // (params, First), (params, Chunk)
}

// The names of these as tensors.
const (
	iterateCounts = "iterate_counts"
	iterateFirst  = "iterate_first"
	iterateChunk  = "iterate_chunk"
)

// state is a copy of what the follower knows.
func (f *follower) state() (plain []iterateState, arrays iterateArrays) {
	if f == nil {
		return nil, arrays
	}
	for i := range f.params {
		p := iterateState{First: len(f.first[i]), Chunk: len(f.chunk[i]), From: f.from}
		if s := f.series[i]; s != nil {
			p.Centre, p.Scale, p.N, p.Length = checkpoint.Float(s.Centre), checkpoint.Float(s.Scale), s.N, s.Length
			arrays.counts = append(arrays.counts, s.Counts...)
		}
		arrays.first = append(arrays.first, f.first[i]...)
		arrays.chunk = append(arrays.chunk, f.chunk[i]...)
		plain = append(plain, p)
	}
	return plain, arrays
}

// restore is the inverse of state for a follower at its beginning.
func (f *follower) restore(plain []iterateState, arrays iterateArrays) {
	if f == nil {
		return
	}
	for i, p := range plain {
		f.from = p.From
		f.first[i] = append(f.first[i], arrays.first[i*p.First:(i+1)*p.First]...)
		f.chunk[i] = append(f.chunk[i], arrays.chunk[i*p.Chunk:(i+1)*p.Chunk]...)
		if p.N > 0 {
			const size = tail.SerialBlocks * tail.SerialBins
			f.series[i] = &tail.Serial{Centre: float64(p.Centre), Scale: float64(p.Scale), N: p.N, Length: p.Length,
				Counts: slices.Clone(arrays.counts[i*size : (i+1)*size])}
		}
	}
}

// tensors are the arrays of n parameters that are not empty.
func (a iterateArrays) tensors(n int) (out []safetensors.Tensor) {
	if len(a.counts) > 0 {
		out = append(out, safetensors.Tensor{Name: iterateCounts, Shape: []int{n, tail.SerialBlocks, tail.SerialBins},
			Values: safetensors.I64(a.counts)})
	}
	for _, t := range []struct {
		name   string
		values []float32
	}{{iterateFirst, a.first}, {iterateChunk, a.chunk}} {
		if len(t.values) > 0 {
			out = append(out, safetensors.Tensor{
				Name: t.name, Shape: []int{n, len(t.values) / n}, Values: safetensors.F32(t.values)})
		}
	}
	return out
}

// take reads the arrays that belong to the plain parts.
func (a *iterateArrays) take(t *checkpoint.Tensors, plain []iterateState) {
	if len(plain) == 0 {
		return
	}
	n, p := len(plain), plain[0]
	if p.N > 0 {
		a.counts = checkpoint.Take[safetensors.I64](t, iterateCounts, n, tail.SerialBlocks, tail.SerialBins)
	}
	if p.First > 0 {
		a.first = checkpoint.Take[safetensors.F32](t, iterateFirst, n, p.First)
	}
	if p.Chunk > 0 {
		a.chunk = checkpoint.Take[safetensors.F32](t, iterateChunk, n, p.Chunk)
	}
}

// checkIterates checks what the state says of the iterates of a run like r.
func (s *State) checkIterates(r *run) error {
	plain, cfg := s.plain.Iterates, r.cfg.Iterates
	if cfg == nil {
		if len(plain) > 0 {
			return fmt.Errorf("iterates has %d parameters, the run follows none", len(plain))
		}
		return nil
	}
	if len(plain) != len(r.follower.params) {
		return fmt.Errorf("iterates has %d parameters, the run follows %d", len(plain), len(r.follower.params))
	}
	taken := max(0, (s.plain.Step-cfg.Burn)/cfg.Every)
	for i, p := range plain {
		first := plain[0]
		full := p.N > 0 && (p.Length < 1 || p.N > p.Length*tail.SerialBlocks)
		if p.N < 0 || p.First < 0 || p.N > 0 && p.First > 0 || p.N+p.First != taken || full ||
			p.Chunk < 0 || p.Chunk > 0 && p.Chunk >= cfg.Chunk || p.From < 0 || p.From > s.plain.Step ||
			p.First != first.First || p.N != first.N || p.Chunk != first.Chunk {
			return fmt.Errorf("iterates[%d] is %+v before step %d, with %d values taken", i, p, s.plain.Step, taken)
		}
	}
	for i, n := range s.iterates.counts {
		if n < 0 || n > int64(s.plain.Step) {
			return fmt.Errorf("%s %d is %d: a count is 0 to %d", iterateCounts, i, n, s.plain.Step)
		}
	}
	return nil
}
