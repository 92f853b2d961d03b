package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"levyscope/internal/record"
)

// joined are the changes among the events and in their own file, which must be the same as far as both go.
func joined[C any](events, changes []C) ([]C, error) {
	for i := range min(len(events), len(changes)) {
		a, err := record.Value(events[i])
		if err != nil {
			return nil, err
		}
		b, err := record.Value(changes[i])
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(a, b) {
			return nil, fmt.Errorf("line %d is not the changed event number %d of the events: "+
				"one of them was edited or damaged", i+1, i+1)
		}
	}
	if len(changes) > len(events) {
		return changes, nil
	}
	return events, nil
}

// rewriteChanges writes the changes anew, whole: those among the events, and then those that have no event yet,
// whose number is pending.
func (c *Claimed) rewriteChanges() (pending int, err error) {
	old, err := os.ReadFile(filepath.Join(c.dir, changesFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return 0, err
	}
	events, err := c.Text()
	if err != nil {
		return 0, err
	}
	defer events.Close()
	var lines [][]byte
	for scan := record.Lines(io.LimitReader(events, c.Whole.Bytes)); scan.Scan(); {
		if bytes.HasPrefix(scan.Bytes(), []byte(`{"type":"changed"`)) {
			lines = append(lines, bytes.Clone(scan.Bytes()))
		}
	}
	for i, line := range bytes.SplitAfter(old, []byte("\n")) {
		if i >= len(lines) && bytes.HasSuffix(line, []byte("\n")) {
			lines = append(lines, line)
			pending++
		}
	}
	if len(lines) == 0 {
		return 0, nil
	}
	return pending, replaceFile(filepath.Join(c.dir, changesFile), bytes.Join(lines, nil))
}

// firstLine keeps the first line of what is read.
type firstLine struct {
	r     interface{ Read([]byte) (int, error) }
	line  []byte
	ended bool // the line has its line feed
}

// Read implements io.Reader.
func (f *firstLine) Read(b []byte) (int, error) {
	n, err := f.r.Read(b)
	if !f.ended {
		part := b[:n]
		if i := bytes.IndexByte(part, '\n'); i >= 0 {
			part, f.ended = part[:i], true
		}
		f.line = append(f.line, part...)
	}
	return n, err
}
