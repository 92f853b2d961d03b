package array

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"levyscope/internal/npy"
	"levyscope/internal/safetensors"
)

// opened are the tensors of a safetensors file in the order of their bytes.
type opened struct {
	b       *bufio.Reader
	tensors []tensor
	open    *heldBytes // the tensor that is being read
}

// tensor is one of them.
type tensor struct{ safetensors.Entry }

// isSafetensors tells a file by its first bytes: the length of the header, and the brace that opens it.
func isSafetensors(head string) bool {
	return len(head) > 8 && head[8] == '{' && strings.HasPrefix(head[4:], "\x00\x00\x00\x00")
}

// openSafetensors reads the header of a stream of so many bytes, -1 if that is not known.
func openSafetensors(b *bufio.Reader, size int64) (*opened, error) {
	entries, err := safetensors.ReadHeader(b, size, tensorSizes)
	if err != nil {
		return nil, err
	}
	o := &opened{b: b}
	for _, e := range entries {
		o.tensors = append(o.tensors, tensor{e})
	}
	return o, nil
}

// next passes over what is left of the last tensor and begins the next one.
func (s *opened) next() (*Array, error) {
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
	s.open = &heldBytes{s.b, t.To - t.From}
	a, err := t.array(s.open)
	if err != nil {
		return nil, &Refused{t.Name, err}
	}
	return a, nil
}

// end is io.EOF, or an error if more bytes follow the tensors.
func (s *opened) end() error {
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

// tensorTypes are the types that are read, but for BF16, and tensorSizes the bytes of a number of each.
var (
	tensorTypes = map[string]string{"F32": "<f4", "F64": "<f8", "F16": "<f2"}
	tensorSizes = map[string]int64{"F32": 4, "F64": 8, "F16": 2, "BF16": 2}
)

func (t tensor) dtype() (npy.Dtype, error) {
	if t.Type == "BF16" {
		return npy.BFloat16, nil
	}
	if descr, ok := tensorTypes[t.Type]; ok {
		return npy.ParseDtype(descr)
	}
	return npy.Dtype{}, fmt.Errorf("has type %.20q, of which samples are not read: "+
		"convert it to F32, F64, F16 or BF16", t.Type)
}

// array is the tensor, whose bytes r gives.
func (t tensor) array(r io.Reader) (*Array, error) {
	d, err := t.dtype()
	if err != nil {
		return nil, err
	}
	n, err := t.Elements()
	if err != nil {
		return nil, err
	}
	shape, err := ints(t.Shape)
	switch {
	case err != nil:
		return nil, err
	case len(shape) == 0:
		return nil, errors.New("has shape (), one number: an array of samples needs an axis")
	case n == 0:
		return nil, fmt.Errorf("has shape %s and no element", ShapeText(shape))
	}
	over := func() (int64, error) { return 0, io.EOF }
	return &Array{Name: t.Name, Shape: shape, Float32: d.Exact, source: newRaw(d, r, n, over)}, nil
}
