package noise

import (
	"sort"

	"levyscope/internal/rng"
	"levyscope/train/nn"
)

const (
	// MostKept is the number of parameters up to which a probe keeps them all.
	MostKept = 10_000_000
	// Sampled is how many parameters a probe of more keeps.
	Sampled = 1_000_000
	// keptWhole is the length up to which an array is kept whole.
	keptWhole = 4096
)

// Kept are the parameters whose noise is counted one by one, as places in the parameter vector in ascending order. Nil
// are all parameters.
type Kept []int

// Keep chooses about so many parameters of the arrays of a network, which the seed decides: of each array its share by
// length, at random, but arrays of up to 4,096 parameters as a whole. keep = 0 is the default: all parameters of up to
// MostKept, Sampled ones of more. Nil are all.
func Keep(seed uint64, tensors []nn.Tensor, keep int) Kept {
	return KeepWhole(seed, tensors, keep, keptWhole)
}

// KeepWhole is Keep with arrays of up to so many parameters as a whole.
func KeepWhole(seed uint64, tensors []nn.Tensor, keep, whole int) Kept {
	params := 0
	for _, t := range tensors {
		params += t.Len
	}
	if keep == 0 {
		if params <= MostKept {
			return nil
		}
		keep = Sampled
	}
	if keep >= params {
		return nil
	}
	var kept Kept
	for i, t := range tensors {
		share := int(float64(keep) * float64(t.Len) / float64(params))
		from := len(kept)
		kept = chosen(kept, seed, rng.Keep, uint64(i), min(t.Len, max(whole, share)), t.Len)
		for j := from; j < len(kept); j++ {
			kept[j] += t.Offset
		}
	}
	return kept
}

// Len is how many of params parameters are kept.
func (k Kept) Len(params int) int {
	if k == nil {
		return params
	}
	return len(k)
}

// Within are the numbers [from, to) of the kept ones among the parameters of an array.
func (k Kept) Within(t nn.Tensor) (from, to int) {
	if k == nil {
		return t.Offset, t.Offset + t.Len
	}
	return sort.SearchInts(k, t.Offset), sort.SearchInts(k, t.Offset+t.Len)
}

// At is the place in the parameter vector of the kept parameter with the number i.
func (k Kept) At(i int) int {
	if k == nil {
		return i
	}
	return k[i]
}

// Gather sets dst to the values of the kept parameters in a parameter vector.
func (k Kept) Gather(dst, vector []float32) {
	if k == nil {
		copy(dst, vector)
		return
	}
	for i, at := range k {
		dst[i] = vector[at]
	}
}
