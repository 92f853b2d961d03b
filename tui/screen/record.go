package screen

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"levyscope/internal/record"
	"levyscope/internal/record/folder"
)

// Recordings records every run of the explorer in a folder of its own, within one directory: train-1, sim-1, ... None
// is ever replaced. A run whose recording fails goes on without it.
type Recordings struct {
	dir    string
	opts   folder.Options
	size   atomic.Int64          // bytes of the events of all runs
	failed atomic.Pointer[error] // the first reason why a recording is not whole

	mu     sync.Mutex
	open   map[*folder.Writer]bool
	next   map[string]int // number of the next folder of an engine
	closed bool
}

// NewRecordings records into dir, which it makes if it is missing. That dir can be written is found out here.
func NewRecordings(dir string, compressed bool) (*Recordings, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	trial, err := os.MkdirTemp(dir, "trial-")
	if err != nil {
		return nil, fmt.Errorf("runs cannot be recorded in %s: %w", dir, err)
	}
	if err := os.Remove(trial); err != nil {
		return nil, err
	}
	r := &Recordings{dir: dir, open: map[*folder.Writer]bool{}, next: map[string]int{}}
	r.opts = folder.Options{Compressed: compressed, Thinned: record.Explorer, Total: &r.size}
	return r, nil
}

// Size is how many bytes of events the recordings of all runs have.
func (r *Recordings) Size() int64 { return r.size.Load() }

// Failed is the first reason why a recording is not whole; nil while all are.
func (r *Recordings) Failed() error {
	if err := r.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// fail notes why a recording is not whole.
func (r *Recordings) fail(err error) {
	if err != nil {
		r.failed.CompareAndSwap(nil, &err)
	}
}

// create begins the next free folder of an engine.
func (r *Recordings) create(engine string) (*folder.Writer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for !r.closed {
		r.next[engine]++
		path := filepath.Join(r.dir, fmt.Sprintf("%s-%d", engine, r.next[engine]))
		if err := os.Mkdir(path, 0o755); errors.Is(err, fs.ErrExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		w, err := folder.Create(path, r.opts)
		if err != nil {
			os.Remove(path)
			return nil, err
		}
		r.open[w] = true
		return w, nil
	}
	return nil, fs.ErrClosed
}

// end completes the recording of a run.
func (r *Recordings) end(w *folder.Writer) {
	r.fail(w.Close())
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, w)
}

// Close completes all recordings. The error says why one of them is not whole.
func (r *Recordings) Close() error {
	r.mu.Lock()
	open := r.open
	r.open, r.closed = map[*folder.Writer]bool{}, true
	r.mu.Unlock()
	for w := range open {
		r.fail(w.Close())
	}
	if err := r.Failed(); err != nil {
		return fmt.Errorf("not every run in %s was recorded to its end: %w", r.dir, err)
	}
	return nil
}

// recording is that of one run, on the goroutine of its engine.
type recording[E record.Event] struct {
	of     *Recordings
	engine string
	begun  bool
	writer *folder.Writer // nil: there is none
}

// record takes an event in, of which the first begins the recording. It says whether the event is for the display, too.
func (r *recording[E]) record(e E) (shown bool) {
	if !r.begun {
		r.begun = true
		var err error
		r.writer, err = r.of.create(r.engine)
		r.of.fail(err)
	}
	if r.writer != nil {
		r.of.fail(r.writer.Write(e))
	}
	return e.Type() != folder.CheckpointType
}

// due says that it is time for a checkpoint.
func (r *recording[E]) due() bool { return r.writer != nil && r.writer.Due() }

// end completes the recording.
func (r *recording[E]) end() {
	if r.writer != nil {
		r.of.end(r.writer)
	}
}
