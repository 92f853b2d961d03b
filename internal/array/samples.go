package array

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"levyscope/internal/npy"
)

// part is one sample of an array, in a file of its own.
type part struct {
	file  *os.File
	r     io.Reader // of its elements
	descr string    // type of the elements, as the file writes it
	dtype npy.Dtype
	shape []int64
	n     int64 // elements
}

// samples are the elements of the samples of an array, file after file.
type samples struct {
	in    *input
	parts func() (*part, error) // the next sample; io.EOF behind the last
	now   *part
	first part
}

// openRegular opens a file that is no pipe, device or folder: those would be waited for.
func openRegular(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("is no regular file: remove it from the folder")
	}
	f, err := os.Open(path)
	return f, info.Size(), err
}

// openNPYPart opens a .npy as one sample.
func openNPYPart(path string) (*part, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	p := &part{file: f}
	if err := p.header(size); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return p, nil
}

func (p *part) header(size int64) error {
	b := bufio.NewReaderSize(p.file, 64<<10)
	h, err := npy.ReadHeader(b)
	if err != nil {
		return err
	}
	if p.dtype, err = npy.ParseDtype(h.Descr); err != nil {
		return err
	}
	if p.n, err = h.Elements(p.dtype.Size); err != nil {
		return err
	}
	if have := size - h.Length; have != p.n*p.dtype.Size {
		return fmt.Errorf(".npy of shape %s and type %s takes %d bytes, and %d follow the header: write it again, one array "+
			"a file", h.ShapeText(), h.Descr, p.n*p.dtype.Size, have)
	}
	long := slices.DeleteFunc(slices.Clone(h.Shape), func(d int64) bool { return d == 1 })
	if h.Fortran && len(long) > 1 {
		return errors.New(".npy in Fortran order: save it as numpy.save(f, numpy.ascontiguousarray(a))")
	}
	p.r, p.descr, p.shape = b, h.Descr, h.Shape
	return nil
}

// array begins the array of that name: its first sample says type and shape.
func (s *samples) array(name string) (*Array, error) {
	p, err := s.parts()
	if err != nil {
		return nil, &Refused{name, err}
	}
	s.now, s.first = p, *p
	shape, err := ints(p.shape)
	if err == nil && p.n == 0 {
		err = fmt.Errorf("has samples of shape %s and no element", ShapeText(shape))
	}
	if err != nil {
		s.close()
		return nil, &Refused{name, err}
	}
	return &Array{Name: name, Shape: append([]int{-1}, shape...), Float32: p.dtype.Exact,
		source: newRaw(p.dtype, s, p.n, s.next)}, nil
}

// next begins the next sample, which must fit the first.
func (s *samples) next() (int64, error) {
	s.close()
	p, err := s.parts()
	if err != nil {
		return 0, err
	}
	if s.now = p; p.descr != s.first.descr || !slices.Equal(p.shape, s.first.shape) {
		return 0, fmt.Errorf("%s has type %.20q and shape %v, the first has %.20q and %v: all samples of an array must "+
			"be alike", filepath.Base(p.file.Name()), p.descr, p.shape, s.first.descr, s.first.shape)
	}
	return p.n, nil
}

// Read reads the sample under way, and counts the bytes.
func (s *samples) Read(b []byte) (int, error) {
	n, err := s.now.r.Read(b)
	s.in.done.Add(int64(n))
	return n, err
}

// close closes the file under way.
func (s *samples) close() {
	if s != nil && s.now != nil {
		s.now.file.Close()
		s.now = nil
	}
}

// npyFolder are the .npy files of a folder, sorted by array and step.
type npyFolder struct {
	files []dumped
	in    *input
	open  *samples // of the array that is being read
}

// next begins the array of the next files.
func (f *npyFolder) next() (*Array, error) {
	f.close()
	if len(f.files) == 0 {
		return nil, io.EOF
	}
	n, name := 1, f.files[0].array
	for n < len(f.files) && f.files[n].array == name {
		n++
	}
	mine := f.files[:n]
	f.files = f.files[n:]
	f.open = &samples{in: f.in, parts: func() (*part, error) {
		if len(mine) == 0 {
			return nil, io.EOF
		}
		path := mine[0].path
		mine = mine[1:]
		return openNPYPart(path)
	}}
	return f.open.array(name)
}

func (f *npyFolder) close() { f.open.close() }
