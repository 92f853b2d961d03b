package array

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strings"

	"levyscope/internal/npy"
)

// safetensors are the tensors of a file in the order of their bytes.
//
// Source: the format's description in the safetensors library: 8 bytes with the header's length, a header in JSON, and
// the tensors' bytes, little-endian, in C order and without holes.
type safetensors struct {
	b       *bufio.Reader
	tensors []tensor
	open    *heldBytes // the tensor that is being read
}

// maxTensorsHeader bounds the header, in bytes. That of a model with 100,000 tensors has some 10 MB.
const maxTensorsHeader = 32 << 20

// isSafetensors tells a file by its first bytes: the length of the header, and the brace that opens it.
func isSafetensors(head string) bool {
	return len(head) > 8 && head[8] == '{' && strings.HasPrefix(head[4:], "\x00\x00\x00\x00")
}

// openSafetensors reads the header of a stream of so many bytes, -1 if that is not known.
func openSafetensors(b *bufio.Reader, size int64) (*safetensors, error) {
	var length [8]byte
	if _, err := io.ReadFull(b, length[:]); err != nil {
		return nil, fmt.Errorf("safetensors header: %w", truncated(err))
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxTensorsHeader {
		return nil, fmt.Errorf("safetensors header of %d bytes: at most %d are read; "+
			"the file is damaged, or save fewer tensors in it", n, maxTensorsHeader)
	}
	if size >= 0 && int64(n) > size-8 {
		return nil, fmt.Errorf("safetensors header of %d bytes in a file of %d: it is truncated; "+
			"fetch or write it again", n, size)
	}
	header := &heldBytes{b, int64(n)}
	tensors, err := parseTensors(header)
	if err == nil && header.left > 0 {
		err = truncated(io.EOF)
	}
	if err != nil {
		return nil, fmt.Errorf("safetensors header: %w", err)
	}
	if len(tensors) == 0 {
		return nil, errors.New("safetensors file without any tensor: write it with safetensors.torch.save_file")
	}
	end, err := tile(tensors)
	if err != nil {
		return nil, err
	}
	if size >= 0 && end != size-8-int64(n) {
		return nil, fmt.Errorf("safetensors header tells of %d bytes of tensors, the file has %d: "+
			"it is truncated or damaged; fetch or write it again", end, size-8-int64(n))
	}
	return &safetensors{b: b, tensors: tensors}, nil
}

// next passes over what is left of the last tensor and begins the next one.
func (s *safetensors) next() (*Array, error) {
	if s.open != nil {
		if _, err := io.CopyN(io.Discard, s.open, s.open.left); err != nil {
			return nil, fmt.Errorf("safetensors: %w", truncated(err))
		}
		s.open = nil
	}
	if len(s.tensors) == 0 {
		return nil, s.end()
	}
	t := s.tensors[0]
	s.tensors = s.tensors[1:]
	s.open = &heldBytes{s.b, t.to - t.from}
	a, err := t.array(s.open)
	if err != nil {
		return nil, &Refused{t.name, err}
	}
	return a, nil
}

// end is io.EOF, or an error if more bytes follow the tensors.
func (s *safetensors) end() error {
	if _, err := s.b.Peek(1); err != nil {
		return npy.Damaged(err)
	}
	return errors.New("safetensors: more bytes follow the tensors: the file is damaged; fetch or write it again")
}

// heldBytes are the bytes of r that belong to one tensor.
type heldBytes struct {
	r    io.Reader
	left int64
}

// Read is that of io.Reader.
func (h *heldBytes) Read(p []byte) (int, error) {
	if h.left == 0 {
		return 0, io.EOF
	}
	n, err := h.r.Read(p[:min(int64(len(p)), h.left)])
	h.left -= int64(n)
	return n, err
}

// tensorTypes are the types that are read.
var tensorTypes = map[string]string{"F32": "<f4", "F64": "<f8", "F16": "<f2"}

func (t tensor) dtype() (npy.Dtype, error) {
	if t.dtypeName == "BF16" {
		return npy.BFloat16, nil
	}
	if descr, ok := tensorTypes[t.dtypeName]; ok {
		return npy.ParseDtype(descr)
	}
	return npy.Dtype{}, fmt.Errorf("has type %.20q, of which samples are not read: "+
		"convert it to F32, F64, F16 or BF16", t.dtypeName)
}

// array is the tensor, whose bytes r gives.
func (t tensor) array(r io.Reader) (*Array, error) {
	d, err := t.dtype()
	if err != nil {
		return nil, err
	}
	n, err := t.elements()
	if err != nil {
		return nil, err
	}
	shape, err := ints(t.shape)
	switch {
	case err != nil:
		return nil, err
	case len(shape) == 0:
		return nil, errors.New("has shape (), one number: an array of samples needs an axis")
	case n == 0:
		return nil, fmt.Errorf("has shape %s and no element", ShapeText(shape))
	}
	over := func() (int64, error) { return 0, io.EOF }
	return &Array{Name: t.name, Shape: shape, Float32: d.Exact, source: newRaw(d, r, n, over)}, nil
}

// elements is the number of elements of the shape, which must take the bytes of the tensor.
func (t tensor) elements() (int64, error) {
	n := uint64(1)
	for _, d := range t.shape {
		if d == 0 {
			n = 0
		}
	}
	for _, d := range t.shape {
		high, low := bits.Mul64(n, uint64(d))
		if high > 0 || low > math.MaxInt64 {
			return 0, fmt.Errorf("has shape %v, beyond any file: the header is damaged", t.shape)
		}
		n = low
	}
	return int64(n), nil
}
