package series

import "math"

// Values that were rounded to a grid repeat, and counts by the size of |U| see the grid and not the law. Repeats are
// counted within each of the first tiles, the atom apart. Continuous noise in float32 has none: two of its draws agree
// once in some ten million pairs.
const (
	repeatTiles = 4    // tiles that are looked through: 512 draws
	leastEqual  = 4    // pairs of equal draws from which values repeat
	mostEqual   = 3.1  // draws times the share of equal pairs, at the most
	repeatSlots = 1024 // of the hash table of one tile's draws, a power of two
)

// repeats are the pairs of draws outside the atom within the first tiles, and how many of them are equal.
type repeats struct{ equal, pairs uint32 }

// repeatTable finds equal draws of one tile.
type repeatTable struct {
	bits  [repeatSlots]uint32 // of the draw there; 0, which is in the atom, for none
	count [repeatSlots]uint8
}

// add counts the pairs of equal draws in a tile.
func (r *repeats) add(g []float32, table *repeatTable) {
	clear(table.bits[:])
	n := uint32(0)
	for _, v := range g {
		bits := math.Float32bits(v)
		if bits<<1 == 0 {
			continue
		}
		at := bits * 0x9E3779B1 >> 22
		for table.bits[at] != bits {
			if table.bits[at] == 0 {
				table.bits[at], table.count[at] = bits, 0
				break
			}
			at = (at + 1) & (repeatSlots - 1)
		}
		r.equal += uint32(table.count[at])
		table.count[at]++
		r.pairs += n
		n++
	}
}

// coarse reports whether n draws outside the atom have values that are too coarse for the law of their sizes: rounded,
// or those of few examples. Of Gaussian noise in steps of h standard deviations .28 h of the pairs are equal; from
// about 11 steps in n, where n h is above 11, tests of the counts see the steps (below 8 they do not).
func (r *repeats) coarse(n int) bool {
	return r.equal >= leastEqual && float64(n)*float64(r.equal) > mostEqual*float64(r.pairs)
}
