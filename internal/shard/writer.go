package shard

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"levyscope/internal/printable"
)

// end is the last line of the file of a part.
type end struct {
	Type   string `json:"type"`   // "part_done"
	Lines  int    `json:"lines"`  // before this one
	SHA256 string `json:"sha256"` // of these lines
}

// Writer writes the file of a part: a header, lines, an end with the checksum of all that is before it.
type Writer struct {
	w     *bufio.Writer
	sum   hash.Hash
	lines int
}

// NewWriter writes the header to w.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	out := &Writer{w: bufio.NewWriterSize(w, 1<<16), sum: sha256.New()}
	return out, out.Line(h)
}

// Line writes one line, the JSON of v.
func (w *Writer) Line(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	line = append(printable.JSON(line), '\n') // before the checksum, which the output must not change
	w.sum.Write(line)
	w.lines++
	_, err = w.w.Write(line)
	return err
}

// Close writes the end. A file without it is that of a part that was broken off.
func (w *Writer) Close() error {
	if err := w.Line(end{"part_done", w.lines, hex.EncodeToString(w.sum.Sum(nil))}); err != nil {
		return err
	}
	return w.w.Flush()
}

// ErrComputed is the error of ToFile where the part has been computed before.
var ErrComputed = errors.New("the part is there already")

// ToFile computes a part into the file at path, which appears there when it is whole: until then it has another name
// in the same folder, and it is removed if compute fails. It is ErrComputed if the file at path is this very part, and
// another error, unless force is set, if it is anything else.
func ToFile(path string, force bool, h Header, compute func(*Writer) error) (err error) {
	switch info, statErr := os.Stat(path); {
	case errors.Is(statErr, fs.ErrNotExist):
	case statErr != nil:
		return statErr
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file: a part is written under another name first, and then renamed; "+
			"for a device or a pipe leave out --out and use >", path)
	default:
		if isPart(path, h) {
			return ErrComputed
		}
		if !force {
			return fmt.Errorf("a file %s is there already, and it is not this part, whole: "+
				"give another name, or --force to replace it", path)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err == nil {
			err = os.Rename(f.Name(), path)
		}
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	w, err := NewWriter(f, h)
	if err != nil {
		return err
	}
	if err := compute(w); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Sync()
}

// isPart says that the file at path is the part of h, whole.
func isPart(path string, h Header) bool {
	f, err := Open(path)
	return err == nil && f.Header.differs(h) == "" && f.Header.Part == h.Part &&
		f.Lines(func([]byte) error { return nil }) == nil
}
