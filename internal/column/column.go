// Package column streams one column of numbers out of a file in constant memory.
//
// It reads delimited text (comma, semicolon, tab, bar or blanks between the fields, with or
// without a header), one number a line, NDJSON, NumPy's .npy and .npz, and each but the last
// through gzip. The format is recognised by the first bytes, then by the extension.
//
// Finite numbers are delivered, all of them and in the order of the file. NaN, infinities,
// missing values and whatever is not a number are left out, and each of these is counted.
// Memory is bounded by maxLine for text and by a few blocks otherwise.
package column

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"levyscope/internal/printable"
)

// Stdin is the path that names the standard input.
const Stdin = "-"

// Options say what to read of a file.
type Options struct {
	// Column names the column: in text the name in the header, or the field's number from 0;
	// in NDJSON a key, with dots between nested ones and a number for the index in an array; in a
	// .npy the index in the last axis, or "all"; in a .npz the array's name, and after a colon the
	// same as in a .npy. Numbers below 0 count from the last, but not in NDJSON. Empty: the only column of numbers.
	Column string
	// Decimal is the character before the fraction of numbers in delimited text.
	Decimal Decimal
	// Stdin is what the path "-" reads; nil: the standard input of the process.
	Stdin io.Reader
}

// Reader streams a column. It is for one goroutine, but Progress may be asked by any.
type Reader struct {
	path   string
	name   string
	source decoder
	counts *Counts
	close  func() error
	done   *atomic.Int64
	total  int64
	err    error
}

// decoder reads the numbers of one format, NaN and infinities among them. It counts the rows and what it
// leaves out, fills dst as far as it can and ends in io.EOF.
type decoder interface {
	decode(dst []float64) (int, error)
}

// Open opens the column of a file; the path "-" is Options.Stdin. Errors: those of the system, a
// format that is not read, a header that is damaged or does not fit the length of the file, a
// column that is not there or has to be chosen. They name the path, the value and the remedy.
func Open(path string, opt Options) (*Reader, error) {
	if path == Stdin {
		in := opt.Stdin
		if in == nil {
			in = os.Stdin
		}
		return open(in, "standard input", nil, opt)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := open(f, path, f.Close, opt)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

// open reads the column of in, which is called path in errors.
func open(in io.Reader, path string, closer func() error, opt Options) (*Reader, error) {
	r := &Reader{path: path, counts: &Counts{}, close: closer, done: &atomic.Int64{}}
	raw := &input{r: in, size: sizeOf(in), done: r.done}
	raw.grown = grownBeyond(in, raw.size)
	r.total = raw.size
	if err := r.recognise(raw, opt); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// Read fills dst with the next finite numbers and returns how many there are: fewer than len(dst)
// only at the end. The end is 0 and io.EOF, or an error that wraps ErrNoNumbers if there was no number at all.
// Other errors: the file is truncated or damaged, a line is too long, those of the system. What
// was read before an error is delivered first, and the error then stays.
func (r *Reader) Read(dst []float64) (int, error) {
	n := 0
	for n < len(dst) && r.err == nil {
		m, err := r.source.decode(dst[n:])
		n += r.counts.keepFinite(dst[n : n+m])
		if err != nil {
			r.err = r.end(err)
		}
	}
	if n > 0 || len(dst) == 0 {
		return n, nil
	}
	return 0, r.err
}

// ErrNoNumbers is what the error of Read wraps when the column held no finite number.
var ErrNoNumbers = errors.New("no finite number")

func (r *Reader) end(err error) error {
	if err != io.EOF {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	if r.counts.Values > 0 {
		return io.EOF
	}
	if s, ok := r.source.(interface{ missing() error }); ok {
		if err := s.missing(); err != nil {
			return fmt.Errorf("%s: %w", r.path, err)
		}
	}
	return fmt.Errorf("%s: %w in %s: %s", r.path, ErrNoNumbers, printable.Line(r.name), r.counts)
}

// Progress is how many bytes of the file were read, as they are stored, and how many there are in
// all, -1 where that is not known (a pipe). In a .npz both are those of the array.
func (r *Reader) Progress() (done, total int64) {
	done, total = r.done.Load(), r.total
	if total >= 0 {
		done = min(done, total) // archives have checksums after the arrays
	}
	return done, total
}

// Counts is what was read so far and what was left out.
func (r *Reader) Counts() Counts { return *r.counts }

// Name is the column's: that in the header, the key, the array, or "column 2" in a file without names.
func (r *Reader) Name() string { return r.name }

// Close closes the file, if Open opened it.
func (r *Reader) Close() error {
	if r.close == nil {
		return nil
	}
	return r.close()
}
