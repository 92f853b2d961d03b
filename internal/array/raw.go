package array

import (
	"fmt"
	"io"

	"levyscope/internal/npy"
)

// blockBytes is how much is read at once, in bytes: much enough for the system, little enough for the cache.
const blockBytes = 256 << 10

// raw are elements as they are stored in memory.
type raw struct {
	npy.Dtype
	r    io.Reader
	left int64 // elements that follow in r
	buf  []byte
	more func() (int64, error) // how many elements follow the last; io.EOF: none, and the stream is sound
}

// newRaw reads left elements from r, then as many as more says. The buffer does not exceed blockBytes.
func newRaw(d npy.Dtype, r io.Reader, left int64, more func() (int64, error)) *raw {
	size := min(max(left*d.Size, blockBytes/8), blockBytes) // an archive may hold very many arrays of few elements
	return &raw{Dtype: d, r: r, left: left, buf: make([]byte, size), more: more}
}

func (s *raw) read64(dst []float64) (n int, err error) {
	for n < len(dst) {
		b, err := s.block(len(dst) - n)
		k := len(b) / int(s.Size)
		s.Widen(dst[n:n+k], b, int(s.Size))
		if n += k; err != nil {
			return n, err
		}
	}
	return n, nil
}

func (s *raw) read32(dst []float32) (n int, err error) {
	for n < len(dst) {
		b, err := s.block(len(dst) - n)
		k := len(b) / int(s.Size)
		s.Narrow(dst[n:n+k], b)
		if n += k; err != nil {
			return n, err
		}
	}
	return n, nil
}

// block is the bytes of the next elements, whole ones, at most want. Before an error they may be fewer.
func (s *raw) block(want int) ([]byte, error) {
	for s.left == 0 {
		var err error
		if s.left, err = s.more(); err != nil {
			return nil, err
		}
	}
	k := min(int64(want), s.left, int64(len(s.buf))/s.Size)
	got, err := io.ReadFull(s.r, s.buf[:k*s.Size])
	k = int64(got) / s.Size
	if s.left -= k; err != nil {
		err = fmt.Errorf("ends with %d elements to come: %w", s.left, truncated(err))
	}
	return s.buf[:k*s.Size], err
}

// truncated explains the error of a stream in which more should follow.
func truncated(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return npy.Damaged(err)
}
