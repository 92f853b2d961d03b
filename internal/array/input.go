package array

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// input counts what is read of a file. It is not read beyond the size that the file had at first.
type input struct {
	r    io.Reader
	at   io.ReaderAt // nil: the input can only be read from its start to its end
	size int64       // in bytes, -1 if it is not known
	done atomic.Int64
	all  atomic.Int64 // what done is compared with: the size, or that of what is to be read
}

func newInput(r io.Reader) *input {
	in := &input{r: r, size: -1}
	if s, ok := seekable(r); ok {
		in.r, in.at, in.size = s, s, s.Size()
	}
	in.all.Store(in.size)
	return in
}

// seekable is what r still holds, if it is a regular file or memory. Part of the standard input may be read already.
func seekable(r io.Reader) (*io.SectionReader, bool) {
	s, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, false
	}
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil, false
		}
	}
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, false
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, false
	}
	if _, err := s.Seek(at, io.SeekStart); err != nil || end < at {
		return nil, false
	}
	return io.NewSectionReader(s, at, end-at), true
}

// Read is that of io.Reader, and counts the bytes.
func (i *input) Read(p []byte) (int, error) {
	n, err := i.r.Read(p)
	i.done.Add(int64(n))
	return n, err
}

// ReadAt is that of io.ReaderAt, and counts the bytes; only for an input that has a size.
func (i *input) ReadAt(p []byte, off int64) (int, error) {
	n, err := i.at.ReadAt(p, off)
	i.done.Add(int64(n))
	return n, err
}

func (i *input) progress() (done, total int64) {
	done, total = i.done.Load(), i.all.Load()
	if total >= 0 {
		done = min(done, total) // checksums and directories are read besides, or twice
	}
	return done, total
}

// maxSpool bounds what of a pipe is written into a temporary file, in bytes.
const maxSpool = 16 << 30

// seekable is the input itself, or, if that is a pipe of which b reads, a temporary file with all of it.
func (f *File) seekable(b io.Reader, dir string) (*input, error) {
	if f.in.at != nil {
		f.in.done.Store(0)
		return f.in, nil
	}
	temp, err := os.CreateTemp(dir, "levyscope-*")
	if err != nil {
		return nil, fmt.Errorf("has its directory at the end, and a pipe is read once: give the file itself (%w)", err)
	}
	remove := func() error { return os.Remove(temp.Name()) }
	if remove() == nil { // where an open file can be removed it is gone even if the process is killed
		remove = func() error { return nil }
	}
	f.close = append(f.close, temp.Close, remove)
	n, err := io.Copy(temp, io.LimitReader(b, maxSpool+1))
	if err != nil {
		return nil, fmt.Errorf("copying the pipe to a temporary file after %d bytes: %w; give the file itself", n, err)
	}
	if n > maxSpool {
		return nil, fmt.Errorf("is longer than %d GiB, the most that is copied of a pipe: give the file itself", maxSpool>>30)
	}
	f.in = newInput(io.NewSectionReader(temp, 0, n))
	return f.in, nil
}
