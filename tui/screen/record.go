package screen

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"levyscope/internal/record"
)

// Recordings writes every run of the explorer to a file of its own in one
// directory: train-1.ndjson, sim-1.ndjson, ... No file is ever replaced.
type Recordings struct {
	dir  string
	mu   sync.Mutex
	open []*recordingFile
}

// NewRecordings records into dir, which it makes if it is missing.
func NewRecordings(dir string) (*Recordings, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return &Recordings{dir: dir}, nil
}

// recordingFile is used on an engine's goroutine until the engine has ended.
type recordingFile struct {
	mu     sync.Mutex // Close may come while a late engine still writes
	file   *os.File
	enc    *record.Encoder
	closed bool
}

// create opens the next free file of an engine.
func (r *Recordings) create(engine string) (*recordingFile, error) {
	for n := 1; ; n++ {
		path := filepath.Join(r.dir, fmt.Sprintf("%s-%d.ndjson", engine, n))
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		f := &recordingFile{file: file, enc: record.NewEncoder(file)}
		r.mu.Lock()
		r.open = append(r.open, f)
		r.mu.Unlock()
		return f, nil
	}
}

// Close completes all files.
func (r *Recordings) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all error
	for _, f := range r.open {
		f.mu.Lock()
		f.closed = true
		all = errors.Join(all, f.enc.Flush(), f.file.Close())
		f.mu.Unlock()
	}
	r.open = nil
	return all
}

func (f *recordingFile) write(e record.Event) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	return f.enc.Encode(e)
}

// recorder makes a new recording for every run of an engine.
func recorder[E record.Event](r *Recordings, engine string) func() (func(E) error, error) {
	return func() (func(E) error, error) {
		f, err := r.create(engine)
		if err != nil {
			return nil, err
		}
		return func(e E) error { return f.write(e) }, nil
	}
}
