package jumps

import (
	"fmt"
	"math"
	"slices"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
)

// State is what a Watch knows between two steps: a part that is written as JSON, and tensors. It shares no memory with
// the Watch.
type State struct {
	Plain   plain     `json:"plain"`
	Octaves []octave  `json:"octaves"`
	Seen    []int     `json:"seen"`   // amplitudes offered to each reservoir: by octave, array and kind
	Norms   []float64 `json:"norms"`  // from the oldest on
	Recent  []float64 `json:"recent"` // likewise
	// NormCount and RecentCount are the lengths of these lists, by which one that was cut is known.
	NormCount   int `json:"norm_count"`
	RecentCount int `json:"recent_count"`

	size       []float32        // (params)
	counts     [kinds][]int64   // (params)
	last       []float32        // (sample)
	amplitudes [kinds][]float32 // of all reservoirs, one after another: their first and second values
}

// State is a copy of what the Watch knows.
func (w *Watch) State() *State {
	s := &State{Plain: w.plain, Norms: w.norms.inOrder(), Recent: w.recent.inOrder(), size: slices.Clone(w.size),
		last: slices.Clone(w.last)}
	s.NormCount, s.RecentCount = len(s.Norms), len(s.Recent)
	s.Plain.Arrays = nil
	for a := range w.arrays {
		s.Plain.Arrays = append(s.Plain.Arrays, w.arrays[a].total)
	}
	for kind := range kinds {
		for _, n := range w.counts[kind] {
			s.counts[kind] = append(s.counts[kind], int64(n))
		}
	}
	for _, o := range w.octaves {
		kept := o.kept
		o.Parts, o.kept = slices.Clone(o.Parts), nil
		s.Octaves = append(s.Octaves, o)
		for a := range kept {
			for kind := range kept[a] {
				r := &kept[a][kind]
				s.Seen = append(s.Seen, r.seen)
				s.amplitudes[0] = append(s.amplitudes[0], r.first...)
				s.amplitudes[1] = append(s.amplitudes[1], r.second...)
			}
		}
	}
	return s
}

// Restore puts a Watch that is at its beginning, with the scales of the state's, into the state.
func (w *Watch) Restore(s *State) {
	w.plain = s.Plain
	w.plain.Arrays = nil
	copy(w.size, s.size)
	copy(w.last, s.last)
	for a := range w.arrays {
		w.arrays[a].total = s.Plain.Arrays[a]
	}
	for kind := range kinds {
		for i, n := range s.counts[kind] {
			w.counts[kind][i] = uint32(n)
		}
	}
	for _, v := range s.Norms {
		w.norms.add(v)
	}
	for _, v := range s.Recent {
		w.recent.add(v)
	}
	at, reservoirs := 0, 0
	for _, o := range s.Octaves {
		o.Parts = slices.Clone(o.Parts)
		w.own(&o)
		for a := range o.kept {
			for kind := range o.kept[a] {
				r := &o.kept[a][kind]
				r.seen = s.Seen[reservoirs]
				reservoirs++
				if n := min(r.seen, room); n > 0 {
					r.first = append(make([]float32, 0, room), s.amplitudes[0][at:at+n]...)
					r.second = append(make([]float32, 0, room), s.amplitudes[1][at:at+n]...)
					at += n
				}
			}
		}
		w.octaves = append(w.octaves, o)
	}
	w.recount()
	w.Calibrate(0, false)
}

// The names of the tensors.
const (
	sizeTensor   = "jump_reference"
	lastTensor   = "jump_last"
	updateTensor = "jump_updates"
	keptTensor   = "jump_amplitudes"
)

// countTensor are the names of the counts by kind.
var countTensor = [kinds]string{"jump_fixed_counts", "jump_current_counts"}

