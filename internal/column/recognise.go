package column

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"levyscope/internal/npy"
)

// The first bytes of the formats that are read.
const (
	magicNPY  = npy.Magic
	magicZip  = "PK\x03\x04"
	magicGzip = "\x1f\x8b"
	byteOrder = "\xef\xbb\xbf" // the mark that some programs put before UTF-8
)

// foreign lists formats that cannot be read but are often given, by their first bytes, each with the remedy.
var foreign = []struct{ magic, is, remedy string }{
	{"\x28\xb5\x2f\xfd", "compressed with zstd", "pipe it through zstd -dc"},
	{"\xfd7zXZ\x00", "compressed with xz", "pipe it through xz -dc"},
	{"BZh91AY&SY", "compressed with bzip2", "pipe it through bzip2 -dc"},
	{"\x89HDF\r\n\x1a\n", "HDF5", "write the column as .npy"},
	{"PAR1", "Parquet", "write the column as .csv or .npy"},
	{"ARROW1", "Arrow", "write the column as .csv or .npy"},
	{"\x80\x02", "a Python pickle", "write the array with numpy.save"},
	{"\x80\x03", "a Python pickle", "write the array with numpy.save"},
	{"\x80\x04", "a Python pickle", "write the array with numpy.save"},
	{"\x80\x05", "a Python pickle", "write the array with numpy.save"},
	{"MATLAB 5.0", "a MATLAB file", "write the column as .csv"},
	{"SQLite format 3", "an SQLite database", "write the column as .csv"},
	{"PK\x05\x06", "an empty zip archive", "write the arrays with numpy.savez"},
	{"\xff\xfe", "UTF-16 text", "convert it to UTF-8"},
	{"\xfe\xff", "UTF-16 text", "convert it to UTF-8"},
}

// Foreign is an error that names the format and the remedy if a file that begins with head, at least 16 bytes of it,
// has a format that is often given but not read; otherwise nil.
func Foreign(head string) error {
	for _, f := range foreign {
		if strings.HasPrefix(head, f.magic) {
			return fmt.Errorf("is %s, which is not read here: %s", f.is, f.remedy)
		}
	}
	return nil
}

// input counts what is read of a file.
type input struct {
	r     io.Reader
	size  int64 // in bytes, -1 if it is not known
	done  *atomic.Int64
	grown func() bool // whether the file is longer by now than size; nil: not known
}

// Read is that of io.Reader, and counts the bytes.
func (i *input) Read(p []byte) (int, error) {
	if i.size >= 0 {
		left := i.size - i.done.Load()
		if left <= 0 {
			return 0, io.EOF // what was written after the file was opened is not read
		}
		p = p[:min(int64(len(p)), left)]
	}
	n, err := i.r.Read(p)
	i.done.Add(int64(n))
	return n, err
}

// ReadAt is there for zip archives; only regular files and memory have it.
func (i *input) ReadAt(p []byte, at int64) (int, error) {
	r, ok := i.r.(io.ReaderAt)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	n, err := r.ReadAt(p, at)
	i.done.Add(int64(n))
	return n, err
}

// grownBeyond tells whether a regular file is longer than size by now, from where it was read first; nil for others.
func grownBeyond(r io.Reader, size int64) func() bool {
	if _, ok := r.(*os.File); !ok || size < 0 {
		return nil
	}
	f := r.(*os.File)
	at, _ := f.Seek(0, io.SeekCurrent)
	return func() bool {
		info, err := f.Stat()
		return err == nil && info.Size()-at > size
	}
}

// sizeOf is how many bytes r still has, -1 if it does not know. The system gives the size 0 to files that are made as
// they are read.
func sizeOf(r io.Reader) int64 {
	switch r := r.(type) {
	case *os.File:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			at, _ := r.Seek(0, io.SeekCurrent) // part of the standard input may be read already
			return info.Size() - at
		}
	case *bytes.Reader:
		return r.Size()
	case *strings.Reader:
		return r.Size()
	}
	return -1
}

