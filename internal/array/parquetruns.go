package array

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// runs are numbers of width bits in Parquet's hybrid encoding: runs of one number, and groups of 8 packed ones.
type runs struct {
	b      []byte
	width  int
	left   int    // numbers of the run that are still to come
	value  uint32 // the number of which the run consists
	packed []byte // not nil: the numbers of the run
	bit    int    // where the next one begins in packed
}

var errRunsEnd = errors.New("too few are there")

// begin reads the header of the next run that is not empty.
func (r *runs) begin() error {
	for r.left == 0 {
		head, n := binary.Uvarint(r.b)
		if n <= 0 || r.width > 32 {
			return errRunsEnd
		}
		r.b = r.b[n:]
		count := head >> 1
		if head&1 == 1 && r.width > 0 {
			size := len(r.b)
			if count < uint64(size/r.width) { // some programs cut the last group
				size = int(count) * r.width
			}
			r.packed, r.bit, r.left = r.b[:size:size], 0, size*8/r.width
			r.b = r.b[size:]
			continue
		}
		if head&1 == 1 {
			count *= 8
		}
		size := (r.width + 7) / 8
		if size > len(r.b) {
			return errRunsEnd
		}
		var value [4]byte
		copy(value[:], r.b[:size])
		r.b = r.b[size:]
		r.packed, r.value = nil, binary.LittleEndian.Uint32(value[:])
		r.left = int(min(count, math.MaxInt32))
	}
	return nil
}

// fillRuns fills dst with the next numbers.
func fillRuns[T byte | uint32](r *runs, dst []T) error {
	for len(dst) > 0 {
		if err := r.begin(); err != nil {
			return err
		}
		k := min(r.left, len(dst))
		if r.packed == nil {
			for i := range dst[:k] {
				dst[i] = T(r.value)
			}
		} else {
			mask := uint64(1)<<r.width - 1
			for i := range dst[:k] {
				dst[i] = T(eightBytes(r.packed, r.bit>>3) >> (r.bit & 7) & mask)
				r.bit += r.width
			}
		}
		r.left -= k
		dst = dst[k:]
	}
	return nil
}

// eightBytes are those of b from index i on as a number, the first being the lowest; beyond the end of b they are 0.
func eightBytes(b []byte, i int) (v uint64) {
	if i+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[i:])
	}
	for k, x := range b[i:] {
		v |= uint64(x) << (8 * k)
	}
	return v
}

// look sets n values of size bytes to those of the dictionary whose indices b holds: the bits of an index, and runs.
func (c *parquetChunk) look(b []byte, n, size int) error {
	if n == 0 {
		return nil
	}
	if len(b) == 0 || c.dictionary == nil {
		return fmt.Errorf("of indices into a dictionary that is not there: %w", errPage)
	}
	r := &runs{b: b[1:], width: int(b[0])}
	var indices [1024]uint32
	known := uint32(len(c.dictionary) / size)
	out := c.expanded
	for n > 0 {
		part := indices[:min(n, len(indices))]
		if err := fillRuns(r, part); err != nil {
			return fmt.Errorf("of indices into a dictionary of which %w: %w", err, errPage)
		}
		for _, i := range part {
			if i >= known {
				return fmt.Errorf("with index %d into a dictionary of %d: %w", i, known, errPage)
			}
			copy(out[:size], c.dictionary[int(i)*size:])
			out = out[size:]
		}
		n -= len(part)
	}
	return nil
}
