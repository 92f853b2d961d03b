package folder

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"

	"levyscope/internal/record"
	"levyscope/sim"
	"levyscope/train"
)

// Options say how a run is recorded.
type Options struct {
	Compressed bool            // events.ndjson.zst in place of events.ndjson
	Thinned    record.Thinning // the rule by which events are left out
	Planned    []record.Event  // changes of a script that the run is started with
	Total      *atomic.Int64   // counts the bytes of the events of all recordings; may be nil
}

// flushed is how long an event may wait before it is given to the operating system.
const flushed = time.Second

// Writer records one run. After an error of writing it keeps what it has, and takes in nothing more. Its
// methods may be called from several goroutines.
type Writer struct {
	dir  string
	opts Options
	lock *flock.Flock

	mu      sync.Mutex
	file    *os.File
	out     output // what the file holds
	encoder *record.Encoder
	made    bool // the folder was made for the run
	begun   bool // run.toml has been written
	waiting bool // for the timer
	timer   *time.Timer
	err     error // why nothing more is written
	closed  bool

	lines   int // events written
	pending int // changed events that are among the changes already
	opened  time.Time
	due     atomic.Int64 // the time from opened to the next checkpoint, in nanoseconds
	written atomic.Int64 // bytes of the events, as they are in the file
}

// output passes on the text of the events, and knows its length and its checksum.
type output struct {
	to    io.Writer // the file, or zip
	zip   *zstd.Encoder
	bytes int64
	sum   hash.Hash
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.to.Write(b)
	o.bytes += int64(n)
	o.sum.Write(b[:n])
	return n, err
}

// ErrExists is the error of a folder that has something in it already.
var ErrExists = errors.New("the folder is not empty: a recording never replaces another; give the name of a new folder")

// Create begins the recording of a run in dir, which it makes if it is missing, and which must be empty. That
// the folder can be written is found out here, before the run begins.
func Create(dir string, opts Options) (*Writer, error) {
	_, err := os.Stat(dir)
	made := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("%s: %w", dir, ErrExists)
	}
	lock, err := locked(dir)
	if err != nil {
		return nil, err
	}
	name := eventsFile
	if opts.Compressed {
		name = compressedFile
	}
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		lock.Close()
		if errors.Is(err, fs.ErrExist) {
			err = fmt.Errorf("%s: %w", dir, ErrExists)
		}
		return nil, err
	}
	w := &Writer{dir: dir, opts: opts, lock: lock, made: made}
	w.open(file, sha256.New(), record.Extent{})
	return w, nil
}

// open writes to the file behind the events that it holds, whose checksum is sum.
func (w *Writer) open(file *os.File, sum hash.Hash, held record.Extent) {
	w.file, w.opened = file, time.Now()
	w.due.Store(int64(cadence))
	w.out = output{to: counted{file, &w.written, w.opts.Total}, bytes: held.Bytes, sum: sum}
	w.lines = held.Lines
	if w.opts.Compressed {
		w.out.zip = newCompressor(w.out.to)
		w.out.to = w.out.zip
	}
	w.encoder = record.NewEncoder(&w.out)
}

// Dir is the folder.
func (w *Writer) Dir() string { return w.dir }

// CheckpointType is the type of the events that Write saves as checkpoints.
const CheckpointType = "checkpoint"

// Write records an event, unless the rule leaves it out or it is a record.Transient. A checkpoint of an engine
// is saved. The error is the first one of the recording: the run may go on without it.
func (w *Writer) Write(e record.Event) error {
	switch c := e.(type) {
	case train.Checkpoint:
		return w.checkpoint(c.Step, c.State)
	case sim.Checkpoint:
		return w.checkpoint(c.Step, c.State)
	}
	if _, transient := e.(record.Transient); transient || !w.opts.Thinned.Keeps(e) {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil && !w.closed {
		w.err = w.write(e)
	}
	return w.err
}

func (w *Writer) write(e record.Event) error {
	if done, ok := e.(train.Done); ok {
		e = record.Finished{Done: done}
	}
	if !w.begun {
		if err := w.begin(e); err != nil {
			return err
		}
	}
	if e.Type() == "changed" {
		if err := w.change(e); err != nil {
			return err
		}
	}
	if err := w.encoder.Encode(e); err != nil {
		return err
	}
	w.lines++
	switch e.Type() {
	case "progress", "jump", "jumps", "clipped", "exit", "escape", "counts": // frequent
		w.later()
		return nil
	}
	return w.flush()
}

// begin writes run.toml by the first event of a run.
func (w *Writer) begin(started record.Event) error {
	text, err := record.Append(nil, started)
	if err != nil {
		return err
	}
	about, err := newAbout(text, w.opts.Thinned)
	if err != nil {
		return err
	}
	if err := about.plan(w.opts.Planned); err != nil {
		return err
	}
	w.begun = true
	return about.write(w.dir)
}

// change appends a changed event to the changes, unless it is there from before. The file is opened for each of
// them, since they are few.
func (w *Writer) change(e record.Event) error {
	if w.pending > 0 {
		w.pending--
		return nil
	}
	text, err := record.Append(nil, e)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(w.dir, changesFile), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	return errors.Join(err, f.Close())
}

// later flushes in a second, if nothing does before.
func (w *Writer) later() {
	if w.waiting {
		return
	}
	w.waiting = true
	if w.timer == nil {
		w.timer = time.AfterFunc(flushed, w.late)
		return
	}
	w.timer.Reset(flushed)
}

// late is what the timer does.
func (w *Writer) late() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting = false
	if w.err == nil && !w.closed {
		w.err = w.flush()
	}
}

// flush gives all events to the operating system.
func (w *Writer) flush() error {
	if err := w.encoder.Flush(); err != nil {
		return err
	}
	if w.out.zip != nil {
		return w.out.zip.Flush()
	}
	return nil
}

// Close brings the recording to the disk and lets go of its files. The error is the first one of the recording.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return w.err
	}
	w.closed = true
	if w.timer != nil {
		w.timer.Stop()
	}
	if w.err == nil {
		w.err = w.flush()
	}
	if w.out.zip != nil {
		if err := w.out.zip.Close(); w.err == nil {
			w.err = err
		}
	}
	if w.err == nil {
		w.err = w.file.Sync()
	}
	closed := errors.Join(w.file.Close(), w.lock.Close())
	if w.err == nil {
		w.err = closed
	}
	if !w.begun && w.written.Load() == 0 {
		w.remove()
	}
	return w.err
}

// remove takes the empty files of a run away that did not begin, and its folder if that was made for it.
func (w *Writer) remove() {
	os.Remove(w.file.Name())
	os.Remove(filepath.Join(w.dir, lockFile))
	if w.made {
		os.Remove(w.dir)
	}
}