// Tensors are the arrays of the state, none of a nil state.
func (s *State) Tensors() []safetensors.Tensor {
	if s == nil {
		return nil
	}
	f32 := func(name string, x []float32) safetensors.Tensor {
		return safetensors.Tensor{Name: name, Shape: []int{len(x)}, Values: safetensors.F32(x)}
	}
	out := []safetensors.Tensor{f32(sizeTensor, s.size), f32(lastTensor, s.last)}
	for kind, name := range countTensor {
		out = append(out, safetensors.Tensor{Name: name, Shape: []int{len(s.counts[kind])},
			Values: safetensors.I64(s.counts[kind])})
	}
	if len(s.amplitudes[0]) > 0 {
		out = append(out, f32(keptTensor, s.amplitudes[0]), f32(updateTensor, s.amplitudes[1]))
	}
	return out
}

// Take sets the arrays of the state to the tensors of one of a Watch like w.
func (s *State) Take(t *checkpoint.Tensors, w *Watch) {
	n, kept := len(w.size), 0
	for _, seen := range s.Seen {
		kept += max(0, min(seen, room))
	}
	s.size = checkpoint.Take[safetensors.F32](t, sizeTensor, n)
	s.last = checkpoint.Take[safetensors.F32](t, lastTensor, len(w.sample))
	for kind, name := range countTensor {
		s.counts[kind] = checkpoint.Take[safetensors.I64](t, name, n)
	}
	if kept > 0 {
		s.amplitudes[0] = checkpoint.Take[safetensors.F32](t, keptTensor, kept)
		s.amplitudes[1] = checkpoint.Take[safetensors.F32](t, updateTensor, kept)
	}
}

// Check returns an error that names what no Watch like w, before the given step, can know.
func (s *State) Check(w *Watch, step int) error {
	p := &s.Plain
	switch {
	case len(p.Arrays) != len(w.arrays):
		return fmt.Errorf("trajectory has %d arrays, the network %d", len(p.Arrays), len(w.arrays))
	case p.Reference < -1 || p.Reference > step || p.From < 0 || p.From > step || p.Since < 0 || p.Since > normWindow:
		return fmt.Errorf("trajectory has the reference %d, since %d and from %d, before step %d",
			p.Reference, p.Since, p.From, step)
	case len(s.Norms) > normWindow || len(s.Recent) > countWindow:
		return fmt.Errorf("trajectory has %d norms and %d counts, more than there is room for",
			len(s.Norms), len(s.Recent))
	case len(s.Norms) != s.NormCount || len(s.Recent) != s.RecentCount:
		return fmt.Errorf("trajectory has %d norms and %d counts, and says %d and %d",
			len(s.Norms), len(s.Recent), s.NormCount, s.RecentCount)
	case len(s.Seen) != len(s.Octaves)*len(w.arrays)*kinds:
		return fmt.Errorf("trajectory has %d reservoirs for %d octaves", len(s.Seen), len(s.Octaves))
	case p.Loss.Known < 0 || p.Loss.Known > 2:
		return fmt.Errorf("trajectory knows %d losses: 0 to 2", p.Loss.Known)
	}
	for _, seen := range s.Seen {
		if seen < 0 {
			return fmt.Errorf("a reservoir has seen %d amplitudes", seen)
		}
	}
	for _, o := range s.Octaves {
		if len(o.Parts) != len(w.arrays) || o.Key < -mostOctave || o.Key > mostOctave || o.Steps < 0 {
			return fmt.Errorf("octave %d has %d arrays and %d steps", o.Key, len(o.Parts), o.Steps)
		}
	}
	return s.checkCounts()
}

// checkCounts checks the arrays.
func (s *State) checkCounts() error {
	for kind, name := range countTensor {
		for i, n := range s.counts[kind] {
			if n < 0 || n > math.MaxUint32 {
				return fmt.Errorf("%s[%d] = %d is no count", name, i, n)
			}
		}
	}
	for i, v := range s.size {
		if !(v >= 0) || math.IsInf(float64(v), 0) {
			return fmt.Errorf("%s[%d] = %g is no scale", sizeTensor, i, v)
		}
	}
	return nil
}