// recognise determines the format of raw, through gzip if need be, and makes its decoder.
func (r *Reader) recognise(raw *input, opt Options) error {
	b := bufio.NewReaderSize(raw, 64<<10)
	ext := strings.ToLower(filepath.Ext(r.path))
	size := raw.size
	head, err := peek(b, magicGzip)
	if err != nil {
		return err
	}
	if strings.HasPrefix(head, magicGzip) {
		z, err := newGunzip(b)
		if err != nil {
			return fmt.Errorf("gzip header: %w", damaged(eof(err)))
		}
		b = bufio.NewReaderSize(z, 64<<10)
		ext = strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(r.path), ".gz")))
		size = -1
		if head, err = peek(b, magicGzip); err != nil {
			return err
		}
		if strings.HasPrefix(head, magicGzip) || strings.HasPrefix(head, magicZip) {
			return errors.New("an archive inside gzip: unpack it with gunzip first")
		}
	} else if ext == ".gz" {
		return fmt.Errorf("not gzip: begins with %q; give the file its own extension", head)
	}
	return r.choose(raw, b, head, ext, size, opt)
}

// choose makes the decoder of what begins with head; b reads it from there, raw from anywhere.
func (r *Reader) choose(raw *input, b *bufio.Reader, head, ext string, size int64, opt Options) (err error) {
	if err := Foreign(head); err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(head, magicZip):
		return r.openNPZ(raw, opt.Column)
	case strings.HasPrefix(head, magicNPY):
		var a *npyColumn
		if a, err = openNPY(b, size, opt.Column, r.counts); err == nil {
			r.source, r.name = a, "values"+a.suffix
		}
		return err
	case ext == ".npy", ext == ".npz":
		return fmt.Errorf("not a %s file: begins with %q; give text the extension .csv", ext, head)
	}
	if strings.HasPrefix(head, byteOrder) {
		if _, err := b.Discard(len(byteOrder)); err != nil {
			return err
		}
	}
	l := newLines(b)
	l.unfinished = raw.grown
	return r.openText(l, ext, opt)
}

// openText tells NDJSON from tables.
func (r *Reader) openText(l *lines, ext string, opt Options) error {
	l.cut = &r.counts.Cut
	isJSON, err := inspect(l, ext)
	if err != nil {
		return err
	}
	if isJSON {
		var j *ndjson
		if j, err = openNDJSON(l, opt.Column, r.counts); err == nil {
			r.source, r.name = j, j.name()
		}
		return err
	}
	var t *table
	if t, err = openTable(l, ext, opt, r.counts); err == nil {
		r.source, r.name = t, t.name
	}
	return err
}

// inspect refuses what is no text or has no row, and tells NDJSON from tables.
func inspect(l *lines, ext string) (isJSON bool, err error) {
	l.endLinesInCR()
	w, whole := l.window(sample)
	if bytes.IndexByte(w, 0) >= 0 {
		return false, fmt.Errorf("is neither text nor a format that is read: "+
			"begins with %q; write the column as .csv or .npy", w[:min(len(w), 8)])
	}
	w = bytes.TrimLeft(w, " \t\r\n")
	if len(w) == 0 && whole {
		return false, errors.New("is empty: it must hold at least one number")
	}
	isJSON = ext == ".ndjson" || ext == ".jsonl" || ext == ".json" || len(w) > 0 && (w[0] == '{' || w[0] == '[')
	return isJSON, nil
}

// peek shows the first bytes, enough for any magic; an empty stream is an error.
func peek(b *bufio.Reader, want string) (string, error) {
	head, err := b.Peek(16)
	if len(head) > 0 && len(head) >= len(want) {
		return string(head), nil
	}
	if len(head) == 0 && err == io.EOF {
		return "", errors.New("is empty: it must hold at least one number")
	}
	if len(head) > 0 && err == io.EOF {
		return string(head), nil
	}
	return "", damaged(err)
}
