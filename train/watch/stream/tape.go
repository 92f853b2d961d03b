package stream

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// segment is one of the numbered files of a tape.
type segment struct {
	number int
	name   string
	bytes  int64
}

// patience is how many looks a hole, or a wrong checksum at the end of the newest segment, is awaited.
const patience = 8

// chunk is about how many bytes are read at a time.
const chunk = 256 << 10

// tape reads the records of one kind of a session, through its segments.
type tape struct {
	dir      string
	layout   *layout
	segments []segment // as last listed, by number
	final    bool      // nothing is awaited

	number  int   // of the segment that is read; -1 before the first
	at      int64 // bytes of it that were read
	size    int64 // of it
	file    *os.File
	buffer  []byte // what is read ahead, from at on
	room    []byte
	waited  int // looks at what is awaited at the place at
	given   bool
	record  Record
	damaged int // records
	waiting int64
}

func newTape(dir string, l *layout, probe bool) *tape {
	t := &tape{dir: dir, layout: l, number: -1}
	t.record.Probe = probe
	return t
}

// begin begins a look: segments are the files there are now.
func (t *tape) begin(segments []segment, final bool) {
	t.segments, t.final, t.given = segments, final, false
	t.buffer = nil
}

// end ends a look: files stay open no longer, so that what another machine wrote is seen the next time.
func (t *tape) end() {
	if t.file != nil {
		t.file.Close()
		t.file = nil
	}
	t.buffer, t.waiting = nil, t.left()
}

// left are the bytes that are not read yet, as far as they were seen.
func (t *tape) left() (bytes int64) {
	for _, s := range t.segments {
		switch {
		case s.number == t.number:
			bytes += max(0, max(s.bytes, t.size)-t.at)
		case s.number > t.number:
			bytes += s.bytes
		}
	}
	return bytes
}

// later is the first segment after that which is read; nil without one.
func (t *tape) later() *segment {
	for i := range t.segments {
		if t.segments[i].number > t.number {
			return &t.segments[i]
		}
	}
	return nil
}

// next is the next record, which is valid until the next call; nil: there is none yet.
func (t *tape) next() (*Record, error) {
	size := int64(t.layout.bytes)
	for {
		if t.given { // the look has come to something that is awaited
			return nil, nil
		}
		if t.file == nil {
			if ok, err := t.open(); !ok {
				return nil, err
			}
		}
		if t.size-t.at < size {
			if ok, err := t.grown(); err != nil || !ok {
				return nil, err
			}
			continue
		}
		if int64(len(t.buffer)) < size {
			if err := t.fill(); err != nil {
				return nil, err
			}
			continue
		}
		if t.record.G == nil {
			t.record.G = make([]float32, t.layout.sampled)
		}
		state := t.layout.parse(t.buffer[:size], &t.record)
		if state != whole {
			if t.awaited() {
				continue
			}
			t.damaged++
		}
		t.at += size
		t.buffer = t.buffer[size:]
		if state == whole {
			t.waited = 0
			return &t.record, nil
		}
	}
}

// awaited says that the bad record at the place at may still become a good one: it is near the end of the newest
// segment, and was not awaited for long.
func (t *tape) awaited() bool {
	if t.final || t.later() != nil || t.waited >= patience || t.size-t.at > max(chunk, 64*int64(t.layout.bytes)) {
		return false
	}
	t.waited++
	t.given = true
	return true
}

// open opens the segment that is read, or the first that is left; false: there is none.
func (t *tape) open() (bool, error) {
	for {
		var s *segment
		for i := range t.segments {
			if t.segments[i].number == t.number {
				s = &t.segments[i]
			}
		}
		if s == nil {
			if s = t.later(); s == nil {
				return false, nil
			}
			t.number, t.at, t.waited = s.number, 0, 0
		}
		f, size, err := openRegular(filepath.Join(t.dir, s.name))
		if errors.Is(err, fs.ErrNotExist) { // removed since it was listed
			if s = t.later(); s == nil {
				return false, nil
			}
			t.number, t.at, t.waited = s.number, 0, 0
			continue
		}
		if err != nil {
			return false, err
		}
		if size < t.at { // cut: what is written from here on follows the last whole record
			t.at = size - size%int64(t.layout.bytes)
		}
		t.file, t.size = f, size
		return true, nil
	}
}

// grown looks whether the segment that is read has more now, or goes on to the next one; false: neither.
func (t *tape) grown() (bool, error) {
	later := t.later()
	info, err := t.file.Stat()
	if err != nil {
		return false, err
	}
	if t.size = info.Size(); t.size-t.at >= int64(t.layout.bytes) {
		return true, nil
	}
	if later == nil {
		return false, nil
	}
	if t.size > t.at {
		t.damaged++ // a torn end that nothing will complete
	}
	t.file.Close()
	t.file, t.buffer = nil, nil
	t.number, t.at, t.waited = later.number, 0, 0
	return true, nil
}

// fill reads ahead from the place at on.
func (t *tape) fill() error {
	size := int64(t.layout.bytes)
	want := min(max(chunk/size, 1)*size, (t.size-t.at)/size*size)
	if int64(cap(t.room)) < want {
		t.room = make([]byte, want)
	}
	n, err := t.file.ReadAt(t.room[:want], t.at)
	t.buffer = t.room[:int64(n)/size*size]
	if len(t.buffer) > 0 {
		return nil
	}
	if err == io.EOF { // it was cut while it was read
		t.size = t.at
		return nil
	}
	return err
}
