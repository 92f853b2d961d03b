package array

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"levyscope/internal/column"
	"levyscope/internal/npy"
)

// Options say how a file is read.
type Options struct {
	// Stdin is what the path "-" reads; nil: the standard input of the process.
	Stdin io.Reader
	// Stack says that each .npy of a stream is one sample, whatever its shape. Without it several are joined along
	// their first axis, that of the samples, unless they have at most one axis.
	Stack bool
	// TempDir is where formats whose directory stands at their end (.npz, Parquet) are written if they come through a
	// pipe; empty: the system's directory for temporary files.
	TempDir string
}

// File is a file of arrays. It is for one goroutine, but Progress may be asked by any.
type File struct {
	path    string
	in      *input
	format  format
	current *Array
	close   []func() error
	err     error
}

// format makes the arrays of a file one after another; after the last the error is io.EOF. After an error of type
// *Refused it may be asked again.
type format interface {
	next() (*Array, error)
}

// Open opens a file of arrays, or a folder of them (see folder.go); the path "-" is Options.Stdin. Errors: those of the
// system, a format that is not read, a header that is damaged or does not fit the length of the file. They name the
// path, the value and the remedy.
func Open(path string, opt Options) (*File, error) {
	f := &File{path: path}
	var in io.Reader = os.Stdin
	if path != column.Stdin {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		f.close = append(f.close, file.Close)
		if info, err := file.Stat(); err == nil && info.IsDir() {
			f.in = &input{size: -1}
			f.in.all.Store(-1)
			if f.format, err = openFolder(path, f.in); err != nil {
				f.Close()
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			return f, nil
		}
		in = file
	} else {
		f.path = "standard input"
		if opt.Stdin != nil {
			in = opt.Stdin
		}
	}
	f.in = newInput(in)
	if err := f.recognise(opt); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	return f, nil
}

// Next goes to the next array; after the last the error is io.EOF. An array that holds no numbers, or none of a type
// that is read, is an error of type *Refused, after which Next goes on. Any other error stays.
func (f *File) Next() (*Array, error) {
	if f.current != nil && f.current.err == nil {
		f.current.err = errPassed
	}
	if f.err != nil {
		return nil, f.err
	}
	a, err := f.format.next()
	var refused *Refused
	switch {
	case err == nil:
		a.path, f.current = f.path, a
		return a, nil
	case errors.As(err, &refused):
		return nil, fmt.Errorf("%s: %w", f.path, err)
	case err == io.EOF:
		f.err = err
	default:
		f.err = fmt.Errorf("%s: %w", f.path, err)
	}
	return nil, f.err
}

// Progress is how many bytes of the file were read, as they are stored, and how many there are in all, -1 where that is
// not known (a pipe).
func (f *File) Progress() (done, total int64) { return f.in.progress() }

// Close closes the file, if Open opened it, and removes what was written for it.
func (f *File) Close() error {
	var errs []error
	if c, ok := f.format.(interface{ close() }); ok {
		c.close()
	}
	for _, c := range f.close {
		errs = append(errs, c())
	}
	f.close = nil
	return errors.Join(errs...)
}

// The first bytes of the formats.
const (
	magicZip     = "PK\x03\x04"
	magicGzip    = "\x1f\x8b"
	magicParquet = "PAR1"
)

// recognise determines the format, through gzip if need be.
func (f *File) recognise(opt Options) error {
	b := bufio.NewReaderSize(f.in, 64<<10)
	ext := strings.ToLower(filepath.Ext(f.path))
	size := f.in.size
	head, err := peek(b)
	if err != nil {
		return err
	}
	if strings.HasPrefix(head, magicGzip) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return fmt.Errorf("gzip header: %w", truncated(err))
		}
		b = bufio.NewReaderSize(z, 64<<10)
		ext = strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(f.path), ".gz")))
		size = -1
		if head, err = peek(b); err != nil {
			return err
		}
		if strings.HasPrefix(head, magicGzip) || strings.HasPrefix(head, magicZip) || strings.HasPrefix(head, magicParquet) {
			return errors.New("is an archive inside gzip: unpack it with gunzip first")
		}
	}
	return f.choose(b, head, ext, size, opt)
}

// choose makes the format of a stream of so many bytes that begins with head.
func (f *File) choose(b *bufio.Reader, head, ext string, size int64, opt Options) error {
	switch {
	case strings.HasPrefix(head, npy.Magic):
		a, err := openNPY(b, size, opt.Stack)
		if err != nil {
			return err
		}
		f.format = &single{a}
		return nil
	case strings.HasPrefix(head, magicZip):
		at, err := f.seekable(b, opt.TempDir)
		if err != nil {
			return err
		}
		f.format, err = openNPZ(at, opt.Stack)
		return err
	case strings.HasPrefix(head, magicParquet):
		at, err := f.seekable(b, opt.TempDir)
		if err != nil {
			return err
		}
		f.format, err = openParquet(at)
		return err
	}
	if isSafetensors(head) || ext == ".safetensors" {
		tensors, err := openSafetensors(b, size)
		if err != nil {
			return err
		}
		f.format = tensors
		return nil
	}
	if err := column.Foreign(head); err != nil {
		return err
	}
	if ext == ".npy" || ext == ".npz" || ext == ".parquet" {
		return fmt.Errorf("is not a %s file: begins with %q; give text the extension .csv", ext, head)
	}
	a, err := openTable(b, ext)
	if err != nil {
		return err
	}
	f.format = &single{a}
	return nil
}

// single is a file of one array.
type single struct{ a *Array }

func (s *single) next() (*Array, error) {
	a := s.a
	if s.a = nil; a == nil {
		return nil, io.EOF
	}
	return a, nil
}

// peek shows the first bytes; an empty stream is an error.
func peek(b *bufio.Reader) (string, error) {
	head, err := b.Peek(16)
	if len(head) == 0 && err == io.EOF {
		return "", errors.New("is empty: it must hold at least one number")
	}
	if len(head) > 0 && err == io.EOF {
		err = nil
	}
	return string(head), npy.Damaged(err)
}
