package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/gzip"

	"levyscope/internal/npy"
)

// FileError says what is wrong with a file of data, and where.
type FileError struct {
	Path   string // of the file, with the array in it where it holds several: "set.npz: x_train"
	Offset int64  // bytes of what the file holds, once decompressed, that were read before; -1: the whole file
	Err    error  // what is wrong, and the remedy
}

// Error names the file, the place and what is wrong.
func (e *FileError) Error() string {
	if e.Offset < 0 {
		return fmt.Sprintf("%s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("%s, at byte %d: %v", e.Path, e.Offset, e.Err)
}

// Unwrap is what is wrong.
func (e *FileError) Unwrap() error { return e.Err }

// maxNumbers is the most numbers that an array of inputs has, 4 GiB of float32; 512 MiB on a system of 32 bits.
const maxNumbers = min(1<<30, math.MaxInt/16)

// A file that grows by more than maxRatio when it is decompressed is read no further than freeBytes: nobody stores a
// data set so, whereas a few kilobytes can hold gigabytes of zeros.
const (
	maxRatio  = 100
	freeBytes = 256 << 20
)

// stream is what a file holds, decompressed if it is packed by gzip, with the place that was reached.
type stream struct {
	path   string
	r      io.Reader
	stored int64 // bytes of the file as it is stored
	size   int64 // bytes of what it holds; -1: not known before the end
	offset int64 // bytes that were read
}

// regular opens a regular file, or one that a symbolic link leads to.
func regular(path string) (*os.File, int64, error) {
	info, err := os.Stat(path) // before it is opened, because opening a pipe can wait without end
	if err != nil {
		return nil, 0, err // it names the path
	}
	if !info.Mode().IsRegular() {
		return nil, 0, &FileError{path, -1, fmt.Errorf("is %s: give a regular file", kindOfFile(info.Mode()))}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	if info.Size() == 0 {
		f.Close()
		return nil, 0, &FileError{path, 0, errors.New("is empty: fetch or write it again")}
	}
	return f, info.Size(), nil
}

// kindOfFile names a file that is not regular.
func kindOfFile(m os.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&os.ModeNamedPipe != 0:
		return "a pipe"
	case m&os.ModeSocket != 0:
		return "a socket"
	case m&os.ModeDevice != 0:
		return "a device"
	}
	return "no file of data"
}

// magicGzip is what a file that is packed by gzip begins with.
const magicGzip = "\x1f\x8b"

// openStream opens a file, packed by gzip or not; close is to be called unless there is an error.
func openStream(path string) (s *stream, closer func() error, err error) {
	f, size, err := regular(path)
	if err != nil {
		return nil, nil, err
	}
	if s, err = newStream(path, f, size); err != nil {
		f.Close()
		return nil, nil, err
	}
	return s, f.Close, nil
}

// newStream is the stream of a file of so many bytes.
func newStream(path string, f io.Reader, size int64) (*stream, error) {
	b := bufio.NewReaderSize(f, 256<<10)
	s := &stream{path: path, r: b, stored: size, size: size}
	if head, _ := b.Peek(len(magicGzip)); string(head) != magicGzip {
		return s, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, s.fail("the header of gzip is damaged (%w): fetch or write the file again", cut(err))
	}
	inner := bufio.NewReaderSize(z, 256<<10)
	s.r, s.size = inner, -1
	if head, _ := inner.Peek(len(magicGzip)); string(head) == magicGzip {
		return nil, s.fail("is packed by gzip twice: unpack it once, with gunzip")
	}
	return s, nil
}

// Read is that of io.Reader. It ends in an error where the file grows beyond measure.
func (s *stream) Read(p []byte) (int, error) {
	if s.offset > freeBytes && s.offset/maxRatio > s.stored {
		return 0, fmt.Errorf("the file of %d bytes holds more than %d times as many: it is damaged or no data; "+
			"unpack it first if it is right", s.stored, maxRatio)
	}
	n, err := s.r.Read(p)
	s.offset += int64(n)
	return n, err
}

// fail is an error at the place that was reached.
func (s *stream) fail(format string, values ...any) error {
	return &FileError{s.path, s.offset, fmt.Errorf(format, values...)}
}

// cut makes the end of a file, where there should be more, an error that says so.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// need checks a claim of n elements of so many bytes against what the file can hold, before anything is allocated.
func (s *stream) need(n, size int64) error {
	if n > maxNumbers {
		return s.fail("the header tells of %d numbers, more than the %d that are read: it is damaged, "+
			"or the set is too large", n, int64(maxNumbers))
	}
	if s.size >= 0 && n*size != s.size-s.offset {
		return s.fail("the header tells of %d bytes after it, the file has %d: it is truncated or damaged; "+
			"fetch or write it again", n*size, s.size-s.offset)
	}
	if n*size > freeBytes && n*size/maxRatio > s.stored {
		return s.fail("the header tells of %d bytes in a file of %d: it is damaged; fetch or write it again",
			n*size, s.stored)
	}
	return nil
}

// room is how many elements of so many bytes are made room for at first, of n that a header tells of: as many as
// the file holds in all likelihood, and so none on the header's word.
func (s *stream) room(n, size int64) int64 { return min(n, (16*s.stored+4096)/size) }

// full reads len(p) bytes.
func (s *stream) full(p []byte) error {
	if _, err := io.ReadFull(s, p); err != nil {
		return s.fail("%w", npy.Damaged(cut(err)))
	}
	return nil
}

// bytes reads n bytes, which need has agreed to.
func (s *stream) bytes(n int64) ([]byte, error) {
	b := make([]byte, 0, s.room(n, 1))
	for int64(len(b)) < n {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		k := min(int64(cap(b)-len(b)), n-int64(len(b)), 1<<20)
		if err := s.full(b[len(b) : len(b)+int(k)]); err != nil {
			return nil, err
		}
		b = b[:len(b)+int(k)]
	}
	return b, nil
}

// floats reads n elements as float32, which need has agreed to.
func (s *stream) floats(n int64, d npy.Dtype) ([]float32, error) {
	x := make([]float32, 0, s.room(n, d.Size))
	buf := make([]byte, 8192*d.Size)
	for int64(len(x)) < n {
		if len(x) == cap(x) {
			x = append(x, 0)[:len(x)]
		}
		k := min(int64(cap(x)-len(x)), n-int64(len(x)), 8192)
		if err := s.full(buf[:k*d.Size]); err != nil {
			return nil, err
		}
		x = x[:len(x)+int(k)]
		piece := x[len(x)-int(k):]
		d.Narrow(piece, buf[:k*d.Size])
		if err := s.beyond(piece, buf, d); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// beyond is an error where a number that the bytes hold is finite, and rounded to float32 is not. The bytes are those
// that were read last.
func (s *stream) beyond(x []float32, bytes []byte, d npy.Dtype) error {
	if d.Exact {
		return nil
	}
	for i, v := range x {
		var wide [1]float64
		if v-v == 0 {
			continue
		}
		if d.Widen(wide[:], bytes[int64(i)*d.Size:], int(d.Size)); wide[0]-wide[0] == 0 {
			s.offset -= int64(len(x)-i) * d.Size
			return s.fail("the number %g is beyond float32, whose largest is %.3g: divide the numbers by a power of ten",
				wide[0], math.MaxFloat32)
		}
	}
	return nil
}

// drain reads what follows the end mark of an archive, so that the checksum at the end of gzip is compared. Read bounds
// how much that is.
func (s *stream) drain() error {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return s.fail("%w", npy.Damaged(err))
	}
	return nil
}

// end makes sure that nothing follows.
func (s *stream) end() error {
	var one [1]byte
	switch n, err := io.ReadFull(s, one[:]); {
	case n > 0:
		s.offset--
		return s.fail("there is more than the header tells of: the file is damaged; fetch or write it again")
	case err != io.EOF:
		return s.fail("%w", npy.Damaged(err))
	}
	return nil
}
